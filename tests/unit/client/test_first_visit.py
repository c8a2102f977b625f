"""A password sign-in to a server whose certificate nobody vouches for: only a server that proves itself is believed."""

from __future__ import annotations

import base64
import hmac
import unittest
from typing import Any

from tests.unit.client.world import HERE, PASSWORD, Client, N, Server, World
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.client.target import AccountSignIn, Credentials, GuestSignIn, KeptSignIn, Registration
from udpchat.scram import ScramServer, make_verifier
from udpchat.words import messages as words

THERE = ("10.0.0.9", 11111)
MALLORY = make_verifier("known to mallory", b"m" * 16, N, 8, 1)


class Case(unittest.TestCase):
    def setUp(self) -> None:
        self.world = World()
        self.addCleanup(self.world.close)
        self.server = self.world.server()

    def visit(self, server: Server, credentials: Credentials | None = None, seed: int = 1, **target: Any) -> Client:
        """Sign in as after an inquiry that found an unknown server."""
        client = self.world.client(seed)
        target.setdefault("prove", server.identity.fingerprint)
        client.connect(credentials, trust=False, address=server.addr, **target)
        return client

    def refused(self, client: Client) -> str:
        """The code of the final refusal."""
        self.world.run(lambda: client.of(events.SignInRefused))
        self.world.run(limit_s=1)
        (refused,) = client.of(events.SignInRefused)
        self.assertTrue(refused.final)
        self.assertIs(client.core.state, Phase.IDLE)
        self.assertFalse(client.of(events.SignedIn))
        return str(refused.refusal.code)

    def question(self, client: Client) -> events.CertificateQuestion:
        self.world.run(lambda: client.of(events.CertificateQuestion))
        asked: events.CertificateQuestion = client.of(events.CertificateQuestion)[0]
        return asked

    def assert_not_believed(self, server: Server) -> None:
        """It is not pinned, has no folder here, and heard nothing but the exchange that is bound to its certificate."""
        self.assertFalse((self.world.data / "known_servers.json").exists())
        self.assertEqual(list(self.world.data.glob("accounts/*/*")), [])
        self.assertLessEqual({type(word) for word in server.heard}, {words.Hello, words.ScramFirst, words.ScramFinal})
        self.assertFalse([raw for raw in server.raw if PASSWORD.encode() in raw])


class Proof(Case):
    def test_a_server_that_knows_the_account_needs_no_question(self) -> None:
        client = self.visit(self.server)
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        self.assertFalse(client.of(events.CertificateQuestion))
        self.world.run(limit_s=0.5)
        known = self.world.client(2).core._profiles.known_servers()
        self.assertEqual(known.fingerprints, {self.server.identity.fingerprint})

    def test_pinned_only_after_the_proof(self) -> None:
        client = self.visit(self.server)
        client.hold_jobs = lambda job: job.name == "salt password"
        self.world.run(lambda: any(job.name == "salt password" for job in client.jobs))
        self.world.run(limit_s=2)
        self.assert_not_believed(self.server)
        client.hold_jobs = lambda job: False
        self.world.run(lambda: client.core.state is Phase.ONLINE)

    def test_not_pinned_for_a_wrong_password(self) -> None:
        client = self.visit(self.server, AccountSignIn("rina", "wrong"))
        self.assertEqual(self.refused(client), "AUTH_FAILED")
        self.assert_not_believed(self.server)

    def test_connection_lost_between_proof_and_welcome(self) -> None:
        self.server.mute_welcome = True
        client = self.visit(self.server)
        self.world.run(lambda: (self.world.data / "known_servers.json").exists())
        self.server.start()
        self.server.mute_welcome = False
        self.world.run(lambda: client.core.state is Phase.ONLINE, 120)
        self.assertFalse(client.of(events.CertificateQuestion))

    def test_the_token_goes_to_the_proven_server_only(self) -> None:
        client = self.visit(self.server)
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        other = self.world.server(seed=9)
        self.assertTrue(self.question_after_loss(client).changed)
        self.assertEqual(other.heard, [])

    def question_after_loss(self, client: Client) -> events.CertificateQuestion:
        self.world.run(lambda: client.of(events.CertificateQuestion), 120)
        asked: events.CertificateQuestion = client.of(events.CertificateQuestion)[0]
        return asked


