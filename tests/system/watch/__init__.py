"""Reading what a person reads in a window, from within the process of the test or of the program under test."""
