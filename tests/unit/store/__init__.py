"""Tests of the store: real files in temporary folders."""
