"""Clients of plain text on the relay's own port: two dialects of readable datagrams, nothing encrypted.

A plain client is a session like any other: the relay's services see no difference but `Session.plain`. What a dialect says is
turned into the words that an encrypted client would say (`entering`, `chat`, `commands`), and what the services tell the
session is turned into text (`line`, `formatting`). So there is no second rule about names, passwords, rates, sanctions or
conversations anywhere in here.
"""

from udpchat.server.plain.gate import LANE, Gate
from udpchat.server.plain.line import Lines

__all__ = ["LANE", "Gate", "Lines"]
