"""From a welcome to being online: the account's folder, what was found in it, what an ended guest had left unsent.

The folder is opened once per run and user id, whatever number of connections come and go meanwhile: a welcome that
arrives while it is being opened waits in `_pending` and is dealt with afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from udpchat.client import moving
from udpchat.client.account import Opened
from udpchat.client.desk import Desk
from udpchat.client.entry import Entry
from udpchat.client.events import HistoryReset, MessagePending, MessageRefused, NotSaved, SignedIn
from udpchat.client.found import tell_found
from udpchat.client.jobs import STORE_LANE, ignore
from udpchat.client.known_servers import KnownServers, Visitor
from udpchat.client.phases import Phase
from udpchat.client.run import Run
from udpchat.client.target import keeps
from udpchat.driver import Job
from udpchat.errors import GuestEnded, UdpchatError
from udpchat.limits import INTERVALS_COUNT
from udpchat.words import messages as words


class Settling:
    """One run's folders. `refused` ends the run."""

    def __init__(self, run: Run, refused: Callable[[UdpchatError, float], None]) -> None:
        self._run = run
        self._tools = run.tools
        self._refused_for_good = refused
        self._opening = False
        self._pending: words.Welcome | None = None
        self._current: words.Welcome | None = None  # the welcome of the connection that stands

    def down(self) -> None:
        """The connection is gone; the next one brings another welcome."""
        self._current = None

    def remember_server(self, visitor: Visitor | None = None) -> None:
        """Pin the server of this run, or renew what is known of it."""
        run, tools = self._run, self._tools
        where = (run.server or b"", run.server_name, tools.link.target.address)
        remember = partial(tools.profiles.remember_server, *where, visitor)
        run.queue(Job(STORE_LANE, "remember server", remember), self._remembered)

    def _remembered(self, known: KnownServers | None, error: Exception | None, now: float) -> None:
        if known is not None:
            self._tools.link.pins(known, now)
        else:
            self._tools.emit(NotSaved(str(error)))

    # --- the folder ---------------------------------------------------------------------------------------------------

    def welcomed(self, welcome: words.Welcome, now: float) -> None:
        """The server took us in."""
        self._pending = self._current = welcome
        self._settle(welcome, now)

    def _settle(self, welcome: words.Welcome, now: float) -> None:
        if self._opening:
            return
        run, user, found = self._run, welcome.user, self._run.found
        run.found = None
        if found and found.account.user != user:  # that session ended for good
            run.close(found.account, found.account.release)
            found = None
        if run.desk and run.desk.account.user == user:
            self._online(run.desk, welcome, now)
        elif found:
            self._opened(welcome, found, None, now)
        else:
            self._open(welcome)

    def _open(self, welcome: words.Welcome) -> None:
        self._opening = True
        run, profiles, server = self._run, self._tools.profiles, self._run.server or b""
        if run.desk:
            run.desk.moving = True
            move = partial(moving.move, profiles, run.desk.account, server, welcome.user, moving.rows(run.desk.outbox))
            run.queue(Job(STORE_LANE, "move outbox", move), partial(self._moved, welcome, run.desk))
        else:
            opening = partial(profiles.open_account, server, welcome.user)
            run.queue(Job(STORE_LANE, "open account", opening), partial(self._opened, welcome))

    def _opened(self, welcome: words.Welcome, opened: Opened | None, error: Exception | None, now: float) -> None:
        self._opening = False
        if opened is None:
            self._refused_for_good(moving.explained(error, welcome.name), now)
            return
        keep = keeps(self._run.credentials) and not welcome.guest
        self._signed_in(Desk(opened, keep, self._run.people), welcome, now, opened.snapshot.transfers)
        self._note_visit(keep, welcome)

    def _moved(self, welcome: words.Welcome, old: Desk, moved: moving.Moved | None, error: Exception | None, now: float) -> None:
        """A guest whose session had ended is a new user now; what was typed goes along."""
        self._opening = False
        if moved is None:
            self._refused_for_good(moving.explained(error, welcome.name), now)
            return
        self._run.hold_until = welcome.head
        self._signed_in(old.successor(moved.opened, moved.batch), welcome, now)

    def _signed_in(self, desk: Desk, welcome: words.Welcome, now: float, transfers: tuple[str, ...] = ()) -> None:
        """The folder is open: tell who we are, and what was found there."""
        run, emit = self._run, self._tools.emit
        run.desk, run.welcome = desk, welcome
        emit(SignedIn(welcome.name, welcome.user, welcome.guest, run.server_name))
        tell_found(desk, welcome, emit)
        run.sit_down(desk, transfers)
        if self._pending is not None:
            self._settle(self._pending, now)

    def _online(self, desk: Desk, welcome: words.Welcome, now: float) -> None:
        run = self._run
        if self._tools.link.phase is not Phase.SIGNING_IN or self._current is not welcome:
            return  # the connection of this welcome is gone; the next one brings another
        self._pending, run.welcome = None, welcome
        if desk.welcomed(welcome):
            run.hold_until = 0
            run.unplaced.clear()
            run.signals.forget()
            if run.transfers:
                run.transfers.log_replaced()
            self._tools.emit(HistoryReset())
        if run.offline_name:
            run.offline_name = ""
            self._note_visit(desk.keep, welcome)
        self._tools.link.welcomed(now)
        run.people.begin()
        desk.rooms.begin()
        run.passed = desk.cache.seen.copy()
        self._tools.say(words.Synchronise(welcome.epoch, desk.cache.seen.widest(INTERVALS_COUNT)))

    def offline(self, found: Opened, server_name: str) -> None:
        """The server does not answer, and this person is kept signed in here: what is here is there to be read."""
        run, emit = self._run, self._tools.emit
        desk = run.desk = Desk(found, True, run.people)
        name = os.fsdecode(found.snapshot.meta.get("name", b"")) or run.credentials.name
        run.offline_name = name
        emit(SignedIn(name, desk.me, False, server_name))
        tell_found(desk, None, emit)
        run.sit_down(desk, found.snapshot.transfers)

    # --- once per run -------------------------------------------------------------------------------------------------

    def _note_visit(self, keep: bool, welcome: words.Welcome) -> None:
        """Who was here last, what ended guests of this name had left, and nothing of those who are not kept."""
        tools, at_ms = self._tools, self._tools.wall_ms()
        self.remember_server(Visitor(welcome.name, keep, at_ms))
        if welcome.guest:
            whose = (self._run.server or b"", welcome.name, welcome.user)
            look = Job(STORE_LANE, "find unsent", partial(tools.profiles.unsent, *whose))
            self._run.queue(look, partial(self._unsent_found, partial(tools.profiles.erase_ended, *whose)))
        tools.jobs.disk("sweep", partial(tools.profiles.sweep, at_ms), ignore)

    def _unsent_found(
        self, erase: Callable[[], None], unsent: tuple[Entry, ...] | None, _error: Exception | None, _now: float
    ) -> None:
        if unsent is None:
            return
        for entry in unsent:
            if not entry.text:
                continue
            self._tools.emit(MessagePending(entry.ref, entry.text, entry.conversation))
            self._tools.emit(MessageRefused(entry.ref, entry.text, GuestEnded()))
        self._tools.jobs.disk("erase ended guests", erase, ignore)
