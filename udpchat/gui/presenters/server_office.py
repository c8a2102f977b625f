"""The operator's office: the pages about people, groups and order. Coordinates tables, lists and acts with a view.

    sessions, rules, rooms, log lines -> lists (asked again) -> tables -> view;   person -> acts -> relay

What is not seen is not put into words, and not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol, TypeVar

from udpchat.client.operator import FileFigures, GroupRow, Member, Rooms, Rules
from udpchat.gui.presenters import server_groups, server_users
from udpchat.gui.presenters.server_acts import Acts, Whom
from udpchat.gui.presenters.server_feed import SessionRow
from udpchat.gui.presenters.server_file_desk import FileDesk, FilesView
from udpchat.gui.presenters.server_groups import GroupCard, Groups, GroupsTable
from udpchat.gui.presenters.server_import import FormView, Importer
from udpchat.gui.presenters.server_lists import Kind, Lists
from udpchat.gui.presenters.server_order import HouseRules, OrderForm
from udpchat.gui.presenters.server_sanctions import Listed, audit_entries, sanction_entries
from udpchat.gui.presenters.server_users import Person, Show, UserCard, Users, UsersTable, everybody
from udpchat.operate import questions
from udpchat.operate.desk import Asking, Office, Outcome, one
from udpchat.operate.orders import FromClient

T = TypeVar("T")

OVERVIEW: Final = "overview"
PEOPLE: Final = "people"
GROUPS: Final = "groups"
FILES: Final = "files"
ORDER: Final = "order"
WANTED: Final = {
    PEOPLE: {Kind.PEOPLE, Kind.SANCTIONS, Kind.AUDIT},
    GROUPS: {Kind.GROUPS},
    ORDER: {Kind.SANCTIONS, Kind.AUDIT},
}
SPOILED_BY: Final = {"order": tuple(Kind), "people": (Kind.PEOPLE,), "settings": (Kind.AUDIT,)}
"""Which lists may be other ones after a line of the log about this."""


class OfficeView(FormView, FilesView, Protocol):
    """The pages. Each verb replaces what the same verb showed before."""

    def show_users(self, users: Users) -> None:
        """The table of everybody."""

    def show_user(self, card: UserCard | None) -> None:
        """The card of one person; None: nobody is chosen."""

    def show_groups(self, groups: Groups) -> None:
        """The table of groups."""

    def show_group(self, card: GroupCard | None) -> None:
        """The card of one group."""

    def show_order(self, form: OrderForm) -> None:
        """What holds for everybody."""

    def show_sanctions(self, entries: tuple[Listed, ...] | None) -> None:
        """Mutes and bans in force; None: not known."""

    def show_audit(self, entries: tuple[Listed, ...] | None, more: bool) -> None:
        """Who did what (None: not known); `more`: there are older ones."""

    def show_counted(self, groups: int | None, sanctions: int | None) -> None:
        """The numbers in the navigation; None: not known."""

    def show_online(self, online: bool) -> None:
        """Whether anything can be done at present."""


class OfficeCommands(Protocol):
    """What the window has done for it."""

    def run(self, make: Callable[[Office], Asking[T]], then: Callable[[Outcome[T]], None]) -> None:
        """Run a script at the relay."""

    def aside(self, work: Callable[[], T], then: Callable[[T | None, Exception | None], None]) -> None:
        """Run what takes long beside the window."""


class OfficePresenter:
    """Fed by the presenter of the window, which also tells it the time and the page."""

    def __init__(self, view: OfficeView, commands: OfficeCommands) -> None:
        self._view, self._commands = view, commands
        self.lists = Lists(commands.run, self._changed)
        self.rules = HouseRules(self._order, view.show_order)
        self.acts = Acts(view, commands.run, self._done)
        self.files = FileDesk(view, commands.run, self.acts)
        self.importer = Importer(view, commands.run, commands.aside, self.lists.spoil)
        self._users, self._groups = UsersTable(), GroupsTable()
        self._sessions: dict[int, SessionRow] = {}
        self._people: dict[int, Person] = {}
        self._page = OVERVIEW
        self._online = False
        self._now = 0.0
        self._server_ms = 0
        self._accounts = -1
        self._user = self._group = 0
        self._groups_of: dict[int, tuple[str, ...]] = {}
        self._members: dict[int, list[Member]] = {}
        self._underway: set[tuple[str, int]] = set()
        self._shown: dict[str, object] = {}

    # --- what the relay tells -----------------------------------------------------------------------------------------

    def welcomed(self) -> None:
        """Signed in, the first time or again: everything may be another one."""
        self._online = True
        self._sessions.clear()
        self.lists.spoil()
        self.files.spoil()
        self._show("online", True, self._view.show_online)

    def cut_off(self) -> None:
        """There is no connection: what is known stays to be read, and nothing can be done."""
        self._online = False
        self._show("online", False, self._view.show_online)

    def silent(self) -> None:
        """The relay has ended: nothing is known of the present."""
        self.cut_off()
        self._sessions.clear()
        self.lists.clear()
        self.rules.clear()
        self._groups_of.clear()
        self._members.clear()
        self.files.silent()
        self._draw()

    def heard(self, word: object) -> None:
        """Rules and rooms come by themselves."""
        match word:
            case Rules():
                self.rules.rules(word)
            case FileFigures():
                self.files.heard(word)
            case Rooms(rooms):
                for room in rooms:
                    if room.kind == "lobby":
                        self.rules.lobby(room)

    def sessions_changed(self, rows: Iterable[SessionRow], gone: Iterable[int]) -> None:
        """Sessions that are new or changed, and those that are gone."""
        for row in rows:
            if row.session not in self._sessions:
                self.lists.spoil(Kind.PEOPLE)
            self._sessions[row.session] = row
        for session in gone:
            if self._sessions.pop(session, None) is not None:
                self.lists.spoil(Kind.PEOPLE)

    def logged(self, topics: Iterable[str]) -> None:
        """Lines of the log, by what they are about."""
        for topic in set(topics):
            if topic in SPOILED_BY:
                self.lists.spoil(*SPOILED_BY[topic])
                self._groups_of.clear()
                self._members.clear()

    def counted(self, accounts: int) -> None:
        """How many accounts there are."""
        if accounts != self._accounts:
            self._accounts = accounts
            self.lists.spoil(Kind.PEOPLE)

    # --- time ---------------------------------------------------------------------------------------------------------

    def page_shown(self, page: str) -> None:
        """Another page is seen."""
        self._page = page

    def tick(self, now: float, server_ms: int) -> None:
        """Once a second, and when something happened."""
        self._now, self._server_ms = now, server_ms
        if self._online:
            self.lists.refresh(WANTED.get(self._page, set()) | {Kind.SANCTIONS, Kind.GROUPS}, now)
        self.files.tick(now, server_ms, self._page == FILES, self._online)
        self._draw()

    # --- what the person does -----------------------------------------------------------------------------------------

    def show_only(self, show: Show) -> None:
        """A choice above the table of everybody."""
        self._users.choose(show)
        self._draw()

    def find_users(self, needle: str) -> None:
        """The filter of everybody."""
        self._users.find(needle)
        self.lists.find_people(needle.strip())
        self._draw()

    def sort_users(self, column: server_users.Column) -> None:
        """A heading was clicked."""
        self._users.sort_by(column)
        self._draw()

    def choose_user(self, user: int) -> None:
        """The card of this person; 0: of nobody."""
        self._user = user
        self._draw()

    def find_groups(self, needle: str) -> None:
        """The filter of the groups."""
        self._groups.find(needle)
        self._draw()

    def sort_groups(self, column: server_groups.Column) -> None:
        """A heading was clicked."""
        self._groups.sort_by(column)
        self._draw()

    def choose_group(self, group: int) -> None:
        """The card of this group; 0: of none."""
        self._group = group
        self._draw()

    def older_audit(self) -> None:
        """The next page of the audit."""
        self.lists.older_audit()

    def keep(self, days: int) -> None:
        """How long messages are kept; fewer days than now is asked about first."""
        before = self.rules.retention_days
        if days and (not before or days < before):
            self.acts.shorten(days, lambda: self.rules.keep(days), self.rules.again)
        else:
            self.rules.keep(days)

    def whom(self, users: Sequence[int]) -> list[Whom]:
        """Those of them who are known."""
        return [Whom(user, self._people[user].name) for user in users if user in self._people]

    def delete_group(self, group: int) -> None:
        """Ask whether to end it."""
        row = self.lists.groups.get(group)
        if row is not None:
            self.acts.delete_group(row.id, row.title, row.members)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _order(self, word: FromClient, then: Callable[[Outcome[list[Any]]], None]) -> None:
        self._commands.run(one(word), then)

    def _done(self) -> None:
        """Something was done: any list may be another one."""
        self.lists.spoil()
        self.files.spoil()

    def _changed(self, _kind: Kind) -> None:
        self._draw()

    def _draw(self) -> None:
        """Bring the page that is seen up to date."""
        lists, now_ms, view = self.lists, self._server_ms, self._view
        people = everybody(lists.accounts, self._sessions.values(), lists.sanctions.values())
        self._people = {person.user: person for person in people}
        in_force = sum(row.until_ms > now_ms for row in lists.sanctions.values())
        groups = len(lists.groups) if Kind.GROUPS in lists.known else None
        counted = groups, in_force if Kind.SANCTIONS in lists.known else None
        self._show("counted", counted, lambda both: view.show_counted(*both))
        match self._page:
            case "people":
                known = Kind.PEOPLE in lists.known
                self._show("users", self._users.users(people, now_ms, known, lists.cut), view.show_users)
                self._show("user", self._user_card(), view.show_user)
            case "groups":
                known = Kind.GROUPS in lists.known
                self._show("groups", self._groups.groups(lists.groups.values(), now_ms, known), view.show_groups)
                self._show("group", self._group_card(), view.show_group)
            case "order":
                sanctions = sanction_entries(lists.sanctions.values(), now_ms) if Kind.SANCTIONS in lists.known else None
                self._show("sanctions", sanctions, view.show_sanctions)
                audit = audit_entries(lists.audit, now_ms) if Kind.AUDIT in lists.known else None, not lists.audit_ends
                self._show("audit", audit, lambda both: view.show_audit(*both))

    def _user_card(self) -> UserCard | None:
        person = self._people.get(self._user)
        if person is None:
            return None
        groups = self._groups_of.get(person.user)
        if groups is None:
            self._ask_once(PEOPLE, person.user, lambda office: questions.groups(person.user), self._know_groups_of)
        return server_users.card(person, groups, self.lists.audit, self._server_ms)

    def _know_groups_of(self, user: int, rows: list[GroupRow]) -> None:
        self._groups_of[user] = tuple(row.title for row in rows)

    def _group_card(self) -> GroupCard | None:
        row = self.lists.groups.get(self._group)
        if row is None:
            return None
        members = self._members.get(row.id)
        if members is None:
            self._ask_once(GROUPS, row.id, lambda office: questions.members(row.id), self._members.__setitem__)
        return server_groups.card(row, members, self._server_ms)

    def _ask_once(self, about: str, number: int, make: Callable[[Office], Asking[T]], know: Callable[[int, T], None]) -> None:
        """Ask for what a card lacks, unless that is under way."""
        if not self._online or (about, number) in self._underway:
            return
        self._underway.add((about, number))

        def told(outcome: Outcome[T]) -> None:
            self._underway.discard((about, number))
            if outcome.value is not None:
                know(number, outcome.value)
                self._draw()

        self._commands.run(make, told)

    def _show(self, key: str, value: T, verb: Callable[[T], None]) -> None:
        if self._shown.get(key, OfficePresenter) != value:
            self._shown[key] = value
            verb(value)
