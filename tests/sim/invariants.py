"""What must hold after every event of a transport world, read from the endpoints' own state."""

from __future__ import annotations
