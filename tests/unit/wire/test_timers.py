"""The timer table against a dictionary of deadlines."""

from __future__ import annotations

import random
import unittest

from udpchat.wire.timers import TimerTable


class Model(unittest.TestCase):
    def test_nobody_is_woken_late(self) -> None:
        for seed in range(40):
            rng = random.Random(seed)
            table, wanted, now = TimerTable(), dict[int, float](), 0.0
            for _ in range(300):
                now += rng.random()
                cid = rng.randrange(8)
                match rng.randrange(4):
                    case 0:
                        table.forget(cid)
                        wanted.pop(cid, None)
                    case 1:
                        due = table.due(now)
                        self.assertEqual(len(due), len(set(due)))
                        late = {key for key, at in wanted.items() if at <= now}
                        self.assertLessEqual(late, set(due))
                        for key in due:  # as an endpoint does: asked again, and armed again
                            if wanted[key] <= now:
                                del wanted[key]
                            else:
                                table.arm(key, wanted[key])
                    case _:
                        wanted[cid] = now + rng.random() * 5
                        table.arm(cid, wanted[cid])
                earliest = table.next_timeout()
                if wanted:
                    assert earliest is not None
                    self.assertLessEqual(earliest, min(wanted.values()))


class Rules(unittest.TestCase):
    def test_later_costs_nothing(self) -> None:
        table = TimerTable()
        table.arm(1, 5.0)
        table.arm(1, 9.0)
        self.assertEqual(5.0, table.next_timeout())
        self.assertEqual([1], table.due(5.0))
        self.assertIsNone(table.next_timeout())

    def test_forgotten_ones_are_not_woken(self) -> None:
        table = TimerTable()
        table.arm(1, 5.0)
        table.forget(1)
        self.assertEqual([], table.due(6.0))
        self.assertIsNone(table.next_timeout())

    def test_stale_entries_are_swept_out(self) -> None:
        table = TimerTable()
        for turn in range(5000):
            now = turn * 0.02
            table.due(now)
            table.arm(1, now + 30)
            table.arm(1, now + 0.02)
        self.assertLess(len(table._heap), 100)
        self.assertEqual([1], table.due(5000 * 0.02))


if __name__ == "__main__":
    unittest.main()
