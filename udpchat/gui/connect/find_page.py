"""Step 1: the servers of this network, and an address for those that are not seen."""

from __future__ import annotations

import tkinter as tk
from time import monotonic
from tkinter import ttk
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.gui.connect.page import Page
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import Field as FieldName
from udpchat.gui.presenters.connect_pages import Mark, Problem, ServerRow
from udpchat.gui.widgets.field import Field
from udpchat.gui.widgets.server_list import ServerCard, ServerList
from udpchat.gui.widgets.strip import WrapLabel

_MARKS: Final = {
    Mark.KNOWN: ("connect.row.known", "OkPill.TLabel"),
    Mark.NEW: ("connect.row.new", "Pill.TLabel"),
    Mark.TWIN: ("connect.row.twin", "ErrPill.TLabel"),
}
_PORT_CHARS: Final = 6


class FindPage(Page):
    """The list takes what room there is; the address stays in sight."""

    def __init__(self, parent: tk.Misc, kit: Kit, presenter: ConnectPresenter) -> None:
        super().__init__(parent, kit, scrolls=False)
        self._presenter = presenter
        self._searching_at: float | None = None
        self._port_in_host = ""
        self.default = self.proceed
        self._build_head()
        self.servers = ServerList(self.body, kit, presenter.choose_server, self.proceed)
        self.empty = _Empty(self.body, kit)
        self.empty.pack(fill="both", expand=True, padx=(0, kit.px(34)))
        self._build_address()
        self.next = self.button(self.foot, text("connect.find.continue"), "Accent.TButton", self.proceed)
        self.leave = self.button(self.foot, text("connect.find.quit"), "TButton", presenter.quit)
        self.leave.lower(self.next)
        self.doctor = self.button(self.foot, text("connect.find.doctor"), "Link.TButton", self._examine, "left")
        self.every = self.button(
            self.foot, text("connect.find.every"), "Link.TButton", presenter.ask_every_address, "left"
        )
        kit.tip(self.every, text("connect.find.every.tip"))

    def _build_head(self) -> None:
        kit = self.kit
        self.title.pack(side="top", anchor="w")
        self.set_title(text("connect.find.title"))
        self.again = ttk.Button(self.head, text=text("connect.find.again"), style="Link.TButton", compound="left")
        self.again.configure(image=kit.icon("refresh", 16, "accenttx"), command=self._presenter.scan_again)
        self.again.place(relx=1, x=kit.px(8), y=-kit.px(3), anchor="ne")
        self.search = WrapLabel(self.head, kit, "", fg="text2")
        self.search.pack(fill="x", pady=(kit.px(2), kit.px(6)))
        self.bar = ttk.Progressbar(self.head, maximum=limits.DISCOVERY_WAIT_S)
        self.bar.pack(fill="x", pady=(0, kit.px(6)))

    def _build_address(self) -> None:
        kit, presenter = self.kit, self._presenter
        box = ttk.Frame(self.body, padding=(0, kit.px(6), kit.px(31), 0))
        box.columnconfigure(0, weight=1)
        kit.label(box, text("connect.find.address"), "ui.bodyb").grid(row=0, column=0, sticky="w", padx=kit.px(3))
        chars = limits.INVITE_CHARS
        self.host = Field(box, kit, text("connect.find.host"), max_chars=chars, on_change=self._host_typed, on_leave=self._left)
        self.host.grid(row=1, column=0, sticky="nwe")
        self.port = Field(
            box,
            kit,
            text("connect.find.port"),
            max_chars=_PORT_CHARS,
            on_change=lambda _typed: presenter.port_typed(),
            on_leave=self._left,
            width=13,
        )
        self.port.set(str(limits.DEFAULT_PORT))
        self.port.grid(row=1, column=1, sticky="nwe", padx=(kit.px(2), 0))
        kit.tip(self.port.entry, text("connect.find.port.tip"))
        box.pack(side="bottom", fill="x")

    # --- from the presenter -------------------------------------------------------------------------------------------

    def show_servers(self, rows: tuple[ServerRow, ...], chosen: str | None) -> None:
        """The cards, or what to check while there are none."""
        self.servers.show_cards([_card(row) for row in rows], chosen)
        if bool(rows) == bool(self.servers.winfo_manager()):
            return
        if rows:
            self.empty.pack_forget()
            self.servers.pack(fill="both", expand=True, padx=(0, self.kit.px(19)))
        else:
            self.servers.pack_forget()
            self.empty.pack(fill="both", expand=True, padx=(0, self.kit.px(34)))

    def show_search(self, message: str, running: bool) -> None:
        """How the search stands; the bar fills while it runs."""
        self.search.say(message)
        self._searching_at = monotonic() if running else None
        self.bar.configure(value=0)
        self.again.state(["disabled" if running else "!disabled"])
        self._say_every("connect.find.every")

    def show_sweep(self, message: str, share: float) -> None:
        """How far each address has been asked."""
        self.search.say(message)
        self._searching_at = None
        self.bar.configure(value=share * limits.DISCOVERY_WAIT_S)
        self._say_every("connect.find.every.stop")

    def _say_every(self, key: str) -> None:
        if str(self.every.cget("text")) != text(key):
            self.every.configure(text=text(key))

    def tick(self) -> None:
        """Time passes for the bar."""
        if self._searching_at is not None:
            self.bar.configure(value=min(monotonic() - self._searching_at, limits.DISCOVERY_WAIT_S))

    def fill_address(self, host: str, port: str) -> None:
        """Not typed."""
        self.host.set(host)
        self.port.set(port)

    def show_note(self, note: str, port: str | None) -> None:
        """An invite or HOST:PORT was recognised; the port field shows the port of it, and waits."""
        self.host.show_note(note)
        if port is not None:
            self.port.set(port)
        self.port.enable(port is None)

    def show_problem(self, where: FieldName, problem: Problem | None) -> None:
        """At one of the two fields."""
        field = self.host if where is FieldName.HOST else self.port
        field.show_problem(problem.message if problem else "")

    def take_focus(self, where: FieldName, select: bool) -> None:
        """Into one of the two fields."""
        (self.host if where is FieldName.HOST else self.port).take_focus(select)

    def shown(self) -> None:
        """The list has the keyboard if there is something in it."""
        if self.servers.card_keys:
            self.servers.focus_set()
        else:
            self.host.take_focus(select=False)

    # --- from the person ----------------------------------------------------------------------------------------------

    def proceed(self) -> None:
        """Continue."""
        self._presenter.proceed(self.host.value, self.port.value)

    def _examine(self) -> None:
        self._presenter.examine(self.host.value, self.port.value)

    def _host_typed(self, host: str) -> None:
        self._presenter.host_typed(host)

    def _left(self) -> None:
        self._presenter.address_left(self.host.value, self.port.value)


class _Empty(ttk.Frame):
    """Nothing answers: what to look at."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent, padding=(kit.px(3), kit.px(14), 0, 0))
        kit.label(self, text("connect.find.empty"), "ui.bodyb").pack(anchor="w", pady=(0, kit.px(6)))
        for icon, key in (("power", "started"), ("network", "network"), ("shield", "firewall"), ("edit", "address")):
            row = ttk.Frame(self)
            row.pack(fill="x", pady=kit.px(3))
            ttk.Label(row, image=kit.icon(icon, 17, "text2")).pack(side="left", anchor="n", padx=(0, kit.px(10)))
            WrapLabel(row, kit, text(f"connect.find.empty.{key}"), fg="text2").pack(side="left", fill="x", expand=True)


def _card(row: ServerRow) -> ServerCard:
    key, style = _MARKS[row.mark]
    return ServerCard(
        key=row.key,
        name=row.name,
        address=row.address,
        right=row.online,
        right_below=row.detail,
        pill=text(key),
        pill_style=style,
        tag=text("connect.row.last") if row.last_used else "",
        pale=not row.answering,
    )
