"""The cards of files in a chat view, by the keys of their rows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_chips import HoverTip
from udpchat.gui.widgets.chat_rows import MessageRow
from udpchat.gui.widgets.file_card import CardCalls, FileCard, NoPictures, Pictures
from udpchat.gui.widgets.file_data import FileVerb

MARGIN_PX: Final = 92  # right of a card: the margin of the text, and the mark of mine


@dataclass(frozen=True, slots=True)
class CardsCalls:
    """What the cards lead to. Points are those of the screen."""

    do: Callable[[str, FileVerb], None]  # the key of the row
    over: Callable[[int, int], None]
    menu: Callable[[int, int], None]
    resize: Callable[[tk.Misc, Callable[[], object]], None]


class Cards:
    """Of one text. A card lives as long as its row is written."""

    def __init__(self, text: tk.Text, kit: Kit, tip: HoverTip, calls: CardsCalls) -> None:
        self._text = text
        self._kit = kit
        self._tip = tip
        self._calls = calls
        self._cards: dict[str, FileCard] = {}
        self.pictures: Pictures = NoPictures()

    def make(self, row: MessageRow) -> FileCard:
        """The card of a row that is being written."""
        assert row.card is not None
        key = row.key
        calls = CardCalls(
            do=lambda verb: self._calls.do(key, verb),
            over=self._calls.over,
            menu=self._calls.menu,
            resize=self._calls.resize,
            pictures=lambda: self.pictures,
            room_px=self._room_px,
        )
        card = FileCard(self._text, self._kit, row.card, row.mention, self._tip, calls)
        self._cards[key] = card
        card.bind("<Destroy>", lambda _event: self._gone(key, card), add="+")
        return card

    def get(self, key: str) -> FileCard | None:
        """The card of a row."""
        return self._cards.get(key)

    def show(self, row: MessageRow) -> None:
        """It stands otherwise."""
        card = self._cards.get(row.key)
        if card is not None and row.card is not None and card.card != row.card:
            card.show(row.card)

    def fit(self) -> None:
        """The text has another width."""
        for card in self._cards.values():
            card.fit()

    def set_grounds(self, chosen: str | None, hovered: str | None) -> None:
        """The bands below them, as those of the text: by the keys of the chosen row and of the one below the pointer."""
        for key, card in self._cards.items():
            band = "mention" if card.mention else "rowhover" if key == hovered else "bg"
            card.set_ground("accentsoft" if key == chosen else band)

    def _room_px(self) -> int:
        width = self._text.winfo_width()
        return width - self._kit.px(MARGIN_PX) if width > 1 else self._kit.px(1000)

    def _gone(self, key: str, card: FileCard) -> None:
        if self._cards.get(key) is card:
            del self._cards[key]
