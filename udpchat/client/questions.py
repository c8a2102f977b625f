"""What was asked of the server and is not answered yet: searches, lists, and requests that make no sense later.

They live in memory only. One that was sent on a connection that broke is sent again on the next; one that is not answered
in time is given up, and its answer, should it come after all, is dropped. Of the kinds whose answer does not say what was
asked, one at a time is on its way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from udpchat.limits import QUESTION_WAIT_S, QUESTIONS_WAITING
from udpchat.words import messages as words

Urgent = (
    words.ChangePassword
    | words.DeleteAccount
    | words.Kick
    | words.Silence
    | words.Ban
    | words.Unban
    | words.SlowMode
    | words.Pause
    | words.PrivateOff
    | words.SetAnnouncers
    | words.SetRetention
    | words.NewLesson
    | words.SetRole
    | words.ResetCode
    | words.ImportUsers
    | words.Reach
    | words.AddRealm
)
"""Requests that are not kept for later; also usable with isinstance."""

Listing = (
    words.AskMembers
    | words.AskPeople
    | words.AskReceipts
    | words.AskSanctions
    | words.AskAudit
    | words.AskRealms
    | words.AskRealmPeople
)
"""Questions whose answer carries no ref."""


@dataclass(slots=True, eq=False)
class Question:
    """One of them; `rows` gathers the pages of the answer."""

    word: Urgent | Listing | words.Search
    deadline_at: float
    sent: bool = False
    quiet: bool = False  # nobody waits for an event
    over: bool = False  # given up; the answer is still waited for, so that it is not taken for another's
    rows: list[Any] = field(default_factory=list)


class Questions:
    """In the order of asking."""

    def __init__(self) -> None:
        self._waiting: list[Question] = []

    def ask(self, word: Urgent | Listing | words.Search, now: float, quiet: bool = False) -> bool:
        """Ask, as soon as there is a connection; False: too many wait already. `quiet`: nobody waits for an event."""
        if len(self._waiting) >= QUESTIONS_WAITING:
            return False
        self._waiting.append(Question(word, now + QUESTION_WAIT_S, quiet=quiet))
        return True

    def send(self, say: Callable[[words.FromClient], None]) -> None:
        """Say what may be said now."""
        busy: set[type] = {type(one.word) for one in self._waiting if one.sent and isinstance(one.word, Listing)}
        for question in self._waiting:
            kind = type(question.word)
            if question.sent or (isinstance(question.word, Listing) and kind in busy):
                continue
            question.sent = True
            if isinstance(question.word, Listing):
                busy.add(kind)
            say(question.word)

    def of_kind(self, kind: type[Listing]) -> Question | None:
        """The one of this kind that is on its way."""
        return next((one for one in self._waiting if one.sent and type(one.word) is kind), None)

    def of_ref(self, ref: bytes) -> Question | None:
        """The one with this ref."""
        return next((one for one in self._waiting if one.sent and getattr(one.word, "ref", None) == ref), None)

    def answered(self, question: Question) -> None:
        """The answer is complete."""
        if question in self._waiting:
            self._waiting.remove(question)

    def connection_lost(self) -> None:
        """Answers on their way may be lost."""
        self._waiting = [question for question in self._waiting if not question.over]
        for question in self._waiting:
            question.sent = False
            question.rows.clear()

    def next_timeout(self) -> float | None:
        """When one is given up."""
        return min((question.deadline_at for question in self._waiting if not question.over), default=None)

    def given_up(self, now: float) -> list[Urgent | Listing | words.Search]:
        """Those whose time is over."""
        late = [question for question in self._waiting if not question.over and now >= question.deadline_at]
        for question in late:
            question.over = True
        self._waiting = [one for one in self._waiting if not one.over or (one.sent and isinstance(one.word, Listing))]
        return [question.word for question in late if not question.quiet]
