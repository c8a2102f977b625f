"""What is said while online: words of the server to the part that understands them; requests and questions that go out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.client import hearing_answers, hearing_log, hearing_rooms, numbers, proving
from udpchat.client.desk import Desk
from udpchat.client.entry import Entry, Placed
from udpchat.client.events import FileMarksChanged, FilesFound, Slowed
from udpchat.client.proving import Wish
from udpchat.client.run import Run
from udpchat.errors import NoSuchGroup, NoSuchMessage, ProtocolViolation
from udpchat.scram import ScramClient
from udpchat.wire.channels import Channel
from udpchat.words import messages as words

_ENDS: Final = ("password", "deleted")
"""Goodbyes of a server to every session of an account that cannot come back as it is."""


def hear(run: Run, desk: Desk, word: words.FromServer, channel: Channel, now: float) -> None:
    """Take one word of the server; ProtocolViolation for one that has no place after the sign-in."""
    match word:
        case words.Events():
            hearing_log.heard(run, desk, word, live=channel is Channel.CHAT)
        case words.Filled():
            desk.cache.fill(word)
        case words.Upload() | words.Download() | words.NotFetched():
            if run.transfers:
                run.transfers.heard(word, now)
        case words.Files(rows, last):
            placed = tuple([replace(row, conversation=desk.rooms.number(row.conversation)) for row in rows])
            if run.transfers:
                run.transfers.told_files()
            run.tools.emit(FilesFound(placed, not last))
        case words.FileMarks(file, marks):
            if run.transfers:
                run.transfers.told_marks(file)
            run.tools.emit(FileMarksChanged(file, marks))
        case words.Posted() | words.NotPosted() if run.transfers and run.transfers.answered(word, now):
            pass
        case words.Slowed(seconds):
            run.tools.emit(Slowed(seconds))
        case words.Bye(reason):
            if reason in _ENDS and run.ends is None:  # what follows is the close; of other reasons it says enough
                run.ends = text(f"client.ended.{reason}")
        case _ if isinstance(word, proving.Answer):
            run.proving.heard(word, now)
            _prove(run)
        case _ if isinstance(word, hearing_rooms.Around):
            hearing_rooms.heard(run, desk, word, now)
        case _ if isinstance(word, hearing_answers.Answer):
            hearing_answers.heard(run, desk, word, now)
        case _:
            raise ProtocolViolation("a word of signing in")


def send(run: Run, desk: Desk, now: float) -> None:
    """Send what may leave now."""
    welcome = run.welcome
    if welcome is None or desk.moving:
        return
    known_to = desk.cache.seen.contiguous_to
    if known_to >= run.hold_until:
        if known_to >= welcome.head and desk.rooms.complete:
            _caught_up(run, desk, now)
        for entry in desk.outbox.take(now):
            _send(run, desk, entry, welcome.lobby)
    if run.transfers:
        run.transfers.go_on(now, online=known_to >= run.hold_until)
    run.proving.begin(welcome.name, run.certificate, run.tools.randbytes)
    _prove(run)
    run.questions.send(run.tools.say)
    run.signals.send(desk.rooms, known_to, run.tools.say, now)


def _prove(run: Run) -> None:
    """What the proof of a password has to say, to compute, to tell."""
    proving = run.proving
    while proving.outgoing:
        run.tools.say(proving.outgoing.popleft())
    while proving.jobs:
        job, wish = proving.jobs.popleft()
        run.queue(job, partial(_salted, run, wish, wish.scram))
    while proving.refused:
        run.tools.emit(proving.refused.popleft())


def _salted(run: Run, wish: Wish, scram: ScramClient | None, salted: bytes | None, error: Exception | None, now: float) -> None:
    run.proving.salted(wish, scram, salted, error)
    _prove(run)


def _caught_up(run: Run, desk: Desk, now: float) -> None:
    """Everything of the log is here: what it lacks is nowhere, and holes may be filled."""
    if not run.caught_up:
        run.caught_up = True
        hearing_answers.ask_for_receipts(run, desk, now)
    for entry in desk.outbox.aimless():
        if desk.remove(entry.ref) is not None:
            hearing_answers.tell_refused(run, desk, entry, NoSuchMessage())
    if desk.cache.holes and (fill := desk.cache.holes.next_question(desk.rooms.ids())) is not None:
        run.tools.say(fill)


def _send(run: Run, desk: Desk, entry: Entry, lobby: int) -> None:
    id = desk.rooms.id_of(entry.conversation) or max(entry.conversation, 0)
    if entry.conversation == numbers.LOBBY:
        id = lobby
    word = entry.word
    if word is None:
        peer = numbers.peer_of(entry.conversation)
        to = (0, peer) if peer else (id, 0)
        run.signals.stopped(entry.conversation)
        run.tools.say(words.Post(entry.ref, *to, entry.text, entry.reply), Channel.CHAT)
    elif isinstance(word, words.PostMany):
        run.tools.say(word, Channel.CHAT)
    elif not isinstance(word, Placed):
        run.tools.say(word)
    elif id:
        run.tools.say(replace(word, conversation=id))
    elif desk.remove(entry.ref) is not None:
        hearing_answers.tell_refused(run, desk, entry, NoSuchGroup())
