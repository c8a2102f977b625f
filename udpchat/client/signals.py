"""Latest values that travel unanswered: how far this person has got and read, who types where, whether they are there.

Nothing here is queued or kept: a value that was overtaken is not sent, and a connection that comes back is told the ones
that hold. Marks go out at most once a second; what the server knows already is not said again.
"""

from __future__ import annotations

from collections.abc import Callable

from udpchat.client.rooms import Rooms
from udpchat.limits import MARKS_EVERY_S, RECEIPTS_COUNT, TYPING_EVERY_S, TYPING_SHOWN_S
from udpchat.words import messages as words

Say = Callable[[words.FromClient], None]


class Signals:
    """Of one run; conversations by our number."""

    def __init__(self) -> None:
        self.away: words.Away | None = None
        self._away_said = True
        self._told: dict[int, tuple[int, int]] = {}  # marks that the server was told on this connection
        self._touched: dict[int, None] = {}
        self._marks_at = float("-inf")
        self._typed_at: dict[int, float] = {}
        self._typists: dict[int, tuple[tuple[int, ...], float]] = {}  # who, and until when
        self._receipts: dict[int, dict[int, words.Receipt]] = {}

    def connection_lost(self) -> None:
        """What was said may not have arrived."""
        self._told.clear()
        self._typed_at.clear()
        self._away_said = False

    def forget(self) -> None:
        """The log is another one."""
        self._receipts.clear()
        self._touched.clear()

    # --- mine ---------------------------------------------------------------------------------------------------------

    def present(self, state: words.Availability, status: str) -> None:
        """Whether this person is there, and what they say about it."""
        self.away, self._away_said = words.Away(state, status), False

    def types(self, number: int, now: float) -> bool:
        """A key was pressed there; whether that is to be told."""
        if now - self._typed_at.get(number, float("-inf")) < TYPING_EVERY_S:
            return False
        self._typed_at[number] = now
        return True

    def stopped(self, number: int) -> None:
        """The text was sent: the next key is told at once."""
        self._typed_at.pop(number, None)

    def touch(self, number: int) -> None:
        """Something came there, or was read."""
        self._touched[number] = None

    def hurry(self) -> None:
        """Marks go out with the next call of `send`, whenever the last ones did."""
        self._marks_at = float("-inf")

    def send(self, rooms: Rooms, known_to: int, say: Say, now: float) -> None:
        """Say what is new, if it is time."""
        if self.away is not None and not self._away_said:
            self._away_said = True
            say(self.away)
        if not self._touched or now < self._marks_at + MARKS_EVERY_S:
            return
        touched, self._touched = self._touched, {}
        for number in touched:
            if mark := self._mark(rooms, number, known_to):
                self._marks_at = now
                say(mark)

    def _mark(self, rooms: Rooms, number: int, known_to: int) -> words.Received | None:
        word = rooms.word(number)
        room = rooms.get(number)
        if word is None or room is None:
            return None
        read = room.read
        told = self._told.get(number, (word.delivered, word.read))
        if 0 < word.members <= RECEIPTS_COUNT and room.newest is not None:
            delivered = max(min(room.newest.seq, known_to), read)
        else:
            delivered = read  # nobody is told; the mark is for this person's other devices
        if delivered <= told[0] and read <= told[1]:
            return None
        self._told[number] = max(delivered, told[0]), max(read, told[1])
        return words.Received(word.id, *self._told[number])

    # --- others -------------------------------------------------------------------------------------------------------

    def typing(self, number: int, users: tuple[int, ...], now: float) -> bool:
        """Who types there now; whether that is news."""
        before = self._typists.pop(number, ((), 0.0))[0]
        if users:
            self._typists[number] = users, now + TYPING_SHOWN_S
        return before != users

    def spoke(self, number: int, user: int) -> tuple[int, ...] | None:
        """Somebody's text came: they type no more. Who still does; None if that is no news."""
        users, until = self._typists.get(number, ((), 0.0))
        if user not in users:
            return None
        left = tuple(one for one in users if one != user)
        self.typing(number, left, until - TYPING_SHOWN_S)
        return left

    def receipts(self, number: int, rows: tuple[words.Receipt, ...]) -> tuple[words.Receipt, ...]:
        """Marks of others that moved; all that are known there."""
        known = self._receipts.setdefault(number, {})
        for row in rows:
            before = known.get(row.user, row)
            known[row.user] = words.Receipt(
                row.user, max(row.delivered, before.delivered), max(row.read, before.read)
            )
        return tuple(known.values())

    def known_receipts(self, number: int) -> tuple[words.Receipt, ...]:
        """All marks of others that are known there."""
        return tuple(self._receipts.get(number, {}).values())

    # --- time ---------------------------------------------------------------------------------------------------------

    def next_timeout(self, online: bool) -> float | None:
        """When marks may go out, or somebody's typing is void."""
        due = [until for _, until in self._typists.values()]
        if online and self._touched:
            due.append(self._marks_at + MARKS_EVERY_S)
        return min(due, default=None)

    def void(self, now: float) -> list[int]:
        """Conversations where nobody is known to type any more."""
        over = [number for number, (_, until) in self._typists.items() if now >= until]
        for number in over:
            del self._typists[number]
        return over
