"""Random worlds: whatever people do, everybody is told exactly what is for their eyes, once, live or catching up."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import Naive, TalkTest, answer_to, events_of, user_of
from udpchat import words
from udpchat.words import Done, Filled, Message

NAMES = ("anna", "bob", "cem", "dora", "eva", "finn")


class World:
    """Some people, their devices, and what they did."""

    def __init__(self, test: TalkTest, seed: int) -> None:
        self.test, self.lab = test, test.lab
        self.rng = random.Random(seed)
        self.users: dict[str, int] = {}
        self.devices: dict[str, list[Client]] = {}
        for name in NAMES:
            client = self.lab.person(name)
            self.users[name] = user_of(client)
            self.devices[name] = [client]
        self.made: list[tuple[Client, bytes, bool]] = []

    def anybody(self) -> Client | None:
        """A device of somebody who is here."""
        here = [client for devices in self.devices.values() for client in devices if not client.mute]
        return self.rng.choice(here) if here else None

    def groups(self) -> list[int]:
        """Groups that somebody knows to be made, there or not."""
        answers = [answer_to(client, ref) for client, ref, _ in self.made]
        return [answer.id for answer in answers if isinstance(answer, Done)]

    def made_open(self) -> dict[int, bool]:
        """How each group was made."""
        answers = [(self.lab.store.answered(user_of(client), ref), how) for client, ref, how in self.made]
        return {group: how for group, how in answers if group is not None}

    def places(self) -> list[int]:
        """Conversations that somebody may try: everybody's, groups, private ones, and none."""
        store = self.lab.store
        pairs = itertools.combinations_with_replacement(sorted(self.users.values()), 2)
        private = [] if self.lab.held else [store.private_of(one, other) for one, other in pairs]
        found = [place for place in private if place is not None]
        return [store.lobby, store.announcements, *self.groups() * 3, *found, 9999]

    # --- what may happen ----------------------------------------------------------------------------------------------

    def step(self) -> None:
        """One thing."""
        client = self.anybody()
        things: list[Callable[[Client], None]] = [
            *[self.post] * 6, *[self.private] * 3, *[self.change] * 5, self.many, self.create, *[self.add] * 2,
            *[self.remove] * 2, self.retitle, self.role, self.delete_group, self.block, self.lesson,
        ]  # fmt: skip
        if client is not None:
            self.rng.choice(things)(client)

    def user(self) -> int:
        return self.rng.choice(list(self.users.values()))

    def some(self) -> tuple[int, ...]:
        return tuple(self.rng.sample(list(self.users.values()), self.rng.randrange(1, 4)))

    def place(self) -> int:
        return self.rng.choice(self.places())

    def message(self, client: Client, own: bool = False) -> int:
        """One that the device has seen, or any number."""
        messages = [event for event in events_of(client) if isinstance(event, Message)]
        seen = [message.seq for message in messages if not own or message.author == user_of(client)]
        if seen and self.rng.random() < 0.8:
            return self.rng.choice(seen)
        return self.rng.randrange(1, max(self.lab.core._delivery.told, 1) + 3)

    def post(self, client: Client) -> None:
        self.test.send(client, words.Post, self.place(), 0, f"text {self.rng.random()}", self.rng.choice((0, self.message(client))))

    def private(self, client: Client) -> None:
        self.test.send(client, words.Post, 0, self.user(), f"secret {self.rng.random()}", 0)

    def many(self, client: Client) -> None:
        self.test.send(client, words.PostMany, self.some(), f"bundle {self.rng.random()}")

    def change(self, client: Client) -> None:
        match self.rng.randrange(4):
            case 0:
                self.test.send(client, words.Edit, self.message(client, own=True), f"edited {self.rng.random()}")
            case 1:
                self.test.send(client, words.Delete, self.message(client, own=True))
            case _:
                self.test.send(client, words.React, self.message(client), self.rng.choice("👍🎉"), self.rng.random() < 0.7)

    def create(self, client: Client) -> None:
        if len(self.made) > 3 and self.rng.random() < 0.8:
            return  # much in few groups finds more than little in many
        how = self.rng.random() < 0.4
        self.made.append((client, self.test.send(client, words.CreateGroup, f"g{self.rng.random()}", "", how, self.some()), how))

    def add(self, client: Client) -> None:
        self.test.send(client, words.AddMembers, self.rng.choice([*self.groups(), 9]), self.some())

    def remove(self, client: Client) -> None:
        user = self.rng.choice((self.user(), user_of(client)))
        self.test.send(client, words.RemoveMember, self.rng.choice([*self.groups(), 9]), user)

    def retitle(self, client: Client) -> None:
        how = self.rng.random() < 0.5
        self.test.send(client, words.ChangeGroup, self.rng.choice([*self.groups(), 9]), f"t{self.rng.random()}", "", how)

    def role(self, client: Client) -> None:
        role = self.rng.choice(("owner", "admin", "member"))
        self.test.send(client, words.GiveRole, self.rng.choice([*self.groups(), 9]), self.user(), role)

    def delete_group(self, client: Client) -> None:
        if self.rng.random() < 0.3:
            self.test.send(client, words.DeleteGroup, self.rng.choice([*self.groups(), 9]))

    def block(self, client: Client) -> None:
        self.test.send(client, words.Block, self.user(), self.rng.random() < 0.6)

    def lesson(self, client: Client) -> None:
        if self.rng.random() < 0.2:
            self.test.send(client, words.NewLesson)

    # --- who is here --------------------------------------------------------------------------------------------------

    def come_and_go(self) -> None:
        """A device more or less, asleep or awake; those that come hold what the last one had got, or nothing."""
        name = self.rng.choice(NAMES)
        devices = self.devices[name]
        match self.rng.randrange(5):
            case 0 if len(devices) < 3 and not any(device.mute for device in devices):
                devices.append(self.lab.device(name).synchronise())
            case 1 if devices:
                old = devices.pop(self.rng.randrange(len(devices)))
                old.mute = False
                old.ask(words.Bye("x"))
                if self.rng.random() < 0.7:
                    devices.append(self.returning(name, old))
            case 2 | 3 if devices:
                client = self.rng.choice(devices)
                client.mute = not client.mute
            case _:
                pass

    def returning(self, name: str, old: Client) -> Client:
        """The device comes back with what it held."""
        self.lab.turn()
        client = self.lab.device(name)
        client.heard += [word for word in old.heard if isinstance(word, words.Events)]
        return client.synchronise(*held(client))

    def run(self, steps: int) -> None:
        """Let it all happen, sometimes several things in one commit, sometimes while nothing is committed."""
        for _ in range(steps):
            if self.rng.random() < 0.15 and not self.lab.hold:
                self.come_and_go()
            self.lab.hold = self.rng.random() < 0.4
            for _ in range(self.rng.choice((1, 1, 2, 5))):
                self.step()
                if self.rng.random() < 0.5:
                    self.lab.turn()
            self.lab.turn()
            if self.lab.hold:
                self.lab.release()
            self.lab.later(self.rng.choice((0.0, 0.0, 0.02, 0.3)))
        for devices in self.devices.values():
            for client in devices:
                client.mute = False
        self.lab.later(1.0, step_s=0.1)
        self.lab.later(12.0, step_s=0.5)
        here = {session.addr for session in self.lab.core.sessions.all()}  # some were taken for dead while they slept
        self.devices = {name: [c for c in devices if c.addr in here and c.closed is None] for name, devices in self.devices.items()}


