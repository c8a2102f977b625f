"""The client core against a scripted server over the real wire, in virtual time."""

from __future__ import annotations

import unittest

from tests.unit.client.world import HERE, PASSWORD, Client, World
from udpchat.client import events
from udpchat.client.phases import Phase
from udpchat.client.profiles import Profiles
from udpchat.client.target import AccountSignIn, GuestSignIn, KeptSignIn, Registration
from udpchat.errors import BadRequest
from udpchat.wire.codes import CloseCode
from udpchat.words import messages as words


class Case(unittest.TestCase):
    def setUp(self) -> None:
        self.world = World()
        self.addCleanup(self.world.close)
        self.server = self.world.server()

    def online(self, client: Client | None = None, credentials: object = None, **target: object) -> Client:
        client = client or self.world.client()
        client.connect(credentials, **target)  # type: ignore[arg-type]
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        return client

    def settle(self, limit_s: float = 1.0) -> None:
        self.world.run(limit_s=limit_s)

    def folders(self) -> list[str]:
        return sorted(str(p.relative_to(self.world.data)) for p in self.world.data.glob("accounts/*/*"))


class SigningIn(Case):
    def test_account_by_password(self) -> None:
        client = self.online()
        self.assertEqual(client.of(events.SignedIn), [events.SignedIn("rina", 1, False, "Lab 2")])
        self.assertFalse([raw for raw in self.server.raw if PASSWORD.encode() in raw])

    def test_wrong_password_is_final(self) -> None:
        client = self.world.client()
        client.connect(AccountSignIn("rina", "wrong"))
        self.world.run(lambda: client.of(events.SignInRefused))
        (refused,) = client.of(events.SignInRefused)
        self.assertEqual((refused.refusal.code, refused.final), ("AUTH_FAILED", True))
        self.settle()
        self.assertIs(client.core.state, Phase.IDLE)
        self.online(client)

    def test_false_or_missing_proof_is_not_your_server(self) -> None:
        for flaw in ("false_signature", "no_proof"):
            with self.subTest(flaw):
                setattr(self.server, flaw, True)
                client = self.world.client()
                client.connect()
                self.world.run(lambda c=client: c.of(events.SignInRefused))
                self.assertEqual(client.of(events.SignInRefused)[0].refusal.code, "NOT_YOUR_SERVER")
                self.assertFalse(client.of(events.SignedIn))
                self.server.false_signature = False

    def test_welcome_before_the_room_password_was_proved(self) -> None:
        self.server.room = self.server.welcome_early = True
        client = self.world.client()
        client.connect(GuestSignIn("tamu", PASSWORD))
        self.world.run(lambda: client.of(events.ConnectionLost))
        self.assertFalse(client.of(events.SignedIn))

    def test_registration_and_room(self) -> None:
        self.server.signup = "room"
        client = self.online(None, Registration("wati", "long enough", "Wati", "ID", PASSWORD))
        self.assertEqual(client.of(events.SignedIn)[0].name, "wati")

    def test_short_password_is_refused_here(self) -> None:
        client = self.world.client()
        client.connect(Registration("wati", "abc"))
        self.world.run(lambda: client.of(events.SignInRefused))
        self.assertEqual(client.of(events.SignInRefused)[0].refusal.code, "BAD_PASSWORD")
        self.assertFalse(self.server.words(words.Register))

    def test_registration_whose_answer_got_lost(self) -> None:
        self.server.mute_welcome = True
        client = self.world.client()
        client.connect(Registration("wati", "long enough"))
        self.world.run(lambda: "wati" in self.server.accounts)
        self.server.start()
        self.server.mute_welcome = False
        self.world.run(lambda: client.core.state is Phase.ONLINE, 120)
        self.assertFalse(client.of(events.SignInRefused))

    def test_taken_name_with_another_password(self) -> None:
        client = self.world.client()
        client.connect(Registration("rina", "something else"))
        self.world.run(lambda: client.of(events.SignInRefused))
        self.assertEqual(client.of(events.SignInRefused)[0].refusal.code, "USERNAME_TAKEN")
        self.assertFalse(self.server.words(words.ScramFirst))

    def test_token_first_on_reconnect_then_password(self) -> None:
        client = self.online()
        self.server.start()
        client.core.send_message("x", self.world.now)
        self.world.run(lambda: client.core.unconfirmed_count == 0)
        self.assertEqual(len(self.server.words(words.ScramFirst)), 1)
        self.server.tokens.clear()
        self.server.start()
        client.core.send_message("y", self.world.now)
        self.world.run(lambda: client.core.unconfirmed_count == 0)
        self.assertEqual(len(self.server.words(words.ScramFirst)), 2)
        self.assertEqual(len(client.of(events.SignedIn)), 1)
        self.assertEqual(client.shown(), ["x", "y"])

    def test_passing_refusal_is_final_only_at_first(self) -> None:
        self.server.refuse = ["SLOW_DOWN"]
        client = self.world.client()
        client.connect()
        self.world.run(lambda: client.of(events.SignInRefused))
        self.assertTrue(client.of(events.SignInRefused)[0].final)
        self.settle()
        client.events.clear()
        self.online(client)
        self.server.tokens.clear()
        self.server.refuse = ["FULL"]
        self.server.start()
        client.core.send_message("x", self.world.now)
        self.world.run(lambda: client.core.unconfirmed_count == 0)
        self.assertEqual([r.final for r in client.of(events.SignInRefused)], [False])

    def test_account_in_use_by_another_process(self) -> None:
        self.online()
        second = self.world.client(1)
        second.connect()
        self.world.run(lambda: second.of(events.SignInRefused))
        self.assertEqual(second.of(events.SignInRefused)[0].refusal.code, "PROFILE_IN_USE")
        self.assertIs(second.core.state, Phase.IDLE)

    def test_connection_lost_while_the_folder_is_opened(self) -> None:
        client = self.world.client()
        client.hold_jobs = lambda job: job.name == "open account"
        client.connect()
        self.world.run(lambda: any(job.name == "open account" for job in client.jobs))
        self.server.start()
        self.settle(40)
        client.hold_jobs = lambda job: False
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        self.assertEqual(len(client.of(events.SignedIn)), 1)
        client.core.send_message("a", self.world.now)
        self.world.run(lambda: client.core.unconfirmed_count == 0)

    def test_live_events_while_the_folder_is_opened_are_shown(self) -> None:
        self.server.no_history = True
        client = self.world.client()
        client.hold_jobs = lambda job: job.name == "open account"
        client.connect()
        self.world.run(lambda: any(job.name == "open account" for job in client.jobs))
        self.server.append(2, "early")
        self.settle(0.5)
        client.hold_jobs = lambda job: False
        self.world.run(lambda: client.shown() == ["early"])

    def test_before_the_sign_in_nothing_is_taken(self) -> None:
        client = self.world.client()
        with self.assertRaises(BadRequest):
            client.core.send_message("x", 0.0)


