"""Tests of the vocabulary and its codec."""
