"""What is said while online: parts of the log, confirmations, people; and the posts that go out."""

from __future__ import annotations

from udpchat.client.desk import Desk
from udpchat.client.events import Event, MessageRefused, MessagesAdded, MessageStored, Postponed, Slowed
from udpchat.client.run import Run
from udpchat.errors import RETRIABLE, ProtocolViolation, refusal
from udpchat.wire.channels import Channel
from udpchat.words import messages as words


def hear(run: Run, desk: Desk, word: words.FromServer, channel: Channel, now: float) -> None:
    """Take one word of the server; ProtocolViolation for one that has no place after the sign-in."""
    emit = run.tools.emit
    match word:
        case words.Events():
            _events(run, desk, word, live=channel is Channel.CHAT)
        case words.Posted(ref, seq, at):
            if desk.posted(word):
                emit(MessageStored(ref, seq, at))
        case words.NotPosted():
            _not_posted(run, desk, word, now)
        case words.People():
            _tell(run, run.people.page(word))
        case words.Presence():
            _tell(run, run.people.delta(word))
        case words.Slowed(seconds):
            emit(Slowed(seconds))
        case words.Bye() | words.Refused():
            pass  # the close that follows says the rest
        case _:
            raise ProtocolViolation("a word of signing in")


def send_posts(run: Run, desk: Desk, now: float) -> None:
    """Send what may leave now; conversation 0 stands for the lobby, whatever its number is on this server."""
    welcome = run.welcome
    if welcome is None or desk.moving or desk.cache.seen.contiguous_to < run.hold_until:
        return
    for entry in desk.outbox.take(now):
        run.tools.say(words.Post(entry.ref, entry.conversation or welcome.lobby, entry.text), Channel.CHAT)


def _tell(run: Run, event: Event | None) -> None:
    if event is not None:
        run.tools.emit(event)


def _events(run: Run, desk: Desk, word: words.Events, live: bool) -> None:
    arrived = desk.events(word)
    for message in arrived.confirmed:
        run.tools.emit(MessageStored(message.ref, message.seq, message.at))
    if arrived.fresh:
        run.tools.emit(MessagesAdded(arrived.fresh, live))


def _not_posted(run: Run, desk: Desk, word: words.NotPosted, now: float) -> None:
    if word.code in RETRIABLE:
        if desk.postpone(word, now):
            run.tools.emit(Postponed(refusal(word.code, word.retry_after_s, word.detail)))
    elif (text := desk.refuse(word.ref)) is not None:
        why = refusal(word.code, word.retry_after_s, word.detail)
        run.tools.emit(MessageRefused(word.ref, text, why))