class Certificates(Case):
    def ask(self, client: Client, **target: object) -> events.CertificateQuestion:
        before = len(client.of(events.CertificateQuestion))
        client.connect(None, trust=False, **target)
        self.world.run(lambda: len(client.of(events.CertificateQuestion)) > before)
        question: events.CertificateQuestion = client.of(events.CertificateQuestion)[-1]
        return question

    def test_unknown_is_asked_before_any_byte(self) -> None:
        client = self.world.client()
        question = self.ask(client)
        self.assertEqual(question, events.CertificateQuestion(self.server.identity.fingerprint, False))
        self.settle(20)
        self.assertEqual(self.server.heard, [])
        client.core.accept_certificate(self.world.now)
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        client.core.log_out(self.world.now)
        self.world.run(lambda: client.of(events.LoggedOut))
        self.online(client, trust=False)
        self.assertEqual(len(client.of(events.CertificateQuestion)), 1)

    def test_refused_ends(self) -> None:
        client = self.world.client()
        self.ask(client)
        client.core.refuse_certificate(self.world.now)
        self.world.run(lambda: client.of(events.LoggedOut))
        self.assertEqual(self.server.heard, [])
        self.assertFalse((self.world.data / "known_servers.json").exists())

    def test_invite(self) -> None:
        self.online(None, trust=False, pin=self.server.identity.fingerprint)

    def test_invite_of_another_server_is_loud(self) -> None:
        client = self.world.client()
        self.assertTrue(self.ask(client, pin=b"x" * 32).changed)
        self.assertEqual(self.server.heard, [])

    def test_trust_does_not_cover_a_changed_certificate(self) -> None:
        self.online().kill()
        other = self.world.server(seed=9)
        client = self.world.client(1)
        client.connect(trust=True)
        self.world.run(lambda: client.of(events.CertificateQuestion))
        self.assertTrue(client.of(events.CertificateQuestion)[0].changed)
        self.assertEqual(other.heard, [])

    def test_known_server_at_a_new_address_is_silent(self) -> None:
        self.online().kill()
        there = ("10.0.0.9", 5)
        self.world.servers[there] = self.server
        del self.world.servers[HERE]
        self.server.addr = there
        self.online(self.world.client(1), trust=False, address=there)

    def test_two_servers_that_swap_addresses(self) -> None:
        there = ("10.0.0.9", 5)
        other = self.world.server(seed=9, addr=there)
        first = self.online()
        first.core.send_message("for A", self.world.now)
        self.world.run(lambda: first.core.unconfirmed_count == 0)
        self.server.silent_posts = True
        first.core.send_message("unsent for A", self.world.now)
        self.settle()
        first.kill()
        self.online(self.world.client(1), address=there).kill()
        self.world.servers = {HERE: other, there: self.server}
        other.addr, self.server.addr = HERE, there
        self.server.silent_posts = False
        client = self.online(self.world.client(2), trust=False)
        self.settle()
        self.assertFalse(client.of(events.CertificateQuestion))
        self.assertEqual(other.texts(), [])
        again = self.online(self.world.client(3), trust=False, address=there)
        self.world.run(lambda: again.core.unconfirmed_count == 0)
        self.assertEqual(self.server.texts(), ["for A", "unsent for A"])

    def test_another_server_takes_the_address_during_a_run(self) -> None:
        client = self.online()
        self.server.silent_posts = True
        client.core.send_message("for the first", self.world.now)
        self.settle()
        other = self.world.server(seed=9)
        self.world.run(lambda: client.of(events.CertificateQuestion), 120)
        self.assertTrue(client.of(events.CertificateQuestion)[0].changed)
        self.assertEqual(other.heard, [])
        client.core.accept_certificate(self.world.now)
        self.world.run(lambda: client.core.state is Phase.ONLINE)
        self.settle()
        self.assertEqual(other.words(words.TokenSignIn) + other.words(words.Post), [])
        self.assertEqual(client.core.unconfirmed_count, 0)
        client.kill()
        self.server.silent_posts = False
        self.world.servers[HERE] = self.server
        back = self.online(self.world.client(1))
        self.world.run(lambda: back.core.unconfirmed_count == 0)
        self.assertEqual(self.server.texts(), ["for the first"])

    def test_a_known_server_is_a_stranger_too_during_a_run(self) -> None:
        there = ("10.0.0.9", 5)
        other = self.world.server(seed=9, addr=there)
        self.online(self.world.client(1), address=there).kill()
        self.online(self.world.client(2)).kill()
        client = self.online(trust=False)
        other.heard.clear()
        self.world.servers = {HERE: other}
        other.addr = HERE
        self.world.run(lambda: client.of(events.CertificateQuestion), 120)
        self.assertTrue(client.of(events.CertificateQuestion)[0].changed)
        self.assertEqual(other.heard, [])

    def test_refused_stranger_during_a_run_is_not_asked_about_again(self) -> None:
        client = self.online()
        other = self.world.server(seed=9)
        self.world.run(lambda: client.of(events.CertificateQuestion), 120)
        client.core.refuse_certificate(self.world.now)
        self.settle(60)
        self.assertEqual(len(client.of(events.CertificateQuestion)), 1)
        self.assertEqual(other.heard, [])
        self.world.servers[HERE] = self.server
        self.world.run(lambda: client.core.state is Phase.ONLINE, 120)


