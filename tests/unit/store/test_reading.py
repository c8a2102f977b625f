"""What a person may see, page by page."""

from __future__ import annotations

import random

from tests.unit.store.support import SEED, StoreCase


class Events(StoreCase):
    def test_an_empty_log(self) -> None:
        self.assertEqual(self.store.head(), 0)
        self.assertEqual(self.store.events(1, 1, 100, 10, 100), ([], 0))

    def test_somebody_unknown_sees_nothing(self) -> None:
        ann = self.account()
        self.post(ann.id, "x")
        self.store.commit()
        self.assertEqual(self.store.events(999, 1, 100, 10, 100), ([], self.store.head()))

    def test_pages_by_count_give_everything_once(self) -> None:
        ann = self.account()
        for number in range(25):
            self.post(ann.id, str(number))
        self.store.commit()
        found: list[str] = []
        lo, head = 1, self.store.head()
        while lo <= head:
            page, complete = self.store.events(ann.id, lo, head, 4, 10**6)
            self.assertLessEqual(len(page), 4)
            found += [event.body for event in page]
            self.assertGreaterEqual(complete, lo)
            lo = complete + 1
        self.assertEqual(found, [str(number) for number in range(25)])

    def test_a_page_that_is_just_full_is_complete_to_the_end(self) -> None:
        ann = self.account()
        for number in range(4):
            self.post(ann.id, str(number))
        self.store.create_guest("gus", b"h" * 32, 1)  # the last event of the log is no post
        self.store.commit()
        page, complete = self.store.events(ann.id, 1, 10**9, 4, 10**6)
        self.assertEqual((len(page), complete), (4, self.store.head()))

    def test_bytes_limit_a_page_but_never_to_nothing(self) -> None:
        ann = self.account()
        seqs = [self.post(ann.id, "é" * 100) for _ in range(5)]  # 200 bytes each
        self.store.commit()
        page, complete = self.store.events(ann.id, 1, 10**9, 10, 450)
        self.assertEqual(([event.seq for event in page], complete), (seqs[:2], seqs[1]))
        page, complete = self.store.events(ann.id, seqs[2], 10**9, 10, 1)
        self.assertEqual(([event.seq for event in page], complete), ([seqs[2]], seqs[2]))

    def test_both_ends_belong_to_the_range(self) -> None:
        ann = self.account()
        seqs = [self.post(ann.id, str(number)) for number in range(5)]
        self.store.commit()
        self.assertEqual(self.texts(ann.id, seqs[1], seqs[3]), ["1", "2", "3"])
        self.assertEqual(self.texts(ann.id, seqs[3], seqs[1]), [])

    def test_nothing_uncommitted_shows(self) -> None:
        ann = self.account()
        head = self.store.head()
        self.post(ann.id, "not yet")
        self.assertEqual((self.texts(ann.id), self.store.head()), ([], head))

    def test_against_a_plain_model(self) -> None:
        """Random joining, leaving and posting in several conversations, compared with a list."""
        chance = random.Random(SEED)
        people = [self.account(name).id for name in ("ann", "bob", "cid")]
        rooms = {self.store.create_conversation("group", "g", opened, 1): opened for opened in (True, False, True)}
        posts: list[tuple[int, int]] = []
        intervals: list[list[int]] = []  # person, room, from, to
        for _ in range(600):
            person, room = chance.choice(people), chance.choice(list(rooms))
            inside = [i for i in intervals if i[:2] == [person, room] and i[3] == 2**62]
            match chance.randrange(6):
                case 0 if not inside:
                    seq = self.store.join(room, person, 1).seq
                    intervals.append([person, room, 1 if rooms[room] else seq, 2**62])
                case 1 if inside:
                    inside[0][3] = self.store.leave(room, person, 1).seq
                case _:
                    posts.append((self.post(person, "x", room), room))
        self.store.commit()
        for person in people:
            seen = [s for s, r in posts if any(i[0] == person and i[1] == r and i[2] <= s <= i[3] for i in intervals)]
            lo, got = 1, []
            while lo <= self.store.head():
                page, complete = self.store.events(person, lo, self.store.head(), 7, 10**6)
                got += [event.seq for event in page if event.kind == "post"]
                lo = complete + 1
            self.assertEqual(got, seen, f"seed {SEED}")

    def test_every_range_is_read_from_an_index(self) -> None:
        self.account()
        plans: list[str] = []
        statements: list[str] = []
        self.store._reader.set_trace_callback(statements.append)
        self.store.events(1, 1, 1, 1, 1)
        self.store.user_named("ann")
        self.store.token_owner(b"x" * 32, 1)
        self.store._reader.set_trace_callback(None)
        self.assertGreater(len(statements), 3)
        for statement in statements:
            plans += [row[3] for row in self.store._reader.execute(f"EXPLAIN QUERY PLAN {statement}")]
        self.assertEqual([plan for plan in plans if plan.startswith("SCAN")], [])
        self.assertEqual([plan for plan in plans if "TEMP B-TREE" in plan], [])
