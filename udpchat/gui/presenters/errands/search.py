"""Searching what was said: by words, sender and day, in one conversation or everywhere; also without a connection."""

from __future__ import annotations

from dataclasses import dataclass, replace

from udpchat.catalogue import text
from udpchat.client.events import Event, Message, PeopleFound, RequestRefused, SearchFound
from udpchat.client.obeying import Steps
from udpchat.errors import LocalError, NoSuchUser
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.rows import RowData, message_row, title_of
from udpchat.gui.presenters.errands.when import day_end, day_start
from udpchat.limits import ASK_REST_S, FOUND_SHOWN_COUNT

MORE = "more"


@dataclass(frozen=True, slots=True)
class SearchData:
    """What was found, and in words how much."""

    words: str  # at the beginning
    place: str  # the conversation that it may be narrowed to; "" for none
    here: bool
    rows: tuple[RowData, ...]
    status: str
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """What a person has typed."""

    words: str = ""
    sender: str = ""
    since: str = ""
    until: str = ""
    files: bool = False  # only what has a file

    def __bool__(self) -> bool:
        return self.files or any(typed.strip() for typed in (self.words, self.sender, self.since, self.until))


class Search(Errand[SearchData]):
    """Keys of rows: `conversation seq`."""

    def __init__(self, bench: Bench, conversation: int | None, words: str = "") -> None:
        super().__init__(bench)
        self._place = conversation
        self._here = conversation is not None
        self._words = words
        self._sought = Sought(words)
        self._ref: bytes | None = None
        self._found: tuple[Message, ...] = ()
        self._more = 0
        self._offline = False
        self._answered = False

    def begin(self) -> None:
        self._search()

    def take(self, event: Event) -> bool:
        match event:
            case SearchFound(ref, messages, more, offline) if ref == self._ref:
                self._ref, self._answered = None, True
                self._found, self._more, self._offline = (*self._found, *messages), more, offline
                if more and not messages and len(self._found) < FOUND_SHOWN_COUNT:
                    self.more()  # it took too long: go on from there
                return True
            case RequestRefused(ref=ref) if ref == self._ref:
                self._ref = None
                self.complain(event.refusal.sentence)
                return True
        return False

    # --- what is looked for -------------------------------------------------------------------------------------------

    def look_for(self, sought: Sought) -> None:
        """The person changes something; it is searched when the typing rests."""
        if sought != self._sought:
            self._sought = sought
            self.timers.later(ASK_REST_S, self._search)

    def now(self) -> None:
        """At once."""
        self._search()

    def narrow(self, here: bool) -> None:
        """In the open conversation only, or everywhere."""
        self._here = here
        self._search()

    def _search(self) -> None:
        self.timers.forget(self._search)
        self._found, self._more, self._answered, self._ref = (), 0, False, None
        for field in ("sender", "since", "until", ""):
            self.complain("", field)
        if self._sought:
            self.more()
        self.refresh()

    def more(self) -> None:
        """Older hits."""
        sought, wall_ms = self._sought, self.bench.around.wall_ms()
        try:
            since = day_start(sought.since, wall_ms)
        except LocalError:
            self.complain(text("errands.search.date"), "since")
            return
        try:
            until = day_end(sought.until, wall_ms)
        except LocalError:
            self.complain(text("errands.search.date"), "until")
            return
        name = sought.sender.strip().removeprefix("@")
        if name:
            self.run(lambda: self._person(name), lambda user: self._ask(user, since, until), "sender")
        else:
            self._ask(0, since, until)

    def _person(self, name: str) -> Steps[int]:
        user = self.core.find_user(name)
        if not user:
            self.core.ask_people(name, self.bench.now)
            yield lambda event: isinstance(event, PeopleFound) and event.prefix == name
            user = self.core.find_user(name)
        if not user:
            raise NoSuchUser(name)
        return user

    def _ask(self, user: int, since: int, until: int) -> None:
        place = self._place if self._here else None
        words = self._sought.words.strip()

        def ask() -> None:
            self._ref = self.core.search(
                words, self.bench.now, place, user, since, until, self._more, self._sought.files
            )

        self.ask(ask)
        self.refresh()

    # --- what is shown ------------------------------------------------------------------------------------------------

    def data(self) -> SearchData:
        place = title_of(self.core, self._place) if self._place is not None else ""
        rows = [self._row(message) for message in self._found[:FOUND_SHOWN_COUNT]]
        if self._more and self._ref is None and len(rows) < FOUND_SHOWN_COUNT:
            rows.append(RowData(MORE, text("errands.search.more"), link=True))
        return SearchData(self._words, place, self._here, tuple(rows), self._status(), self._offline and self._answered)

    def _status(self) -> str:
        if self._ref is not None:
            return text("errands.search.busy")
        if not self._sought:
            return text("errands.search.hint")
        if not self._answered:
            return ""
        key = "offline" if self._offline else "found"
        count = f"{len(self._found)}+" if self._more else str(len(self._found))
        return text(f"errands.search.{key}", count=count) if self._found else text(f"errands.search.{key}.none")

    def _row(self, message: Message) -> RowData:
        row = message_row(self.core, message, self.bench.around.moment, self.bench.around.wall_ms())
        note = "" if self._here else title_of(self.core, message.conversation)
        return replace(row, key=f"{message.conversation} {message.seq}", note=note)

    def choose(self, key: str) -> None:
        """Go to a message, or on."""
        if key == MORE:
            self.more()
            return
        conversation, _, seq = key.partition(" ")
        self.go(int(conversation), int(seq))
