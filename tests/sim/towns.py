"""Two or three servers that are linked, their people, the trouble they have, and what must hold at the end.

Invariants: a message from one town to another is in both stores once, in the order in which its author wrote to that person;
nothing that was confirmed to its author is missing where it was meant to go, and nothing came anywhere else; both sides read
the same text in the end; nobody speaks for another town; what was refused was told to its author once; all queues are empty.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from tests.sim.chat import RESET_KEY, ChatServer
from tests.sim.pupil import Pupil
from tests.sim.world import World
from udpchat.client import events as told
from udpchat.client.numbers import private_with
from udpchat.client.target import Target
from udpchat.driver import Address
from udpchat.errors import UdpchatError
from udpchat.quotas import FileRules
from udpchat.server.core import ServerCore
from udpchat.server.realms.service import Realms
from udpchat.server.requesting import Asker, Deed, hand_over
from udpchat.server.rights import OWNER
from udpchat.server.settings import ServerSettings
from udpchat.store import Store
from udpchat.store.backup import back_up, restore
from udpchat.wire.identity import Identity, generate
from udpchat.words import AddRealm, AddRealmInvite, ChangeRealm, MakeRealmInvite, RealmInvite

TOWNS = ("oslo", "rome", "kyiv")
NAMES = ("ann", "bob", "cleo", "dan", "eve", "finn", "gina", "hugo", "iris", "jack", "kira", "lars", "mona", "nils")


@cache
def identity_of(name: str) -> Identity:
    """Each town has its own certificate."""
    return generate(random.Random(f"identity of {name}").randbytes)


class Town(ChatServer):
    """One of the servers."""

    def __init__(self, world: World, folder: Path, name: str, number: int, whose: str = "") -> None:
        self.name, self.identity = name, identity_of(whose or name)
        self.address: Address = (f"10.0.0.{number}", 11111)
        self.world, self.folder = world, folder
        self.folder.mkdir()
        self.settings = ServerSettings(name, rate_per_s=0, bytes_per_s=0, files=FileRules(free_bytes=0))
        self.host = world.host(whose or name, self.address)
        self.host.plan = self.plan
        self.host.on_event = lambda event: world.note(f"{name}: {event}")
        self.known_files: dict[int, Any] = {}  # that anybody has seen
        self.commit_s = self.failing = 0.0
        self.start_count = 0
        self.skew_ms = 0
        self.start()

    def start(self) -> None:
        self.start_count += 1
        self.world.note(f"{self.name} starts")
        randbytes = self.world.randbytes(f"{self.name} {self.start_count}")
        self.store = Store.open(self.folder / "store.sqlite", randbytes, synchronous="OFF")
        files = self.folder / "files"
        self.core = ServerCore(self.store, self.identity, RESET_KEY, self.settings, randbytes, self.wall_ms, blobs=files)
        self._watch(self.store)
        self.host.start(self.core)

    def _watch(self, store: Store) -> None:
        """While a commit is on its way the writer is the worker's, however short that is here."""
        look, write = store._look, store._write

        def watched(call: Any, *arguments: Any) -> Any:
            assert not self.core._commits.in_flight, f"{arguments[0]} during a commit"
            return call(*arguments)

        store._look = lambda *arguments: watched(look, *arguments)  # type: ignore[method-assign]
        store._write = lambda *arguments: watched(write, *arguments)  # type: ignore[method-assign]

    def wall_ms(self) -> int:
        return super().wall_ms() + self.skew_ms

    @property
    def realms(self) -> Realms:
        """Its links."""
        return self.core._talk.realms

    def order(self, word: Any) -> Deed | UdpchatError | None:
        """Something that its operator does; what came of it so far."""
        order = _Order(self.core, word)
        self.core._commits.submit(order, self.host.time(self.world.now))
        self.host.touched = True
        return order.deed

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What is on its disk, read behind its back."""
        with contextlib.closing(sqlite3.connect(self.folder / "store.sqlite")) as connection:
            return connection.execute(query, values).fetchall()

    def linked(self, other: Town) -> bool:
        """Whether the link with the other stands."""
        return any(link.ready and link.line.name == other.name for link in self.realms.all())

    def quiet(self) -> bool:
        """Whether nothing waits for another town."""
        return not self.rows("SELECT 1 FROM realm_item WHERE NOT done LIMIT 1")


class _Order:
    """What an operator's request does, without the operator's connection."""

    def __init__(self, core: ServerCore, word: Any) -> None:
        self.core, self.word = core, word
        self.deed: Deed | UdpchatError | None = None

    def run(self, now: float) -> None:
        act = self.core._talk.realms.acts()[type(self.word)]
        self.deed = act(Asker(None, None, 0, "", OWNER), self.word, 0)  # type: ignore[arg-type]

    def done(self, now: float) -> None:
        assert isinstance(self.deed, Deed)
        hand_over(self.core._talk._parts, self.deed.events, self.deed.moved)
        for follow in self.deed.after:
            follow(now)

    def failed(self, error: UdpchatError, now: float) -> None:
        self.deed = error


class Citizen(Pupil):
    """Somebody who lives in a town and writes to people of all towns."""

    def __init__(self, world: World, town: Town, name: str, folder: Path) -> None:
        self.town = town
        self.wanted: list[str] = []  # people of other towns, as one writes to them
        self.reached: dict[str, int] = {}
        self.asking: dict[bytes, str] = {}
        self.meant: dict[bytes, str] = {}  # of what was typed for another town: for whom
        self.notices: list[told.Notice] = []
        super().__init__(world, town, name, folder)

    def connect(self) -> None:
        target = Target(self.town.address, self.town.name, pin=self.town.identity.fingerprint)
        self.core.connect(target, self.credentials(), self.host.time(self.world.now))
        self.host.touched = True

    def handle(self, event: Any) -> None:
        match event:
            case told.RequestDone(ref=ref, id=user) if ref in self.asking:
                self.reached[self.asking.pop(ref)] = user
            case told.RequestRefused(ref=ref) if ref in self.asking:
                del self.asking[ref]
            case told.HistoryReset():
                self.reached.clear()  # ids of a future that is lost
            case told.NoticesAdded(notices=notices):
                self.notices += notices
        super().handle(event)

    def look_for(self, address: str) -> None:
        """Find out how to write there."""
        self.asking[self.core.reach(address, self.host.time(self.world.now))] = address
        self.host.touched = True

    def act(self, others: list[Pupil]) -> None:
        """Half of what they do goes to other towns."""
        if not self.may_type():
            return
        if self.rng.random() < 0.5 or not self.wanted:
            super().act(others)
            return
        try:
            self.write_abroad([other for other in others if other is not self and other.user])
        except UdpchatError as error:
            self.world.note(f"{self.name}: {error}")
        self.host.touched = True

    def write_abroad(self, others: list[Pupil]) -> None:
        """To somebody there, or to several, some of them here."""
        address = self.rng.choice(self.wanted)
        user = self.reached.get(address)
        if user is None:
            if address not in self.asking.values():
                self.look_for(address)
            return
        self.count += 1
        if self.rng.random() < 0.15:
            self.send_a_file(user)
            return
        now, text = self.host.time(self.world.now), f"{self.name} {self.count} abroad " + "y" * int(300 ** self.rng.random())
        if self.rng.random() < 0.3 and others:
            ref = self.core.send_many([user, self.rng.choice(others).user or 0], text, now)
            self.wishes[ref] = f"abroad {address}"
        else:
            replies = [m.seq for m in self.page.values() if m.conversation == private_with(user)]
            reply = self.rng.choice(replies) if replies and self.rng.random() < 0.3 else 0
            ref = self.core.send_message(text, now, private_with(user), reply)
            self.wishes[ref] = f"abroad {address}"
        self.meant[ref], self.typed[ref] = address, text


    def send_a_file(self, user: int) -> None:
        """Of any size up to two pieces or so; it is said when the server has it."""
        path = self.folder.parent / f"{self.name} {self.count}.bin"
        path.write_bytes(self.rng.randbytes(int(60_000 ** self.rng.random())))
        self.core.send_file([path], self.host.time(self.world.now), None, (user,))


class Country:
    """One world. `talk_s` is how long they talk before peace begins."""

    def __init__(
        self, seed: int, folder: Path, towns: int = 2, people: int = 6, talk_s: float = 90.0, restores: bool = True
    ) -> None:  # fmt: skip
        self.world = World(seed)
        self.rng, self.folder, self.talk_s, self.restores = self.world.rng, folder, talk_s, restores
        self.towns = [Town(self.world, folder / name, name, number + 1) for number, name in enumerate(TOWNS[:towns])]
        self.people = [
            Citizen(self.world, self.towns[number % towns], name, folder / name)
            for number, name in enumerate(NAMES[:people])
        ]
        for person in self.people:
            person.wanted = [f"{one.name}@{one.town.name}" for one in self.people if one.town is not person.town]
        self.lost_future: set[str] = set()

    # --- becoming linked ----------------------------------------------------------------------------------------------

    def link(self, one: Town, other: Town, how: str) -> None:
        """Both operators agree: by an invite, or by asking, or both ask at once."""
        if how == "invite":
            deed = other.order(MakeRealmInvite(bytes(16), other.address[0]))
            self.world.run(lambda: isinstance(deed, Deed), 10, "an invite")
            assert isinstance(deed, Deed) and isinstance(deed.word, RealmInvite)
            one.order(AddRealmInvite(bytes(16), deed.word.text))
        else:
            one.order(AddRealm(bytes(16), other.name, *other.address))
            if how == "both":
                other.order(AddRealm(bytes(16), one.name, *one.address))
            else:
                self.world.run(lambda: bool(self.asked(other, one)), 200, "the other operator hears of it")
                other.order(ChangeRealm(bytes(16), self.asked(other, one)[0], "accept"))
        self.world.run(lambda: one.linked(other) and other.linked(one), 400, f"{one.name} and {other.name} are linked")

    @staticmethod
    def asked(town: Town, by: Town) -> list[int]:
        """The links that wait for its operator."""
        return [link.line.id for link in town.realms.all() if link.line.state == "asked" and link.line.name == by.name]

    def link_all(self) -> None:
        """Everybody with everybody."""
        for index, one in enumerate(self.towns):
            for other in self.towns[index + 1 :]:
                self.link(one, other, self.rng.choice(("invite", "ask", "both")))

    # --- a life -------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Everybody comes, towns are linked, talk and trouble, peace until all agree, the reckoning."""
        world = self.world
        world.run(lambda: all(person.user for person in self.people), 120, "everybody is in")
        self.link_all()
        if self.restores:
            for town in self.towns:
                back_up(town.folder / "store.sqlite", self.folder / f"backup of {town.name}")
        for town in self.towns:
            town.commit_s, town.failing = self.rng.choice((0.0002, 0.005, 0.1)), self.rng.choice((0, 0, 0.05))
        for person in self.people:
            self.keep_busy(person)
        self.trouble()
        world.run_for(self.talk_s + 5)
        self.peace()
        world.run(self.agreed, 900, "everything has arrived")
        self.check()

    def keep_busy(self, person: Citizen) -> None:
        """Every few seconds."""
        at, here = self.rng.uniform(0, 10), [one for one in self.people if one.town is person.town]
        while at < self.talk_s:
            self.world.after(at, lambda: person.act(list(here)))
            at += self.rng.expovariate(1 / 6)

    def trouble(self) -> None:
        """Kills of servers and programs at any moment, links that are cut, an old backup that is brought back."""
        world, rng = self.world, self.rng
        for town in self.towns:
            for _ in range(rng.randrange(3)):
                world.after(rng.uniform(0, self.talk_s), lambda town=town: self.kill(town))  # type: ignore[misc]
            if self.restores and rng.random() < 0.25:
                at = rng.uniform(0.2, 0.9) * self.talk_s
                world.after(at, lambda town=town: self.kill(town, lose_future=True))  # type: ignore[misc]
            if rng.random() < 0.5:
                start_at = world.now + rng.uniform(0, self.talk_s)
                world.network.cut(town.address[0], start_at, start_at + rng.choice((2, 20, 60)))
        for person in self.people:
            if rng.random() < 0.2:
                world.after(rng.uniform(0, self.talk_s), lambda person=person: self.kill_client(person))  # type: ignore[misc]

    def kill(self, town: Town, lose_future: bool = False) -> None:
        """And start it again within three seconds; maybe on what it was at the beginning."""
        if town.host.driver is None:
            return
        town.crash()
        if lose_future:
            self.world.note(f"an old backup of {town.name} is restored")
            self.lost_future.add(town.name)
            randbytes = self.world.randbytes(f"restore {self.world.now}")
            restore(self.folder / f"backup of {town.name}", town.folder / "store.sqlite", randbytes)
        self.world.after(self.rng.uniform(0, 3), town.start)

    def kill_client(self, person: Citizen) -> None:
        """And start the program again within five seconds."""
        if person.host.driver is not None:
            person.crash()
            self.world.after(self.rng.uniform(0, 5), person.start)

    def peace(self) -> None:
        """Every fault ends."""
        for town in self.towns:
            town.failing, town.commit_s = 0, min(town.commit_s, 0.02)
        self.world.network.reshape(loss=0.01, corrupt=0.0)

    # --- what must hold -----------------------------------------------------------------------------------------------

    def agreed(self) -> bool:
        """Whether nothing is under way any more."""
        if any(town.host.driver is None for town in self.towns):
            return False
        if any(person.core.unconfirmed_count or not person.signed_in for person in self.people):
            return False
        if not all(link.ready for town in self.towns for link in town.realms.all()):
            return False  # somebody who was restored may not have told yet what they lack
        if any(town.rows("SELECT 1 FROM realm_arrival LIMIT 1") for town in self.towns):
            return False
        return all(town.quiet() and town.core._commits.idle for town in self.towns)

    def check(self) -> None:
        """The reckoning."""
        for town in self.towns:
            for other in self.towns:
                if town is not other:
                    self.check_pair(town, other)
                    self.check_files(town, other)
        self.check_typed()
        self.check_shown()

    def posts(self, town: Town, realm: str, ours: bool, files: bool = False) -> dict[tuple[str, str], list[tuple[bytes, str, int]]]:
        """What a town has of the talk with another one, by (author, reader) as they are called at home: ref, text as it reads
        now, whether it was said to be undelivered. `ours`: what our people wrote; `files`: only those, else without them."""
        found: dict[tuple[str, str], list[tuple[bytes, str, int]]] = {}
        rows = town.rows(
            """SELECT e.ref, v.body, u.name, u.role, r.name, x.name,
                      EXISTS (SELECT 1 FROM event b WHERE b.kind = 'undelivered' AND b.target = e.seq), m.card
               FROM event e JOIN message m ON m.id = e.seq JOIN event v ON v.seq = m.version
               JOIN pair p ON p.conversation = e.scope
               JOIN remote r ON r.user IN (p.low, p.high) JOIN realm l ON l.id = r.realm AND l.folded = ?
               JOIN user u ON u.id = e.author JOIN user x ON x.id = iif(p.low = r.user, p.high, p.low)
               WHERE e.kind = 'post' ORDER BY e.seq""",
            realm,
        )
        for ref, text, _, role, remote, local, bounced, card in rows:
            if (role != "remote") == ours and (card != "") == files:
                pair = (local, remote) if ours else (remote, local)
                found.setdefault(pair, []).append((ref, text, bounced))
        return found

    def check_pair(self, one: Town, other: Town) -> None:
        """What `one` wrote is what `other` has of it: each once, in order, as it reads now."""
        sent, got = self.posts(one, other.name, ours=True), self.posts(other, one.name, ours=False)
        for pair in sent.keys() | got.keys():
            there = [(ref, text) for ref, text, _ in got.get(pair, [])]
            assert len({ref for ref, _ in there}) == len(there), f"{pair} twice in {other.name}"
            here = [(ref, text) for ref, text, bounced in sent.get(pair, []) if not bounced]
            if {one.name, other.name} & self.lost_future:
                self.check_restored(pair, here, there)
                continue
            here = [item for item in here if item[1] or item[0] in {ref for ref, _ in there}]  # deleted before it left
            assert here == there, f"{one.name} to {other.name} {pair}:\n{here}\n{there}"

    def check_files(self, one: Town, other: Town) -> None:
        """Each once, whole, or the sender knows that it did not come. A large one may come later than what was said after it."""
        sent, got = self.posts(one, other.name, True, True), self.posts(other, one.name, False, True)
        for pair in sent.keys() | got.keys():
            there = [ref for ref, _, _ in got.get(pair, [])]
            assert len(set(there)) == len(there), f"{pair}: a file twice in {other.name}"
            here = {ref for ref, text, bounced in sent.get(pair, []) if text and not bounced}
            assert here <= set(there), f"{pair}: {len(here - set(there))} files are not there"
            if one.name not in self.lost_future:
                told = {ref for ref, _, _ in sent.get(pair, [])}
                assert set(there) <= told, f"{pair}: a file that nobody sent"
        for sha256, size in other.rows("SELECT sha256, size FROM file WHERE NOT gone"):
            blob = other.folder / "files" / sha256.hex()[:2] / sha256.hex()
            assert blob.stat().st_size == size, f"{other.name} lacks a blob"

    @staticmethod
    def check_restored(pair: tuple[str, str], here: list[tuple[bytes, str]], there: list[tuple[bytes, str]]) -> None:
        """After an old backup of either: what the receiver lost was sent again, what the sender lost is still there."""
        sent, got = [ref for ref, text in here if text], [ref for ref, _ in there]
        lost = set(sent) - set(got)
        assert not lost, f"{pair}: {[text for ref, text in here if ref in lost]} was not sent again"
        assert [ref for ref in got if ref in set(sent)] == sent, f"{pair}: in another order\n{here}\n{there}"

    def check_typed(self) -> None:
        """What was typed for another town and confirmed is there, and only with whom it was meant for."""
        for person in self.people:
            for ref, address in person.meant.items():
                if ref in person.refused or ref not in person.confirmed or self.lost_future:
                    continue
                name, _, town = address.partition("@")
                there = next(one for one in self.towns if one.name == town)
                rows = there.rows(
                    """SELECT x.name FROM event e JOIN pair p ON p.conversation = e.scope
                       JOIN user x ON x.id = iif(p.low = e.author, p.high, p.low)
                       WHERE e.ref = ? AND e.kind = 'post'""",
                    ref,
                )
                assert rows in ([], [(name,)]), f"{person.name} wrote to {address}, and it came to {rows}"
                many = ref not in {row[0] for row in person.town.rows("SELECT ref FROM event WHERE kind = 'post'")}
                deleted = ref in person.taken_back or not self.text_of(person, ref)
                assert rows or many or deleted, f"{person.name} wrote {person.typed[ref]!r} to {address}: it is not there"

    @staticmethod
    def text_of(person: Citizen, ref: bytes) -> str:
        """How a message reads at home now."""
        rows = person.town.rows("SELECT body FROM event WHERE ref = ?", ref)
        return str(rows[0][0]) if rows else ""

    def check_shown(self) -> None:
        """Whoever sees a message of another town sees it as its author does, by name."""
        for person in self.people:
            for message in person.page.values():
                if "@" not in message.name:
                    continue
                name, _, town = message.name.partition("@")
                assert any(one.name == name and one.town.name == town for one in self.people), message.name
                assert town != person.town.name, f"{message.name} is of this very town"
