"""The command that asks who has got and read a message of mine; for one text to several people, of each of them."""

from __future__ import annotations

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import AskReceipts, ReceiptsFound, RequestRefused
from udpchat.client.message import Message
from udpchat.client.obey_talk import pointed_at
from udpchat.client.obeying import Steps, Task, Workbench
from udpchat.client.parsing import Call
from udpchat.limits import BACK_COUNT, LIST_SHOWN_COUNT


def seen(bench: Workbench, call: Call) -> Task:
    """Of the last message of mine, or the ^N-th from the end."""
    lines: list[str] = []
    for message in _sent_together(bench, pointed_at(bench, call, mine=True)):
        found = yield from _ask(bench, message.seq)
        lines.append(_line(bench, message, found))
    return tuple(lines)


def _sent_together(bench: Workbench, message: Message) -> list[Message]:
    """The message; of a text to several people what each of them got."""
    if not message.bundle:
        return [message]
    private = [room.id for room in bench.core.rooms if room.kind == "private"]
    sent = (one for room in private for one in bench.core.newest_messages(room, BACK_COUNT))
    return [one for one in sent if one.bundle == message.bundle] or [message]


def _ask(bench: Workbench, seq: int) -> Steps[ReceiptsFound]:
    bench.core.ask_receipts(seq, bench.now)
    event: ReceiptsFound | RequestRefused = yield lambda event: (isinstance(event, ReceiptsFound) and event.seq == seq) or (
        isinstance(event, RequestRefused) and isinstance(event.request, AskReceipts) and event.request.target == seq
    )
    if isinstance(event, RequestRefused):
        raise event.refusal
    return event


def _line(bench: Workbench, message: Message, found: ReceiptsFound) -> str:
    peer = numbers.peer_of(message.conversation)
    if peer:
        state = "read" if found.read else "delivered" if found.delivered else "stored"
        return text(f"command.seen.{state}", name=bench.core.name_of(peer) or peer)
    line = text("command.seen.of", read=found.read, count=found.members, delivered=found.delivered)
    missing = [bench.core.name_of(mark.user) or str(mark.user) for mark in found.receipts if mark.read < message.seq]
    if missing:
        shown = ", ".join(missing[:LIST_SHOWN_COUNT])
        line += f" {text('command.seen.missing', names=shown)}"
    return line