class Exceptions(Case):
    def test_nobody_else_may_be_proved_to(self) -> None:
        """A guest, a registration and a stored token prove nothing: there the person is asked first."""
        kinds: tuple[Credentials, ...] = (GuestSignIn("tamu"), Registration("wati", "long enough"), KeptSignIn("rina"))
        for seed, credentials in enumerate(kinds):
            with self.subTest(credentials=credentials):
                client = self.visit(self.server, credentials, seed)
                self.assertFalse(self.question(client).changed)
                self.assertEqual(self.server.heard, [])
                client.kill()

    def test_a_changed_certificate_is_loud_all_the_same(self) -> None:
        first = self.visit(self.server)
        self.world.run(lambda: first.core.state is Phase.ONLINE)
        self.world.run(limit_s=0.5)
        first.kill()
        other = self.world.server(seed=9)
        client = self.visit(other, seed=2)
        self.assertEqual(self.question(client), events.CertificateQuestion(other.identity.fingerprint, True))
        self.assertEqual(other.heard, [])

    def test_another_certificate_than_the_one_that_was_looked_at_is_loud(self) -> None:
        client = self.visit(self.server, prove=b"x" * 32)
        self.assertTrue(self.question(client).changed)
        self.assertEqual(self.server.heard, [])

    def test_an_invite_is_stricter(self) -> None:
        client = self.visit(self.server, pin=b"x" * 32)
        self.assertTrue(self.question(client).changed)
        self.assertEqual(self.server.heard, [])

    def test_the_relay_of_a_folder_on_this_computer_needs_no_question(self) -> None:
        client = self.visit(self.server, GuestSignIn("tamu"), local_pin=self.server.identity.fingerprint)
        self.world.run(lambda: client.core.state is Phase.ONLINE)

    def test_but_a_stranger_in_its_place_does(self) -> None:
        client = self.visit(self.server, GuestSignIn("tamu"), local_pin=b"x" * 32)
        self.assertFalse(self.question(client).changed)
        self.assertEqual(self.server.heard, [])


class Impostor(Server):
    """Has a certificate of its own, and whatever of the true server it can get by talking to it."""

    def __init__(self, true: Server, addr: Any = THERE) -> None:
        super().__init__(seed=66, addr=addr)
        self.true = true
        self.accounts = {}
        self.answer = "forge"  # or "skip", "pass on", "replay", "own verifier"
        self.stolen = ""
        self.true_said: list[str | None] = []

    def challenge(self, cid: int, who: words.Who, text: str) -> None:
        certificate = self.identity.certificate if self.answer == "own verifier" else self.true.identity.certificate
        verifier = MALLORY if self.answer == "own verifier" else self.true.accounts["rina"][1]
        scram = ScramServer(certificate, self.rng.randbytes(18))
        self.scram[cid] = ("rina", scram)
        self.say(cid, words.ScramChallenge(who, scram.challenge(text, verifier, b"f" * 16)))

    def prove(self, cid: int, who: words.Who, text: str, now: float) -> None:
        _, scram = self.scram[cid]
        signature = scram.finish(text)
        self.true_said.append(signature)
        match self.answer:
            case "forge":
                self.say(cid, words.ScramDone(who, "v=" + "A" * 43 + "="))
            case "replay":
                self.say(cid, words.ScramDone(who, self.stolen))
            case "own verifier":
                forged = ScramServer(self.identity.certificate, bytes(18))
                forged._verifier, forged._covered = MALLORY, scram._covered
                self.say(cid, words.ScramDone(who, self.sign(text, forged)))
            case "pass on" if signature is None:
                self.say(cid, words.Refused("AUTH_FAILED", 0, ""))
                return
        self.welcome(cid, 1, now)

    def sign(self, final: str, scram: ScramServer) -> str:
        """What a server says that was given the account of mallory instead."""
        covered = f"{scram._covered},{final.rpartition(',p=')[0]}".encode()
        return "v=" + base64.b64encode(hmac.digest(MALLORY.server_key, covered, "sha256")).decode()