def held(client: Client) -> tuple[tuple[int, int], ...]:
    """The intervals that a client has got, joined."""
    joined: list[tuple[int, int]] = []
    for lo, hi in sorted(client.intervals()):
        if hi < lo:
            continue
        if joined and lo <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(hi, joined[-1][1]))
        else:
            joined.append((lo, hi))
    return tuple(joined)


class WorldTest(TalkTest):
    def test_everybody_is_told_exactly_what_is_for_their_eyes(self) -> None:
        for seed in range(10):
            with self.subTest(seed=seed):
                self.new_lab(seed=seed, max_sessions=100)
                self.run_world(seed)

    def run_world(self, seed: int, steps: int = 60) -> None:
        world = World(self, seed)
        self.promote(world.devices["anna"][0])
        world.run(steps)
        naive = Naive(self.lab.path, list(world.users.values())).walk(world.made_open())
        for name, devices in world.devices.items():
            user = world.users[name]
            for client in devices:
                self.check_device(naive, user, client)
            self.check_fresh(naive, user, self.lab.device(name))

    def check_device(self, naive: Naive, user: int, client: Client) -> None:
        """It was told everything once, and nothing else."""
        seqs = [event.seq for event in events_of(client)]
        self.assertEqual(len(seqs), len(set(seqs)), "twice")
        self.assertLessEqual(set(seqs), naive.seqs(user, now=False), "not for these eyes")
        self.assertLessEqual(naive.seqs(user, live=True), set(seqs), "missing")
        spans = sorted(span for span in client.intervals() if span[0] <= span[1])
        for (_, hi), (lo, _) in itertools.pairwise(spans):
            self.assertEqual(lo, hi + 1, "a gap or an overlap")

    def check_fresh(self, naive: Naive, user: int, client: Client) -> None:
        """A device that comes with nothing gets exactly what is to be seen now, as it reads now."""
        client.synchronise()
        self.lab.later(2.0, step_s=0.1)
        events = events_of(client)
        self.assertEqual({event.seq for event in events}, naive.seqs(user))
        for event in events:
            if isinstance(event, Message):
                self.assertEqual(event.text, self.reads(naive, user, event.seq))
        for place, conversation in naive.places.items():
            if user in conversation.spans and not conversation.gone:
                self.assertEqual(self.filled(client, place), naive.seqs(user) & {r.seq for r in naive.rows if r.scope == place})

    def reads(self, naive: Naive, user: int, seq: int) -> str:
        """The text of a message for somebody: the last one that was for their eyes."""
        changes = [row for row in naive.rows if row.target == seq and row.kind in ("edit", "delete")]
        if any(row.kind == "delete" for row in changes):
            return ""
        shown = [row for row in changes if row.kind == "edit" and naive.may_see(user, row, now=False)]
        return (shown[-1] if shown else naive.by_seq[seq]).body

    def filled(self, client: Client, place: int) -> set[int]:
        """All of a conversation, page by page."""
        hi, found = self.lab.core._delivery.told, set[int]()
        while hi >= 1:
            client.ask(words.Fill(place, 1, hi))
            page = client.last(Filled)
            found |= {event.seq for event in page.events}
            hi = page.lo - 1
        return found
