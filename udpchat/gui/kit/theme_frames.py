"""Grounds of the theme: plain frames, cards and strips with round corners, labels and pills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from udpchat.gui.kit.shapes import Box
from udpchat.gui.kit.stencil import Ink
from udpchat.gui.kit.theme_parts import GROUNDS, PAD, Parts

FRAMES: Final = ("bg", *GROUNDS, "rowhover", "mention", "line", "line2", "tip", "accent")
"""Plain frames: "side.TFrame"."""

LABEL_GROUNDS: Final = ("bg", *GROUNDS, "mention")
LABEL_TEXTS: Final = ("text", "text2", "text3", "accenttx", "seltx", "link", "err", "ok", "warn", "accent", "online")
PILLS: Final = (
    ("Pill", "surface", "text2"),
    ("OkPill", "oksoft", "ok"),
    ("WarnPill", "warnsoft", "warn"),
    ("ErrPill", "errsoft", "err"),
    ("AccPill", "accentsoft", "accenttx"),
)


@dataclass(frozen=True, slots=True)
class _Card:
    name: str
    fill: str
    border: Ink
    radius: int


_CARDS: Final = (
    _Card("Card", "raised", "line", 12),
    _Card("Soft", "surface", None, 12),
    _Card("Field", "field", "fieldline", 12),
    _Card("Err", "errsoft", None, 10),
    _Card("Warn", "warnsoft", None, 10),
    _Card("Ok", "oksoft", None, 10),
    _Card("Tint", "accentsoft", None, 10),
    _Card("Mini", "surface", "line", 10),
    _Card("Pick", "accentsoft", "accent", 12),
)


def build_frames(parts: Parts) -> None:
    """All grounds, and the labels on them."""
    for card in _CARDS:
        _card(parts, card)
    _search(parts)
    _float(parts)
    parts.configure("TFrame", background="bg")
    for ground in FRAMES:
        parts.configure(f"{ground}.TFrame", background=ground)
    parts.configure("TLabel", background="bg", foreground="text", font="ui.body")
    for ground in LABEL_GROUNDS:
        for token in LABEL_TEXTS:
            parts.configure(f"{token}.{ground}.TLabel", background=ground, foreground=token)
    for token, ground in (("onaccent", "accent"), ("onbadge", "badge"), ("tiptx", "tip")):
        parts.configure(f"{token}.{ground}.TLabel", background=ground, foreground=token)
    for pill in PILLS:
        _pill(parts, *pill)


def _card(parts: Parts, card: _Card) -> None:
    """A frame with round corners. Only fields show focus, only cards react to the pointer; anything may be invalid."""
    focused = parts.frame(card.fill, "focus", card.radius, border_px=2)
    plain = parts.frame(card.fill, card.border, card.radius)
    lifted = parts.frame("hover", "line2", card.radius) if card.name == "Card" else plain
    picked = parts.frame("accentsoft", "accent", card.radius, border_px=2) if card.name == "Card" else plain
    parts.element(
        f"{card.name}.frame",
        plain,
        (("invalid",), parts.frame(card.fill, "err", card.radius, border_px=2)),
        (("focus",), focused if card.name in ("Field", "Card") else plain),
        (("selected",), picked),
        (("active",), lifted),
        border=parts.px(card.radius + PAD + 1),
        width=parts.px(8),
        height=parts.px(8),
        sticky="nswe",
    )
    _framed(parts, card.name)


def _search(parts: Parts) -> None:
    parts.element(
        "Search.frame",
        parts.box("hover", None),
        (("focus",), parts.box("hover", "focus", border_px=2)),  # what stands in it keeps its ground
        (("active",), parts.box("hover", "line2")),
        border=parts.px(8 + PAD),
        width=parts.px(8),
        height=parts.px(8),
        sticky="nswe",
    )
    _framed(parts, "Search")


def _float(parts: Parts) -> None:
    """What floats above the chat: no margin, for what is below it cannot shine through."""
    parts.element(
        "Float.frame",
        parts.frame("raised", "line2", 10, pad=0),
        border=parts.px(12),
        width=parts.px(8),
        height=parts.px(8),
        sticky="nswe",
    )
    _framed(parts, "Float")


def _framed(parts: Parts, name: str) -> None:
    style = f"{name}.TFrame"
    parts.nest(style, f"{name}.frame")
    parts.configure(style, background="bg", padding=parts.px(PAD))
    parts.grounds(style)


def _pill(parts: Parts, name: str, fill: str, text: str) -> None:
    high = 2 * parts.px(11) + 2
    parts.element(
        f"{name}.pill",
        parts.image(Box(parts.px(64), high, parts.px(11)), fill, None, None),
        border=parts.px(11),
        width=parts.px(22),
        height=parts.px(22),
        padding=0,
        sticky="nswe",
    )
    style = f"{name}.TLabel"
    parts.nest(style, f"{name}.pill", "Label.padding", "Label.label", sticky="")
    parts.configure(style, padding=(parts.px(10), parts.px(2)), font="ui.smallb", foreground=text, background="bg")
    parts.grounds(style)
