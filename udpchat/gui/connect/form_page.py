"""Step 2: the ways in that the server offers, and their fields."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.gui.connect.kept_cards import KeptCards
from udpchat.gui.connect.page import Page
from udpchat.gui.kit import Kit, single_line
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import Field as FieldName
from udpchat.gui.presenters.connect_pages import FormPage as Words
from udpchat.gui.presenters.connect_pages import FormValues, Problem, Way
from udpchat.gui.widgets.field import Field, SecretField
from udpchat.gui.widgets.segments import Segments
from udpchat.gui.widgets.strip import WrapLabel

_KEYS: Final = {Way.SIGN_IN: "sign_in", Way.CREATE: "create", Way.GUEST: "guest", Way.RECOVER: "recover"}
_WAYS: Final = {key: way for way, key in _KEYS.items()}
_LABEL_CHARS: Final = limits.DISPLAY_CHARS + 1  # one more than is allowed, so that a cut name is seen to be too long
_SECRET_CHARS: Final = limits.PASSWORD_CHARS + 1
_CODE_CHARS: Final = 2 * limits.CODE_CHARS  # with everything that people put between its letters
_HALVES: Final = (FieldName.DISPLAY, FieldName.COUNTRY)  # two that share a row


class FormPage(Page):
    """All fields are made once and keep their text; a way shows its own."""

    def __init__(self, parent: tk.Misc, kit: Kit, presenter: ConnectPresenter) -> None:
        super().__init__(parent, kit)
        self._presenter = presenter
        self._words: Words | None = None
        self._busy: str | None = None
        self._wait: str | None = None
        self._was_focused: tk.Misc | None = None
        self.default = self.submit
        self._build_head()
        self._build_body()
        self.go = self.button(self.foot, "", "Accent.TButton", self.submit)
        self.back = self.button(self.foot, text("connect.form.back"), "TButton", presenter.back)
        self.back.lower(self.go)
        for field in self.fields.values():
            field.entry.bind("<FocusIn>", self._revealer(field), add="+")

    def _build_head(self) -> None:
        kit = self.kit
        self.title.pack(anchor="w")
        line = self._line = ttk.Frame(self.head)
        line.pack(fill="x")
        self.address = kit.label(line, "", "ui.mono", "text2")
        self.address.pack(side="left")
        self.change = self.button(line, text("connect.form.change"), "Link.TButton", self._presenter.change_server, "left")
        self.ways = Segments(self.head, kit, lambda key: self._presenter.choose_way(_WAYS[key]))

    def _build_body(self) -> None:
        kit, body = self.kit, self.body
        body.columnconfigure(0, weight=1)
        self.kept = KeptCards(body, kit, self._presenter.use_kept)
        self.kept.grid(row=0, sticky="we", pady=(kit.px(6), 0))
        self._build_advice()
        self._grid = ttk.Frame(body)
        self._grid.columnconfigure((0, 1), weight=1, uniform="half")
        self._grid.grid(row=1, sticky="we")
        self.fields = self._build_fields()
        self.forgot = ttk.Button(self._grid, text=text("connect.form.forgot"), style="Quiet.TButton", command=self._forgot)
        self._build_keep()
        self._keep_box.grid(row=2, sticky="we", pady=(kit.px(10), 0))
        self.note = WrapLabel(body, kit, font="ui.small", fg="text2")
        self.note.grid(row=3, sticky="we", padx=kit.px(3), pady=(kit.px(8), 0))

    def _build_advice(self) -> None:
        kit = self.kit
        self._advice_box = ttk.Frame(self.body)
        self._advice_box.grid(row=0, sticky="we", padx=kit.px(3), pady=(kit.px(8), kit.px(4)))
        ttk.Label(self._advice_box, image=kit.icon("key", 18, "text2")).pack(side="left", anchor="n", padx=(0, kit.px(10)))
        self._advice = WrapLabel(self._advice_box, kit, fg="text2")
        self._advice.pack(side="left", fill="x", expand=True)

    def _build_fields(self) -> dict[FieldName, Field]:
        name = Field(
            self._grid,
            self.kit,
            text("connect.form.name"),
            max_chars=limits.RAW_NAME_CHARS,
            on_change=lambda _typed: self._presenter.field_edited(FieldName.NAME),
            on_choose=self._choose_name,
        )
        return {
            FieldName.NAME: name,
            FieldName.PASSWORD: self._secret(FieldName.PASSWORD, "connect.form.password"),
            FieldName.DISPLAY: self._plain(FieldName.DISPLAY, "connect.form.display"),
            FieldName.COUNTRY: self._plain(FieldName.COUNTRY, "connect.form.country"),
            FieldName.ROOM: self._secret(FieldName.ROOM, "connect.form.room"),
            FieldName.CODE: self._plain(FieldName.CODE, "connect.form.code", _CODE_CHARS),
            FieldName.NEW_PASSWORD: self._secret(FieldName.NEW_PASSWORD, "connect.form.password"),
        }

    def _plain(self, name: FieldName, key: str, max_chars: int = _LABEL_CHARS) -> Field:
        def typed(_value: str) -> None:
            self._presenter.field_edited(name)

        return Field(self._grid, self.kit, text(key), max_chars=max_chars, on_change=typed)

    def _secret(self, name: FieldName, key: str) -> SecretField:
        def typed(_value: str) -> None:
            self._presenter.field_edited(name)

        return SecretField(self._grid, self.kit, text(key), max_chars=_SECRET_CHARS, on_change=typed)

    def _build_keep(self) -> None:
        kit = self.kit
        self._keep = tk.BooleanVar(self, value=False)
        self._keep_box = ttk.Frame(self.body)
        self.keep = ttk.Checkbutton(self._keep_box, text=text("connect.form.keep"), variable=self._keep, command=self._explain)
        self.keep.pack(anchor="w")
        self._keep_words = WrapLabel(self._keep_box, kit, font="ui.small", fg="text2")
        self._keep_words.pack(fill="x", padx=(kit.px(30), 0))
        self._explain()

    # --- from the presenter -------------------------------------------------------------------------------------------

    def show(self, words: Words) -> None:
        """Another server, or another way."""
        if self._words is None or words.address != self._words.address or words.server != self._words.server:
            self.forget()
        self._words = words
        key = _KEYS[words.way]
        self.set_title(text(f"connect.form.title.{key}", server=words.server))
        self.address.configure(text=single_line(words.address))
        self.ways.show([(_KEYS[way], text(f"connect.form.way.{_KEYS[way]}")) for way in words.ways], key)
        if len(words.ways) > 1:
            self.ways.pack(after=self._line, anchor="w", pady=(self.kit.px(8), self.kit.px(2)))
        else:
            self.ways.pack_forget()
        self.kept.show(words.kept)
        self._show_fields(words)
        self.note.say(words.note)
        self._advice.say(words.advice)
        parts = ((self.kept, words.kept), (self._advice_box, words.advice), (self.forgot, words.forgot))
        for part, wanted in (*parts, (self._keep_box, words.keep_offered), (self.note, words.note)):
            part.grid() if wanted else part.grid_remove()
        self._show_button()

    def _show_fields(self, words: Words) -> None:
        kit, row = self.kit, 0
        for name, field in self.fields.items():
            field.grid_remove()
            if name not in words.fields:
                continue
            half = name in _HALVES
            right = half and name is _HALVES[1]
            field.grid(row=row - right, column=int(right), columnspan=1 if half else 2, sticky="nwe")
            field.grid_configure(padx=(kit.px(2) if right else 0, 0), pady=(kit.px(8), 0))
            row += not right
        self.forgot.grid(row=row, column=0, columnspan=2, sticky="w")
        least = words.password_chars
        label = text("connect.form.password.least", count=least) if least else text("connect.form.password")
        self.fields[FieldName.PASSWORD].set_label(label)
        self.fields[FieldName.NEW_PASSWORD].set_label(text("connect.form.new_password", count=least))

    def show_problem(self, where: FieldName, problem: Problem | None) -> None:
        """At a field of the form."""
        field = self.fields[where]
        field.show_problem(problem.message if problem else "", problem.choices if problem else ())
        if problem and problem.choices:
            self._reveal(field)

    def show_busy(self, label: str | None) -> None:
        """Nothing can be changed while the answer is awaited."""
        self._busy = label
        free = label is None
        for field in self.fields.values():
            field.enable(free)
        self.keep.state(["!disabled" if free else "disabled"])
        self.change.state(["!disabled" if free else "disabled"])
        self.forgot.state(["!disabled" if free else "disabled"])
        self.ways.enable(free)
        self.kept.enable(free)
        self.back.configure(text=text("connect.form.back" if free else "connect.form.cancel"))
        self._move_focus(free)
        self._show_button()

    def _move_focus(self, free: bool) -> None:
        """To the button that cancels, and back to where the person was."""
        focused = self.focus_displayof()
        if not free and focused is not self.back:
            self._was_focused = focused
            self.back.focus_set()
        elif free and self._was_focused is not None:
            if focused is self.back and self._was_focused.winfo_exists():
                seen = self._was_focused.winfo_viewable()  # not the button of the question that was asked in between
                (self._was_focused if seen else self.go).focus_set()
            self._was_focused = None

    def show_wait(self, label: str | None) -> None:
        """The waiting time on the button."""
        self._wait = label
        self._show_button()

    def _show_button(self) -> None:
        own = text(f"connect.form.button.{_KEYS[self._words.way]}") if self._words else ""
        self.go.configure(text=self._busy or self._wait or own)
        self.go.state(["disabled" if self._busy or self._wait else "!disabled"])

    def take_focus(self, where: FieldName, select: bool) -> None:
        """Into a field."""
        self.fields[where].take_focus(select)
        self._reveal(self.fields[where])

    def recovered(self, password: str) -> None:
        """The password was set; what set it is worth nothing any more."""
        self.fields[FieldName.PASSWORD].set(password)
        for name in (FieldName.CODE, FieldName.NEW_PASSWORD):
            self.fields[name].set("")

    def forget(self) -> None:
        """Nothing of what was typed stays."""
        for field in self.fields.values():
            field.set("")
            if isinstance(field, SecretField):
                field.clear()
        self._keep.set(False)
        self._explain()

    # --- from the person ----------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Sign in."""
        fields = self.fields
        self._presenter.submit(
            FormValues(
                name=fields[FieldName.NAME].value,
                password=fields[FieldName.PASSWORD].value,
                display=fields[FieldName.DISPLAY].value,
                country=fields[FieldName.COUNTRY].value,
                room=fields[FieldName.ROOM].value,
                code=fields[FieldName.CODE].value,
                new_password=fields[FieldName.NEW_PASSWORD].value,
                keep=bool(self._keep.get()),
            )
        )

    def _choose_name(self, name: str) -> None:
        field = self.fields[FieldName.NAME]
        field.set(name)
        self._presenter.field_edited(FieldName.NAME)
        field.take_focus(select=False)

    def _forgot(self) -> None:
        self._presenter.forgot_password(self.fields[FieldName.NAME].value)

    def _explain(self) -> None:
        self._keep_words.say(text("connect.form.keep.on" if self._keep.get() else "connect.form.keep.off"))

    def _revealer(self, field: Field) -> Callable[[tk.Event[Any]], None]:
        return lambda _event: self._reveal(field)

    def _reveal(self, field: Field) -> None:
        if self.scroll and self.winfo_viewable():
            self.scroll.show(field)
