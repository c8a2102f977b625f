"""Numbers of bytes in words and back."""

from __future__ import annotations

import unittest

from udpchat.sizes import size_of, size_words


class Words(unittest.TestCase):
    def test_sizes(self) -> None:
        for count, words in (
            (-1, "0 B"), (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1500, "1.5 kB"), (9_940, "9.9 kB"), (9_960, "10 kB"),
            (48_200, "48 kB"), (999_499, "999 kB"), (999_600, "1 MB"), (1_400_000, "1.4 MB"), (99_949_999, "100 MB"),
            (8_000_000_000, "8 GB"), (8 * 1024**3, "8.6 GB"), (21e9, "21 GB"), (100 * 10**9, "100 GB"), (10**16, "10000 TB"),
        ):  # fmt: skip
            self.assertEqual(size_words(count), words)

    def test_in_the_unit_of_another(self) -> None:
        for count, like, words in (
            (700_000, 12_000_000, "0.7 MB"), (45_000_000, 1_150_000_000, "45 MB"), (512, 10**9, "512 B"), (0, 10**9, "0 B"),
            (300_000_000, 1_150_000_000, "0.3 GB"), (10**9, 5, "1 GB"),
        ):  # fmt: skip
            self.assertEqual(size_words(count, like), words)

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
            self.assertEqual(size_of(size_words(count)), count)


if __name__ == "__main__":
    unittest.main()
