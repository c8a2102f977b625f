"""Every limit and timer of udpchat: its name, its unit and its reason. Nothing that a stranger can make grow is without one."""

from __future__ import annotations

from typing import Final

# --- wire: datagrams and packets (see wire/PROTOCOL.md) ---------------------------------------------------------------

DEFAULT_PORT: Final = 11111  # UDP port of a server

# --- words: the vocabulary --------------------------------------------------------------------------------------------

TEXT_BYTES: Final = 16 * 1024  # UTF-8 bytes of one message: a long paste, and one TLS record

# --- store -------------------------------------------------------------------------------------------------------------

# --- server ------------------------------------------------------------------------------------------------------------

# --- client ------------------------------------------------------------------------------------------------------------

# --- net and terminal --------------------------------------------------------------------------------------------------