class Talking(Case):
    def test_sent_only_after_the_commit(self) -> None:
        client = self.online()
        self.settle()
        client.hold_jobs = lambda job: job.name == "commit"
        ref = client.core.send_message("hello", self.world.now)
        self.settle()
        self.assertEqual(client.of(events.MessagePending), [events.MessagePending(ref, "hello")])
        self.assertEqual(self.server.words(words.Post), [])
        client.hold_jobs = lambda job: False
        self.world.run(lambda: client.core.unconfirmed_count == 0)
        self.assertEqual(self.server.words(words.Post), [words.Post(ref, 7, "hello")])
        self.settle()
        self.assertEqual(client.of(events.MessageStored), [events.MessageStored(ref, 1, 1001)])
        self.assertEqual(client.shown(), ["hello"])

    def test_failing_disk_sends_nothing_and_recovers(self) -> None:
        client = self.online()
        self.settle()
        client.fail_jobs = lambda job: job.name == "commit"
        client.core.send_message("a", self.world.now)
        self.settle(3)
        self.assertEqual(self.server.words(words.Post), [])
        self.assertEqual(len(client.of(events.NotSaved)), 1)
        client.fail_jobs = lambda job: False
        self.world.run(lambda: client.core.unconfirmed_count == 0)

    def test_kill_anywhere_loses_and_doubles_nothing(self) -> None:
        client = self.online()
        sent: list[str] = []
        for round_ in range(12):
            for n in range(3):
                sent.append(f"{round_}.{n}")
                client.core.send_message(sent[-1], self.world.now)
            while any(job.name == "commit" for job in client.jobs) or client.core.next_timeout() is None:
                self.world.step()
            for _ in range(round_):  # further and further into the exchange
                self.world.step()
            durable = round_ > 0
            client.kill()
            if not durable:
                sent.clear()
            client = self.online(self.world.client(round_ + 1))
            self.world.run(lambda c=client: c.core.unconfirmed_count == 0)
            if not durable:
                sent = self.server.texts()
        self.assertEqual(self.server.texts(), sent)

    def test_outbox_of_one_account_is_not_sent_by_another(self) -> None:
        client = self.online()
        self.server.silent_posts = True
        client.core.send_message("secret of rina", self.world.now)
        self.settle()
        client.kill()
        self.server.silent_posts = False
        budi = self.online(self.world.client(1), AccountSignIn("budi", PASSWORD))
        self.settle()
        self.assertEqual(self.server.texts(), [])
        self.assertFalse(budi.of(events.MessagePending))
        rina = self.online(self.world.client(2))
        self.world.run(lambda: rina.core.unconfirmed_count == 0)
        self.assertEqual([m.author for m in self.server.log], [1])
        self.assertEqual(len(rina.of(events.MessagePending)), 1)

    def test_retry_keeps_ref_and_order(self) -> None:
        client = self.online()
        self.server.not_posted = [("STORAGE", 0), ("SLOW_DOWN", 2)]
        refs = [client.core.send_message(text, self.world.now) for text in ("a", "b")]
        self.settle(0.3)
        refs.append(client.core.send_message("c", self.world.now))
        self.settle(0.5)
        self.assertEqual(self.server.texts(), [])
        self.world.run(lambda: client.core.unconfirmed_count == 0)
        self.assertEqual(self.server.texts(), ["a", "b", "c"])
        self.assertEqual([m.ref for m in self.server.log], refs)
        self.assertEqual([event.refusal.code for event in client.of(events.Postponed)], ["STORAGE"], "told once")

    def test_final_refusal_hands_the_text_back(self) -> None:
        client = self.online()
        self.server.not_posted = [("NOT_ALLOWED", 0)]
        ref = client.core.send_message("no", self.world.now)
        self.world.run(lambda: client.of(events.MessageRefused))
        event = client.of(events.MessageRefused)[0]
        self.assertEqual((event.ref, event.text, event.refusal.code), (ref, "no", "NOT_ALLOWED"))
        self.settle()
        client.kill()
        again = self.online(self.world.client(1))
        self.assertFalse(again.of(events.MessagePending))

    def test_at_most_32_in_flight(self) -> None:
        client = self.online()
        self.server.silent_posts = True
        for n in range(50):
            client.core.send_message(str(n), self.world.now)
        self.settle(3)
        self.assertEqual(len(self.server.words(words.Post)), 32)

    def test_confirmation_without_the_event_keeps_the_row(self) -> None:
        client = self.online()
        self.server.no_events = True
        client.core.send_message("x", self.world.now)
        self.world.run(lambda: client.of(events.MessageStored))
        self.settle()
        client.kill()
        left = Profiles(self.world.data).open_account(self.server.identity.fingerprint, 1)
        left.account.release()
        self.assertEqual([entry.text for entry in left.snapshot.outbox], ["x"])
        self.server.no_events = False
        client = self.online(self.world.client(1))
        self.settle()
        self.assertEqual((client.shown(), self.server.texts()), (["x"], ["x"]))
        client.kill()
        again = self.online(self.world.client(2))
        self.assertFalse(again.of(events.MessagePending))

    def test_offline_messages_are_taken(self) -> None:
        client = self.online()
        self.world.cut = True
        self.world.run(lambda: client.of(events.ConnectionLost), 120)
        client.core.send_message("offline", self.world.now)
        self.settle()
        self.world.cut = False
        self.world.run(lambda: client.core.unconfirmed_count == 0, 120)
        self.assertEqual(self.server.texts(), ["offline"])


