"""Where one writes: a text that grows with its lines, emoji, Send; and what is wrong with the text, right below it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, bind_cluster_keys, display_text
from udpchat.gui.kit.guards import After, clipboard, count, typed
from udpchat.gui.kit.keys import tab_to
from udpchat.gui.widgets.emoji_picker import EmojiPicker
from udpchat.limits import COMPOSER_LINES, COUNTER_BYTES, TEXT_BYTES

# Keys of Emacs in Tk's text that do what nobody expects of them.
SURPRISES = ("<Control-o>", "<Control-t>", "<Control-h>", "<Control-i>")


@dataclass(frozen=True, slots=True)
class ComposerCalls:
    """What the composer asks for."""

    send: Callable[[str], bool]  # False: not taken, the text stays
    typed: Callable[[str], None]
    opened: Callable[[tk.Misc], None]  # a part that was not there before


class Composer(ttk.Frame):
    """Text out; `window` is what the emoji are placed in."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: ComposerCalls, window: tk.Misc) -> None:
        px = kit.px
        super().__init__(parent, padding=(px(16), px(5), px(16), px(12)))
        self._kit = kit
        self._calls = calls
        self._window = window
        self._picker: EmojiPicker | None = None
        self._closed = False
        self._told = ""
        self._fitting = After(self)
        self._field = ttk.Frame(self, style="Field.TFrame", padding=(px(14), px(8), px(10), px(8)))
        self._field.pack(fill="x")
        self.text = self._make_text()
        self._hint = tk.Label(self.text, font="ui.body", borderwidth=0, padx=0, pady=0, cursor="xterm", anchor="w")
        kit.paint(self._hint, background="field", foreground="text3")
        self.emoji_button = kit.icon_button(
            self._field, "smile", text("chat.composer.emoji"), self.toggle_emoji, bg="field", padding=px(7)
        )
        self.send_button = ttk.Button(self._field, style="Field.Accent.TButton", command=self.submit, padding=(px(11), px(7)))
        kit.set_icon(self.send_button, "send", "onaccent", 18)
        kit.tip(self.send_button, text("chat.composer.send"))
        self.send_button.pack(side="right", anchor="s", padx=(px(2), 0))
        self.emoji_button.pack(side="right", anchor="s")
        self.text.pack(side="left", fill="x", expand=True, padx=(0, px(8)), pady=px(6))
        self._note = kit.label(self, "", "ui.small", "text2", padding=(px(8), px(3), 0, 0))
        self._listen()
        self._changed()

    def _make_text(self) -> tk.Text:
        kit = self._kit
        made = tk.Text(
            self._field, height=1, width=1, wrap="word", borderwidth=0, highlightthickness=0, padx=0, pady=0, font="ui.body",
            insertwidth=max(1, kit.px(1.5)), spacing2=kit.px(2), undo=True, maxundo=200, takefocus=True,
        )  # fmt: skip
        kit.paint(
            made, background="field", foreground="text", insertbackground="text", selectbackground="select",
            selectforeground="text", inactiveselectbackground="select",
        )  # fmt: skip
        return made

    # --- for its owner ------------------------------------------------------------------------------------------------

    @property
    def value(self) -> str:
        """What is typed."""
        return typed(self.text.get("1.0", "end - 1 indices"))

    def set(self, said: str) -> None:
        """Put a text in the place of what is there."""
        self._enable()
        self.text.delete("1.0", "end")
        self.text.insert("1.0", display_text(said, 4 * TEXT_BYTES))
        self.text.edit_reset()
        self._changed()
        self._disable_if_closed()

    def open(self, room: str) -> None:
        """One may write to this conversation."""
        self._closed = False
        self._enable()
        self._hint.configure(text=text("chat.composer.placeholder", room=self._kit.shown(room)))
        self._changed()

    def close(self) -> None:
        """One may not write; what is typed stays."""
        self._closed = True
        self.close_emoji()
        self._hint.configure(text=text("chat.composer.closed"))
        self._changed()
        self._disable_if_closed()

    def complain(self, sentence: str) -> None:
        """Say why the text was not taken, until the next key."""
        self._say(self._kit.shown(sentence), "err")

    def type(self, said: str) -> None:
        """Go on writing here, as if these keys had been pressed here."""
        if not self._closed:
            self.text.focus_set()
            self._insert_typed(said)

    def paste(self) -> None:
        """Ctrl+V, wherever it was pressed."""
        self.text.focus_set()
        self._paste("CLIPBOARD")

    def caret_to_end(self) -> None:
        """Behind the last letter."""
        self.text.mark_set("insert", "end - 1 indices")
        self.text.see("insert")

    def submit(self) -> None:
        """Hand the text over; it goes when it was taken."""
        said = self.value
        if self._closed or not said.strip() or len(said.encode()) > TEXT_BYTES:
            return
        if self._calls.send(said):
            self.set("")
        self.text.focus_set()

    # --- emoji --------------------------------------------------------------------------------------------------------

    @property
    def emoji_open(self) -> bool:
        """Whether the emoji are there."""
        return self._picker is not None

    def toggle_emoji(self) -> None:
        """Open the emoji above the button, or close them."""
        if self._picker is not None:
            self.close_emoji()
        elif not self._closed:
            self._picker = EmojiPicker(self._window, self._kit, self._insert, self.close_emoji)
            button = self.emoji_button
            x = button.winfo_rootx() + button.winfo_width() - self._window.winfo_rootx()
            y = self.winfo_rooty() - self._window.winfo_rooty() - self._kit.px(4)
            self._picker.place(x=x, y=y, anchor="se")
            self._calls.opened(self._picker)
            self._picker.open()

    def close_emoji(self) -> None:
        """Close them, and write on."""
        picker, self._picker = self._picker, None
        if picker is not None:
            picker.destroy()
            self.text.focus_set()

    def _insert(self, emoji: str) -> None:
        self.close_emoji()
        self._insert_typed(emoji)

    def _insert_typed(self, said: str) -> None:
        if self.text.tag_ranges("sel"):
            self.text.delete("sel.first", "sel.last")
        self.text.insert("insert", said)
        self.text.see("insert")
        self._changed()

    # --- events -------------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        made, field = self.text, self._field
        bind_cluster_keys(made)
        made.bind("<FocusIn>", lambda _event: field.state(["focus"]), add="+")
        made.bind("<FocusOut>", lambda _event: field.state(["!focus"]), add="+")
        made.bind("<<Modified>>", lambda _event: self._modified())
        made.bind("<Configure>", lambda _event: self._fit_soon(), add="+")
        made.bind("<<ThemeChanged>>", lambda _event: self._fit_soon(), add="+")
        for key in ("<Return>", "<KP_Enter>"):
            made.bind(key, lambda _event: self._key(self.submit))
        for key in ("<Shift-Return>", "<Control-Return>", "<Shift-KP_Enter>", "<Control-KP_Enter>"):
            made.bind(key, lambda _event: self._key(self._break_line))
        made.bind("<Tab>", lambda _event: tab_to(made.tk_focusNext()))
        for key in ("<Shift-Tab>", "<<PrevWindow>>"):
            made.bind(key, lambda _event: tab_to(made.tk_focusPrev()))
        made.bind("<<Paste>>", lambda _event: self._paste("CLIPBOARD"))
        made.bind("<<PasteSelection>>", lambda _event: self._paste("PRIMARY"))
        for key in SURPRISES:
            made.bind(key, lambda _event: "break")
        made.bind("<<SelectAll>>", lambda _event: self._key(lambda: made.tag_add("sel", "1.0", "end - 1 indices")))
        for widget in (self._hint, field):
            widget.bind("<Button-1>", lambda _event: made.focus_set(), add="+")

    def _key(self, action: Callable[[], object]) -> str:
        action()
        return "break"

    def _break_line(self) -> None:
        self._insert_typed("\n")

    def _paste(self, selection: str) -> str:
        """As much as one message holds; the clipboard keeps the whole."""
        if self._closed:
            return "break"
        pasted = display_text(clipboard(self.text, selection), 4 * TEXT_BYTES).encode()
        if self.text.tag_ranges("sel"):
            self.text.delete("sel.first", "sel.last")
        room_bytes = max(0, TEXT_BYTES - len(self.value.encode()))
        self.text.insert("insert", pasted[:room_bytes].decode("utf-8", "ignore"))
        self.text.see("insert")
        self._modified()
        if len(pasted) > room_bytes:
            self._say(text("chat.composer.cut", count=TEXT_BYTES // 1024), "warn")
        return "break"

    def _modified(self) -> None:
        if self.text.edit_modified():
            self.text.edit_modified(False)
            self._changed()

    def _changed(self) -> None:
        """After any change: size, placeholder, Send, counter, and the listener."""
        said = self.value
        if said:
            self._hint.place_forget()
        else:
            self._hint.place(x=self._kit.px(2), y=0)
        size_bytes = len(said.encode())
        sendable = bool(said.strip()) and size_bytes <= TEXT_BYTES and not self._closed
        self.send_button.state(["!disabled" if sendable else "disabled"])
        self.emoji_button.state(["disabled" if self._closed else "!disabled"])
        self._count(said, size_bytes)
        self._fit_soon()
        if said != self._told:
            self._told = said
            self._calls.typed(said)

    def _count(self, said: str, size_bytes: int) -> None:
        """Tell how much room is left when there is little; in characters, as far as that can be said."""
        if size_bytes <= COUNTER_BYTES:
            self._say("", "text2")
            return
        per_char = size_bytes / len(said)
        left = round((TEXT_BYTES - size_bytes) / per_char)
        if size_bytes <= TEXT_BYTES:
            self._say(text("chat.composer.left", count=left), "text2")
        else:
            self._say(text("chat.composer.over", count=max(1, -left)), "err")

    def _say(self, said: str, token: str) -> None:
        if not said:
            self._note.pack_forget()
            return
        self._note.configure(text=said, style=self._kit.label_style(token), wraplength=max(200, self.winfo_width() - 60))
        self._note.pack(fill="x")

    def _fit_soon(self) -> None:
        if not self._fitting.waiting:
            self._fitting.start(1, self._fit)

    def _fit(self) -> None:
        """One line to six. Before the width is known the count would be wrong."""
        if self.text.winfo_width() < self._kit.px(40):
            return
        lines = count(self.text, "1.0", "end", "displaylines")
        high = max(1, min(COMPOSER_LINES, lines))
        if high != int(self.text.cget("height")):
            self.text.configure(height=high)
            self.text.see("insert")

    def _enable(self) -> None:
        self.text.configure(state="normal")

    def _disable_if_closed(self) -> None:
        if self._closed:
            self.text.configure(state="disabled")
