"""Random histories of joining, leaving, posting, editing, blocking and archiving, compared with a naive model.

The model keeps every event in a list with what each person may see of it, decided when it happens; nothing in it is shared
with the store. Nobody sees an event outside their memberships, by whatever way they ask.
"""

from __future__ import annotations

import random
import unittest
from dataclasses import dataclass, field

from tests.unit.store.support import StoreCase
from udpchat.errors import NoSuchMessage, NotAMember
from udpchat.store import StoredEvent
from udpchat.store import reading as reading_module

SEEDS = 40
STEPS = 160
END = 2**62


@dataclass
class Said:
    """A message of the model, with every text it had and from which seq on."""

    seq: int
    room: int
    author: int
    hidden: int
    texts: list[tuple[int, str, int]]
    deleted: bool = False


@dataclass
class Model:
    """Intervals by (person, room), what is archived, the events told, and who blocks whom."""

    spans: dict[tuple[int, int], list[list[int]]] = field(default_factory=dict)
    opened: dict[int, bool] = field(default_factory=dict)
    archived: dict[int, int] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    events: list[StoredEvent] = field(default_factory=list)
    said: dict[int, Said] = field(default_factory=dict)
    blocks: set[tuple[int, int]] = field(default_factory=set)

    def inside(self, person: int, room: int) -> bool:
        return any(span[1] == END for span in self.spans.get((person, room), []))

    def join(self, person: int, room: int, seq: int) -> None:
        self.spans.setdefault((person, room), []).append([1 if self.opened[room] else seq, END])

    def leave(self, person: int, room: int, seq: int) -> None:
        for span in self.spans[person, room]:
            if span[1] == END:
                span[1] = seq

    def place(self, person: int, room: int, seq: int) -> bool:
        """Does that place of the log lie before the person's eyes?"""
        if room in self.gone or seq < self.archived.get(room, 0):
            return False
        return any(lo <= seq <= hi for lo, hi in self.spans.get((person, room), []))

    def sees(self, person: int, event: StoredEvent) -> bool:
        if event.hidden == person or not self.place(person, event.conversation, event.seq):
            return False
        if event.kind not in ("edit", "delete", "react", "unreact"):
            return True
        said = self.said[event.target]
        return said.hidden != person and self.place(person, event.conversation, event.target)

    def shows(self, person: int) -> list[tuple[int, str, str]]:
        """Seq, kind and text of everything that the person may see."""
        return [(event.seq, event.kind, self.text(person, event)) for event in self.events if self.sees(person, event)]

    def text(self, person: int, event: StoredEvent) -> str:
        said = self.said.get(event.target if event.kind == "edit" else event.seq)
        if said is None:
            return event.body
        if said.deleted:
            return ""
        if event.kind == "edit":
            return event.body
        newest = said.texts[-1]
        return said.texts[0][1] if newest[2] == person else newest[1]


