"""Where one writes: a text that grows with its lines, files, emoji, Send; what is wrong with the text right below it.

Above the text, in the same frame, a strip says what it will be if it is no plain message; ways to go on with a command or a
name appear over the chat, above all of it.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, bind_cluster_keys, display_text
from udpchat.gui.kit.guards import After, clipboard, count, typed
from udpchat.gui.kit.keys import tab_to
from udpchat.gui.widgets.chat_data import ContextData
from udpchat.gui.widgets.completion_data import NOTHING
from udpchat.gui.widgets.composer_completing import Ask, Completing
from udpchat.gui.widgets.composer_context import ContextStrip
from udpchat.gui.widgets.composer_note import Note
from udpchat.gui.widgets.emoji_picker import EmojiPicker
from udpchat.limits import COMPOSER_LINES, TEXT_BYTES

# Keys of Emacs in Tk's text that do what nobody expects of them.
SURPRISES = ("<Control-o>", "<Control-t>", "<Control-h>", "<Control-i>")


@dataclass(frozen=True, slots=True)
class ComposerCalls:
    """What the composer asks for."""

    send: Callable[[str], bool]  # False: not taken, the text stays
    typed: Callable[[str], None]
    opened: Callable[[tk.Misc], None]  # a part that was not there before
    complete: Ask = lambda _before: NOTHING  # what may come after a text whose end is being typed
    cancel: Callable[[], object] = lambda: False  # no reply and no edit any more
    edit_last: Callable[[], object] = lambda: False  # Up, where nothing is typed
    attach: Callable[[], None] = lambda: None  # choose files to send
    paste: Callable[[], bool] = lambda: False  # files or a picture are on the clipboard, and are taken care of
    too_long: Callable[[str], bool] = lambda _said: False  # a pasted text that no message holds is taken care of


class Composer(ttk.Frame):
    """Text out; `window` is what the emoji are placed in."""

    def __init__(self, parent: tk.Misc, kit: Kit, calls: ComposerCalls, window: tk.Misc) -> None:
        px = kit.px
        super().__init__(parent, padding=(px(16), px(5), px(16), px(12)))
        self._kit = kit
        self._calls = calls
        self._window = window
        self._picker: EmojiPicker | None = None
        self._strip: ContextStrip | None = None
        self._closed = False
        self._told = ""
        self._fitting = After(self)
        self._field = ttk.Frame(self, style="Field.TFrame", padding=(px(10), px(8), px(10), px(8)))
        self._field.pack(fill="x")
        words = f"{text('sending.attach')}  Ctrl+O"
        self.attach_button = kit.icon_button(self._field, "clip", words, calls.attach, bg="field", padding=px(7))
        self.attach_button.pack(side="left", anchor="s", padx=(0, px(4)))
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
        self._note = Note(self, kit)
        self.completing = Completing(self.text, self._field, window, kit, calls.complete)
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
        self.text.edit_modified(False)
        self.completing.hush()
        self._changed()
        self._disable_if_closed()

    def open(self, hint: str) -> None:
        """One may write; `hint` stands where nothing is typed."""
        self._closed = False
        self._enable()
        self._hint.configure(text=self._kit.shown(hint))
        self._changed()

    def close(self, hint: str = "") -> None:
        """One may not write, and why; what is typed stays."""
        self._closed = True
        self.close_emoji()
        self.completing.close()
        self._hint.configure(text=self._kit.shown(hint or text("chat.composer.closed")))
        self._changed()
        self._disable_if_closed()

    def complain(self, sentence: str) -> None:
        """Say why the text was not taken, until the next key."""
        self._note.say(self._kit.shown(sentence), "err")

    def set_context(self, context: ContextData | None) -> None:
        """Say above the text what it will be; None: a plain message."""
        if context is None:
            strip, self._strip = self._strip, None
            if strip is not None:
                strip.destroy()
        else:
            if self._strip is None:
                self._strip = ContextStrip(self._field, self._kit, self._cancel)
                self._strip.pack(side="top", fill="x", before=self.send_button)
                self._calls.opened(self._strip)
            self._strip.set(context)
        editing = context is not None and context.icon == "edit"
        self._kit.set_icon(self.send_button, "check" if editing else "send", "onaccent", 18)
        self._kit.tip(self.send_button, text("composing.save" if editing else "chat.composer.send"))

    def escape(self) -> bool:
        """Step back once: the ways to go on, the emoji, the reply or edit. False if there is none of it."""
        if self.completing.dismiss():
            return True
        if self._picker is not None:
            self.close_emoji()
            return True
        return self._strip is not None and self._cancel()

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
        self.completing.hush()
        self.text.focus_set()  # before anything opens that takes the keyboard
        if self._calls.send(said) and self.value == said:  # else another conversation is open, or an edit is over
            self.set("")

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
            self.completing.close()
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
            made.bind(key, lambda _event: self._key(self._enter))
        for key in ("<Shift-Return>", "<Control-Return>", "<Shift-KP_Enter>", "<Control-KP_Enter>"):
            made.bind(key, lambda _event: self._key(self._break_line))
        made.bind("<Tab>", lambda _event: self._tab())
        made.bind("<Up>", lambda _event: self._up())
        made.bind("<Down>", lambda _event: "break" if self.completing.step(1) else None)
        made.bind("<Escape>", lambda _event: "break" if self.escape() else None)
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

    def _enter(self) -> None:
        """Take what is chosen, else send."""
        self.completing.look()  # a key may be quicker than what it leads to
        if not self.completing.take():
            self.submit()

    def _tab(self) -> str:
        return "break" if self.completing.take(first=True) else tab_to(self.text.tk_focusNext())

    def _up(self) -> str | None:
        """Choose, or take the last message up again where nothing is typed."""
        if self.completing.step(-1):
            return "break"
        if not self.value and not self._closed and self._strip is None and self._calls.edit_last():
            return "break"
        return None

    def _cancel(self) -> bool:
        cancelled = bool(self._calls.cancel())
        self.text.focus_set()
        return cancelled

    def _break_line(self) -> None:
        self._insert_typed("\n")

    def _paste(self, selection: str) -> str:
        """Files and pictures are sent, a text that is too long may go as a file, any other is put in."""
        if self._closed or (selection == "CLIPBOARD" and self._calls.paste()):
            return "break"
        said = clipboard(self.text, selection)
        too_long = len(display_text(said, 4 * TEXT_BYTES).encode()) > TEXT_BYTES
        if not too_long or not self._calls.too_long(said):
            self.put(said)
        return "break"

    def put(self, said: str) -> None:
        """A pasted text: as much of it as one message holds; the clipboard keeps the whole."""
        pasted = display_text(said, 4 * TEXT_BYTES).encode()
        if self.text.tag_ranges("sel"):
            self.text.delete("sel.first", "sel.last")
        room_bytes = max(0, TEXT_BYTES - len(self.value.encode()))
        self.text.insert("insert", pasted[:room_bytes].decode("utf-8", "ignore"))
        self.text.see("insert")
        self._modified()
        if len(pasted) > room_bytes:
            self._note.say(text("chat.composer.cut", count=TEXT_BYTES // 1024), "warn")

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
        for button in (self.attach_button, self.emoji_button):
            button.state(["disabled" if self._closed else "!disabled"])
        self._note.count(said, size_bytes)
        self._fit_soon()
        self.completing.look()
        if said != self._told:
            self._told = said
            self._calls.typed(said)

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
