"""The colours of both modes: one name per use, never a colour in a widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one mode, as "#rrggbb"."""

    mode: str
    bg: str  # chat, dialogs
    side: str  # side bars
    surface: str  # cards in chat, log, pills
    raised: str  # cards, menus, buttons
    line: str  # hairlines
    line2: str  # button and popup borders
    hover: str  # hover, search box
    rowhover: str  # message hover
    press: str  # pressed
    sel: str  # selected row
    seltx: str  # text on sel
    text: str  # primary text
    text2: str  # secondary
    text3: str  # times, captions
    accent: str  # primary buttons, own ticks
    accent_h: str  # hover
    accent_p: str  # pressed
    onaccent: str  # text on accent
    accentsoft: str  # soft button, chips
    accenttx: str  # accent-coloured text
    link: str  # links
    ok: str  # success text
    oksoft: str  # success bg
    warn: str  # warning text
    warnsoft: str  # warning bg
    err: str  # error text
    errsoft: str  # error bg
    online: str  # presence
    away: str  # presence
    offline: str  # presence (hollow)
    badge: str  # mention badge
    onbadge: str  # on badge
    mention: str  # row that mentions me
    mentionbar: str  # its 3 px bar
    field: str  # input bg
    fieldline: str  # input border
    focus: str  # focus ring
    select: str  # text selection
    thumb: str  # scroll thumb
    thumb_h: str  # thumb hover
    found: str  # search hit
    tip: str  # tooltip bg
    tiptx: str  # tooltip text
    avatars: tuple[str, ...]  # discs under white initials, by hue
    names: tuple[str, ...]  # names of people on bg, by hue

    def color(self, token: str) -> str:
        """The colour of a token; "#rrggbb" stands for itself."""
        if token.startswith("#"):
            return token
        value = getattr(self, token, None)
        if not isinstance(value, str) or not value.startswith("#"):
            raise ValueError(f"no colour is called {token!r}")
        return value


HUES: Final = 10

_DISCS: Final = (
    *("#b4451f", "#8a5a00", "#3f7a1f", "#0f7a5c", "#0b7285"),
    *("#2f66b8", "#5a57c4", "#8a48b0", "#b23a78", "#5c6b7a"),
)
_NAMES_LIGHT: Final = (
    *("#a83d18", "#7d5200", "#38701a", "#0c6e53", "#0a6678"),
    *("#285cab", "#514ebc", "#7f3fa5", "#a5336d", "#4f5d6b"),
)
_NAMES_DARK: Final = (
    *("#f0936f", "#dfae4e", "#93c86f", "#55c9a3", "#5fc8dc"),
    *("#83b1f5", "#a7a5f5", "#cf97ee", "#f08fbf", "#a9b7c5"),
)

LIGHT: Final = Palette(
    mode="light",
    bg="#ffffff",
    side="#f3f5f8",
    surface="#f3f5f8",
    raised="#ffffff",
    line="#dfe4ea",
    line2="#c3ccd6",
    hover="#e8ecf1",
    rowhover="#f7f9fb",
    press="#dbe2e9",
    sel="#d5ebf1",
    seltx="#0a4a5a",
    text="#17222d",
    text2="#51606e",
    text3="#5b6977",
    accent="#0b7285",
    accent_h="#095f70",
    accent_p="#084e5c",
    onaccent="#ffffff",
    accentsoft="#e2f1f5",
    accenttx="#0b6375",
    link="#0a66c2",
    ok="#14733f",
    oksoft="#e3f4ea",
    warn="#8a5a00",
    warnsoft="#fdf3d8",
    err="#c02b2b",
    errsoft="#fdeaea",
    online="#1f9d5c",
    away="#b57a00",
    offline="#7d8a97",
    badge="#c8323a",
    onbadge="#ffffff",
    mention="#fff4d6",
    mentionbar="#d99a00",
    field="#ffffff",
    fieldline="#7d8b99",
    focus="#0b7285",
    select="#b9dfe9",
    thumb="#c3ccd6",
    thumb_h="#98a5b2",
    found="#ffe58a",
    tip="#17222d",
    tiptx="#ffffff",
    avatars=_DISCS,
    names=_NAMES_LIGHT,
)
DARK: Final = Palette(
    mode="dark",
    bg="#12181f",
    side="#0d1218",
    surface="#1a222b",
    raised="#1d2630",
    line="#26303b",
    line2="#3a4654",
    hover="#1c252f",
    rowhover="#161d25",
    press="#26313d",
    sel="#12343f",
    seltx="#c5eef8",
    text="#e4eaf0",
    text2="#a3b0bd",
    text3="#8694a2",
    accent="#3cb7cf",
    accent_h="#5cc9de",
    accent_p="#2fa3ba",
    onaccent="#04161b",
    accentsoft="#12303a",
    accenttx="#6fd3e6",
    link="#76b7f7",
    ok="#4cc38a",
    oksoft="#12301f",
    warn="#e5b454",
    warnsoft="#33280f",
    err="#ff7b7b",
    errsoft="#3a1a1c",
    online="#3ecf8e",
    away="#f0b93a",
    offline="#6f7d8b",
    badge="#d63a40",
    onbadge="#ffffff",
    mention="#2c2613",
    mentionbar="#e5b454",
    field="#0f151b",
    fieldline="#667585",
    focus="#3cb7cf",
    select="#1c5361",
    thumb="#33404d",
    thumb_h="#516071",
    found="#6b5300",
    tip="#e4eaf0",
    tiptx="#12181f",
    avatars=_DISCS,
    names=_NAMES_DARK,
)

PALETTES: Final = {"light": LIGHT, "dark": DARK}
