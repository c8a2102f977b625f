"""How much of files a server takes, and what makes no sense."""

from __future__ import annotations

import unittest

from udpchat.errors import BadRequest, FileTooLarge, Quota
from udpchat.quotas import FileRules


class Rules(unittest.TestCase):
    def test_what_makes_sense(self) -> None:
        self.assertEqual(FileRules().checked(), FileRules())
        for rules in (FileRules(days=0), FileRules(days=3651), FileRules(one_bytes=0), FileRules(total_bytes=0)):
            with self.assertRaises(BadRequest):
                rules.checked()

    def test_the_smallest_counts(self) -> None:
        rules = FileRules(5000, 8000, 11_000)
        rules.check(5000, 3000, 6000)
        for size, person, total, error in ((5001, 0, 0, FileTooLarge), (5000, 3001, 0, Quota), (5000, 0, 6001, Quota)):
            with self.assertRaises(error):
                rules.check(size, person, total)
        with self.assertRaises(Quota) as full:
            rules.check(1, 9000, 0)
        self.assertEqual(full.exception.detail, "0 B")
