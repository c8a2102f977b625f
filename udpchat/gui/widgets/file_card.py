"""A file in a conversation: its card, or the picture that it is."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from udpchat.gui.kit import Kit
from udpchat.gui.widgets.chat_chips import HoverTip
from udpchat.gui.widgets.file_card_buttons import ICONS, Button, verb_words
from udpchat.gui.widgets.file_card_face import Face, elide_middle
from udpchat.gui.widgets.file_data import CardData, FileVerb
from udpchat.limits import PREVIEW_HIGH_PX, PREVIEW_WIDE_PX


class Pictures(Protocol):
    """Makes small pictures of files on this computer."""

    def get(self, path: str, wide: int, high: int, then: Callable[[tk.PhotoImage | None], None]) -> None:
        """Of at most that size, now or later; None: it cannot be shown. `then` may be called more than once."""


class NoPictures:
    """Files are cards only."""

    def get(self, path: str, wide: int, high: int, then: Callable[[tk.PhotoImage | None], None]) -> None: ...


@dataclass(frozen=True, slots=True)
class CardCalls:
    """What a card leads to. Points are those of the screen."""

    do: Callable[[FileVerb], None]
    over: Callable[[int, int], None]  # the pointer is there
    menu: Callable[[int, int], None]
    resize: Callable[[tk.Misc, Callable[[], object]], None]  # what is in view shall stay there while this is done
    pictures: Callable[[], Pictures]
    room_px: Callable[[], int]  # the widest that a card may be


class FileCard(tk.Canvas):
    """One canvas with everything drawn on it."""

    def __init__(self, parent: tk.Text, kit: Kit, card: CardData, mention: bool, tip: HoverTip, calls: CardCalls) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness=0, takefocus=False)
        self._kit = kit
        self._calls = calls
        self._tip = tip
        self._ground = "mention" if mention else "bg"
        self.mention = mention
        self.card = card
        self.face = Face(self, kit)
        self._pressed: Button | None = None
        self._pressed_verb: FileVerb | None = None  # of what is no button
        self.picture: tk.PhotoImage | None = None
        self._picture_size: tuple[int, int] | None = None
        """Of the picture that is shown, or that was and is shown again as soon as it is in view."""
        self._wide = 0
        self.configure(background=kit.color(self._ground))
        self.draw()
        self._listen()

    def _listen(self) -> None:
        self.bind("<Motion>", self._moved)
        self.bind("<Leave>", lambda _event: self._left())
        self.bind("<ButtonPress-1>", self._down)
        self.bind("<ButtonRelease-1>", self._up)
        for button in ("<Button-3>", "<Control-Button-1>") if self._is_mac() else ("<Button-3>",):
            self.bind(button, lambda event: self._calls.menu(event.x_root, event.y_root))
        self.bind("<Map>", lambda _event: self._load())
        self.bind("<Unmap>", lambda _event: self._unload())
        self.bind("<Destroy>", lambda _event: self._tip.hide())
        self.bind("<<ThemeChanged>>", lambda _event: self._themed(), add="+")

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show(self, card: CardData) -> None:
        """How it stands now. What does not differ is not drawn again."""
        before, self.card = self.card, card
        if card.picture != before.picture:
            self.picture = self._picture_size = None
            self.draw()
            if self.winfo_ismapped():
                self._load()
        elif self._picture_size is not None or _is_other(before, card):
            self.draw()
        elif card != before:
            self.face.advance(card)

    def set_ground(self, token: str) -> None:
        """The colour of the band that it lies on."""
        if token != self._ground:
            self._ground = token
            self.configure(background=self._kit.color(token))

    def fit(self) -> None:
        """The conversation is wider or narrower now."""
        if self._picture_size is None and self.face.wide(self._calls.room_px()) != self._wide:
            self.draw()

    def draw(self) -> None:
        """All of it anew."""
        if self._picture_size is not None:
            self._draw_picture(*self._picture_size)
            return
        self._wide, high = self.face.wide(self._calls.room_px()), self.face.high
        self._resize(self._wide, high)
        self.face.draw(self.card, self._wide)

    def _draw_picture(self, wide: int, high: int) -> None:
        """The picture, or a ground of its size while it is not in memory; below it what a card says."""
        kit, card, gap = self._kit, self.card, self._kit.px(4)
        line = kit.shown(card.line)
        name_px = max(kit.px(60), kit.px(PREVIEW_WIDE_PX) - kit.measure(f" \u00b7 {line}", "ui.tiny"))
        name = elide_middle(kit, kit.shown(card.name), "ui.tiny", name_px)
        said = kit.elide(f"{name} \u00b7 {line}" if line else name, "ui.tiny", kit.px(PREVIEW_WIDE_PX))
        self._resize(max(wide, kit.measure(said, "ui.tiny")), high + gap + kit.fonts.height("ui.tiny"))
        self.delete("all")
        self.face.buttons.shown = []
        if self.picture is not None:
            self.create_image(0, 0, image=self.picture, anchor="nw", tags="picture")
        else:  # no image: each picture has a size of its own
            self.create_rectangle(0, 0, wide, high, fill=kit.color("surface"), width=0, tags="picture")
        self.create_text(0, high + gap, anchor="nw", text=said, font="ui.tiny", fill=kit.color("text3"), tags="line")

    def _resize(self, wide: int, high: int) -> None:
        if (int(self.cget("width")), int(self.cget("height"))) == (wide, high):
            return
        if self.winfo_ismapped():
            self._calls.resize(self, lambda: self.configure(width=wide, height=high))
        else:
            self.configure(width=wide, height=high)

    def _themed(self) -> None:
        """Other colours, or letters of another size; images follow by themselves, the text does not."""
        self.configure(background=self._kit.color(self._ground))
        self.draw()

    # --- pictures -----------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """It came into view: what is out of view is not held here."""
        path = self.card.picture
        if path and self.picture is None:
            px = self._kit.px
            self._calls.pictures().get(path, px(PREVIEW_WIDE_PX), px(PREVIEW_HIGH_PX), lambda got: self._got(path, got))

    def _unload(self) -> None:
        if self.picture is not None:
            self.picture = None
            self.draw()

    def _got(self, path: str, picture: tk.PhotoImage | None) -> None:
        if not self.winfo_exists() or path != self.card.picture:
            return
        if picture is not None and not self.winfo_ismapped():
            return
        self.picture = picture
        self._picture_size = (picture.width(), picture.height()) if picture is not None else None
        self.draw()

    # --- the pointer --------------------------------------------------------------------------------------------------

    def _moved(self, event: tk.Event[tk.Canvas]) -> None:
        over = self.face.buttons.at(event.x, event.y)
        self.face.buttons.point(over, over is not None and over is self._pressed)
        self.configure(cursor="hand2" if over is not None or self._verb_at(event) is not None else "arrow")
        self._calls.over(event.x_root, event.y_root)
        if over is not None and over.verb in ICONS:
            self._tip.show(verb_words(over.verb), *self.face.buttons.box(over))
        elif over is None and self.card.tip and "line" in self._tags_at(event):
            top = self.winfo_rooty()
            self._tip.show(self.card.tip, event.x_root, top, top + self.winfo_height())
        else:
            self._tip.hide()

    def _tags_at(self, event: tk.Event[tk.Canvas]) -> tuple[str, ...]:
        return tuple(tag for item in self.find_overlapping(event.x, event.y, event.x, event.y) for tag in self.gettags(item))

    def _verb_at(self, event: tk.Event[tk.Canvas]) -> FileVerb | None:
        """What a click does that is on no button: a picture is looked at, the words about who has it lead to those people."""
        size = self._picture_size
        if size is not None and event.x < size[0] and event.y < size[1]:
            return FileVerb.VIEW
        return FileVerb.WHO_HAS_IT if FileVerb.WHO_HAS_IT in self.card.menu and "line" in self._tags_at(event) else None

    def _left(self) -> None:
        self._tip.hide()
        self.face.buttons.point(None, False)

    def _down(self, event: tk.Event[tk.Canvas]) -> None:
        self.master.focus_set()
        self._pressed = self.face.buttons.at(event.x, event.y)
        self._pressed_verb = self._verb_at(event) if self._pressed is None else None
        self.face.buttons.point(self._pressed, True)

    def _up(self, event: tk.Event[tk.Canvas]) -> None:
        """A click is a button that goes up where it went down; what is drawn may be another one by then."""
        pressed, self._pressed = self._pressed, None
        over = self.face.buttons.at(event.x, event.y)
        self.face.buttons.point(over, False)
        if pressed is not None and over is not None and over.verb is pressed.verb:
            self._tip.hide()
            self._calls.do(pressed.verb)
        elif self._pressed_verb is not None and self._verb_at(event) is self._pressed_verb:
            self._calls.do(self._pressed_verb)

    def _is_mac(self) -> bool:
        return str(self.tk.call("tk", "windowingsystem")) == "aqua"


def _is_other(before: CardData, card: CardData) -> bool:
    """Whether more differs than the words and how full the bar is."""
    same_bar = (before.fraction is None) == (card.fraction is None)
    return not same_bar or replace(before, line=card.line, fraction=card.fraction, tip=card.tip) != card
