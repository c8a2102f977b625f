"""A class that chats: its relay, its people, the trouble it has, and what must hold at the end.

Invariants: everybody sees exactly what they may see, as it reads now, each message once; nobody sees anything outside their
membership, nor what was hidden from them; what was meant for somebody went to them and to nobody else; nothing that was
typed is lost, unless the program was killed before it was on its disk or the relay refused it; nothing is stored twice.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.sim.chat import ChatServer
from tests.sim.pupil import Pupil
from tests.sim.test_system import chat_profile
from tests.sim.world import World
from udpchat.client.numbers import LOBBY
from udpchat.limits import FILES_EVERY_S
from udpchat.store.backup import back_up, restore

NAMES = (
    *("ann", "bob", "cleo", "dan", "eve", "finn", "gina", "hugo", "iris", "jack", "kira", "lars", "mona", "nils", "olga"),
    *("paul", "quin", "rosa", "sven", "tina", "ugo", "vera", "wim", "xena", "yann", "zoe", "adam", "beth", "carl", "dora"),
)


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it is stored: its conversation's kind, title, and people."""

    seq: int
    conversation: int
    author: str
    ref: bytes
    bundle: bytes
    hidden: int
    kind: str
    title: str
    people: frozenset[str]


class Classroom:
    """One world. `talk_s` is how long they talk before peace begins."""

    def __init__(self, seed: int, folder: Path, count: int, talk_s: float, restores: bool = True) -> None:
        self.world = World(seed)
        rng = self.rng = self.world.rng
        self.world.network.profile = chat_profile(rng)
        self.folder = folder
        self.talk_s = talk_s
        self.restores = restores
        self.server = ChatServer(self.world, folder / "relay")
        self.server.commit_s = rng.choice((0.0002, 0.005, 0.3))
        self.server.failing = rng.choice((0, 0, 0.05))
        self.people = [Pupil(self.world, self.server, name, folder / name) for name in NAMES[:count]]
        self.lost_future = False
        for host in self.world.hosts.values():
            host.asked_each_time = False

    def run(self) -> None:
        """Everybody comes, ten minutes of talk and trouble, peace until all agree, the reckoning, and everybody leaves."""
        self.world.run(lambda: all(person.user for person in self.people), 120, "everybody is in")
        if self.restores:
            back_up(self.server.folder / "store.sqlite", self.folder / "backup")
        for person in self.people:
            self.keep_busy(person)
        self.trouble()
        self.world.run_for(self.talk_s + 5)
        self.peace()
        self.world.run(self.agreed, 600, "everybody has everything")
        self.check()
        self.leave()

    def keep_busy(self, person: Pupil) -> None:
        """Every few seconds."""
        at = self.rng.uniform(0, 10)
        while at < self.talk_s:
            self.world.after(at, lambda: person.act(self.people))
            at += self.rng.expovariate(1 / 8)

    def trouble(self) -> None:
        """Kills of either side at any moment, cuts, closed lids; and sometimes an old backup is brought back."""
        world, rng = self.world, self.rng
        for _ in range(rng.randrange(3)):
            world.after(rng.uniform(0, self.talk_s), lambda: self.kill_server())
        if self.restores and rng.random() < 0.4:
            world.after(rng.uniform(0.2, 0.9) * self.talk_s, lambda: self.kill_server(lose_future=True))
        for person in self.people:
            if rng.random() < 0.3:
                world.after(rng.uniform(0, self.talk_s), lambda person=person: self.kill(person))  # type: ignore[misc]
            if rng.random() < 0.2:
                start_at = world.now + rng.uniform(0, self.talk_s)
                world.network.cut(person.host.address[0], start_at, start_at + rng.choice((2, 30, 90)))
            if rng.random() < 0.15:
                world.after(rng.uniform(0, self.talk_s), lambda person=person: self.sleep(person))  # type: ignore[misc]

    def kill_server(self, lose_future: bool = False) -> None:
        """And start it again within three seconds; maybe on what it was at the beginning."""
        if self.server.host.driver is None:
            return
        self.server.crash()
        if lose_future:
            self.world.note("an old backup is restored")
            self.lost_future = True
            randbytes = self.world.randbytes(f"restore {self.world.now}")
            restore(self.folder / "backup", self.server.folder / "store.sqlite", randbytes)
        self.world.after(self.rng.uniform(0, 3), self.server.start)

    def kill(self, person: Pupil) -> None:
        """And start the program again within five seconds."""
        if person.host.driver is not None:
            person.crash()
            self.world.after(self.rng.uniform(0, 5), person.start)

    def sleep(self, person: Pupil) -> None:
        """Close the lid."""
        if person.host.driver is not None:
            person.host.sleep(self.world.now + self.rng.choice((5, 45)), self.rng.random() < 0.5, self.world.now)

    def peace(self) -> None:
        """Every fault ends; who was away for a moment looks through everything."""
        self.world.after(60, self.look_back)
        self.server.failing = 0
        self.server.commit_s = min(self.server.commit_s, 0.05)
        self.world.network.reshape(loss=0.02, corrupt=0.0)

    def look_back(self) -> None:
        """Those whose program was started anew."""
        for person in self.people:
            if person.start_count > 1 and person.may_type():
                for room in person.core.rooms:
                    person.look_back(room.id, 2**62)

    # --- what must hold -----------------------------------------------------------------------------------------------

    def agreed(self) -> bool:
        """Whether everybody shows what they may see, as it reads now, and nothing is pending."""
        if any(host.asleep_until is not None for host in self.world.hosts.values()):
            return False
        if any(person.core.unconfirmed_count or not person.signed_in for person in self.people):
            return False
        if any(person.core.unfinished_files for person in self.people):
            return False
        return not any(self.differences(person) for person in self.people)

    def differences(self, person: Pupil) -> list[str]:
        """What a person lacks, or sees otherwise than it is; conversations that they left apart."""
        wanted = self.visible(person.user or 0)
        rooms = {person.core._run.desk.rooms.id_of(room.id) for room in person.core.rooms}  # type: ignore[union-attr]
        wanted = {seq: one for seq, one in wanted.items() if one[0] in rooms}
        shown = {
            seq: (self.id_of(person, message.conversation), message.text, message.reactions)
            for seq, message in person.page.items()
        }
        shown = {seq: one for seq, one in shown.items() if one[0] in rooms}
        return [
            f"{person.name} {seq}: {shown.get(seq)} instead of {wanted.get(seq)}"
            for seq in sorted(wanted.keys() | shown.keys())
            if not same(wanted.get(seq), shown.get(seq)) and not self.deleted_meanwhile(person.user or 0, seq)
        ]

    def deleted_meanwhile(self, user: int, seq: int) -> bool:
        """Whether a message was deleted while the person was no member: then nobody told them, and what they had they keep."""
        return bool(
            self.rows(
                f"""SELECT 1 FROM event e WHERE e.kind = 'delete' AND e.target = {seq:d} AND NOT EXISTS (
                    SELECT 1 FROM membership m WHERE m.user = {user:d} AND m.conversation = e.scope
                    AND e.seq BETWEEN m.from_seq AND m.to_seq)"""
            )
        )

    def id_of(self, person: Pupil, number: int) -> int:
        """The relay's id of a conversation."""
        if number == LOBBY:
            return self.server.store.lobby
        found: int = person.core._run.desk.rooms.id_of(number) or number  # type: ignore[union-attr]
        return found

    def visible(self, user: int) -> dict[int, tuple[int, str, dict[str, tuple[int, ...]]]]:
        """By the relay's own reading: conversation, text as it is now, who reacted with what as far as one may see it."""
        store, events, lo = self.server.store, [], 1
        head = store.head()
        while lo <= head:
            some, upto = store.events(user, lo, head, 1000, 10_000_000)
            events += some
            lo = upto + 1
        marks: dict[int, dict[str, set[int]]] = {}
        for event in events:
            if event.kind in ("react", "unreact"):
                users = marks.setdefault(event.target, {}).setdefault(event.body, set())
                (users.add if event.kind == "react" else users.discard)(event.author)
        edited = {event.target: event.body for event in events if event.kind == "edit"}
        return {
            event.seq: (
                event.conversation,
                event.body and (edited.get(event.seq) or event.body),
                reactions(marks.get(event.seq, {})),
            )
            for event in events
            if event.kind == "post"
        }

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What is on the relay's disk, read behind its back."""
        with contextlib.closing(sqlite3.connect(self.server.folder / "store.sqlite")) as connection:
            return connection.execute(query).fetchall()

    def posts(self) -> Iterator[Post]:
        """Every message stored."""
        people: dict[object, set[str]] = {}
        for conversation, name in self.rows(
            "SELECT p.conversation, u.name FROM pair p JOIN user u ON u.id IN (p.low, p.high)"
        ):
            people.setdefault(conversation, set()).add(str(name))
        for row in self.rows(
            """SELECT e.seq, e.scope, u.name, e.ref, m.bundle, e.hidden, c.kind, c.title FROM event e
               JOIN message m ON m.id = e.seq JOIN user u ON u.id = e.author JOIN conversation c ON c.id = e.scope
               WHERE e.kind = 'post' ORDER BY e.seq"""
        ):
            yield Post(*row, frozenset(people.get(row[1], ())))  # type: ignore[arg-type, call-arg]

    def check(self) -> None:
        """The reckoning."""
        posts = list(self.posts())
        self.check_memberships(posts)
        self.check_meant(posts)
        self.check_kept(posts)
        self.check_files(posts)

    def check_files(self, posts: list[Post]) -> None:
        """See `trading`. What a restored relay has lost is nobody's."""
        contents = {ref: sha256 for person in self.people for ref, sha256 in person.trader.contents.items()}
        refs = frozenset(ref for post in posts for ref in (post.ref, post.bundle))
        everything = frozenset(contents.values())
        for person in self.people:
            allowed = {
                contents[ref]
                for post in posts
                for ref in (post.ref, post.bundle)
                if ref in contents and self.may_see(person.user or 0, post)
            }
            mine = (everything, everything | refs | contents.keys()) if self.lost_future else (frozenset(allowed), refs)
            person.trader.check(person.core, everything, mine[1], mine[0])
        self.world.run_for(3 * FILES_EVERY_S)
        files = self.server.folder / "files"
        blobs = {bytes.fromhex(path.name): path.stat().st_size for path in files.glob("??/*")}
        assert blobs == self.server.store.contents(), "the relay's disk and store differ"
        parts = {bytes.fromhex(path.stem) for path in (files / "parts").glob("*.part")}
        assert parts <= self.server.store.parts().keys(), "parts that nobody knows of"

    def may_see(self, user: int, post: Post) -> bool:
        """By the intervals on disk."""
        return post.hidden != user and bool(
            self.rows(
                f"""SELECT 1 FROM membership WHERE user = {user:d} AND conversation = {post.conversation:d}
                    AND {post.seq:d} BETWEEN from_seq AND to_seq"""
            )
        )

    def check_memberships(self, posts: list[Post]) -> None:
        """By the intervals on disk, not by anybody's reading: nothing outside them was ever shown, nothing hidden either."""
        intervals: dict[tuple[object, object], list[tuple[int, int]]] = {}
        for user, conversation, lo, hi in self.rows("SELECT user, conversation, from_seq, to_seq FROM membership"):
            intervals.setdefault((user, conversation), []).append((int(str(lo)), int(str(hi))))
        by_seq = {post.seq: post for post in posts}
        for person in self.people:
            for seq in person.page:
                post = by_seq.get(seq)
                assert post is not None, f"{person.name} sees {seq}, which is no message"
                mine = intervals.get((person.user, post.conversation), [])
                assert any(lo <= seq <= hi for lo, hi in mine), f"{person.name} sees {seq} of {post.title} outside {mine}"
                assert post.hidden != person.user, f"{person.name} sees what was hidden from them"

    def check_meant(self, posts: list[Post]) -> None:
        """What was typed for somebody is where it was meant for, and nowhere else."""
        wishes = {ref: (person.name, wish) for person in self.people for ref, wish in person.wishes.items()}
        bundles: dict[bytes, set[str]] = {}
        for post in posts:
            author, wish = wishes[post.bundle or post.ref]
            assert author == post.author, f"{post.author} said what {author} typed"
            kind, _, whom = wish.partition(" ")
            match kind:
                case "lobby":
                    assert post.kind == "lobby", f"meant for the lobby, said in {post.kind} {post.title}"
                case "group":
                    assert (post.kind, post.title) == ("group", whom), f"meant for {whom}, said in {post.kind} {post.title}"
                case "private":
                    assert post.kind == "private" and post.people == {author, whom}, f"meant for {whom}: {post}"
                case _:
                    assert post.kind == "private" and post.people <= {author, *whom.split()}, f"meant for {whom}: {post}"
                    (other,) = post.people - {author}
                    assert other not in bundles.setdefault(post.bundle, set()), f"{other} got it twice"
                    bundles[post.bundle].add(other)
        for bundle, got in bundles.items():
            assert got == set(wishes[bundle][1].split()[1:]), f"only {got} of {wishes[bundle]}"

    def check_kept(self, posts: list[Post]) -> None:
        """Nothing that was typed is lost; and every request was answered."""
        stored = {post.ref for post in posts} | {post.bundle for post in posts}
        for person in self.people:
            gone = person.excused | person.refused.keys() | person.taken_back
            lost = person.typed.keys() - stored - gone
            assert self.lost_future or not lost, f"{person.name}'s {[person.typed[ref] for ref in lost]} is lost"
            assert person.start_count > 1 or person.asked <= person.answered, f"{person.name}: a request without an answer"

    def leave(self) -> None:
        """Everybody leaves; nothing moves any more."""
        for person in self.people:
            person.log_out()
        self.world.run(lambda: all(person.ended for person in self.people), 20, "everybody has logged out")
        self.world.run_for(60)
        for person in self.people:
            assert person.core.next_timeout() is None, f"{person.name} still has a timer"


def reactions(marks: dict[str, set[int]]) -> dict[str, tuple[int, ...]]:
    """In a form that can be compared."""
    return {emoji: tuple(sorted(users)) for emoji, users in marks.items() if users}


def same(wanted: tuple[int, str, dict[str, tuple[int, ...]]] | None, shown: object) -> bool:
    """Whether somebody sees a message as it is; the order of reactions is not compared."""
    if wanted is None or not isinstance(shown, tuple):
        return False
    marks = {emoji: tuple(sorted(users)) for emoji, users in shown[2].items()}
    return shown[:2] == wanted[:2] and (marks == wanted[2] or not wanted[1])


