"""What a person asks: searches, lists, pages of the past, files. Answered by events; offline by what is on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from udpchat.client import finding, numbers, past
from udpchat.client.book import Book
from udpchat.client.desk import Desk
from udpchat.client.events import (
    EarlierLoaded,
    Exported,
    ExportFailed,
    MembersFound,
    PeopleFound,
    RequestRefused,
    SearchFound,
)
from udpchat.client.export import Format, Heading, export
from udpchat.client.jobs import SEARCH_LANE
from udpchat.client.message import renumbered
from udpchat.client.person import Person
from udpchat.client.phases import Phase
from udpchat.client.questions import Listing, Urgent
from udpchat.client.run import Run
from udpchat.driver import Job
from udpchat.errors import NoAnswer
from udpchat.limits import SEARCH_CHARS
from udpchat.words import messages as words


@dataclass(frozen=True, slots=True)
class Ticks:
    """How far one message of mine has come: of `members` others so many have got it, and read it."""

    members: int
    delivered: int
    read: int


class Asking(Person):
    """Part of ClientCore."""

    def load_earlier(self, before_seq: int, now: float, conversation: int = numbers.LOBBY) -> None:
        """Read a page of cached messages before that seq; EarlierLoaded is the answer. Works offline."""
        number = self._number(conversation)
        if self._run.desk:
            past.load_earlier(self._run, self._run.desk, number, before_seq)
        else:
            self._events.append(EarlierLoaded((), more=False, conversation=number))

    def search(
        self,
        text: str,
        now: float,
        conversation: int | None = None,
        author: int = 0,
        since: int = 0,
        until: int = 0,
        before: int = 0,
        files: bool = False,
    ) -> bytes:
        """Messages that hold all words (the last may be the beginning of one), newest first: SearchFound under this ref.

        None: everywhere; 0: the lobby. `since`, `until` in ms; `before` as SearchFound.more says; `files`: only what has a
        file. The server is asked; when it cannot be, or does not answer in time, what is cached on this computer answers.
        """
        desk = self._writing()
        id = past.id_of(self._run, desk, self._number(conversation)) if conversation is not None else 0
        word = words.Search(self._ref(), text[:SEARCH_CHARS], id, author, since, until, before, files)
        if conversation is not None and not id:
            self._events.append(SearchFound(word.ref, (), 0, offline=True))  # nothing was ever said there
        elif self.state is Phase.ONLINE:
            self._ask(word, now)
        else:
            search_here(self._run, desk, word)
        return word.ref

    def ask_people(self, prefix: str, now: float) -> None:
        """Whose name begins so ("": everybody)? PeopleFound is the answer; offline those heard of here."""
        if self.state is Phase.ONLINE:
            self._ask(words.AskPeople(prefix), now)
        else:
            self._events.append(known_here(self._writing().book, prefix))

    def ask_members(self, conversation: int, now: float) -> None:
        """Who is in that group? MembersFound is the answer, and whenever it changes afterwards."""
        id = self._writing().rooms.id_of(self._number(conversation))
        if id:
            self._ask(words.AskMembers(id), now)
        else:
            self._events.append(MembersFound(conversation, ()))

    def members(self, conversation: int) -> tuple[words.Member, ...] | None:
        """The members as far as known; None: ask."""
        return self._run.members.of(self._number(conversation))

    def ask_receipts(self, seq: int, now: float) -> None:
        """Who has got and read this message of mine? ReceiptsFound is the answer."""
        self._ask(words.AskReceipts(seq), now)

    def ticks(self, conversation: int, seq: int) -> Ticks:
        """How far a message of mine has come, as far as told; for a private one `members` is 1."""
        number = self._number(conversation)
        room = self.room(number)
        marks = self._run.signals.known_receipts(number)
        members = 1 if numbers.peer_of(number) else max(room.members - 1 if room else 0, 0)
        got = sum(mark.delivered >= seq for mark in marks)
        return Ticks(members, got, sum(mark.read >= seq for mark in marks))

    def export(self, conversation: int, path: Path, format: Format, now: float) -> None:
        """Write what is cached of a conversation to a file: Exported or ExportFailed is the answer. Works offline."""
        desk, run = self._writing(), self._run
        number = self._number(conversation)
        room = self.room(number)
        title = room.title if room and room.title else self.name_of(numbers.peer_of(number))
        heading = Heading(title or run.server_name, run.server_name, self.my_name, self._wall_ms())
        pages = finding.pages(desk.account.path / "store.sqlite", past.id_of(run, desk, number))
        names = {member.user: member.name for member in run.members.of(number) or ()}
        names |= {user: desk.book.name(user) for user in desk.book.users()}
        names[desk.me] = self.my_name
        job = Job(SEARCH_LANE, "export", partial(export, path, format, heading, pages, partial(_name, names)))

        def done(count: int | None, error: Exception | None, _now: float) -> None:
            failed = ExportFailed(path, str(error))
            run.tools.emit(Exported(path, count) if count is not None else failed)

        run.queue(job, done)


def _name(names: dict[int, str], user: int) -> str:
    return names.get(user, "")


def known_here(book: Book, prefix: str) -> PeopleFound:
    """The answer about people without the server."""
    return PeopleFound(prefix, book.beginning_with(prefix), offline=True)


def search_here(run: Run, desk: Desk, word: words.Search) -> None:
    """Search what is cached on this computer."""
    wanted = finding.Wanted(word.words, word.conversation, word.author, word.since, word.until, word.before, word.files)
    look = partial(finding.search, desk.account.path / "store.sqlite", wanted)

    def done(hits: finding.Hits | None, error: Exception | None, _now: float) -> None:
        found = hits or finding.Hits((), 0)
        messages = (renumbered(message, desk.rooms.number(message.conversation)) for message in found.messages)
        shown = tuple(desk.recent.get(message.seq) or message for message in messages)
        run.tools.emit(SearchFound(word.ref, shown, found.more, offline=True))

    run.queue(Job(SEARCH_LANE, "search", look), done)


def given_up(run: Run, word: Urgent | Listing | words.Search) -> None:
    """The server has not answered in time."""
    desk = run.desk
    if isinstance(word, words.Search) and desk:
        search_here(run, desk, word)
    elif isinstance(word, words.AskPeople) and desk:
        run.tools.emit(known_here(desk.book, word.prefix))
    else:
        run.tools.emit(RequestRefused(getattr(word, "ref", b""), word, NoAnswer(run.server_name)))
