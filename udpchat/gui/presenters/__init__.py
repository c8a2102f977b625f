"""What the windows decide, in plain Python: state in, calls on a view out. Nothing in here knows Tk."""
