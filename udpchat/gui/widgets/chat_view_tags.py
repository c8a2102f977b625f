"""How the text of a chat view looks: fonts, spacing and colours as tags, kept in step with mode and width."""

from __future__ import annotations

import tkinter as tk
from typing import Final

from udpchat.gui.kit import Kit
from udpchat.gui.kit.palette import HUES
from udpchat.limits import CHAT_WIDTH_PX

RIGHT_PX: Final = 56  # least margin on the right


class Tags:
    """The tags of one text. `resize` when the text gets another width."""

    def __init__(self, text: tk.Text, kit: Kit) -> None:
        self._text = text
        self._kit = kit
        self._margin = -1
        self._lay_out()
        self._color()
        text.tag_raise("sel")
        text.bind("<<ThemeChanged>>", lambda _event: self._color(), add="+")

    def resize(self, width: int) -> None:
        """Lines longer than a person can follow are not made, however wide the window is."""
        margin = max(self._kit.px(RIGHT_PX), width - self._kit.px(CHAT_WIDTH_PX))
        if margin != self._margin:
            self._margin = margin
            for tag in ("first", "cont", "body", "error", "block", "quote", "chips", "file"):
                self._text.tag_configure(tag, rmargin=margin)

    def _lay_out(self) -> None:
        px, tag = self._kit.px, self._text.tag_configure
        for name in ("mention", "hover", "chosen"):
            tag(name)
        tag("head", spacing1=px(14), spacing3=px(2), font="ui.bodyb")
        tag("first", font="ui.body", spacing1=0, spacing3=px(1))
        tag("cont", font="ui.body", spacing1=px(3), spacing3=px(1))
        tag("body", font="ui.body", spacing3=px(1))
        tag("big", font="ui.display", spacing1=px(2))
        tag("edited", font="ui.tiny")
        tag("deleted", font="ui.ital")
        tag("code", font="ui.mono")
        tag("block", font="ui.mono", lmargin1=px(10), lmargin2=px(10), spacing1=px(1), spacing2=px(2), spacing3=px(1))
        tag("file", font="ui.tiny", spacing1=px(4), spacing3=px(3))
        tag("quote", font="ui.small", spacing1=px(4), spacing3=px(1))
        tag("chips", font="ui.small", spacing1=px(2), spacing3=px(2))
        tag("time", font="ui.tiny")
        tag("you", font="ui.small")
        tag("error", font="ui.small", spacing1=px(3), spacing3=px(3))
        tag("act", font="ui.smallb", underline=True)
        tag("fold", font="ui.small", spacing1=px(2), spacing3=px(3))
        tag("notice", font="ui.small", justify="center", spacing1=px(9), spacing3=px(5), lmargin1=px(24), lmargin2=px(24))
        tag("notice", rmargin=px(48))
        tag("earlier", font="ui.small", justify="center", spacing1=px(12), spacing3=px(6))
        tag("center", font="ui.small", justify="center", spacing1=px(14), spacing3=px(4))
        tag("wide", font="ui.small", spacing1=px(8), spacing3=px(2))
        tag("empty", font="ui.head", justify="center", spacing1=px(90), spacing3=px(8))
        tag("empty2", font="ui.body", justify="center")
        tag("call", font="ui.bodyb")
        tag("callme", font="ui.bodyb")
        tag("link", underline=True)
        tag("emoji", font="ui.bodyemoji")
        tag("bigemoji", font="ui.displayemoji")
        tag("found")
        for hue in range(HUES):
            tag(f"name{hue}", font="ui.bodyb")
            tag(f"by{hue}", font="ui.smallb")

    def _color(self) -> None:
        kit, text = self._kit, self._text
        colors = {
            "head": "text", "first": "text", "cont": "text", "body": "text", "time": "text3", "you": "text3",
            "error": "err", "act": "err", "fold": "accenttx", "notice": "text3", "earlier": "text3", "empty": "text2",
            "empty2": "text3", "edited": "text3", "deleted": "text3", "code": "accenttx", "block": "text", "quote": "text2",
            "chips": "text3", "call": "accenttx", "callme": "warn", "link": "link",
        }  # fmt: skip
        for tag, token in colors.items():
            text.tag_configure(tag, foreground=kit.color(token))
        for tag, token in (("mention", "mention"), ("hover", "rowhover"), ("chosen", "accentsoft")):
            color = kit.color(token)
            text.tag_configure(tag, background=color, lmargincolor=color, rmargincolor=color)
        text.tag_configure("found", background=kit.color("found"), foreground=kit.color("text"))
        ground = kit.color("surface")
        text.tag_configure("code", background=ground)
        text.tag_configure("block", background=ground, lmargincolor=ground)
        text.tag_configure("call", background=kit.color("accentsoft"))
        for hue in range(HUES):
            text.tag_configure(f"name{hue}", foreground=kit.name_color(hue))
            text.tag_configure(f"by{hue}", foreground=kit.name_color(hue))
        # Later tags win: a band lies below everything, a hit above it, the selection above all.
        for tag in ("hover", "mention", "chosen", "code", "block", "call", "found", "sel"):
            text.tag_raise(tag)
