"""Tests of udpchat.serve."""
