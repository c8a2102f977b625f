"""Tests of the desktop modules on every system, none of which is here."""
