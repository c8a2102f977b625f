"""My own account: how others see me, the password, whom I have blocked, and the end of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import Event, PeopleFound, RoomsChanged
from udpchat.client.obeying import Steps
from udpchat.errors import AuthFailed, PasswordNeeded, SlowDown, UdpchatError
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.rows import Picture, RowData, person_row
from udpchat.names import clean_label, clean_status, fold


@dataclass(frozen=True, slots=True)
class AccountData:
    """Me. `known`: the server has said how I am shown; until then nothing can be changed."""

    picture: Picture
    name: str
    display: str
    country: str
    status: str
    guest: bool
    known: bool
    blocked: tuple[RowData, ...]


class Account(Errand[AccountData]):
    """Of the one who is signed in."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._known = False
        self._unblocked: set[int] = set()

    def begin(self) -> None:
        self.core.ask_people("", self.bench.now)
        self.core.ask_people(self.core.my_name, self.bench.now)

    def take(self, event: Event) -> bool:
        if isinstance(event, PeopleFound) and any(account.user == self.core.me for account in event.people):
            self._known = True
        return isinstance(event, PeopleFound | RoomsChanged)

    def data(self) -> AccountData:
        one, account = self.bench.crowd.get(self.core.me), self.bench.crowd.account(self.core.me)
        name = one.name or self.core.my_name
        display = one.display or name
        picture = Picture(name, self.core.me, one.presence)
        shown = "" if display == name else display
        rows = tuple(self._row(user) for user in self._blocked())
        status = account.status if account else one.status
        return AccountData(picture, name, shown, one.country, status, one.guest, self._known, rows)

    # --- profile and password -----------------------------------------------------------------------------------------

    def save(self, display: str, country: str, status: str) -> None:
        """How others see me."""
        for clean, typed, field in (
            (clean_label, display, "display"),
            (clean_label, country, "country"),
            (clean_status, status, "status"),
        ):
            try:
                clean(typed)
            except UdpchatError as error:
                self.complain(error.sentence, field)
                return
        self.order(lambda: self.core.change_profile(display, country, status, self.bench.now), self._saved)

    def _saved(self, value: int) -> None:
        if not self.later(value):
            self.bench.windows.toast(text("errands.saved"))
            self.ask(lambda: self.core.ask_people(self.core.my_name, self.bench.now))

    def change_password(self, present: str, password: str, again: str) -> None:
        """Another password, by whoever knows the one in force; every other device is signed out."""
        if not present:
            self.complain(text("errands.password.present.empty"), "present")
        elif not password:
            self.complain(text("errands.password.empty"), "password")
        elif password != again:
            self.complain(text("errands.password.differs"), "again")
        else:
            self._proved(
                lambda: self.core.change_password(password, self.bench.now, present), self._renewed, "password", "present"
            )

    def _proved(self, give: Callable[[], bytes], done: Callable[[int], object], field: str, secret: str) -> None:
        """An order that takes the present password, which stands in the field `secret`: what is wrong with it is told there."""

        def steps() -> Steps[int | UdpchatError]:
            try:
                return (yield from self._outcome(give, kept=False))
            except (AuthFailed, PasswordNeeded, SlowDown) as error:
                if self.over:
                    raise
                return error

        def ended(value: int | UdpchatError) -> None:
            if isinstance(value, UdpchatError):
                self.complain(value.sentence, secret)
            else:
                done(value)

        self.run(steps, ended, field)

    def _renewed(self, _value: int) -> None:
        self.bench.windows.toast(text("errands.password.done"))
        self.close()

    # --- blocked people -----------------------------------------------------------------------------------------------

    def _blocked(self) -> list[int]:
        users = {one.user for one in self.bench.crowd.all() if one.blocked}
        users |= {room.peer for room in self.core.rooms if room.kind == "private" and room.blocked}
        return sorted(users - self._unblocked, key=lambda user: fold(self.bench.crowd.get(user).display))

    def _row(self, user: int) -> RowData:
        row = person_row(self.bench.crowd.get(user), self.bench.around.moment, self.bench.around.wall_ms())
        return RowData(row.key, row.title, row.note, right=text("errands.unblock"), picture=row.picture)

    def unblock(self, key: str) -> None:
        """Hear from somebody again."""
        user = int(key)

        def done(value: int) -> None:
            self.later(value)
            self._unblocked.add(user)
            self.refresh()

        self.order(lambda: self.core.block(user, False, self.bench.now), done)

    def message(self, key: str) -> None:
        """Open the conversation with somebody."""
        self.go(numbers.private_with(int(key)))

    # --- the end ------------------------------------------------------------------------------------------------------

    def delete(self, typed: str, present: str) -> None:
        """The account ends; only with the own name and password typed once more."""
        if fold(typed.strip()) != fold(self.core.my_name):
            self.complain(text("errands.delete.name", name=self.core.my_name), "name")
            return
        if not present:
            self.complain(text("errands.password.present.empty"), "proof")
            return
        self._proved(lambda: self.core.delete_account(self.bench.now, present), lambda _value: self.close(), "name", "proof")