class Synchronising(Case):
    def test_history_after_live_and_repeats_are_shown_once(self) -> None:
        for n in range(5):
            self.server.append(2, f"old {n}")
        self.server.no_history = True
        client = self.online()
        live = self.server.append(2, "live")
        self.world.run(lambda: client.shown() == ["live"])
        self.assertEqual(client.core.contiguous_to, 0)
        cid = next(iter(self.server.users))
        self.server.history(cid, self.server.log[:5], ((6, 6),))
        self.server.say(cid, words.Events(3, 6, tuple(self.server.log[2:])))
        self.server.say(cid, words.Events(6, 6, (live,)))
        self.settle()
        self.assertEqual(sorted(client.shown()), ["live", *(f"old {n}" for n in range(5))])
        self.assertEqual([e.live for e in client.of(events.MessagesAdded)], [True, False, False])
        self.assertEqual(client.core.contiguous_to, 6)

    def test_intervals_not_a_maximum(self) -> None:
        for n in range(4):
            self.server.append(2, f"old {n}")
        self.server.no_history = True
        client = self.online()
        self.server.append(2, "live")
        self.world.run(lambda: client.shown() == ["live"])
        self.settle()
        client.kill()
        self.server.no_history = False
        client = self.online(self.world.client(1))
        self.settle()
        self.assertEqual(self.server.words(words.Synchronise)[-1].have, ((5, 5),))
        self.world.run(lambda: client.core.contiguous_to == 5)
        self.assertEqual(sorted(client.shown()), ["live", "old 0", "old 1", "old 2", "old 3"])

    def test_empty_interval_is_remembered(self) -> None:
        client = self.online()
        self.server.say(next(iter(self.server.users)), words.Events(1, 9, ()))
        self.settle()
        client.kill()
        self.online(self.world.client(1))
        self.settle()
        self.assertEqual(self.server.words(words.Synchronise)[-1].have, ((1, 9),))

    def test_another_epoch_drops_the_cache_and_keeps_the_outbox(self) -> None:
        client = self.online()
        self.server.append(2, "one")
        self.server.append(2, "two")
        self.world.run(lambda: len(client.shown()) == 2)
        self.server.silent_posts = True
        client.core.send_message("mine", self.world.now)
        self.settle()
        self.server.epoch = "e2"
        del self.server.log[1:]
        self.server.silent_posts = False
        self.server.start()
        self.world.run(lambda: client.of(events.HistoryReset), 120)
        self.world.run(lambda: client.core.unconfirmed_count == 0, 120)
        self.settle()
        self.assertEqual(self.server.words(words.Synchronise)[-1], words.Synchronise("e2", ()))
        after = client.events[client.events.index(events.HistoryReset()) :]
        shown = [m.text for e in after if isinstance(e, events.MessagesAdded) for m in e.messages]
        self.assertEqual(sorted(shown), ["mine", "one"])
        client.kill()
        self.online(self.world.client(1))
        self.settle()
        self.assertEqual(self.server.words(words.Synchronise)[-1].have, ((1, 2),))

    def test_contradicting_events_close_the_connection(self) -> None:
        client = self.online()
        message = words.Message(9, 7, 2, "budi", b"r" * 16, 1, "x")
        self.server.say(next(iter(self.server.users)), words.Events(1, 5, (message,)))
        self.world.run(lambda: client.of(events.ConnectionLost))
        self.assertEqual(client.shown(), [])


