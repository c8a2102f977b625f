"""The overview: where people find the server, whether they can, the figures, who is online, and the newest of the log."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit, single_line
from udpchat.gui.presenters.server_addresses import Place, Places
from udpchat.gui.presenters.server_figures import Card, Tone
from udpchat.gui.presenters.server_people import People
from udpchat.gui.presenters.server_realms import Waiting
from udpchat.gui.presenters.server_settings import SettingsForm, Stage
from udpchat.gui.presenters.server_view import OVERVIEW, PEOPLE, REALMS, Rest
from udpchat.gui.server_pages.head import act_button
from udpchat.gui.server_pages.log_page import connect_pane
from udpchat.gui.server_pages.page import Deeds, Page
from udpchat.gui.server_pages.people_table import PeopleList
from udpchat.gui.server_pages.rest_card import RestCard
from udpchat.gui.widgets.address_card import Address, AddressCard
from udpchat.gui.widgets.command_strip import CommandStrip
from udpchat.gui.widgets.figure_card import FigureCard
from udpchat.gui.widgets.log_pane import LogPane
from udpchat.gui.widgets.notice_strip import NoticeStrip, StripButton
from udpchat.gui.widgets.page_frame import PageFrame

CARDS: Final = 4
CARD_PX: Final = 190  # least width; below it the cards stand in two rows
TABLE_LINES: Final = 3
TABLE_PX: Final = 172
LOG_PX: Final = 156
ADD_REALM_PX: Final = 720  # of the page: below it the head has room for one button only
PILLS: Final = {Tone.PLAIN: "Pill", Tone.GOOD: "OkPill", Tone.WARN: "WarnPill", Tone.BAD: "ErrPill"}
CURVES: Final = {"online": "accent", "messages": "accent", "resent": "online", "traffic": "accent"}


class OverviewPage(Page):
    """Everything at a glance; scrolls where the window is too low for it."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._tell = ""
        self._shown_people = People()
        self._columns = 0
        self._online = False
        self._waiting: Waiting | None = None
        self.buttons: dict[str, ttk.Button] = {}
        self._frame = PageFrame(self, kit, padding=(kit.px(24), kit.px(16), kit.px(14), kit.px(16)))
        self._frame.pack(fill="both", expand=True)
        body = self._frame.page
        body.columnconfigure(0, weight=1)
        self._body = body
        edge = (kit.px(3), 0)  # cards have a transparent margin: words stand where their borders do
        self._head().grid(row=0, column=0, sticky="we", padx=edge, pady=(0, kit.px(10)))
        self.strip = NoticeStrip(body, kit, lambda _key: self._look_at_waiting())
        self._address = AddressCard(body, kit, deeds.copy, deeds.show_large)
        self._rest = RestCard(body, kit, deeds.press)
        self._unreached = self._make_unreached()
        self._cards_frame = ttk.Frame(body)
        self._cards = [FigureCard(self._cards_frame, kit) for _ in range(CARDS)]
        self._cards_frame.grid(row=4, column=0, sticky="we", pady=(kit.px(4), 0))
        self._cards_frame.bind("<Configure>", lambda event: self._fit_cards(event.width))
        self._people_head().grid(row=5, column=0, sticky="we", padx=edge, pady=(kit.px(14), kit.px(2)))
        self._people = PeopleList(body, kit, deeds, TABLE_LINES)
        self._people.on_choose = self._enable
        self._enable()
        self._people.grid(row=6, column=0, sticky="nswe")
        self._log = LogPane(body, kit, text("operator.log.live"))
        self._log.grid(row=7, column=0, sticky="nswe", pady=(kit.px(12), 0))
        body.rowconfigure(6, weight=3, minsize=kit.px(TABLE_PX))
        body.rowconfigure(7, weight=2, minsize=kit.px(LOG_PX))

    def connect(self) -> None:
        """The presenter is there."""
        connect_pane(self._log, OVERVIEW, self.deeds)

    def show_places(self, places: Places, rest: Rest | None) -> None:
        """The card with the addresses, or why there is none."""
        self._title.configure(text=single_line(places.name) or text("operator.nav.overview"))
        self._tell = places.first.address if places.first and rest is None else ""
        self._people.show_people(self._shown_people, self._tell)
        if rest is not None:
            self._address.grid_forget()
            self._rest.show(rest)
            self._rest.grid(row=2, column=0, sticky="we")
            return
        self._rest.grid_forget()
        hint = text("operator.place.only_here") if places.only_here else ""
        hint = hint if places.first else text("operator.place.none_hint")
        self._address.show(_address(places.first), [_shown(place) for place in places.others], hint)
        self._address.show_identity(places.fingerprint, places.invite)
        self._address.grid(row=2, column=0, sticky="we")

    def show_unreached(self, command: str) -> None:
        """The strip with the command of the firewall."""
        if command:
            self._unreached.show(command)
            self._unreached.grid(row=3, column=0, sticky="we", pady=(self.kit.px(4), 0))
        else:
            self._unreached.grid_forget()

    def show_waiting(self, waiting: Waiting | None) -> None:
        """The strip with what has to be decided about links."""
        self._waiting = waiting
        if waiting is None:
            self.strip.grid_forget()
            return
        self.strip.expect(self._body.winfo_width())
        look = StripButton(REALMS, text("operator.realms.look"), loud=True)
        self.strip.show("accent", "globe", waiting.title, waiting.words, (), (look,))
        self.strip.grid(row=1, column=0, sticky="we", pady=(0, self.kit.px(6)))

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """The figures."""
        for widget, card in zip(self._cards, cards, strict=True):
            token = CURVES[card.key]
            if card.tone in (Tone.WARN, Tone.BAD):
                token = "warn" if card.tone is Tone.WARN else "err"
            widget.show(card.title, card.value, card.under, card.pill, PILLS[card.tone], card.course, token)

    def show_people(self, people: People) -> None:
        """The table."""
        self._shown_people = people
        self._people.show_people(people, self._tell)

    def show_settings(self, form: SettingsForm) -> None:
        """Who may come in, in a line under the name."""
        if form.stage is Stage.UNKNOWN:
            self._policy.pack_forget()
            return
        self._policy.pack(anchor="w", pady=(self.kit.px(2), 0))
        guests = text("operator.policy.guests" if form.guests else "operator.policy.no_guests")
        self._policy.configure(text=f"{text(f'operator.policy.{form.signup}')}  ·  {guests}")

    def show_online(self, online: bool) -> None:
        """Whether anything can be done."""
        for button in (self.announce, self.add_realm):
            button.state(["!disabled" if online else "disabled"])
        self._people.show_online(online)
        self._online = online
        self._enable()

    def focus_find(self) -> bool:
        """Filter the log."""
        self._log.focus_filter()
        return True

    # --- parts --------------------------------------------------------------------------------------------------------

    def _head(self) -> ttk.Frame:
        kit = self.kit
        head = ttk.Frame(self._body)
        self._title = kit.label(head, text("operator.nav.overview"), font="ui.headb")
        self._policy = kit.label(head, font="ui.body", fg="text2")
        self.announce = ttk.Button(head, text=f" {text('operator.announce')}", style="Accent.TButton", compound="left")
        self.announce.configure(command=lambda: self.deeds.office().acts.announce(), padding=(kit.px(13), kit.px(9)))
        kit.set_icon(self.announce, "announce", "onaccent", 16)
        self.announce.pack(side="right", anchor="n")
        self.add_realm = ttk.Button(head, text=f" {text('operator.realms.add')}", compound="left", command=self._add_realm)
        self.add_realm.configure(padding=(kit.px(13), kit.px(9)))
        kit.set_icon(self.add_realm, "globe", "text", 16)
        head.bind("<Configure>", lambda event: self._fit_head(event.width))
        self._title.pack(anchor="w")
        return head

    def _make_unreached(self) -> CommandStrip:
        title, words = text("operator.unreached.title"), text("operator.unreached.words")
        return CommandStrip(self._body, self.kit, title, words, text("operator.copy.command"), self.deeds.copy)

    def _people_head(self) -> ttk.Frame:
        kit = self.kit
        head = ttk.Frame(self._body)
        kit.label(head, text("operator.people.title"), font="ui.titleb").pack(side="left")
        more = ttk.Button(head, text=text("operator.people.all"), style="Link.TButton")
        more.configure(command=lambda: self.deeds.open_page(PEOPLE))
        more.pack(side="right")
        for key, icon in (("ban", "ban"), ("kick", "kick"), ("mute", "mute")):
            button = act_button(head, kit, text(f"operator.users.{key}"), icon, partial(self._act, key), key == "ban")
            button.pack(side="right", padx=(kit.px(2), kit.px(2)))
            self.buttons[key] = button
        return head

    def _add_realm(self) -> None:
        self.deeds.open_page(REALMS)
        self.deeds.office().realms.acts.add()

    def _look_at_waiting(self) -> None:
        if self._waiting is not None:
            self.deeds.show_realm(self._waiting.realm)

    def _act(self, verb: str) -> None:
        acts = self.deeds.office().acts
        {"mute": acts.mute, "kick": acts.kick, "ban": acts.ban}[verb](self._people.people)

    def _enable(self) -> None:
        can = self._online and bool(self._people.selected)
        for button in self.buttons.values():
            button.state(["!disabled" if can else "disabled"])

    def _fit_head(self, width: int) -> None:
        if width < self.kit.px(ADD_REALM_PX):
            self.add_realm.pack_forget()
        elif not self.add_realm.winfo_manager():
            self.add_realm.pack(side="right", anchor="n", padx=(0, self.kit.px(4)), after=self.announce)

    def _fit_cards(self, width: int) -> None:
        """Four in a row, or two."""
        columns = CARDS if width >= CARDS * self.kit.px(CARD_PX) else CARDS // 2
        if columns == self._columns:
            return
        self._columns = columns
        frame = self._cards_frame
        for number, card in enumerate(self._cards):
            row, column = divmod(number, columns)
            card.grid(row=row, column=column, sticky="nswe", padx=(0 if column == 0 else self.kit.px(3), 0))
        for column in range(CARDS):
            used = column < columns
            frame.columnconfigure(column, weight=int(used), uniform="card" if used else "")


def _address(place: Place | None) -> Address | None:
    return None if place is None else _shown(place)


def _shown(place: Place) -> Address:
    return Address(place.address, place.interface)