class Histories(StoreCase):
    def run_history(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.model = Model()
        self.people = [self.account(f"{seed}p{number}").id for number in range(4)]
        lobby = self.store.lobby
        self.model.opened[lobby] = True
        for person in self.people:
            self.model.join(person, lobby, 1)
        self.rooms: list[int] = []
        for _ in range(STEPS):
            self.step()
            if self.chance.random() < 0.2:
                self.store.commit()
        self.store.commit()
        self.check(seed)

    def step(self) -> None:
        chance, model, store = self.chance, self.model, self.store
        person, other = chance.sample(self.people, 2)
        room = chance.choice([*self.rooms, store.lobby])
        match chance.randrange(20):
            case 0 if len(self.rooms) < 5:
                self.make_group(person, other)
            case 1 | 2 if room != store.lobby and room not in model.gone and not model.inside(person, room):
                (event,) = store.add_members(room, [person], other, 1)
                model.join(person, room, event.seq)
                model.events.append(event)
            case 3 if room != store.lobby and room not in model.gone and model.inside(person, room):
                self.remove(room, person)
            case 4 if room not in model.gone and chance.random() < 0.3:
                event = store.archive(room, person, 1)
                model.archived[room] = event.seq
                model.events.append(event)
            case 5:
                on = chance.random() < 0.6
                store.block(person, other, on)
                (model.blocks.add if on else model.blocks.discard)((person, other))
            case 6 | 7 | 8:
                self.private(person, other)
            case 9 | 10 | 11 | 12 if model.said:
                self.change(person)
            case 13 if room != store.lobby and room not in model.gone and chance.random() < 0.2:
                store.delete_group(room, person, 1)
                model.gone.add(room)
            case _ if model.inside(person, room) and room not in model.gone:
                self.said(store.append_post(room, person, self.randbytes(16), 1, self.text()))

    def make_group(self, person: int, other: int) -> None:
        opened = self.chance.random() < 0.5
        room, events = self.store.create_group("g", "", opened, person, [other], 1)
        self.rooms.append(room)
        self.model.opened[room] = opened
        for event in events:
            self.model.join(event.target, room, event.seq)
        self.model.events += events

    def remove(self, room: int, person: int) -> None:
        events = self.store.remove_member(room, person, person, 1)
        self.model.leave(person, room, events[0].seq)
        self.model.events += events
        if not any(self.model.inside(each, room) for each in self.people):
            self.model.gone.add(room)

    def private(self, person: int, other: int) -> None:
        model = self.model
        event = self.store.post_to(person, other, self.randbytes(16), 1, self.text())
        room = event.conversation
        model.opened[room] = False
        blocked = (other, person) in model.blocks
        for each in (person, other):
            if not model.inside(each, room) and not (each == other and blocked):
                model.join(each, room, event.seq)
        self.assertEqual(event.hidden, other if blocked else 0)
        self.said(event)

    def said(self, event: StoredEvent) -> None:
        self.model.events.append(event)
        self.model.said[event.seq] = Said(event.seq, event.conversation, event.author, event.hidden, [(event.seq, event.body, 0)])

    def change(self, person: int) -> None:
        """Edit, delete or react to any message at all: it works exactly where the person may see it and is a member."""
        model, store = self.model, self.store
        said = self.chance.choice(list(model.said.values()))
        allowed = model.place(person, said.room, said.seq) and said.hidden != person and not said.deleted
        if not allowed or not model.inside(person, said.room):
            with self.assertRaises(NoSuchMessage if not allowed else NotAMember):
                store.post_for(person, said.seq)
            return
        self.assertEqual(store.post_for(person, said.seq).author, said.author)
        match self.chance.randrange(4):
            case 0 if person == said.author:
                event: StoredEvent | None = store.edit_post(said.seq, person, 1, self.text())
                assert event is not None
                said.texts.append((event.seq, event.body, event.hidden))
            case 1 if person == said.author:
                event = store.delete_post(said.seq, person, 1)
                said.deleted = True
            case _:
                event = store.react(said.seq, person, "👍", self.chance.random() < 0.7, 1)
        if event is not None:
            model.events.append(event)

    def text(self) -> str:
        return f"text {self.chance.randrange(10**6)}"

    def check(self, seed: int) -> None:
        store, model = self.store, self.model
        for person in [*self.people, 10**6]:
            expected = model.shows(person)
            for window in (False, True):  # both ways of reading the log
                found = self.read(person, window)
                self.assertEqual([(e.seq, e.kind, e.body) for e in found], expected, f"seed {seed} window {window}")
            for room in [*self.rooms, store.lobby]:
                inside = [event for event in found if event.conversation == room]
                self.assertEqual(self.read_earlier(person, room), inside, f"seed {seed} room {room}")
                for event in model.events:
                    if event.conversation == room:
                        may = model.place(person, room, event.seq)
                        self.assertEqual(store.may_see(person, room, event.seq), may, f"seed {seed} {event}")
                        within = any(lo <= event.seq <= hi for lo, hi in store.intervals(person, room))
                        self.assertEqual(within, may, f"seed {seed} {event}")

    def read(self, person: int, window: bool) -> list[StoredEvent]:
        former = reading_module.RANGES_COUNT, reading_module.WINDOW_COUNT
        if window:
            reading_module.RANGES_COUNT, reading_module.WINDOW_COUNT = 0, self.chance.randrange(5, 60)  # type: ignore[misc]
        try:
            return self.seen(person, page=self.chance.randrange(1, 20))
        finally:
            reading_module.RANGES_COUNT, reading_module.WINDOW_COUNT = former  # type: ignore[misc]

    def read_earlier(self, person: int, room: int) -> list[StoredEvent]:
        found: list[StoredEvent] = []
        hi = self.store.head()
        while hi >= 1:
            page, lo = self.store.earlier(person, room, 1, hi, 7, 10**6)
            found = [*page, *found]
            hi = lo - 1
        return found


def _history(seed: int) -> object:
    def test(self: Histories) -> None:
        self.run_history(seed)

    return test


for _seed in range(SEEDS):
    setattr(Histories, f"test_history_{_seed:02}", _history(_seed))


if __name__ == "__main__":
    unittest.main()
