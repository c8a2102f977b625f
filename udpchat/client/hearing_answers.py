"""Answers of the server: to what waits in the outbox, and to questions."""

from __future__ import annotations

from typing import Any, assert_never

from udpchat.client.desk import Desk
from udpchat.client.entry import Entry
from udpchat.client.events import (
    AuditFound,
    CodeFound,
    MembersFound,
    MessageRefused,
    MessageStored,
    PeopleFound,
    Postponed,
    RealmPeopleFound,
    RealmsFound,
    ReceiptsChanged,
    ReceiptsFound,
    RequestDone,
    RequestRefused,
    SanctionsFound,
    SearchFound,
)
from udpchat.client.message import from_word
from udpchat.client.questions import Listing, Question
from udpchat.client.run import Run
from udpchat.errors import RETRIABLE, NoSuchMessage, UdpchatError, refusal
from udpchat.limits import RECEIPTS_ASKED_COUNT, RECEIPTS_COUNT, ROOM_TAIL_COUNT
from udpchat.words import messages as words

Answer = (
    words.Posted
    | words.NotPosted
    | words.Done
    | words.NotDone
    | words.OneTimeCode
    | words.Found
    | words.Members
    | words.Directory
    | words.ReceiptsOf
    | words.Sanctions
    | words.Audit
    | words.RealmList
    | words.RealmPeople
)
"""The words that belong here; also usable with isinstance."""


def heard(run: Run, desk: Desk, word: Answer, now: float) -> None:
    """Take one of them; one that nobody waits for any more is dropped."""
    match word:
        case words.Posted(ref, seq, at):
            if desk.posted(word):
                run.tools.emit(MessageStored(ref, seq, at))
        case words.NotPosted() | words.NotDone():
            _refused(run, desk, word, now)
        case words.Done():
            _done(run, desk, word)
        case words.Found():
            _found(run, desk, word)
        case words.OneTimeCode(ref, code, until_ms):
            if question := run.questions.of_ref(ref):
                run.questions.answered(question)
                run.tools.emit(CodeFound(ref, code, until_ms))
        case words.RealmList():
            _linked(run, word)
        case _:
            _listing(run, desk, word)


# --- requests ---------------------------------------------------------------------------------------------------------


def _refused(run: Run, desk: Desk, word: words.NotPosted | words.NotDone, now: float) -> None:
    why = refusal(word.code, word.retry_after_s, word.detail)
    if question := run.questions.of_ref(word.ref):
        run.questions.answered(question)
        run.tools.emit(RequestRefused(word.ref, question.word, why))
    elif word.code in RETRIABLE:
        if desk.postpone(word.ref, float(word.retry_after_s), now):
            run.tools.emit(Postponed(why))
    elif (entry := desk.remove(word.ref)) is not None:
        tell_refused(run, desk, entry, why)


def tell_refused(run: Run, desk: Desk, entry: Entry, why: UdpchatError) -> None:
    """What was in the outbox will not be done; neither will what speaks of it."""
    if entry.word is None or isinstance(entry.word, words.PostMany):
        run.tools.emit(MessageRefused(entry.ref, entry.text, why))
    else:
        run.tools.emit(RequestRefused(entry.ref, entry.word, why))
    for other in desk.outbox.about(entry.ref):
        if desk.remove(other.ref) is not None and other.word is not None:
            run.tools.emit(RequestRefused(other.ref, other.word, NoSuchMessage()))


def _done(run: Run, desk: Desk, word: words.Done) -> None:
    if question := run.questions.of_ref(word.ref):
        run.questions.answered(question)
        run.done(question.word)
        if isinstance(question.word, words.Reach):
            desk.book.reached(word.id, question.word.name)
        run.tools.emit(RequestDone(word.ref, question.word, word.id))
        return
    entry = desk.remove(word.ref)
    if entry is not None and entry.word is not None:
        run.tools.emit(RequestDone(word.ref, entry.word, word.id))


# --- questions --------------------------------------------------------------------------------------------------------


def _found(run: Run, desk: Desk, word: words.Found) -> None:
    question = run.questions.of_ref(word.ref)
    if question is not None:
        run.questions.answered(question)
        messages = [from_word(message, desk.rooms.number(message.conversation)) for message in word.messages]
        known = tuple(desk.recent.get(message.seq) or message for message in messages)
        run.tools.emit(SearchFound(word.ref, known, word.more))


def _listing(
    run: Run,
    desk: Desk,
    word: words.Members
    | words.Directory
    | words.ReceiptsOf
    | words.Sanctions
    | words.Audit
    | words.RealmPeople,
) -> None:
    question = run.questions.of_kind(_KINDS[type(word)])
    if question is None:
        return
    match word:
        case words.ReceiptsOf(target, members, delivered, read, rows):
            run.questions.answered(question)
            _receipts(run, desk, target, rows)
            if not question.over and not question.quiet:
                run.tools.emit(ReceiptsFound(target, members, delivered, read, rows))
        case words.Sanctions(rows, last):
            run.questions.answered(question)
            run.tools.emit(SanctionsFound(rows, more=not last))
        case words.Audit(rows, last):
            run.questions.answered(question)
            run.tools.emit(AuditFound(rows, more=not last))
        case words.RealmPeople(realm, prefix, told, rows):
            run.questions.answered(question)
            run.tools.emit(RealmPeopleFound(realm, prefix, told, rows))
        case words.Members() | words.Directory():
            question.rows += word.rows
            if word.last:
                run.questions.answered(question)
                _listed(run, desk, question)
        case other:
            assert_never(other)


def _linked(run: Run, word: words.RealmList) -> None:
    """It comes unasked as well, when it has changed since it was asked for."""
    question = run.questions.of_kind(words.AskRealms)
    if question is not None:
        run.questions.answered(question)
    run.tools.emit(RealmsFound(word.name, word.rows))


def _receipts(run: Run, desk: Desk, target: int, rows: tuple[words.Receipt, ...]) -> None:
    """Marks are of a conversation: what is known of one message is known of all."""
    message = desk.recent.get(target)
    if message is not None and rows:
        known = run.signals.receipts(message.conversation, rows)
        run.tools.emit(ReceiptsChanged(message.conversation, known))


def ask_for_receipts(run: Run, desk: Desk, now: float) -> None:
    """After a sign-in: how far others have got, where my own message is among the last."""
    asked = 0
    for room in desk.rooms.all():
        newest = room.newest
        if asked == RECEIPTS_ASKED_COUNT:
            break
        if newest is None or not 0 < room.members <= RECEIPTS_COUNT:
            continue
        mine = [message for message in desk.recent.last(room.id, ROOM_TAIL_COUNT) if message.author in desk.my_ids]
        if mine:
            asked += 1
            run.questions.ask(words.AskReceipts(mine[-1].seq), now, quiet=True)


def _listed(run: Run, desk: Desk, question: Question) -> None:
    rows: list[Any] = question.rows
    match question.word:
        case words.AskMembers(id):
            number = desk.rooms.number(id)
            run.tools.emit(MembersFound(number, run.members.put(number, rows)))
        case words.AskPeople(prefix):
            desk.book.add(rows)
            desk.cache.batch.accounts.update((row.user, row) for row in rows)
            if not question.over:
                run.tools.emit(PeopleFound(prefix, tuple(rows)))
        case _:
            pass


_KINDS: dict[type, type[Listing]] = {
    words.Members: words.AskMembers,
    words.Directory: words.AskPeople,
    words.ReceiptsOf: words.AskReceipts,
    words.Sanctions: words.AskSanctions,
    words.Audit: words.AskAudit,
    words.RealmPeople: words.AskRealmPeople,
}
