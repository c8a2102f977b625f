"""The settings about files: how large, how many, for how long."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, SafeEntry
from udpchat.gui.presenters.server_quotas import Quota, QuotaForm
from udpchat.gui.widgets.setting_rows import SettingCard, SettingRow

KEYS: Final = {Quota.ONE: "one", Quota.PERSON: "person", Quota.TOTAL: "total", Quota.FREE: "free", Quota.DAYS: "days"}
"""The end of the key of the words of each."""
WIDTH_CHARS: Final = 9


class QuotasCard(SettingCard):
    """A field for each; `on_change` gets what is typed, `on_return` the return key."""

    def __init__(
        self, parent: tk.Misc, kit: Kit, on_change: Callable[[Quota, str], None], on_return: Callable[[], None]
    ) -> None:
        super().__init__(parent, kit, text("operator.settings.files"))
        self._on_change = on_change
        self._form = QuotaForm()
        self._showing = False  # what is written into fields was not typed
        self._rows: dict[Quota, SettingRow] = {}
        self.fields: dict[Quota, SafeEntry] = {}
        for which, key in KEYS.items():
            row = SettingRow(self, kit, text(f"operator.settings.files_{key}"), text(f"operator.settings.files_{key}_hint"))
            field = SafeEntry(row.control, on_change=partial(self._typed, which), on_return=on_return, width=WIDTH_CHARS)
            field.configure(style="raised.TEntry")
            field.pack(side="left")
            if which is Quota.DAYS:
                kit.label(row.control, text("operator.settings.files_days_unit"), fg="text2", bg="raised").pack(
                    side="left", padx=kit.px(8)
                )
            row.pack(fill="x")
            self._rows[which], self.fields[which] = row, field

    def show(self, form: QuotaForm, ready: bool) -> None:
        """The fields as they stand; one is only written to when it says something else: the cursor stays."""
        self._form, self._showing = form, True
        try:
            for which, field in self.fields.items():
                if field.value != form.value(which):
                    field.set(form.value(which))
                field.state(["!disabled" if ready and form.values else "disabled"])
                field.set_invalid(bool(form.error(which)))
                self._rows[which].mark(which in form.changed)
                self._rows[which].say(form.error(which))
        finally:
            self._showing = False

    def _typed(self, which: Quota, typed: str) -> None:
        if not self._showing and typed != self._form.value(which):
            self._on_change(which, typed)
