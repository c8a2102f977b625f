"""Chosen moments for whole systems: a kill inside a commit, a lost confirmation, a catch-up cut in half, two people.

Each test is also the one that a mutant must fail (tests/mutants).
"""

from __future__ import annotations

import contextlib
import sqlite3
import unittest
from pathlib import Path
from unittest import mock

from tests.sim.chat import ChatClient, ChatServer, cheap_scrypt
from tests.sim.host import JobPlan
from tests.sim.network import LinkProfile
from tests.sim.test_system import scratch
from tests.sim.world import World


class Town(unittest.TestCase):
    """A relay, and people who are called to it by name."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(scratch()))
        self.enterContext(cheap_scrypt())
        self.world = World(1, LinkProfile(delay_s=0.001))
        self.server = ChatServer(self.world, self.folder / "relay")
        self.people: list[ChatClient] = []

    def arrive(self, *names: str, folder: str = "") -> list[ChatClient]:
        """Accounts are registered and signed in."""
        people = [ChatClient(self.world, self.server, name, self.folder / (folder or name)) for name in names]
        self.people += people
        self.world.run(lambda: all(person.signed_in for person in people), 30, "everybody is in")
        self.world.run_for(0.5)
        return people

    def settle(self, limit_s: float = 60) -> None:
        """Until the people here show exactly what is stored, and have nothing unconfirmed."""
        self.world.run(self.agreed, limit_s, "all agree")

    def agreed(self) -> bool:
        """Whether they do."""
        here = [person for person in self.people if person.host.driver is not None]
        stored = {post.seq: post.ref for post in self.server.stored()}
        return all(p.signed_in and not p.core.unconfirmed_count and p.shown == stored for p in here)

    def texts(self) -> list[str]:
        """What is stored."""
        return [post.text for post in self.server.stored()]

    def check_confirmed(self) -> None:
        """What was shown to its sender as stored is stored."""
        stored = {post.ref: post.seq for post in self.server.stored()}
        for person in self.people:
            for ref, seq in person.confirmed.items():
                self.assertEqual(stored.get(ref), seq, "shown as stored, but not stored")


class Kills(Town):
    def test_killed_before_the_commit(self) -> None:
        """Nobody is told of a message before it is on disk; afterwards it is sent again and stored once."""
        ann, bob = self.arrive("ann", "bob")
        self.server.host.plan = lambda job: JobPlan(2.0)
        ann.type("hello")
        self.world.run_for(1.0)
        self.server.crash(lucky=False)
        told = dict(ann.confirmed), dict(bob.shown)
        self.server.start()
        self.server.host.plan = lambda job: JobPlan(0.001)
        self.settle()
        self.assertEqual(told, ({}, {}), "told before the commit")
        self.assertEqual(self.texts(), ["hello"])
        self.check_confirmed()

    def test_killed_after_the_commit(self) -> None:
        """Stored, but the confirmation is lost: the repeat is recognised by its ref."""
        ann, bob = self.arrive("ann", "bob")
        self.server.host.plan = lambda job: JobPlan(0.5)
        ann.type("hello")
        self.world.run_for(0.3)
        self.server.crash(lucky=True)
        self.server.start()
        self.server.host.plan = lambda job: JobPlan(0.001)
        self.assertEqual(ann.confirmed, {})
        self.assertEqual(self.texts(), ["hello"])
        ann.type("again")
        self.settle()
        self.assertEqual(self.texts(), ["hello", "again"])
        self.assertEqual(len(bob.shown), 2)
        self.check_confirmed()

    def test_failed_commits(self) -> None:
        """The disk refuses for a while: nothing is confirmed meanwhile, everything is stored once and in order later."""
        ann, bob = self.arrive("ann", "bob")
        self.server.failing = 1.0
        self.server.host.plan = self.server.plan
        for number in range(10):
            ann.type(f"message {number}")
        self.world.run_for(5)
        self.assertEqual((ann.confirmed, bob.shown, self.texts()), ({}, {}, []))
        self.server.failing = 0.0
        self.settle()
        self.assertEqual(self.texts(), [f"message {number}" for number in range(10)])

    def test_killed_in_mid_catch_up(self) -> None:
        """The program is killed twice while it catches up over a slow line: each time it goes on where the disk is."""
        ann, bob = self.arrive("ann", "bob")
        bob.crash()
        for number in range(150):
            ann.type(f"{number} " + "x" * 3000)
        self.settle(200)
        self.world.network.shape("10.0.0.1", bob.host.address[0], LinkProfile(delay_s=0.01, rate=50_000))
        for count in (10, 80):
            bob.start()
            self.world.run(lambda count=count: len(bob.shown) > count, 60, "the catch-up runs")  # type: ignore[misc]
            ann.type("live")
            self.world.run_for(0.2)
            self.assertLess(len(bob.shown), 140, "the catch-up is over already: no test")
            bob.crash()
        sent_bytes = self.world.network.link("10.0.0.1", bob.host.address[0]).sent_bytes
        bob.start()
        self.settle(200)
        self.assertEqual(len(bob.shown), 152)
        sent_bytes = self.world.network.link("10.0.0.1", bob.host.address[0]).sent_bytes - sent_bytes
        self.assertLess(sent_bytes, 300_000, "everything came again")

    def test_gap_in_the_cache(self) -> None:
        """A disk too slow for the talk: some messages are shown and not cached. The gap is known, and filled later."""
        self.enterContext(mock.patch("udpchat.client.cache.CACHE_BACKLOG_BYTES", 5_000))
        ann, bob = self.arrive("ann", "bob")
        bob.host.plan = lambda job: JobPlan(1.0)
        for number in range(60):
            self.world.after(number * 0.1, lambda number=number: ann.type(f"{number} " + "x" * 1000))  # type: ignore[misc]
        self.world.run_for(8)
        self.settle()
        bob.crash()
        self.assertLess(cached_count(bob.folder), 60, "all of it is cached: no test")
        bob.host.plan = lambda job: JobPlan()
        bob.start()
        self.settle()

    def test_client_killed_with_a_full_outbox(self) -> None:
        """Typed without a network, saved, killed: sent after the next start, once and in order."""
        ann, bob = self.arrive("ann", "bob")
        self.world.network.cut(ann.host.address[0], self.world.now, self.world.now + 5)
        for number in range(20):
            ann.type(f"offline {number}")
        self.world.run_for(1)
        ann.crash()
        self.assertEqual(ann.excused, set())
        ann.start()
        self.settle()
        self.assertEqual(self.texts(), [f"offline {number}" for number in range(20)])
        self.assertEqual(len(bob.shown), 20)

    def test_two_people_on_one_computer(self) -> None:
        """Ann types without a network and leaves; bob signs in on the same computer: nothing of hers goes out as his."""
        (eve,) = self.arrive("eve")
        (ann,) = self.arrive("ann", folder="shared")
        self.world.network.cut(ann.host.address[0], self.world.now, self.world.now + 5)
        ann.type("ann's words")
        self.world.run_for(1)
        ann.core.leave_now(ann.host.time(self.world.now))
        ann.host.touched = True
        self.world.run_for(1)
        ann.host.crash()
        ann.core.close()  # the lock of a dead process is free
        (bob,) = self.arrive("bob", folder="shared")
        bob.type("bob's words")
        self.settle()
        self.assertEqual([(post.author, post.text) for post in self.server.stored()], [(bob.user, "bob's words")])
        self.assertEqual(len(eve.shown), 1)
        bob.host.crash()
        ann.start()
        self.settle()
        self.assertEqual(self.texts(), ["bob's words", "ann's words"])

    def test_guest_away_for_longer_than_the_name_is_kept(self) -> None:
        """A guest's message is stored, the confirmation is lost, the guest ends and comes back with the token: stored once."""
        (ann,) = self.arrive("ann")
        guest = ChatClient(self.world, self.server, "gus", self.folder / "gus", guest=True)
        self.people.append(guest)
        self.world.run(lambda: guest.signed_in, 10, "the guest is in")
        self.world.run_for(0.5)
        self.server.host.plan = lambda job: JobPlan(0.5)
        guest.type("stored, not confirmed")
        self.world.run_for(0.2)
        self.world.network.cut(guest.host.address[0], self.world.now, self.world.now + 200)
        guest.type("typed without a network")
        self.world.run_for(200)
        self.settle(60)
        self.assertEqual(self.texts(), ["stored, not confirmed", "typed without a network"])
        self.assertEqual(len(ann.shown), 2)

    def test_relay_and_everybody_killed_at_once(self) -> None:
        """A power cut of the whole room in mid-sentence."""
        people = self.arrive("ann", "bob", "cleo")
        for person in people:
            for number in range(5):
                person.type(f"{person.name} {number}")
        self.world.run_for(0.004)
        for person in people:
            person.crash()
        self.server.crash()
        self.server.start()
        for person in people:
            person.start()
        self.settle()
        self.check_confirmed()
        kept = {ref for person in people for ref in person.typed.keys() - person.excused}
        self.assertLessEqual(kept, {post.ref for post in self.server.stored()})


def cached_count(folder: Path) -> int:
    """Messages in the caches below a client's folder."""
    count = 0
    for path in folder.glob("accounts/*/*/store.sqlite"):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            count += connection.execute("SELECT count(*) FROM message").fetchone()[0]
    return count
