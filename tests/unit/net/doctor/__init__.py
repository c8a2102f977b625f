"""Tests of the doctor, on loopback."""
