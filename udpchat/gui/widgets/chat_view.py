"""The messages of a conversation: a text with a gutter of avatars beside it.

Rows come as steps from what is shown to what shall be shown; a row is a run of lines of one Tk text, so selection,
wrapping and scrolling are Tk's own, and no widget or tag belongs to a single message.

Where the view stands: at the end it sticks to the end, whatever comes and however the window is resized. Elsewhere a
line in view that survives the steps is the anchor: it is put back to the same pixel. The person leaves the end by
scrolling; that the end moves because of what we do ourselves is told from that by `_settling`.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from udpchat.gui.kit import AutoScrollbar, Kit, bind_wheel
from udpchat.gui.kit.guards import After
from udpchat.gui.widgets.chat_calls import ChatCalls as ChatCalls
from udpchat.gui.widgets.chat_gutter import Gutter
from udpchat.gui.widgets.chat_index import RowIndex
from udpchat.gui.widgets.chat_new_line import NewLine
from udpchat.gui.widgets.chat_rows import Change, EarlierRow, MessageRow, Splice
from udpchat.gui.widgets.chat_view_anchor import Anchor, Anchors
from udpchat.gui.widgets.chat_view_cards import CardsCalls
from udpchat.gui.widgets.chat_view_deeds import RowDeeds
from udpchat.gui.widgets.chat_view_keys import Keys
from udpchat.gui.widgets.chat_view_pointer import Pointer, PointerCalls
from udpchat.gui.widgets.chat_view_reactions import Reactions
from udpchat.gui.widgets.chat_view_rows import RowWriter
from udpchat.gui.widgets.chat_view_tags import Tags
from udpchat.gui.widgets.file_data import main_verb
from udpchat.gui.widgets.jump_button import JumpButton
from udpchat.gui.widgets.popup_menu import PopupMenu

WHEEL_PX = 50
NEAR_ROWS = 4  # so near to an end of the rows more are asked for


class ChatView(ttk.Frame):
    """Rows in, calls out."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: ChatCalls) -> None:
        super().__init__(parent)
        self._kit = kit
        self._calls = calls
        self.index = RowIndex()
        self._soon, self._resizing = After(self), After(self)
        self.text = self._make_text()
        self._tags = Tags(self.text, kit)
        self._anchors = Anchors(self.text, self.index)
        self.gutter = Gutter(self, kit, self.text, self.index, self._look_soon, calls.person)
        self._bar = AutoScrollbar(self, orient="vertical", command=self._dragged, takefocus=False)
        self.text.configure(yscrollcommand=self._moved)
        self.gutter.pack(side="left", fill="y")
        self._bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self.writer = RowWriter(self.text, kit, self.index, self._embed, calls.react, self._files_calls())
        self.cards = self.writer.cards
        self.reactions = Reactions(self, kit, calls.react, calls.opened, lambda: self.row_keys.clear())
        self.deeds = RowDeeds(self.text, self.index, calls, self.reactions)
        self.pointer = Pointer(
            self,
            self.text,
            kit,
            self.index,
            PointerCalls(self._clicked, self._hovered, self.deeds.do, self.deeds.names, self.popup),
        )
        self.row_keys = Keys(self.text, self.index, self)
        self.pointer.chosen = self.row_keys.chosen_at
        self.jump_button = JumpButton(self, kit, calls.jump)
        self.sticks = True
        """Whether the view stands at the end and stays there."""
        self._settling = True
        self._size = (0, 0)
        bind_wheel(self.gutter, self._wheel)
        for event in ("<MouseWheel>", "<Button-4>", "<Button-5>", "<B1-Motion>", "<KeyPress>"):
            self.text.bind(event, lambda _event: self.person_moves(), add="+")
        self.text.bind("<Configure>", self._resized, add="+")
        self.text.bind("<<Copy>>", lambda _event: self.deeds.copy_chosen(self.row_keys.chosen_at()))
        self.bind("<<ThemeChanged>>", lambda _event: self._restyled(), add="+")

    def _files_calls(self) -> CardsCalls:
        return CardsCalls(
            do=self._calls.file,
            over=lambda _x, y: self.pointer.over(y - self.text.winfo_rooty()),
            menu=lambda x, y: self.popup(self.pointer.row_at(y - self.text.winfo_rooty()), x, y),
            resize=self._resize_card,
        )

    def _make_text(self) -> tk.Text:
        px = self._kit.px
        text = tk.Text(
            self, wrap="word", width=1, height=1, borderwidth=0, highlightthickness=0, padx=0, pady=px(6), spacing2=px(3),
            font="ui.tiny", state="disabled", cursor="xterm", takefocus=True, undo=False, insertwidth=0, exportselection=True,
        )  # fmt: skip
        self._kit.paint(
            text, background="bg", foreground="text", selectbackground="select", selectforeground="text",
            inactiveselectbackground="select",
        )  # fmt: skip
        return text

    # --- rows ---------------------------------------------------------------------------------------------------------

    def change(self, changes: Sequence[Change]) -> None:
        """Apply the steps."""
        anchor = None if self.sticks else self._anchors.first(changes)
        self._edit(lambda: self._apply(changes))
        self._mark_again()
        if anchor is not None:
            self._anchors.restore(anchor)
        self._changed()

    def _apply(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if isinstance(change, Splice):
                self.writer.splice(change.index, change.count, change.rows)
            else:
                self.writer.tick(change.index, change.row)

    def _mark_again(self) -> None:
        """What is written anew lost the band of the chosen row, or of the one below the pointer."""
        if self.row_keys.key is not None:
            self.row_keys.refresh()
        self.pointer.mark_again()

    def set_my_name(self, name: str) -> None:
        """Whose mentions are marked, in rows that come from now on."""
        self.writer.my_name = name

    def find(self, wanted: str) -> None:
        """Mark what is looked for; "" nothing."""
        if wanted != self.writer.wanted:
            self.writer.wanted = wanted
            self.writer.mark_hits()

    def choose(self, key: str) -> None:
        """Mark a row and bring it into view, a third from above."""
        at = self.index.find(key)
        if at is None:
            return
        self.sticks = False
        if self.writer.wanted and self.writer.is_folded(at):
            self._fold(at)
        self.row_keys.choose(at, see=False)
        line = f"{self.index.start(at)}.0"
        self.text.see(line)
        box = self.text.dlineinfo(line)
        if box:
            self.text.yview_scroll(box[1] - self.text.winfo_height() // 3, "pixels")
        self._changed()

    def to_end(self) -> None:
        """Show the last row, and stay there."""
        self.sticks = True
        self._changed()

    def _edit(self, write: Callable[[], None]) -> None:
        self.text.configure(state="normal")
        try:
            write()
        finally:
            self.text.configure(state="disabled")

    def _fold(self, at: int) -> None:
        key = self.index[at].key
        y = self.text.dlineinfo(f"{self.index.start(at)}.0")
        self._edit(lambda: self.writer.fold(at))
        if y and not self.sticks:
            self._anchors.restore(Anchor(key, 0, "0", y[1]))
        self.row_keys.refresh()
        self._changed()

    # --- where it stands ----------------------------------------------------------------------------------------------

    def at_bottom(self) -> bool:
        """Whether the end of the last row is in view."""
        return self.text.dlineinfo("end - 1 indices") is not None

    def _changed(self) -> None:
        """After rows, size or fonts changed: keep the end in view, draw the gutter, tell the owner."""
        if self.sticks:
            self._settling = True
            self.text.see("end - 1 indices")
            self.text.yview_moveto(1.0)
        self._look_soon()

    def _moved(self, first: float, last: float) -> None:
        """Tk says that another part is in view."""
        self._bar.set(first, last)
        self._look_soon()

    def _look_soon(self) -> None:
        if not self._soon.waiting:
            self._soon.start(1, self._look)

    def _look(self) -> None:
        at_bottom = self.at_bottom()
        if at_bottom:
            self.sticks, self._settling = True, False
        elif self.sticks and self._settling:
            self._settling = False  # once: what is still not at the end then, the person scrolled away
            self.text.see("end - 1 indices")
            self.text.yview_moveto(1.0)
            at_bottom = self.at_bottom()
        else:
            self.sticks = False
        self.gutter.draw()
        self.pointer.refresh()
        self.cards.set_grounds(self.row_keys.key, self.pointer.key)
        self.jump_button.show(not at_bottom and len(self.index) > 0)
        self._calls.scrolled(self.sticks)
        self._want_more(at_bottom)

    def _resize_card(self, card: tk.Misc, resize: Callable[[], object]) -> None:
        """A picture takes the place of a card, say. What one reads below it stays where it is."""
        is_high = card.winfo_y() < self.text.winfo_height() // 2
        anchor = self._anchors.last() if is_high and not self.sticks and self.text.yview()[0] > 0 else None
        resize()
        if anchor is not None:
            self._anchors.restore(anchor)
        elif self.sticks and not self._resizing.waiting:
            self._resizing.start(1, self._changed)

    def _want_more(self, at_bottom: bool) -> None:
        if not len(self.index) or self.text.winfo_height() <= 1:
            return
        first = self.index.at_line(self._anchors.line_at(0))
        last = self.index.at_line(self._anchors.line_at(self.text.winfo_height()))
        if first is not None and first < NEAR_ROWS:
            self._calls.earlier(False)
        if last is None or last >= len(self.index) - NEAR_ROWS or at_bottom:
            self._calls.newer()

    # --- events -------------------------------------------------------------------------------------------------------

    def person_moves(self) -> None:
        """What comes next is a scroll of the person, not one of ours, however soon after one of ours."""
        self._settling = False

    def _dragged(self, *arguments: str) -> None:
        self.person_moves()
        self.text.yview(*arguments)

    def _wheel(self, step: int) -> None:
        self.person_moves()
        self.text.yview_scroll(step * self._kit.px(WHEEL_PX), "pixels")

    def _embed(self, widget: tk.Misc) -> None:
        bind_wheel(widget, self._wheel)

    def _resized(self, event: tk.Event[tk.Text]) -> None:
        if (event.width, event.height) == self._size:
            return
        self._size = event.width, event.height
        self._tags.resize(event.width)
        self._restyled()

    def _restyled(self) -> None:
        for name in self.text.window_names():
            widget = self.nametowidget(name)
            if isinstance(widget, NewLine):
                widget.fit()
        self.cards.fit()
        self._changed()

    def _clicked(self, act: str, at: int, said: str) -> None:
        row = self.index[at]
        match act:
            case "link":
                self._calls.open_link(said)
            case "retry":
                self._calls.retry(row.key)
            case "discard":
                self._calls.discard(row.key)
            case "unfold":
                self._fold(at)
            case "more" if isinstance(row, EarlierRow):
                self._calls.earlier(True)
            case "person" if isinstance(row, MessageRow):
                self._calls.person(row.author)
            case "quoted":
                self._calls.quoted(row.key)
            case "tick":
                self.deed("info", at)
            case _:
                pass

    def _hovered(self, key: str | None) -> None:
        self.gutter.hovered = key
        self._look_soon()

    # --- for the keys -------------------------------------------------------------------------------------------------

    def deed(self, deed: str, at: int) -> None:
        """Do something with a row."""
        self.deeds.do(deed, at)

    def popup(self, at: int | None, x: int, y: int) -> None:
        """The context menu of a row at a point of the screen."""
        link = self.pointer.link_at(x - self.text.winfo_rootx(), y - self.text.winfo_rooty())
        self.deeds.popup(at, link, x, y)

    def open_row(self, at: int) -> None:
        """The Enter key: what a row leads to."""
        row = self.index[at]
        if not isinstance(row, MessageRow):
            return
        link = self.writer.first_link(row)
        if row.card is not None and row.card.all_verbs:
            self._calls.file(row.key, main_verb(row.card))
        elif row.error:
            self._calls.retry(row.key)
        elif link:
            self._calls.open_link(link)
        elif self.writer.is_folded(at):
            self._fold(at)
        elif row.quote is not None:
            self._calls.quoted(row.key)

    def row_chosen(self, key: str | None) -> None:
        """The keyboard chose a row."""
        self.gutter.chosen = key
        self._look_soon()

    @property
    def busy(self) -> bool:
        """Whether something over the view, a menu or the choice of a reaction, has the keyboard for the chosen row."""
        if self.reactions.panel is not None:
            return True
        holder = str(self.tk.call("grab", "current", self))
        with contextlib.suppress(KeyError):  # a list that Tk made itself
            return bool(holder) and isinstance(self.nametowidget(holder).master, PopupMenu)
        return False

    def newest(self) -> None:
        """The End key."""
        self._calls.jump()

    def leave(self) -> None:
        """The Esc key."""
        self._calls.leave()

    def typed(self, char: str) -> None:
        """A letter."""
        self._calls.typed(char)
