"""Files across a link: they arrive exactly or not at all, whatever happens on the way, and the sender is told if not."""

from __future__ import annotations

import dataclasses
import hashlib
import random
import unittest
from pathlib import Path
from typing import Any

from tests.sim.test_linking import RealmsCase
from tests.sim.towns import Citizen, Town
from udpchat.client import events as told
from udpchat.quotas import FileRules
from udpchat.words import File, LinkFetch, LinkPost


class Files(RealmsCase):
    def setUp(self) -> None:
        super().setUp()
        self.linked()
        self.user = self.reach(self.ann, "bob@rome")
        for person in (self.ann, self.bob):
            person.core.put_files_into(self.country.folder / f"downloads of {person.name}")

    def give(self, data: bytes, name: str = "fish.bin", people: tuple[int, ...] = ()) -> bytes:
        """Ann sends it; the key of her transfer."""
        path = self.country.folder / name
        path.write_bytes(data)
        (key,) = self.ann.core.send_file([path], self.ann.host.time(self.world.now), None, people or (self.user,))
        self.ann.host.touched = True
        return key

    def message(self, person: Citizen, name: str) -> Any:
        return next((m for m in person.page.values() if m.file is not None and m.file.name == name), None)

    def arrives_whole(self, data: bytes, name: str = "fish.bin", limit_s: float = 400) -> None:
        self.world.run(lambda: self.message(self.bob, name) is not None, limit_s, f"{name} arrives")
        message = self.message(self.bob, name)
        self.assertEqual((message.name, message.file.size), ("ann@oslo", len(data)))
        self.assertEqual(message.file.sha256, hashlib.sha256(data).digest())
        blob = self.blob(self.rome, data)
        self.assertEqual(blob.read_bytes(), data)
        self.bob.core.fetch_file(message.file, self.bob.host.time(self.world.now), message.conversation)
        self.bob.host.touched = True
        here = self.country.folder / "downloads of bob" / name
        self.world.run(here.exists, 100, "bob has it")
        self.assertEqual(here.read_bytes(), data)

    @staticmethod
    def blob(town: Town, data: bytes) -> Path:
        name = hashlib.sha256(data).hexdigest()
        return town.folder / "files" / name[:2] / name

    def accounted(self) -> None:
        """Nothing is left over in either store."""
        for town in (self.oslo, self.rome):
            self.assertEqual(town.rows("SELECT * FROM realm_arrival"), [])
            self.assertEqual(town.rows("SELECT * FROM part"), [])
            self.assertEqual(list((town.folder / "files" / "parts").glob("*")), [])

    def notices(self) -> list[str]:
        return [notice.event.code for notice in self.ann.notices if isinstance(notice.event, told.Undelivered)]

    def test_large_small_and_empty(self) -> None:
        for size in (0, 1, 24 * 1024, 24 * 1024 + 1, 3_000_000):
            with self.subTest(size=size):
                data = random.Random(size).randbytes(size)
                self.give(data, f"{size}.bin")
                self.arrives_whole(data, f"{size}.bin")
        self.accounted()

    def test_to_several_some_of_them_here(self) -> None:
        carl = Citizen(self.world, self.oslo, "carl", self.country.folder / "carl")
        self.world.run(lambda: bool(carl.user), 60, "carl is in")
        data = b"for both" * 1000
        self.give(data, people=(self.user, carl.user or 0))
        self.arrives_whole(data)
        self.world.run(lambda: self.message(carl, "fish.bin") is not None, 60, "carl has it too")

    def test_words_do_not_wait_for_it(self) -> None:
        self.world.network.reshape(rate=200_000.0)
        data = random.Random(1).randbytes(2_000_000)
        self.give(data)
        self.world.run(lambda: bool(self.rome.rows("SELECT 1 FROM realm_arrival")), 200, "it is on its way")
        self.send(self.ann, "bob@rome", "meanwhile")
        self.arrives(self.bob, "meanwhile")
        self.assertIsNone(self.message(self.bob, "fish.bin"))
        self.arrives_whole(data)

    def test_through_kills_of_either(self) -> None:
        self.world.network.reshape(rate=500_000.0)
        for number, town in enumerate((self.oslo, self.rome, self.rome, self.oslo)):
            data = random.Random(number).randbytes(1_000_000)
            self.give(data, f"{number}.bin")
            self.world.run(lambda: bool(self.rome.rows("SELECT 1 FROM realm_arrival")), 200, "it is on its way")
            self.settle(0.3 * (number + 1))
            town.crash()
            self.world.after(1.0, town.start)
            self.arrives_whole(data, f"{number}.bin")
        self.settle(5)
        self.accounted()

    def test_too_large_and_no_room(self) -> None:
        half = FileRules(total_bytes=10_000, free_bytes=0)
        large, full = FileRules(one_bytes=1000, free_bytes=0), FileRules(total_bytes=1000, free_bytes=0)
        for rules, code in ((large, "FILE_TOO_LARGE"), (full, "QUOTA"), (half, "QUOTA")):
            with self.subTest(code):
                self.rome.core._in_force.change(dataclasses.replace(self.rome.core.settings, files=rules))
                before = self.notices().count(code)
                self.give(b"x" * (6000 if rules is half else 20_000) + code.encode(), f"{code}{before}.bin")
                self.world.run(lambda code=code, before=before: self.notices().count(code) > before, 100, "told")  # type: ignore[misc]
        self.assertIsNone(self.message(self.bob, "QUOTA0.bin"))
        self.accounted()

    def test_deleted_before_it_came(self) -> None:
        self.world.network.reshape(rate=100_000.0)
        self.give(random.Random(1).randbytes(1_000_000))
        self.world.run(lambda: bool(self.rome.rows("SELECT 1 FROM realm_arrival")), 200, "it is on its way")
        self.world.run(lambda: self.message(self.ann, "fish.bin") is not None, 60, "ann sees it")
        seq = self.message(self.ann, "fish.bin").seq
        self.ann.core.delete(seq, self.ann.host.time(self.world.now))
        self.ann.host.touched = True
        self.settle(60)
        self.assertIsNone(self.message(self.bob, "fish.bin"))
        self.assertEqual(self.rome.rows("SELECT 1 FROM message"), [])
        self.accounted()

    def test_content_that_is_not_what_was_said(self) -> None:
        data = b"x" * 1000
        pipe = self.link_of(self.oslo, "rome").pipe
        assert pipe is not None
        self.give(data)
        self.arrives_whole(data)
        (file,) = self.oslo.rows("SELECT id FROM file")
        cards = (
            File(file[0], "other.bin", 1000, b"h" * 32, "x/y"),
            File(file[0], "short.bin", 900, hashlib.sha256(data).digest(), "x/y"),
            File(99, "none.bin", 1000, b"h" * 32, "x/y"),
        )
        for number, card in enumerate(cards):
            about = ("ann", "", 0, "bob", 0, "look", b"", False, (card,))
            pipe.say(LinkPost(100 + number, bytes([number]) * 16, self.ann.user or 0, *about))
        self.oslo.host.touched = True
        self.settle(20)
        self.assertEqual([m.file.name for m in self.bob.page.values() if m.file], ["fish.bin"])
        self.assertEqual(len(self.rome.rows("SELECT 1 FROM realm_item WHERE kind = 'no'")), 3)
        self.assertTrue(self.rome.linked(self.oslo))

    def test_files_of_others_are_not_given(self) -> None:
        secret = b"not for rome"
        path = self.country.folder / "secret.bin"
        path.write_bytes(secret)
        self.ann.core.send_file([path], self.ann.host.time(self.world.now), 0)
        self.ann.host.touched = True
        self.world.run(lambda: bool(self.oslo.rows("SELECT 1 FROM file")), 60, "it is stored here")
        pipe = self.link_of(self.rome, "oslo").pipe
        assert pipe is not None
        got: list[Any] = []
        cargo = self.rome.realms.cargo
        cargo.came = lambda link, word, now: got.append(word)  # type: ignore[method-assign]
        cargo.gone = lambda link, word, now: got.append("none")  # type: ignore[method-assign]
        pipe.say(LinkFetch(7, 1, 0))
        pipe.say(LinkFetch(8, 99, 0))
        self.rome.host.touched = True
        self.settle(5)
        self.assertEqual(got, ["none", "none"])


if __name__ == "__main__":
    unittest.main()
