"""Any word of a server in any state, and any bytes: the client closes or ignores, and never raises."""

from __future__ import annotations

import contextlib
import random
import unittest
from collections.abc import Callable
from dataclasses import fields
from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from tests.unit.client.world import Client, Server, World
from udpchat.client.phases import Phase
from udpchat.client.target import AccountSignIn, Credentials, GuestSignIn, Registration
from udpchat.errors import UdpchatError
from udpchat.limits import REF_BYTES
from udpchat.wire.channels import Channel
from udpchat.words import messages as words
from udpchat.words.codec import encode


def made_up(rng: random.Random, hint: Any, refs: list[bytes]) -> Any:
    """A value that the codec lets through, from an annotation: small numbers, so that things meet."""
    bound: Any = None
    if get_origin(hint) is Annotated:
        hint, bound = get_args(hint)
    if hint is int:
        return rng.choice((0, rng.randrange(5), rng.randrange(40), 7, 2**62))
    if hint is bool:
        return rng.random() < 0.5
    if hint is str:
        return rng.choice(("", "x", "ann", "team"))[: getattr(bound, "maximum", 9)]
    if hint is bytes:
        size = getattr(bound, "maximum", None) or getattr(bound, "exactly", 0)
        return rng.choice(refs) if size == REF_BYTES and refs and rng.random() < 0.7 else rng.randbytes(size)
    if get_origin(hint) is Literal:
        return rng.choice(get_args(hint))
    if get_origin(hint) is tuple:
        return tuple(made_up(rng, get_args(hint)[0], refs) for _ in range(rng.randrange(4)))
    if isinstance(hint, UnionType):
        return made_up(rng, rng.choice(get_args(hint)), refs)
    hints = get_type_hints(hint, include_extras=True)
    return hint(*(made_up(rng, hints[field.name], refs) for field in fields(hint)))


def any_order(rng: random.Random, client: Client, now: float) -> None:
    """Something that a person may ask for."""
    core, number = client.core, rng.choice((0, 7, 9, -2, -30))
    orders: tuple[Callable[[], object], ...] = (
        lambda: core.send_message("mine", now, number, rng.randrange(3)),
        lambda: core.send_many((2, 3), "ours", now),
        lambda: core.edit(rng.randrange(1, 30), "other", now),
        lambda: core.delete(rng.randrange(1, 30), now),
        lambda: core.react(rng.randrange(1, 30), "\U0001f44d", True, now),
        lambda: core.create_group("team", now, (2,)),
        lambda: core.leave_group(9, now),
        lambda: core.change_group(9, now, title="other"),
        lambda: core.mute_conversation(number, True, now),
        lambda: core.block(2, True, now),
        lambda: core.search("x", now, number),
        lambda: core.ask_people("a", now),
        lambda: core.ask_members(9, now),
        lambda: core.ask_receipts(3, now),
        lambda: core.kick(2, "", now),
        lambda: core.set_presence("away", "", now),
        lambda: core.typing(number, now),
        lambda: core.mark_all_read(now),
    )
    with contextlib.suppress(UdpchatError):
        rng.choice(orders)()


def any_word(rng: random.Random, server: Server, client: Client) -> object:
    if rng.random() < 0.6:
        refs = [entry.ref for entry in client.core._run.desk.outbox.entries()] if client.core._run.desk else []
        return made_up(rng, rng.choice(get_args(words.FromServer)), refs)
    refs = [entry.ref for entry in client.core._run.desk.outbox.entries()] if client.core._run.desk else []
    ref = rng.choice([*refs, rng.randbytes(REF_BYTES)])
    seq = rng.randrange(1, 30)
    author = rng.randrange(1, 4)
    message = words.Message(seq + rng.randrange(3), 7, author, "x", ref, 1, "text")
    person = words.Person(author, "x", "user", False)
    choices = [
        words.ServerHello(rng.randrange(3), "t", "n", "e", "open", True, False, bytes(16), 1, rng.randrange(99)),
        words.ScramChallenge("account", rng.choice(["", "r=x", "r=,s=,i=1:1:1"])),
        words.ScramDone(rng.choice(("account", "room")), "v=AAAA"),
        words.Welcome(author, "x", "user", False, 1, bytes(32), rng.choice(("e1", "e2")), seq, 7, 1),
        words.Refused(rng.choice(("AUTH_FAILED", "FULL", "NEWER")), rng.randrange(3), "why"),
        words.Events(seq, seq + rng.randrange(-1, 5), rng.choice([(), (message,)])),
        words.Posted(ref, seq, 1),
        words.NotPosted(ref, rng.choice(("STORAGE", "NOT_ALLOWED")), 0, ""),
        words.Slowed(2),
        words.People((person,), rng.random() < 0.5),
        words.Presence((person,), (person,)),
        words.Bye("shutdown"),
        words.Moved(rng.choice((0, 11111, 70000))),
        words.StopServer("not a server's"),
        words.Figures(*range(10)),
        words.Hello(1, "not a server's", ()),
    ]
    return rng.choice(choices)


class Hostile(unittest.TestCase):
    def test_any_word_in_any_state(self) -> None:
        kinds: tuple[Credentials, ...] = (
            AccountSignIn("rina", "correct horse"),
            GuestSignIn("tamu"),
            Registration("wati", "long enough"),
        )
        for seed in range(30):
            with self.subTest(seed=seed):
                self.play(seed, kinds[seed % 3])

    def play(self, seed: int, credentials: Credentials) -> None:
        rng = random.Random(seed)
        world = World()
        self.addCleanup(world.close)
        server, client = world.server(), world.client()
        client.connect(credentials)
        for _ in range(120):
            world.step(rng.choice((0.002, 0.002, 0.002, 0.3)))
            if client.core._run.desk and rng.random() < 0.2:
                client.core.send_message("mine", world.now)
            client.core.save_draft(rng.randrange(3), "x" * rng.randrange(5), world.now)
            client.core.mark_read(rng.randrange(9), rng.randrange(30), world.now)
            if rng.random() < 0.1:
                client.core.load_earlier(rng.randrange(40), world.now, rng.choice((0, 7, 9, -2)))
            if rng.random() < 0.5:
                any_order(rng, client, world.now)
            assert len(client.core.rooms) < 200
            for cid in list(server.endpoint._sessions) if rng.random() < 0.4 else ():
                garbage = rng.random() < 0.15
                body = rng.randbytes(rng.randrange(40)) if garbage else encode(any_word(rng, server, client))
                server.endpoint.send(cid, rng.choice((Channel.CONTROL, Channel.CHAT, Channel.HISTORY)), body)
            if client.core.state is Phase.IDLE and not client.core._ending:
                client.connect(credentials)
