"""The spellings of five older chat systems, so that whoever knows one of them can go on typing as before."""
