"""Random crowds of both kinds on a disk that sometimes refuses: everybody hears what is on disk, once, in order."""

from __future__ import annotations

import random
import unittest

from tests.plain.lab import PlainTest, TextClient
from tests.unit.server.lab import Client, verifier

SEEDS = 20


class WorldTest(PlainTest):
    allow_failures = True

    def test_worlds(self) -> None:
        for seed in range(SEEDS):
            with self.subTest(seed=seed):
                self.new_lab(seed=seed, room_verifier=verifier("sesame"))
                self.world(random.Random(seed))

    def world(self, rng: random.Random) -> None:
        """A hundred steps, then silence, then the reckoning."""
        chatters: dict[TextClient, tuple[str, int]] = {}
        heard: dict[TextClient, list[bytes]] = {}
        people: list[Client] = [self.lab.person("anna"), self.lab.person("ben")]
        typist, token = self.typist("cleo")
        for step in range(100):
            match rng.randrange(8):
                case 0 if len(chatters) < 6:
                    client = self.text()
                    self.lab.turn()
                    if client.login(f"p{step}") == b"Login berhasil!":
                        chatters[client] = f"p{step}", self.lab.core._delivery.told
                        heard[client] = []
                case 1 | 2 | 3 if chatters:
                    rng.choice(list(chatters)).throw(f"{step} said")
                case 4:
                    rng.choice(people).post(f"{step} é")
                case 5:
                    typist.throw(f"broadcast {token} {step} to all")
                case 6:
                    self.lab.refuse = rng.random() < 0.2
                    self.lab.later(rng.choice((0.05, 1.2)))
                    self.lab.refuse = False
                case _:
                    self.lab.turn()
            for client, lines in heard.items():
                lines += client.take()
        self.lab.later(5.0)
        events, _ = self.lab.store.events(1, 1, self.lab.store.head(), 10_000, 10**9)
        for client, (name, since) in chatters.items():
            lines = [line for line in heard[client] + client.take() if not line.startswith(b"(udpchat) ")]
            mine = [e for e in events if e.kind == "post" and e.seq > since and e.name != name]
            self.assertEqual(lines, [f"{event.name}: {event.body}".encode() for event in mine])
        self.assertGreater(len(events), 20)


if __name__ == "__main__":
    unittest.main()
