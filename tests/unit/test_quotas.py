"""How much of files a server takes: sizes in words and back, and what makes no sense."""

from __future__ import annotations

import unittest

from udpchat.errors import BadRequest, FileTooLarge, Quota
from udpchat.quotas import FileRules, in_words, size_of


class Words(unittest.TestCase):
    def test_sizes(self) -> None:
        for count, words in (
            (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1500, "1.5 kB"), (999_499, "999 kB"), (999_600, "1 MB"),
            (48_000, "48 kB"), (8_000_000_000, "8 GB"), (100 * 10**9, "100 GB"), (8 * 1024**3, "8.6 GB"), (10**16, "10000 TB"),
        ):  # fmt: skip
            self.assertEqual(in_words(count), words)

    def test_back(self) -> None:
        for words, count in (
            ("500 MB", 500_000_000), ("1.5GB", 1_500_000_000), ("1,5 gb", 1_500_000_000), ("2 GiB", 2 * 1024**3),
            ("700", 700_000_000), ("10 B", 10), (" 3 kB ", 3000), ("0.5 tb", 500_000_000_000), ("4 kib", 4096),
        ):  # fmt: skip
            self.assertEqual(size_of(words), count, words)

    def test_no_size(self) -> None:
        for words in ("", "x", "-1 MB", "1 MBit", "1e9", "١ MB", "1 PB", "9999999999", "1.2.3 MB", "5 i", "MB"):
            with self.assertRaises(ValueError, msg=words):
                size_of(words)

    def test_there_and_back(self) -> None:
        for count in (1, 999, 1000, 5_000_000, 8_000_000_000, 20 * 10**9, 100 * 10**9, 10**12):
            self.assertEqual(size_of(in_words(count)), count)


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
