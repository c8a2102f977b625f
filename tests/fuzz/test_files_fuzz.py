"""Any frames of bytes and credit, in any state: dropped, or the connection ends; the relay lives, its disk holds no more."""

from __future__ import annotations

import contextlib
import random
import unittest
from typing import Any

from tests.unit.server.files_lab import FilesTest
from tests.unit.server.lab import Client
from udpchat import limits, words
from udpchat.errors import ProtocolViolation
from udpchat.wire.channels import Channel
from udpchat.words.files import BULK_HEAD, decode_bulk, decode_credit

NUMBERS = (0, 1, 2, 3, 2**31, 2**32 - 1)
OFFSETS = (0, 1, 999, 1000, limits.FILE_AHEAD_BYTES, 2**63, 2**64 - 1)


class Bodies(unittest.TestCase):
    def test_any_bytes(self) -> None:
        rng = random.Random(3)
        for _ in range(3000):
            body = rng.randbytes(rng.choice((0, 1, 11, 12, 13, 100, limits.BULK_BYTES + 12, limits.BULK_BYTES + 13)))
            for parse in (decode_bulk, decode_credit):
                with contextlib.suppress(ProtocolViolation):
                    parse(body)


class Frames(FilesTest):
    def test_any_frames_in_any_order(self) -> None:
        rng = random.Random(9)
        good = self.lab.person("good")
        self.upload(good, b"x" * 5000)
        for number in range(40):
            client = self.lab.person(f"fuzz{number}", f"192.168.1.{10 + number}")
            for _ in range(12):
                self.odd(rng, client, self.card(client).id)
                self.lab.turn()
            self.lab.vanish(client)
        self.lab.later(1.0)
        self.upload(good, b"y" * 5000)
        self.assertEqual(len(self.on_disk()[0]), 2)
        for path in self.on_disk()[1]:
            self.assertLessEqual(path.stat().st_size, 2000)

    def odd(self, rng: random.Random, client: Client, file: int) -> None:
        """Something that may be said, or not."""
        ref = rng.randbytes(16) if rng.random() < 0.5 else bytes(16)
        place: Any = self.lab.store.lobby
        said = (
            words.Offer(ref, place, (), "a", rng.choice((0, 1000, 2000)), rng.randbytes(32), "", ""),
            words.EndUpload(ref),
            words.StopUpload(ref, rng.random() < 0.5),
            words.Fetch(file, rng.choice((0, 4999, 5000)), rng.choice((5000, 6000, limits.INTEGER_MAX))),
            words.Fetch(rng.choice((0, 99)), 0, 0),
            words.StopFetch(file),
            words.MarkFile(file, rng.choice(("fetching", "fetched", "declined"))),
            words.AskFileMarks(file),
            words.AskFiles(rng.choice((0, 5, limits.INTEGER_MAX))),
        )
        if rng.random() < 0.6:
            client.say(rng.choice(said))
            return
        number = max([word.transfer for word in client.all(words.Upload)], default=1)
        head = BULK_HEAD.pack(rng.choice((*NUMBERS, number, number)), rng.choice(OFFSETS))
        if rng.random() < 0.3:
            client.send_raw(head, Channel.CREDIT)
        else:
            client.send_raw(head + bytes(rng.choice((1, 999, 1000, 1001))), Channel.BULK)


if __name__ == "__main__":
    unittest.main()