class Impostors(Case):
    def setUp(self) -> None:
        super().setUp()
        self.impostor = Impostor(self.server)
        self.world.servers[THERE] = self.impostor

    def attack(self, answer: str) -> str:
        self.impostor.answer = answer
        code = self.refused(self.visit(self.impostor))
        self.assert_not_believed(self.impostor)
        return code

    def test_relaying_to_the_true_server_gains_nothing(self) -> None:
        """The proof covers the certificate that the client saw: the true server refuses it."""
        self.assertEqual(self.attack("pass on"), "AUTH_FAILED")
        self.assertEqual(self.impostor.true_said, [None])

    def test_relaying_the_challenge_and_forging_the_proof(self) -> None:
        self.assertEqual(self.attack("forge"), "UNPROVEN_SERVER")
        self.assertEqual(self.impostor.true_said, [None])

    def test_skipping_the_proof(self) -> None:
        self.assertEqual(self.attack("skip"), "UNPROVEN_SERVER")

    def test_welcome_instead_of_a_challenge(self) -> None:
        self.impostor.welcome_early = True
        self.impostor.challenge = lambda cid, who, text: self.impostor.welcome(cid, 1, 0.0)  # type: ignore[method-assign]
        self.assertEqual(self.attack("skip"), "UNPROVEN_SERVER")

    def test_a_signature_of_an_earlier_exchange(self) -> None:
        heard: list[str] = []
        say = self.server.say

        def listen(cid: int, word: Any, *rest: Any) -> None:
            if isinstance(word, words.ScramDone):
                heard.append(word.text)
            say(cid, word, *rest)

        self.server.say = listen  # type: ignore[method-assign, assignment]
        honest = self.world.client(5, self.world.data / "elsewhere")
        honest.connect()
        self.world.run(lambda: honest.core.state is Phase.ONLINE)
        honest.kill()
        self.impostor.stolen = heard[0]
        self.assertEqual(self.attack("replay"), "UNPROVEN_SERVER")

    def test_the_verifier_of_another_account(self) -> None:
        self.assertEqual(self.attack("own verifier"), "UNPROVEN_SERVER")

    def test_asking_for_the_room_password_instead(self) -> None:
        def challenge(cid: int, who: words.Who, text: str) -> None:
            self.impostor.say(cid, words.ScramChallenge("room", "r=x"))

        self.impostor.challenge = challenge  # type: ignore[method-assign]
        self.assertEqual(self.attack("skip"), "UNPROVEN_SERVER")

    def test_breaking_the_protocol_on_trial_is_final(self) -> None:
        self.impostor.challenge = lambda cid, who, text: self.impostor.say(cid, words.Hello(1, "x", ()))  # type: ignore[method-assign]
        self.assertEqual(self.attack("skip"), "UNPROVEN_SERVER")

    def test_never_answering_keeps_nothing_and_says_nothing(self) -> None:
        self.impostor.prove = lambda *_: None  # type: ignore[method-assign]
        client = self.visit(self.impostor)
        self.world.run(limit_s=100)
        self.assertTrue(client.of(events.ConnectionLost))
        self.assert_not_believed(self.impostor)
        client.core.leave_now(self.world.now)
        self.world.run(lambda: client.of(events.LoggedOut))

    def test_the_outbox_of_the_true_server_stays_with_it(self) -> None:
        mine = self.visit(self.server)
        self.world.run(lambda: mine.core.state is Phase.ONLINE)
        self.server.silent_posts = True
        mine.core.send_message("for the true one", self.world.now)
        self.world.run(limit_s=1)
        mine.kill()
        for answer in ("forge", "skip", "own verifier"):
            self.impostor.answer = answer
            self.assertEqual(self.refused(self.visit(self.impostor, seed=3)), "UNPROVEN_SERVER")
        self.assertEqual(self.impostor.words(words.Post) + self.impostor.words(words.TokenSignIn), [])
        self.server.silent_posts = False
        again = self.visit(self.server, seed=4)
        self.world.run(lambda: again.core.unconfirmed_count == 0 and self.server.texts() == ["for the true one"])

    def test_the_sentence_says_what_to_do(self) -> None:
        self.impostor.answer = "skip"
        client = self.visit(self.impostor)
        self.refused(client)
        sentence = client.of(events.SignInRefused)[0].refusal.sentence
        self.assertIn("Lab 2 could not prove", sentence)
        self.assertIn("Check the address", sentence)


class Moving(Case):
    """The server says that it listens on another port from now on."""

    def move(self, client: Client, to: Server | None = None, port: int = 22222) -> None:
        there = (HERE[0], port)
        for cid in list(self.server.users):
            self.server.say(cid, words.Moved(port))
        self.world.run(lambda: client.core.address == there, 2)
        del self.world.servers[HERE]
        new = to or self.server
        new.addr = there
        self.world.servers[there] = new

    def online(self) -> Client:
        client = self.world.client()
        client.connect(label="lab:11111")
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        self.world.run(limit_s=1)
        return client

    def test_goes_there_at_once(self) -> None:
        client = self.online()
        client.core.send_message("typed before", self.world.now)
        self.move(client)
        start = self.world.now
        self.world.run(lambda: client.core.state is Phase.ONLINE and client.core.unconfirmed_count == 0, 5)
        self.assertLess(self.world.now - start, 1)
        self.assertFalse(client.of(events.ConnectionLost))
        self.assertEqual(self.server.texts(), ["typed before"])
        self.world.run(limit_s=1)
        server = client.core._profiles.known_servers().servers[0]
        self.assertEqual(server.addresses[0], (HERE[0], 22222))

    def test_the_certificate_is_checked_as_ever(self) -> None:
        client = self.online()
        other = Server(seed=9)
        self.move(client, other)
        self.world.run(lambda: client.of(events.CertificateQuestion))
        self.assertTrue(client.of(events.CertificateQuestion)[0].changed)
        self.assertEqual(other.heard, [])

    def test_its_own_port_or_none(self) -> None:
        client = self.online()
        self.server.say(next(iter(self.server.users)), words.Moved(HERE[1]))
        self.world.run(limit_s=1)
        self.assertIs(client.core.state, Phase.ONLINE)
        self.server.say(next(iter(self.server.users)), words.Moved(70000))
        self.world.run(lambda: client.of(events.ConnectionLost))
        self.assertEqual(client.core.address, HERE)

    def test_sentences_name_the_new_port(self) -> None:
        client = self.online()
        self.move(client)
        self.world.servers.clear()
        self.world.run(lambda: client.of(events.ConnectionLost), 120)
        self.assertIn("lab:22222", client.of(events.ConnectionLost)[-1].reason)


if __name__ == "__main__":
    unittest.main()
