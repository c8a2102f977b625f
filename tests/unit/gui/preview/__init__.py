"""Tests of the pictures of files."""
