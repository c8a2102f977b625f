"""Letting go of what is old; answers to repeats."""

from __future__ import annotations

from tests.unit.store.support import StoreCase
from udpchat.store import back_up


class Prune(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann = self.account().id

    def at(self, when: int, text: str) -> int:
        return self.store.append_post(self.store.lobby, self.ann, self.randbytes(16), when, text).seq

    def prune(self, before: int) -> None:
        with self.store.savepoint():
            for _ in range(1000):
                if not self.store.prune(before, 3):
                    break
        self.store.commit()

    def test_what_is_older_goes_with_all_that_was_said_about_it(self) -> None:
        old, new = self.at(10, "old secretword"), self.at(100, "new")
        self.store.edit_post(old, self.ann, 110, "old secretword edited")
        self.store.react(old, self.ann, "👍", True, 110)
        self.store.react(new, self.ann, "👍", True, 110)
        self.store.commit()
        self.prune(50)
        self.assertEqual([(event.kind, event.body) for event in self.seen(self.ann)], [("post", "new"), ("react", "👍")])
        self.assertEqual(self.store._read("SELECT count(*) FROM message"), [(1,)])
        self.assertEqual(self.store._read("SELECT count(*) FROM reaction"), [(1,)])
        copy = self.path.with_name("copy")
        back_up(self.path, copy)
        self.assertNotIn(b"secretword", copy.read_bytes())

    def test_a_piece_costs_what_it_lets_go_of(self) -> None:
        self.at(10, "old")
        self.at(100, "new")
        self.store.commit()
        statements: list[str] = []
        self.store._writer.set_trace_callback(statements.append)
        self.store.prune(50, 10)
        self.store._writer.set_trace_callback(None)
        plans = [
            row[3]
            for statement in statements
            if not statement.startswith(("BEGIN", "SAVEPOINT"))
            for row in self.store._writer.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
        self.assertEqual([plan for plan in plans if plan.startswith("SCAN")], [])

    def test_groups_stay_what_they_are(self) -> None:
        group, events = self.store.create_group("g", "", True, self.ann, [], 1)
        self.post(self.ann, "x", group)
        self.post(self.ann, "the newest of all")
        self.store.commit()
        self.prune(10**6)
        self.assertEqual([event for event in self.seen(self.ann) if event.conversation == group], events)
        self.assertEqual(self.store.role_in(group, self.ann), "owner")

    def test_it_goes_on_where_it_stopped(self) -> None:
        for when in range(10):
            self.at(when, str(when))
        self.store.commit()
        self.prune(3)
        self.assertEqual(self.texts(self.ann), [str(when) for when in range(3, 10)])
        self.prune(3)
        self.prune(8)
        self.assertEqual(self.texts(self.ann), ["8", "9"])
        self.prune(100)
        self.assertEqual((self.texts(self.ann), self.store.prune(100, 3)), (["9"], 0))  # the newest stays
        head = self.store.head()
        self.reopen()
        self.assertEqual(self.store.head(), head)
        self.at(200, "next")
        self.store.commit()
        self.prune(100)
        self.assertEqual(self.texts(self.ann), ["next"])


class Answers(StoreCase):
    def test_a_request_is_remembered_by_author_and_ref(self) -> None:
        self.assertIsNone(self.store.answered(1, b"r" * 16))
        self.store.remember(1, b"r" * 16, 42, 5)
        self.assertEqual(self.store.answered(1, b"r" * 16), 42)
        self.assertIsNone(self.store.answered(2, b"r" * 16))
        self.store.rollback()
        self.assertIsNone(self.store.answered(1, b"r" * 16))

    def test_old_ones_are_forgotten(self) -> None:
        for number in range(5):
            self.store.remember(1, bytes([number]) * 16, number, number)
        self.store.commit()
        self.assertEqual([self.store.forget_answers(4, 3) for _ in range(3)], [3, 1, 0])
        self.assertEqual([self.store.answered(1, bytes([number]) * 16) for number in (3, 4)], [None, 4])
