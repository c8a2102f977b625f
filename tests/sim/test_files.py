"""Files over a bad network, with relay and people killed on the way: bytes arrive exactly, or not at all."""

from __future__ import annotations

import os
import random
import unittest
from pathlib import Path

from tests.sim.chat import ChatClient, ChatServer, cheap_scrypt
from tests.sim.network import LinkProfile
from tests.sim.test_system import scratch
from tests.sim.world import World
from udpchat.client.events import TransferState
from udpchat.client.numbers import private_with
from udpchat.client.phases import Phase

SEEDS = range(int(os.environ.get("UDPCHAT_FILE_SEEDS", "4")))
LIMIT_S = 400.0


class Exchange:
    """Some people who send each other files while everything that can go wrong does."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.folder, self.rng = folder, random.Random(f"files {seed}")
        rng = self.rng
        profile = LinkProfile(
            loss=rng.choice((0.0, 0.01, 0.05, 0.1)), duplicate=rng.choice((0.0, 0.02)), reorder=rng.choice((0.0, 0.05)),
            corrupt=rng.choice((0.0, 0.005)), delay_s=rng.choice((0.0005, 0.005)), rate=rng.choice((None, 2_000_000.0)),
        )  # fmt: skip
        self.world = World(seed, profile)
        self.server = ChatServer(self.world, folder / "relay")
        self.people = [ChatClient(self.world, self.server, name, folder / name) for name in ("ann", "bob", "eve")]
        self.sent: dict[bytes, tuple[ChatClient, int]] = {}

    def start(self, person: ChatClient) -> None:
        """The program is started again."""
        person.start()
        person.core.put_files_into(self.folder / f"downloads of {person.name}")

    def run(self) -> None:
        """All of it."""
        self.world.run(lambda: all(person.signed_in for person in self.people), LIMIT_S, "everybody is in")
        for person in self.people:
            person.core.put_files_into(self.folder / f"downloads of {person.name}")
        self.world.run_for(1.0)
        for number in range(6):
            self.send(number)
            self.world.run_for(self.rng.random())
            self.harm()
        self.world.run(lambda: all(self.is_over(key) for key in self.sent), LIMIT_S, "every file is sent")
        self.world.run(lambda: all(self.knows_all(person) for person in self.people), LIMIT_S, "everybody knows of them")
        for person in self.people:
            self.fetch(person)
        self.world.run_for(self.rng.random())
        self.harm()
        self.world.run(lambda: all(self.has_all(person) for person in self.people), LIMIT_S, "everybody has every file")
        self.check()

    def send(self, number: int) -> None:
        """A file of somebody who is there, for the lobby or one person."""
        person = self.rng.choice([person for person in self.people if person.may_type()] or [self.people[0]])
        if not person.may_type():
            return
        data = self.rng.randbytes(int(800_000 ** self.rng.random()) if number else 0)
        path = self.folder / f"{number}.bin"
        path.write_bytes(data)
        others = [other.user for other in self.people if other is not person and other.user]
        to = self.rng.choice(others) if self.rng.random() < 0.5 else 0
        (key,) = person.core.send_file([path], person.host.time(self.world.now), private_with(to))
        person.host.touched = True
        self.world.run_for(0.2)  # on its disk: what was asked for in the last moment before a kill may be lost
        self.sent[key] = (person, to)

    def harm(self) -> None:
        """Kill the relay, or somebody, or nobody."""
        victim = self.rng.choice((None, self.server, *self.people))
        if victim is None:
            return
        victim.crash()
        self.world.run_for(self.rng.random() * 3)
        if isinstance(victim, ChatServer):
            victim.start()
        else:
            self.start(victim)

    def is_over(self, key: bytes) -> bool:
        """Whether a file is posted."""
        person, _ = self.sent[key]
        found = person.core.transfer(key)
        assert found is None or found.error is None, found
        return found is not None and found.state is TransferState.DONE

    def fetch(self, person: ChatClient) -> None:
        """Everything that others sent."""
        for seq in person.shown:
            message = person.core.message(seq)
            if message is not None and message.file is not None and message.author != person.user:
                person.core.fetch_file_of(seq, person.host.time(self.world.now))
        person.host.touched = True
        self.world.run_for(0.2)

    def knows_all(self, person: ChatClient) -> bool:
        """Whether somebody has been told of everything that is there."""
        mine = {key for key, (_, to) in self.sent.items() if to in (0, person.user)}
        return person.signed_in and person.core.state is Phase.ONLINE and mine <= set(person.shown.values())

    def has_all(self, person: ChatClient) -> bool:
        """Whether all that was fetched is here."""
        fetched = [one for one in person.core.transfers if not one.up]
        assert all(one.error is None for one in fetched), fetched
        return person.signed_in and all(one.state is TransferState.DONE for one in fetched)

    def check(self) -> None:
        """Bytes are what they were, each post is there once, and the disk holds what the store says."""
        by_name = {f"{number}.bin": (self.folder / f"{number}.bin") for number in range(6)}
        fetched = 0
        for person in self.people:
            for one in person.core.transfers:
                if not one.up:
                    fetched += 1
                    assert Path(one.path).read_bytes() == by_name[one.name].read_bytes(), one
            left = [path.name for path in (self.folder / f"downloads of {person.name}").glob("*.part")]
            assert not left, left
        assert fetched >= len(self.sent), (fetched, len(self.sent))
        refs = [post.ref for post in self.server.stored()]
        assert sorted(refs) == sorted(self.sent), "posted once each"
        contents = self.server.store.contents()
        files = self.server.folder / "files"
        blobs = {bytes.fromhex(path.name): path.stat().st_size for path in files.glob("??/*")}
        assert blobs == contents, (blobs, contents)
        assert not list((files / "parts").glob("*.part")) and not self.server.store.parts()
        assert self.server.store.used_in_all(b"") == sum(contents.values())


class Files(unittest.TestCase):
    def test_worlds(self) -> None:
        for seed in SEEDS:
            with self.subTest(seed=seed), scratch() as folder, cheap_scrypt():
                Exchange(seed, Path(folder)).run()


if __name__ == "__main__":
    unittest.main()