class Surviving(Case):
    def test_server_killed_and_started_again(self) -> None:
        client = self.online()
        self.settle(20)
        self.server.start()
        client.core.send_message("after", self.world.now)
        self.world.run(lambda: client.core.unconfirmed_count == 0, 20)
        self.assertEqual(self.server.texts(), ["after"])
        self.assertEqual(client.shown(), ["after"])

    def test_thirty_seconds_of_cut_network(self) -> None:
        client = self.online()
        self.world.cut = True
        self.server.append(2, "missed")
        self.settle(30)
        self.world.cut = False
        self.world.run(lambda: client.shown() == ["missed"], 60)

    def test_suspended_computer_reconnects_at_once(self) -> None:
        client = self.online()
        self.settle()
        client.asleep = True
        self.settle(600)
        self.server.append(2, "missed")
        client.asleep = False
        self.world.run(lambda: client.shown() == ["missed"], 2)

    def test_short_sleep_does_not_trust_the_old_connection(self) -> None:
        client = self.online()
        self.settle()
        client.asleep = True
        self.settle(25)
        client.asleep = False
        self.world.run(lambda: self.server.words(words.TokenSignIn), 1)
        self.world.run(lambda: client.core.state is Phase.ONLINE, 1)

    def test_shutdown_waits_and_comes_back(self) -> None:
        client = self.online()
        self.server.endpoint.close_all(CloseCode.SHUTDOWN, "", self.world.now)
        self.world.run(lambda: client.of(events.ConnectionLost))
        lost = client.of(events.ConnectionLost)[0]
        self.assertGreaterEqual(lost.retry_at - self.world.now, 0.9)
        self.assertIs(client.core.state, Phase.WAITING)
        self.world.run(lambda: client.core.state is Phase.ONLINE)

    def test_rekey_goes_unnoticed(self) -> None:
        client = self.online()
        self.server.endpoint.close_all(CloseCode.REKEY, "", self.world.now)
        self.world.run(lambda: len(self.server.words(words.TokenSignIn)) == 1, 1)
        self.world.run(lambda: client.core.state is Phase.ONLINE, 1)
        self.assertFalse(client.of(events.ConnectionLost))

    def test_replaced_stops(self) -> None:
        client = self.online()
        self.server.endpoint.close_all(CloseCode.REPLACED, "", self.world.now)
        self.world.run(lambda: client.of(events.LoggedOut))
        self.assertIn("elsewhere", client.of(events.LoggedOut)[0].reason)
        self.settle(60)
        self.assertIs(client.core.state, Phase.IDLE)
        self.assertIsNone(client.core.next_timeout())

    def test_silence(self) -> None:
        self.world.cut = True
        client = self.world.client()
        start = self.world.now
        client.connect()
        self.world.run(lambda: client.of(events.NoAnswerYet))
        self.assertAlmostEqual(self.world.now - start, 5, delta=0.2)
        self.world.run(lambda: client.core.state is Phase.NO_ANSWER)
        self.assertAlmostEqual(self.world.now - start, 10, delta=0.2)
        self.world.cut = False
        self.world.run(lambda: client.core.state is Phase.ONLINE)


