"""The client for a terminal: the same client core as the windows, lines instead of widgets."""
