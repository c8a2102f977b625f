"""The two windows: what a person sees and touches."""