class Leaving(Case):
    def leave(self, client: Client) -> None:
        client.core.log_out(self.world.now)
        self.world.run(lambda: client.of(events.LoggedOut))

    def test_waits_for_confirmation_across_a_restart(self) -> None:
        client = self.online()
        self.world.cut = True
        client.core.send_message("last words", self.world.now)
        client.core.log_out(self.world.now)
        with self.assertRaises(BadRequest):
            client.core.send_message("too late", self.world.now)
        self.settle(45)
        self.server.start()
        self.world.cut = False
        self.world.run(lambda: client.of(events.LoggedOut), 120)
        self.assertEqual(self.server.texts(), ["last words"])
        self.assertEqual(client.of(events.LoggedOut), [events.LoggedOut("")])
        self.assertEqual(self.server.words(words.Bye), [words.Bye("logout")])

    def test_within_two_seconds_even_when_nobody_answers(self) -> None:
        client = self.online()
        self.world.cut = True
        start = self.world.now
        self.leave(client)
        self.assertLess(self.world.now - start, 2)

    def test_nothing_stays_unless_kept(self) -> None:
        client = self.online()
        client.core.send_message("private", self.world.now)
        self.world.run(lambda: client.core.unconfirmed_count == 0)
        self.leave(client)
        self.assertEqual(self.folders(), [])
        kept = self.online(self.world.client(1), AccountSignIn("rina", PASSWORD, keep=True))
        self.settle()
        self.leave(kept)
        self.assertEqual(len(self.folders()), 1)
        scrams = len(self.server.words(words.ScramFirst))
        again = self.online(self.world.client(2), KeptSignIn("rina"))
        self.assertEqual(again.shown(), ["private"])
        self.assertEqual(len(self.server.words(words.ScramFirst)), scrams)

    def test_token_is_not_written_unless_kept(self) -> None:
        client = self.online()
        self.settle()
        token = next(iter(self.server.tokens))
        files = [path for path in self.world.data.rglob("*") if path.is_file()]
        self.assertFalse([path for path in files if token in path.read_bytes()])
        client.kill()
        second = self.world.client(1)
        second.connect(KeptSignIn("rina"))
        self.world.run(lambda: second.of(events.SignInRefused))

    def test_cancelled_leave_keeps_only_the_outbox(self) -> None:
        client = self.online()
        self.server.append(2, "of others")
        self.settle()
        self.server.silent_posts = True
        client.core.send_message("unsent", self.world.now)
        client.core.log_out(self.world.now)
        self.settle(5)
        self.assertFalse(client.of(events.LoggedOut))
        client.core.leave_now(self.world.now)
        self.world.run(lambda: client.of(events.LoggedOut))
        (store,) = self.world.data.glob("accounts/*/*/store.sqlite")
        self.assertIn(b"unsent", store.read_bytes())
        self.assertNotIn(b"of others", store.read_bytes())
        self.server.silent_posts = False
        again = self.online(self.world.client(1))
        self.world.run(lambda: again.core.unconfirmed_count == 0)
        self.assertEqual(self.server.texts(), ["of others", "unsent"])

    def test_offline_with_an_empty_outbox(self) -> None:
        client = self.online()
        self.world.cut = True
        self.world.run(lambda: client.of(events.ConnectionLost), 120)
        self.leave(client)
        self.assertEqual(self.folders(), [])


