"""A one-time code for a forgotten password: told once, whatever gets lost; what the shell hears of it, and when."""

from __future__ import annotations

import unittest
from typing import Any

from tests.unit.client.world import HERE, Client, Server, World
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.client.target import Recovery
from udpchat.scram import Verifier
from udpchat.words import messages as words

CODE = "ABCDEFGHJKLMNPQR"


class Forgiving(Server):
    """A server with a one-time code for rina; it can swallow the request, or its answer."""

    deaf = mute = False
    wait_s = 0

    def hear(self, cid: int, word: Any, now: float) -> None:
        if not isinstance(word, words.Recover):
            super().hear(cid, word, now)
        elif word.code != CODE:
            self.say(cid, words.Refused("AUTH_FAILED", self.wait_s, ""))
        elif not self.deaf:
            new = Verifier(word.salt, word.n, word.r, word.p, word.stored_key, word.server_key)
            self.accounts[word.name] = (self.accounts[word.name][0], new)
            if not self.mute:
                self.say(cid, words.Recovered(self.accounts[word.name][0]))


class Recovering(unittest.TestCase):
    """One client that has forgotten its password."""

    def setUp(self) -> None:
        self.world = World()
        self.addCleanup(self.world.close)
        self.server = Forgiving(addr=HERE)
        self.world.servers[HERE] = self.server

    def recover(self, code: str = CODE, password: str = "another horse") -> Client:
        client = self.world.client()
        client.connect(Recovery("rina", code, password))
        return client

    def refused(self, client: Client) -> Any:
        self.world.run(lambda: client.of(events.SignInRefused), 120)
        self.assertFalse(client.of(events.SignedIn))
        return client.of(events.SignInRefused)[0].refusal

    def lose_the_connection(self, client: Client) -> None:
        """After the request has arrived."""
        self.world.run(lambda: self.server.words(words.Recover))
        self.server.start()
        self.server.deaf = self.server.mute = False

    def test_the_shell_hears_of_it_before_the_welcome(self) -> None:
        client = self.recover()
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        told = [type(event) for event in client.of(events.PasswordRecovered | events.SignedIn)]  # type: ignore[arg-type]
        self.assertIs(told[0], events.PasswordRecovered)
        self.assertIs(told[-1], events.SignedIn)
        self.assertEqual(len(self.server.words(words.Recover)), 1)

    def test_a_wrong_code(self) -> None:
        self.server.wait_s = 8
        client = self.recover("A" * 16)
        refusal = self.refused(client)
        self.assertEqual((refusal.code, refusal.retry_after_s), ("WRONG_CODE", 8))
        self.assertFalse(client.of(events.PasswordRecovered))

    def test_the_answer_gets_lost(self) -> None:
        self.server.mute = True
        client = self.recover()
        self.lose_the_connection(client)
        self.world.run(lambda: client.core.state is Phase.ONLINE, 120)
        self.assertTrue(client.of(events.PasswordRecovered))
        self.assertFalse(client.of(events.SignInRefused))
        self.assertEqual(len(self.server.words(words.Recover)), 1)

    def test_the_request_gets_lost(self) -> None:
        """The new password is not in force, and nothing says that the code was wrong."""
        self.server.deaf = True
        client = self.recover()
        self.lose_the_connection(client)
        self.assertEqual(self.refused(client).code, "AUTH_FAILED")
        self.assertFalse(client.of(events.PasswordRecovered))

    def test_refused_after_the_code_was_used(self) -> None:
        self.server.refuse = ["FULL"]
        client = self.recover()
        self.assertEqual(self.refused(client).code, "FULL")
        self.assertTrue(client.of(events.PasswordRecovered))

    def test_not_again_when_the_connection_is_lost_in_the_chat(self) -> None:
        client = self.recover()
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        told = len(client.of(events.PasswordRecovered))
        self.server.tokens.clear()
        self.server.start()
        client.core.send_message("x", self.world.now)
        self.world.run(lambda: client.core.unconfirmed_count == 0, 120)
        self.assertEqual(len(client.of(events.PasswordRecovered)), told)
        self.assertEqual(len(self.server.words(words.Recover)), 1)


if __name__ == "__main__":
    unittest.main()
