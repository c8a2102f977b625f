"""Everybody who has an account or is here: choices, a filter, a table, and the card of the one who is chosen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.kit import Kit
from udpchat.gui.presenters.server_acts import Whom
from udpchat.gui.presenters.server_addresses import Places
from udpchat.gui.presenters.server_figures import Tone
from udpchat.gui.presenters.server_format import count
from udpchat.gui.presenters.server_users import Column, Show, UserCard, UserRow, Users
from udpchat.gui.presenters.server_view import Rest
from udpchat.gui.server_pages.card_page import CardPage
from udpchat.gui.server_pages.head import CountChips, Width, act_button
from udpchat.gui.server_pages.page import Deeds
from udpchat.gui.widgets.detail_card import Detail, Picture, Row, Section, Verb
from udpchat.gui.widgets.find_field import FindField
from udpchat.gui.widgets.popup_menu import Item
from udpchat.gui.widgets.table import TableRow
from udpchat.limits import DIRECTORY_TOTAL_COUNT

AVATAR_PX: Final = 28
ONE_LINE_PX: Final = 800  # of the page: below it the buttons stand under the choices
WIDTHS: Final[dict[str, Width]] = {
    Column.NAME.value: (210, False, True, 0),
    Column.ROLE.value: (96, False, False, 3),
    Column.STATE.value: (180, False, True, 0),
    Column.ADDRESS.value: (170, False, True, 4),
    Column.ROUND_TRIP.value: (98, True, False, 6),
    Column.MESSAGES.value: (98, True, False, 5),
    Column.RESENT.value: (84, True, False, 7),
    Column.SEEN.value: (158, False, False, 2),
}
PILLS: Final = {Tone.PLAIN: "Pill", Tone.GOOD: "AccPill", Tone.WARN: "WarnPill", Tone.BAD: "ErrPill"}


class UsersPage(CardPage):
    """See above."""

    def __init__(self, parent: tk.Misc, kit: Kit, deeds: Deeds) -> None:
        super().__init__(parent, kit, deeds)
        self._users = Users()
        self._card: UserCard | None = None
        self._one_line: bool | None = None
        self._head().pack(fill="x", padx=(kit.px(3), 0), pady=(0, kit.px(8)))
        self._bar = ttk.Frame(self)
        self._bar.pack(fill="x", padx=(kit.px(1), 0), pady=(0, kit.px(6)))
        self.chips = CountChips(self._bar, kit, lambda key: deeds.office().show_only(Show(key)))
        self._buttons_frame = self._make_buttons()
        self._bar.columnconfigure(1, weight=1)
        self._bar.bind("<Configure>", lambda event: self._fit_bar(event.width))
        self._fit_bar(ONE_LINE_PX * 10)
        self._make_body(WIDTHS)
        self._cut = kit.label(self, font="ui.small", fg="text2")

    # --- the view -----------------------------------------------------------------------------------------------------

    def show_users(self, users: Users) -> None:
        """The table."""
        self._users = users
        counts = dict(users.counts)
        self._show_count(counts.get(Show.ALL, 0))
        self.chips.show([(show.value, self._chip(show, counts.get(show, 0))) for show in Show], users.show.value)
        self.table.show([self._row(row) for row in users.rows], users.column.value, users.descending)
        self.table.show_empty(*self._empty())
        if users.cut:
            self._cut.configure(text=text("operator.users.cut", count=DIRECTORY_TOTAL_COUNT))
            self._cut.pack(anchor="w", padx=(self.kit.px(3), 0), pady=(self.kit.px(4), 0))
        else:
            self._cut.pack_forget()

    def show_user(self, card: UserCard | None) -> None:
        """The card of the one who is chosen."""
        self._card = card
        self._show_card(detail(card, self.kit) if card is not None else None)
        self._enable()

    def show_places(self, places: Places, rest: Rest | None) -> None:
        """The relay rests: there is nobody to show."""
        if not self._users.rows:
            self.table.show_empty(*self._empty())

    def show_online(self, online: bool) -> None:
        """Whether anything can be done."""
        super().show_online(online)
        self._enable()

    def choose(self, user: int) -> None:
        """Somebody was chosen elsewhere; nobody may be shown yet."""
        key = str(user)
        if self.table.row(key) is not None:
            self.table.tree.selection_set(key)
            self.table.tree.see(key)
            self.table.tree.focus(key)
            self.table.tree.focus_set()

    # --- parts --------------------------------------------------------------------------------------------------------

    def _head(self) -> ttk.Frame:
        kit = self.kit
        head = self._make_head(text("operator.nav.people"))
        self._import = act_button(head, kit, text("operator.users.import"), "upload", self.deeds.import_people)
        kit.tip(self._import, text("operator.users.import_tip"))
        self._import.pack(side="right")
        self.find = FindField(head, kit, text("operator.users.find"), lambda needle: self.deeds.office().find_users(needle), 22)
        self.find.pack(side="right", padx=(0, kit.px(4)))
        return head

    def _make_buttons(self) -> ttk.Frame:
        frame = ttk.Frame(self._bar)
        acts = self._acts()
        self.buttons = {
            "mute": act_button(frame, self.kit, text("operator.users.mute"), "mute", acts["mute"]),
            "kick": act_button(frame, self.kit, text("operator.users.kick"), "kick", acts["kick"]),
            "ban": act_button(frame, self.kit, text("operator.users.ban"), "ban", acts["ban"], danger=True),
        }
        for button in self.buttons.values():
            button.pack(side="left", padx=(self.kit.px(2), 0))
        return frame

    # --- inside -------------------------------------------------------------------------------------------------------

    def _acts(self) -> dict[str, Callable[[], None]]:
        """What can be done to those who are chosen."""
        return {
            "mute": lambda: self.deeds.office().acts.mute(self._whom()),
            "unmute": lambda: self.deeds.office().acts.unmute(self._whom()),
            "kick": lambda: self.deeds.office().acts.kick(self._whom()),
            "ban": lambda: self.deeds.office().acts.ban(self._whom()),
        }

    def _whom(self) -> list[Whom]:
        return self.deeds.office().whom([int(key) for key in self.table.selected])

    def _sorted(self, column: str) -> None:
        self.deeds.office().sort_users(Column(column))

    def _pressed(self, verb: str) -> None:
        """A verb of the card."""
        card, office = self._card, self.deeds.office()
        if card is None:
            return
        who = Whom(card.user, card.name)
        name, _, number = verb.partition(":")
        match name:
            case "mute":
                office.acts.mute([who])
            case "unmute":
                office.acts.unmute([who])
            case "kick":
                office.acts.kick([who])
            case "ban":
                office.acts.ban([who])
            case "unban":
                office.acts.undo(card.banned, [card.name])
            case "undo":
                office.acts.undo([int(number)], [card.name])
            case "role":
                office.acts.role(who, card.role)
            case "code":
                office.acts.code(who)

    def _popped(self, key: str, x: int, y: int) -> None:
        row = self.table.row(key)
        if row is None:
            return
        acts = self._acts()
        items = [Item(text("operator.people.copy_name"), partial(self.deeds.copy, row.name))]
        address = row.cells[2].partition(":")[0]
        if self._online:
            verbs = [Item(text(f"operator.users.{verb}"), acts[verb]) for verb in ("mute", "kick", "ban")]
            if row.marked:
                verbs.insert(1, Item(text("operator.users.unmute"), acts["unmute"]))
            if address[:1].isdigit():
                ban_address = partial(self.deeds.office().acts.ban_address, address)
                verbs.append(Item(text("operator.users.ban_address"), ban_address))
            items = [*verbs, Item(), *items]
        if address[:1].isdigit():
            items.append(Item(text("operator.people.copy_address"), partial(self.deeds.copy, row.cells[2])))
        self.deeds.popup(items, x, y)

    def _chosen(self, keys: Sequence[str]) -> None:
        self.deeds.office().choose_user(int(keys[0]) if len(keys) == 1 else 0)
        self._enable()

    def _enable(self) -> None:
        can = self._online and bool(self.table.selected)
        for button in self.buttons.values():
            button.state(["!disabled" if can else "disabled"])
        self._import.state(["!disabled" if self._online else "disabled"])

    def _fit_bar(self, width: int) -> None:
        one_line = width >= self.kit.px(ONE_LINE_PX)
        if one_line != self._one_line:
            self._one_line = one_line
            self.chips.grid(row=0, column=0, columnspan=1 if one_line else 2, sticky="w")
            self._buttons_frame.grid(row=0 if one_line else 1, column=1 if one_line else 0, sticky="e" if one_line else "w")

    def _empty(self) -> tuple[str, str]:
        users = self._users
        if users.rows:
            return "", ""
        if dict(users.counts).get(Show.ALL):
            return text("operator.users.nobody_fits"), text("operator.users.nobody_fits_words")
        if not users.known:
            return text("operator.users.loading" if self._online else "operator.users.unknown"), ""
        return text("operator.users.nobody_title"), text("operator.users.nobody")

    def _chip(self, show: Show, number: int) -> str:
        words = text(f"operator.users.{show.value}")
        return text("operator.users.chip", words=words, count=count(number)) if number and show is not Show.ALL else words

    def _avatar(self, row: TableRow) -> tk.PhotoImage:
        return self.kit.avatar(row.name, AVATAR_PX, hue=row.hue, presence=row.presence)

    def _row(self, row: UserRow) -> TableRow:
        marked, bad = row.tone is Tone.WARN, row.tone is Tone.BAD
        return TableRow(
            str(row.user), row.label, row.cells, row.name, self.kit.hue(row.user), marked, row.presence, bad
        )


def detail(card: UserCard, kit: Kit) -> Detail:
    """A person as a card."""
    facts = [Row(value, label) for label, value in card.facts]
    sections = [Section("", tuple(facts))]
    undo = text("operator.undo")
    if card.sanctions:
        rows = tuple(Row(words, "", f"undo:{number}", undo) for number, words in card.sanctions)
        sections.append(Section(text("operator.user.in_force"), rows))
    if card.sessions:
        sections.append(Section(text("operator.user.sessions"), tuple(Row(words) for words in card.sessions)))
    groups = card.groups
    if groups is not None:
        words = ", ".join(groups) or text("operator.user.no_groups")
        sections.append(Section(text("operator.user.groups"), (Row(words),)))
    if card.history:
        sections.append(Section(text("operator.user.history"), tuple(Row(words) for words in card.history)))
    under = card.name if card.display != card.name else ""
    pills = tuple((words, PILLS[tone]) for words, tone in card.pills)
    picture = Picture(card.name, kit.hue(card.user), card.presence)
    return Detail(picture, card.display, under, pills, _verbs(card), tuple(sections))


def _verbs(card: UserCard) -> tuple[Verb, ...]:
    verbs = [
        Verb("unmute", text("operator.users.unmute"), "bell") if card.muted else Verb("mute", text("operator.users.mute"), "mute"),
        Verb("kick", text("operator.users.kick"), "kick"),
    ]
    if not card.guest:
        verbs.append(Verb("role", text("operator.users.role"), "shield"))
        verbs.append(Verb("code", text("operator.users.code"), "key"))
    if card.banned:
        verbs.append(Verb("unban", text("operator.users.unban"), "unlock"))
    else:
        verbs.append(Verb("ban", text("operator.users.ban"), "ban", danger=True))
    return tuple(verbs)
