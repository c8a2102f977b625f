"""kill -9 at every step of a file: of the relay, of the sender, of the receiver, and of all three, before and after each piece
of work for a disk. Whatever the step, the file is there in the end, once, byte for byte, and nothing else is on any disk."""

from __future__ import annotations

import os
import random
import unittest
import warnings
from collections.abc import Iterable
from pathlib import Path

from tests.sim.chat import ChatClient, ChatServer, cheap_scrypt
from tests.sim.host import JobPlan
from tests.sim.network import LinkProfile
from tests.sim.test_system import scratch
from tests.sim.world import World
from udpchat.client.events import TransferState
from udpchat.client.phases import Phase
from udpchat.driver import Job

STRIDE = int(os.environ.get("UDPCHAT_KILL_STRIDE", "3"))
"""Every how many steps there is a kill; 1 takes three times as long."""
JOB_S = 0.002
SIZE = 600_000
LIMIT_S = 300.0


class Delivery:
    """One file from ann to bob. `victims` die when the first of them begins its work number `step`; `lucky`: the effect of
    what each is doing still reaches its disk."""

    def __init__(self, folder: Path, victims: Iterable[str], step: int, lucky: bool, size: int) -> None:
        self.folder, self.victims, self.step, self.lucky = folder, tuple(victims), step, lucky
        self.world = World(step, LinkProfile(delay_s=0.001))
        self.server = ChatServer(self.world, folder / "relay")
        self.people = {name: ChatClient(self.world, self.server, name, folder / name) for name in ("ann", "bob")}
        self.ann, self.bob = self.people["ann"], self.people["bob"]
        self.data = random.Random(step).randbytes(size)
        self.counting = self.killed = False
        self.count = 0
        self.keys: set[bytes] = set()

    def run(self) -> bool:
        """All of it; whether there was a kill."""
        self.world.run(lambda: self.ann.signed_in and self.bob.signed_in, LIMIT_S, "both are in")
        self.world.run_for(0.5)
        self.settle_in()
        for name in self.victims:
            self.watch(name)
        self.counting = True
        (self.folder / "a.bin").write_bytes(self.data)
        self.world.run(self.is_sent, LIMIT_S, "it is sent")
        self.world.run(self.has_it, LIMIT_S, "bob has it")
        self.counting = False
        self.world.run_for(5)
        self.check()
        return self.killed

    def settle_in(self) -> None:
        for person in self.people.values():
            person.core.put_files_into(self.folder / "downloads")

    def watch(self, name: str) -> None:
        """Count the work of a victim, and kill all of them when the time has come."""

        def plan(job: Job) -> JobPlan:
            if self.counting and not self.killed:
                self.count += 1
                if self.count > self.step:
                    self.killed = True
                    self.world.note(f"{name} is to die in {job.lane}: {job.name}")
                    self.world.after(JOB_S / 2, self.kill)
            return JobPlan(JOB_S)

        self.host_of(name).host.plan = plan

    def host_of(self, name: str) -> ChatServer | ChatClient:
        return self.server if name == "relay" else self.people[name]

    def kill(self) -> None:
        for name in self.victims:
            self.host_of(name).host.crash(self.lucky)  # so that the copy below has all effects
            self.host_of(name).crash()
            self.world.after(0.5, lambda name=name: self.start(name))  # type: ignore[misc]

    def start(self, name: str) -> None:
        self.host_of(name).start()
        self.settle_in()

    # --- what the two do: what a program was told in its last moment before a kill may be lost, and is told again ---------

    def is_sent(self) -> bool:
        """Ann sends it, once."""
        if not self.ann.may_type() or self.ann.core.state is not Phase.ONLINE:
            return False
        posted = {post.ref for post in self.server.stored()}
        found = self.ann.core.transfers
        if not found and not posted:
            self.keys.add(self.ann.core.send_file([self.folder / "a.bin"], self.ann.host.time(self.world.now))[0])
            self.ann.host.touched = True
        assert all(one.error is None for one in found), found
        return bool(posted) and all(one.state is TransferState.DONE for one in found)

    def has_it(self) -> bool:
        """Bob fetches it, once."""
        if not self.bob.may_type() or self.bob.core.state is not Phase.ONLINE:
            return False
        found = self.bob.core.transfers
        for seq in [] if found else self.bob.shown:
            self.bob.core.fetch_file_of(seq, self.bob.host.time(self.world.now))
            self.bob.host.touched = True
        assert all(one.error is None for one in found), found
        return bool(found) and all(one.state is TransferState.DONE for one in found)

    def check(self) -> None:
        """One post; one whole file at bob's; the disk of the relay holds what its store says."""
        (post,) = self.server.stored()
        assert post.ref in self.keys
        (path,) = (self.folder / "downloads").iterdir()
        assert path.name == "a.bin" and path.read_bytes() == self.data, path
        assert [one.path for one in self.bob.core.transfers] == [str(path)]
        contents = self.server.store.contents()
        files = self.server.folder / "files"
        assert {bytes.fromhex(blob.name): blob.stat().st_size for blob in files.glob("??/*")} == contents
        parts = {bytes.fromhex(part.stem) for part in (files / "parts").glob("*.part")}
        assert parts <= self.server.store.parts().keys() and len(parts) < len(self.keys), parts


class Everywhere(unittest.TestCase):
    def sweep(self, *victims: str, size: int = SIZE) -> None:
        self.enterContext(warnings.catch_warnings())
        warnings.simplefilter("ignore", ResourceWarning)  # files that the dead had open
        for lucky in (False, True):
            step = int(lucky) % STRIDE
            with cheap_scrypt():
                while True:
                    with self.subTest(victims=victims, step=step, lucky=lucky), scratch() as folder:
                        delivery = Delivery(Path(folder), victims, step, lucky, size)
                        if not delivery.run():
                            break
                    step += STRIDE
                    self.assertLess(step, 500)
            self.assertGreater(step, 8, "no steps")

    def test_the_relay(self) -> None:
        self.sweep("relay")

    def test_the_sender(self) -> None:
        self.sweep("ann")

    def test_the_receiver(self) -> None:
        self.sweep("bob")

    def test_all_of_them_at_once(self) -> None:
        self.sweep("relay", "ann", "bob")

    def test_nothing_in_the_file(self) -> None:
        self.sweep("relay", "ann", "bob", size=0)


if __name__ == "__main__":
    unittest.main()
