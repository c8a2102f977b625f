"""The pages of the connect window: one file each, data in, calls on the presenter out."""
