"""The golden vectors are what their derivation gives: nobody fitted them to the program."""

from __future__ import annotations

import unittest

from tests.unit.wire.golden import derive_golden


class Derivation(unittest.TestCase):
    def test_vectors_are_as_derived(self) -> None:
        self.assertEqual(derive_golden.FILE.read_text(encoding="utf-8"), derive_golden.written(derive_golden.derive()))

    def test_sizes_of_the_standard(self) -> None:
        rows = derive_golden.derive()["packets"]
        sizes = {name: len(bytes.fromhex(rows[name]["hex"])) for name in rows}
        expected = {
            "hello": 64,
            "retry": 42,
            "initial": 1200,
            "initial, later part": 1200,
            "reset": 25,
            "discover": 256,
        }
        self.assertEqual(expected, {name: sizes[name] for name in expected})
        self.assertEqual(17 + 1 + 16, sizes["data ping"])

    def test_first_bytes_tell_the_types(self) -> None:
        order = ["HELLO", "RETRY", "INITIAL", "HANDSHAKE", "DATA", "RESET", "DISCOVER", "HERE", "VERNEG"]
        for name, row in derive_golden.derive()["packets"].items():
            with self.subTest(name):
                self.assertEqual(0x80 + order.index(row["type"]), bytes.fromhex(row["hex"])[0])


if __name__ == "__main__":
    unittest.main()
