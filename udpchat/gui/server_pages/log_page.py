"""The log as large as the page."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import cast

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_feed import Level
from udpchat.gui.presenters.server_view import LOG
from udpchat.gui.server_pages.page import Deeds, Page
from udpchat.gui.widgets.log_pane import LogActions, LogPane


class LogPage(Page):
    """One pane."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self.configure(padding=(kit.px(24), kit.px(16), kit.px(22), kit.px(16)))
        self.pane = LogPane(self, kit, text("operator.log.title"), font="ui.headb")
        self.pane.pack(fill="both", expand=True)

    def connect(self) -> None:
        """The presenter is there."""
        connect_pane(self.pane, LOG, self.deeds)

    def focus_find(self) -> bool:
        """Filter the lines."""
        self.pane.focus_filter()
        return True


def connect_pane(pane: LogPane, page: str, deeds: Deeds) -> None:
    """Give a pane its presenter."""
    presenter = deeds.add_log(page, pane)
    pane.connect(
        LogActions(
            set_levels=lambda levels: presenter.set_levels(cast(set[Level], levels)),
            set_filter=presenter.set_filter,
            set_follow=presenter.set_follow,
            copy=deeds.copy,
            all_text=presenter.shown_text,
            save=partial(deeds.save_log, page),
        )
    )
