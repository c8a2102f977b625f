"""The settings: the server's own, who may come in, files, and this window's. Changes wait for Apply; the theme acts at once."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final, cast

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, SafeEntry, display_text
from udpchat.gui.presenters.server_feed import Plain, Signup
from udpchat.gui.presenters.server_settings import Field, RoomPassword, SettingsForm, Stage
from udpchat.gui.presenters.server_view import Mode
from udpchat.gui.server_pages.page import Deeds, Page
from udpchat.gui.server_pages.quotas_card import QuotasCard
from udpchat.gui.widgets.copy_button import CopyButton
from udpchat.gui.widgets.page_frame import PageFrame
from udpchat.gui.widgets.setting_rows import (
    LineField,
    Option,
    PasswordField,
    RadioRows,
    SettingCard,
    SettingRow,
)

WIDTH_PX: Final = 860  # of the cards: longer lines are hard to read
MODES: Final[tuple[Mode, ...]] = ("system", "light", "dark")
PLAINS: Final[tuple[Plain, ...]] = ("off", "local", "lan")
SIGNUPS: Final[tuple[Signup, ...]] = ("open", "room", "closed")


class SettingsPage(Page):
    """Cards, and below them a bar while something is not applied yet."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._form = SettingsForm()
        self._showing = False  # what is written into fields was not typed
        self._bar = self._make_bar()
        self._frame = PageFrame(self, kit, padding=(kit.px(24), kit.px(16), kit.px(14), kit.px(16)))
        self._frame.pack(fill="both", expand=True)
        body = self._frame.page
        head = ttk.Frame(body)
        kit.label(head, text("operator.settings.title"), font="ui.headb").pack(side="left")
        self._note = ttk.Label(head, style="Pill.TLabel")
        head.pack(anchor="w", fill="x", padx=(kit.px(3), 0), pady=(0, kit.px(10)))
        self._stack = ttk.Frame(body)
        self._stack.pack(anchor="w", fill="y")
        self._width = ttk.Frame(self._stack, height=1)
        self._width.pack()
        body.bind("<Configure>", lambda event: self._fit(event.width))
        for card in (self._server_card(), self._access_card(), self._files_card(), self._window_card()):
            card.pack(fill="x", pady=(0, kit.px(6)))

    # --- the view -----------------------------------------------------------------------------------------------------

    def show_settings(self, form: SettingsForm) -> None:
        """The form as it stands. A field is only written to when it says something else: the cursor stays."""
        self._form = form
        self._showing = True
        try:
            self._show_all(form, form.stage is Stage.READY)
        finally:
            self._showing = False

    def _show_all(self, form: SettingsForm, ready: bool) -> None:
        if self._name_field.value != form.name:
            self._name_field.set(form.name)
        self._name_field.enable(ready)
        if self._port_field.value != form.port:
            self._port_field.set(form.port)
        self._port_field.state(["!disabled" if ready else "disabled"])
        self._signup.set(form.signup)
        self._signup.enable(ready)
        self._guests.set(form.guests)
        self._guest_switch.state(["!disabled" if ready else "disabled"])
        self._plain.set(form.plain)
        self._plain.enable(ready)
        self._show_password(form, ready)
        for which, row in self._rows.items():
            row.mark(which in form.changed)
        self.quotas.show(form.files, ready)
        self._name_field.set_invalid(bool(form.error(Field.NAME)))
        self._port_field.set_invalid(bool(form.error(Field.PORT)))
        self._rows[Field.NAME].say(form.error(Field.NAME))
        self._rows[Field.PORT].say(form.error(Field.PORT))
        offer = text("operator.settings.use_port", port=form.next_port) if form.next_port else ""
        self._rows[Field.PORT].offer(offer, self._take_port)
        self._show_bar(form)

    def show_folder(self, path: str) -> None:
        """The data folder."""
        shown = display_text(path)
        self._folder.set(shown)
        self._copy_path.set_words(path)

    def show_mode(self, mode: Mode) -> None:
        """The theme chosen."""
        self._mode.set(mode)

    # --- cards --------------------------------------------------------------------------------------------------------

    def _server_card(self) -> SettingCard:
        kit, deeds = self.kit, self.deeds
        card = SettingCard(self._stack, kit, text("operator.settings.server"))
        name = SettingRow(card, kit, text("operator.settings.name"), text("operator.settings.name_hint"))
        self._name_field = LineField(name.control, kit, self._name_typed, deeds.apply_settings)
        self._name_field.pack(anchor="w")
        port = SettingRow(card, kit, text("operator.settings.port"), text("operator.settings.port_hint"))
        self._port_field = SafeEntry(port.control, on_change=self._port_typed, on_return=deeds.apply_settings, width=9)
        self._port_field.configure(style="raised.TEntry")
        self._port_field.pack(anchor="w")
        self._rows = {Field.NAME: name, Field.PORT: port}
        for row in (name, port):
            row.pack(fill="x")
        return card

    def _access_card(self) -> SettingCard:
        kit = self.kit
        card = SettingCard(self._stack, kit, text("operator.settings.access"))
        signup = SettingRow(card, kit, text("operator.settings.signup"), tall=True)
        options = [
            Option(key, text(f"operator.settings.{key}"), text(f"operator.settings.{key}_hint")) for key in SIGNUPS
        ]
        self._signup = RadioRows(signup.control, kit, options, self._signup_chosen)
        self._signup.pack(fill="x")
        password = SettingRow(card, kit, text("operator.settings.password"), " ")
        self._password_parts(password.control)
        guests = SettingRow(card, kit, text("operator.settings.guests"), text("operator.settings.guests_hint"))
        self._guests = tk.BooleanVar(self, True)
        self._guest_switch = ttk.Checkbutton(guests.control, variable=self._guests, style="raised.Switch.TCheckbutton")
        self._guest_switch.configure(command=lambda: self.deeds.settings().set_guests(self._guests.get()))
        self._guest_switch.pack(anchor="w")
        plain = SettingRow(card, kit, text("operator.settings.plain"), tall=True)
        options = [
            Option(key, text(f"operator.settings.plain_{key}"), text(f"operator.settings.plain_{key}_hint")) for key in PLAINS
        ]
        self._plain = RadioRows(plain.control, kit, options, lambda key: self.deeds.settings().set_plain(cast(Plain, key)))
        self._plain.pack(fill="x")
        self._rows |= {Field.SIGNUP: signup, Field.PASSWORD: password, Field.GUESTS: guests, Field.PLAIN: plain}
        for row in (signup, password, guests, plain):
            row.pack(fill="x")
        return card

    def _password_parts(self, parent: ttk.Frame) -> None:
        kit = self.kit
        show, hide = text("operator.settings.password_show"), text("operator.settings.password_hide")
        self._password = PasswordField(parent, kit, self._password_typed, show, hide)
        self._password.entry.on_return = self.deeds.apply_settings
        self._set = self._password_button(parent, "set", RoomPassword.SET)
        self._change = self._password_button(parent, "change", RoomPassword.SET)
        self._remove = self._password_button(parent, "remove", RoomPassword.REMOVE)
        self._keep = self._password_button(parent, "keep", RoomPassword.KEEP)

    def _password_button(self, parent: ttk.Frame, verb: str, room: RoomPassword) -> ttk.Button:
        def pressed() -> None:
            self.deeds.settings().set_room(room)
            if room is RoomPassword.SET:
                self._password.entry.focus_set()

        button = ttk.Button(parent, text=text(f"operator.settings.password_{verb}"), style="raised.TButton")
        button.configure(command=pressed, padding=(self.kit.px(12), self.kit.px(8)))
        return button

    def _files_card(self) -> SettingCard:
        self.quotas = QuotasCard(
            self._stack, self.kit, lambda which, typed: self.deeds.settings().files.set(which, typed), self.deeds.apply_settings
        )
        return self.quotas

    def _window_card(self) -> SettingCard:
        kit = self.kit
        card = SettingCard(self._stack, kit, text("operator.settings.window"))
        theme = SettingRow(card, kit, text("operator.settings.mode"))
        self._mode = tk.StringVar(self, "system")
        for mode in MODES:
            chip = ttk.Radiobutton(theme.control, text=text(f"operator.settings.mode_{mode}"), value=mode)
            chip.configure(variable=self._mode, style="raised.Chip.TRadiobutton")
            chip.configure(command=lambda: self.deeds.set_mode(cast(Mode, self._mode.get())))
            chip.pack(side="left")
        folder = SettingRow(card, kit, text("operator.settings.folder"), text("operator.settings.folder_hint"))
        self._folder = SafeEntry(folder.control, read_only=True, font="ui.mono", style="raised.TEntry")
        open_it = ttk.Button(folder.control, text=text("operator.settings.folder_open"), style="raised.TButton")
        open_it.configure(command=self.deeds.open_folder, padding=(kit.px(12), kit.px(8)))
        self._copy_path = CopyButton(folder.control, kit, text("operator.copy.path"), self.deeds.copy, size=17)
        open_it.pack(side="right")
        self._copy_path.pack(side="right")
        self._folder.pack(side="left", fill="x", expand=True)
        for row in (theme, folder):
            row.pack(fill="x")
        return card

    def _make_bar(self) -> ttk.Frame:
        kit = self.kit
        bar = ttk.Frame(self, style="surface.TFrame")
        kit.line(bar).pack(fill="x")
        inner = ttk.Frame(bar, style="surface.TFrame", padding=(kit.px(26), kit.px(7), kit.px(20), kit.px(7)))
        inner.pack(fill="x")
        dot = ttk.Label(inner, image=kit.dot("accent", 8), style=kit.label_style("text", "surface"))
        dot.pack(side="left", padx=(0, kit.px(10)))
        self._bar_words = kit.label(inner, text("operator.settings.unsaved"), bg="surface")
        self._bar_words.pack(side="left")
        self._apply = ttk.Button(inner, text=text("operator.settings.apply"), style="surface.Accent.TButton")
        self._apply.configure(command=self.deeds.apply_settings)
        self._discard = ttk.Button(inner, text=text("operator.settings.discard"), style="surface.TButton")
        self._discard.configure(command=lambda: self.deeds.settings().discard())
        self._apply.pack(side="right")
        self._discard.pack(side="right")
        self._discard.lower(self._apply)
        return bar

    # --- inside -------------------------------------------------------------------------------------------------------

    def _show_password(self, form: SettingsForm, ready: bool) -> None:
        """What there is, and what is to become of it."""
        setting = form.room is RoomPassword.SET
        shown: list[ttk.Widget]
        if setting:
            shown = [self._password, self._keep]
        elif form.room is RoomPassword.REMOVE:
            shown = [self._keep]
        else:
            shown = [self._change, self._remove] if form.has_room_password else [self._set]
        whole: tuple[ttk.Widget, ...] = (self._password, self._set, self._change, self._remove, self._keep)
        for widget in whole:
            if widget not in shown:
                widget.pack_forget()
        for widget in shown:
            widget.pack(side="left", padx=(0, self.kit.px(4)))
        for button in (self._set, self._change, self._remove, self._keep):
            button.state(["!disabled" if ready else "disabled"])
        if not setting:
            self._password.clear()
        elif self._password.entry.value != form.password:
            self._password.entry.set(form.password)
        self._password.entry.set_invalid(bool(form.error(Field.PASSWORD)))
        key = "new" if setting else "gone" if form.room is RoomPassword.REMOVE else "is" if form.has_room_password else "not"
        self._rows[Field.PASSWORD].say(form.error(Field.PASSWORD), text(f"operator.settings.password_{key}"))

    def _show_bar(self, form: SettingsForm) -> None:
        applying = form.stage is Stage.APPLYING
        self._apply.configure(text=text("operator.settings.applying" if applying else "operator.settings.apply"))
        for button in (self._apply, self._discard):
            button.state(["disabled" if applying else "!disabled"])
        if form.changed:
            self._bar.pack(side="bottom", fill="x", before=self._frame)
        else:
            self._bar.pack_forget()
        unknown = form.stage is Stage.UNKNOWN
        words = text("operator.settings.unknown") if unknown else form.note
        self._note.configure(text=words, style="WarnPill.TLabel" if unknown else "OkPill.TLabel")
        if words:
            self._note.pack(side="left", padx=self.kit.px(12))
        else:
            self._note.pack_forget()

    def _fit(self, width: int) -> None:
        kit = self.kit
        room = width - kit.px(24) - kit.px(14)
        self._width.configure(width=min(kit.px(WIDTH_PX), max(room, kit.px(280))))

    def _name_typed(self, name: str) -> None:
        if not self._showing and name != self._form.name:
            self.deeds.settings().set_name(name)

    def _port_typed(self, port: str) -> None:
        if not self._showing and port != self._form.port:
            self.deeds.settings().set_port(port)

    def _password_typed(self, password: str) -> None:
        if not self._showing and password != self._form.password:
            self.deeds.settings().set_password(password)

    def _signup_chosen(self, signup: str) -> None:
        self.deeds.settings().set_signup(cast(Signup, signup))

    def _take_port(self) -> None:
        if self._form.next_port is not None:
            self.deeds.settings().set_port(str(self._form.next_port))
            self.deeds.apply_settings()
