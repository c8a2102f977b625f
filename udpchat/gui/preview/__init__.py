"""Small pictures of files on this computer, made by another process: a hostile picture hurts nobody but that."""