class Guests(Case):
    def test_killed_guest_reclaims_the_name(self) -> None:
        client = self.online(None, GuestSignIn("tamu"))
        self.server.silent_posts = True
        client.core.send_message("hi", self.world.now)
        self.settle()
        client.kill()
        self.server.silent_posts = False
        again = self.online(self.world.client(1), GuestSignIn("tamu"))
        self.world.run(lambda: again.core.unconfirmed_count == 0)
        self.assertEqual(self.server.texts(), ["hi"])
        again.core.log_out(self.world.now)
        self.world.run(lambda: again.of(events.LoggedOut))
        self.assertEqual(self.folders(), [])

    def test_session_that_ended_becomes_a_new_user_and_posts_once(self) -> None:
        client = self.online(None, GuestSignIn("tamu"))
        client.core.send_message("one", self.world.now)
        self.world.run(lambda: client.shown() == ["one"])
        self.server.no_events = self.server.mute_posted = True
        client.core.send_message("two", self.world.now)
        self.world.run(lambda: len(self.server.log) == 2)
        client.events.clear()
        self.world.cut = True
        client.core.send_message("three", self.world.now)
        self.settle()
        self.server.tokens.clear()
        self.server.names[3] = "ended"
        self.server.no_events = self.server.mute_posted = False
        self.server.start()
        self.world.cut = False
        self.world.run(lambda: client.core.unconfirmed_count == 0, 120)
        self.settle()
        self.assertEqual(client.of(events.SignedIn)[0].user, 4)
        self.assertEqual(self.server.texts(), ["one", "two", "three"])
        self.assertEqual(client.shown(), ["two", "three"])
        self.assertEqual(len(self.folders()), 1)

    def test_ended_guest_of_an_earlier_run_leaves_nothing(self) -> None:
        client = self.online(None, GuestSignIn("tamu"))
        self.server.append(2, "of others")
        self.settle()
        self.server.silent_posts = True
        client.core.send_message("of the first guest", self.world.now)
        self.settle()
        client.kill()
        self.server.silent_posts = False
        self.server.tokens.clear()
        self.server.names[3] = "ended"
        self.online(self.world.client(1), GuestSignIn("tamu"))
        self.settle()
        self.assertEqual(self.server.texts(), ["of others"])
        self.assertEqual([folder.rsplit("/")[-1] for folder in self.folders()], ["4"])

    def test_room_password(self) -> None:
        self.server.room = True
        self.online(None, GuestSignIn("tamu", PASSWORD))
        wrong = self.world.client(1)
        wrong.connect(GuestSignIn("lain", "no"))
        self.world.run(lambda: wrong.of(events.SignInRefused))
        self.assertEqual(wrong.of(events.SignInRefused)[0].refusal.code, "ROOM_PASSWORD")


if __name__ == "__main__":
    unittest.main()
