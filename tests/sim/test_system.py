"""Whole worlds: a relay and three to five people, on bad networks, with kills on both sides, slow and failing disks."""

from __future__ import annotations

import os
import random
import tempfile
import unittest
from pathlib import Path

from tests.sim.chat import ChatClient, ChatServer, cheap_scrypt
from tests.sim.network import LinkProfile
from tests.sim.world import World, seeds

WORLDS = 50
TALK_S = 60.0
SHM = Path("/dev/shm")


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is one: these worlds kill processes, not power."""
    return tempfile.TemporaryDirectory(dir=SHM if os.access(SHM, os.W_OK) else None, prefix="udpchat")


def chat_profile(rng: random.Random) -> LinkProfile:
    """A network on which people still chat: Wi-Fi, a bad cable, a slow line."""
    delay_s = 10 ** rng.uniform(-4, -1.5)
    return LinkProfile(
        loss=rng.choice((0, 0.02, 0.1, 0.2)),
        duplicate=rng.choice((0, 0.1)),
        reorder=rng.choice((0, 0.2)),
        corrupt=rng.choice((0, 0.01)),
        delay_s=delay_s,
        jitter_s=delay_s * rng.choice((0, 2)),
        rate=rng.choice((None, None, 100_000)),
    )


class System:
    """One world with its people."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.world = World(seed)
        rng = self.rng = self.world.rng
        self.world.network.profile = chat_profile(rng)
        self.server = ChatServer(self.world, folder / "relay")
        self.server.commit_s = rng.choice((0.0002, 0.03, 2.0))
        self.server.failing = rng.choice((0, 0, 0.1))
        names = ["ann", "bob", "cleo", "dan", "eve"][: rng.randrange(3, 6)]
        self.people = [
            ChatClient(self.world, self.server, name, folder / name, guest=name == names[-1]) for name in names
        ]
        self.count = 0

    def run(self) -> None:
        """A minute of talk and trouble, then peace until all agree, then everybody leaves."""
        for person in self.people:
            for _ in range(self.rng.randrange(3, 20)):
                self.world.after(self.rng.uniform(0, TALK_S), lambda person=person: self.say(person))  # type: ignore[misc]
        self.trouble()
        self.world.run_for(TALK_S + 5)
        self.peace()
        self.world.run(self.agreed, 400, "everybody has everything")
        self.check_log()
        self.leave()

    def say(self, person: ChatClient) -> None:
        """Type a message, or a handful at once."""
        if not person.may_type():
            return
        for _ in range(self.rng.choice((1, 1, 1, 5))):
            self.count += 1
            person.type(f"{person.name} {self.count} " + "x" * int(2000 ** self.rng.random()))

    def trouble(self) -> None:
        """kill -9 of either side, cuts of 30 s, new addresses, closed lids."""
        world, rng = self.world, self.rng
        for _ in range(rng.choice((0, 1, 3))):
            world.after(rng.uniform(0, TALK_S), self.kill_server)
        for person in self.people:
            if rng.random() < 0.4:
                world.after(rng.uniform(0, TALK_S), lambda person=person: self.kill(person))  # type: ignore[misc]
            if rng.random() < 0.3:
                start_at = world.now + rng.uniform(0, TALK_S)
                world.network.cut(person.host.address[0], start_at, start_at + rng.choice((2, 30)))
            if rng.random() < 0.3:
                world.after(rng.uniform(0, TALK_S), lambda person=person: self.move(person))  # type: ignore[misc]
            if rng.random() < 0.2:
                world.after(rng.uniform(0, TALK_S), lambda person=person: self.sleep(person))  # type: ignore[misc]

    def kill_server(self) -> None:
        """And start it again within three seconds."""
        if self.server.host.driver is None:
            return
        self.server.crash()
        self.world.after(self.rng.uniform(0, 3), self.server.start)

    def kill(self, person: ChatClient) -> None:
        """And start the program again within five seconds."""
        if person.host.driver is None:
            return
        person.crash()
        self.world.after(self.rng.uniform(0, 5), person.start)

    def move(self, person: ChatClient) -> None:
        """Another port of the same router."""
        person.host.address = (person.host.address[0], self.rng.randrange(20_000, 60_000))
        self.world.note(f"{person.name} moves to {person.host.address}")

    def sleep(self, person: ChatClient) -> None:
        """Close the lid."""
        if person.host.driver is not None:
            person.host.sleep(self.world.now + self.rng.choice((5, 45)), self.rng.random() < 0.5, self.world.now)

    def peace(self) -> None:
        """Every fault ends."""
        self.server.failing = 0
        self.server.commit_s = min(self.server.commit_s, 0.1)
        self.world.network.reshape(loss=0.02, corrupt=0.0)

    def agreed(self) -> bool:
        """Whether everybody shows everything that is stored, and nothing is pending."""
        if any(host.asleep_until is not None for host in self.world.hosts.values()):
            return False
        if any(person.core.unconfirmed_count or not person.signed_in for person in self.people):
            return False
        stored = {post.seq: post.ref for post in self.server.stored()}
        return all(person.shown == stored for person in self.people)

    def check_log(self) -> None:
        """Stored once, by whom and as typed; nothing confirmed is missing, nothing invented is there."""
        stored = {post.ref: post for post in self.server.stored()}
        assert len(stored) == len(self.server.stored()), "a message is stored twice"
        typed = {ref: text for person in self.people for ref, text in person.typed.items()}
        assert stored.keys() <= typed.keys(), "the log holds what nobody typed"
        for person in self.people:
            assert not person.refused, f"refused: {person.refused}"
            for ref, text in person.typed.items():
                if ref in stored:
                    assert stored[ref].text == text, "the text differs"
                else:
                    assert ref in person.excused, f"{person.name}'s {text[:30]!r} is lost"
            for ref, seq in person.confirmed.items():
                assert ref in stored and stored[ref].seq == seq, "confirmed, but not stored there"

    def leave(self) -> None:
        """Everybody leaves, the relay stops; nothing moves any more."""
        for person in self.people:
            person.log_out()
        self.world.run(lambda: all(person.ended for person in self.people), 10, "everybody has logged out")
        self.world.run_for(200)  # grace of a guest's name, closing times
        assert self.world.network.flying_count() == 0, "something still flies"
        for person in self.people:
            assert person.core.next_timeout() is None, f"{person.name} still has a timer"
        assert self.server.core.next_timeout() is None, f"the relay has a timer: {self.server.core.next_timeout()}"
        self.server.core.shut_down(self.server.host.time(self.world.now))
        self.server.host.touched = True
        self.world.run(lambda: self.server.core.stopped, 1, "the relay has stopped")


def run_system(seed: int) -> None:
    """One world; an AssertionError tells the seed and the story."""
    with scratch() as folder, cheap_scrypt():
        system = System(seed, Path(folder))
        try:
            system.run()
        except Exception as error:
            text = "" if "packet" in str(error) else system.world.story()
            raise AssertionError(f"seed {seed}: {error!r}\n{text}") from error


class Systems(unittest.TestCase):
    def test_nothing_is_lost_and_nothing_doubled(self) -> None:
        for seed in seeds(WORLDS):
            with self.subTest(seed=seed):
                run_system(seed)
