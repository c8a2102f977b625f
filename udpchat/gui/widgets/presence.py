"""How presence is painted: the palette's token for each state. Words beside it say the same, for who sees no colours."""

from __future__ import annotations

from typing import Final

TOKENS: Final = {"online": "online", "away": "away", "busy": "badge", "offline": "offline"}
