"""The core as a driver: discovery, pace, log, broken words, mistakes of our own, the end."""

from __future__ import annotations

import random
from unittest import mock

from tests.unit.server.lab import RELAY, Client, ServerTest
from udpchat import limits
from udpchat.server.inbox import Inbox
from udpchat.wire import packets
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.words import Bye, Posted, Synchronise, Welcome, encode


class CoreTest(ServerTest):
    def code(self, client: Client) -> CloseCode:
        self.lab.later(0.1)
        assert client.closed is not None
        return client.closed.code

    def test_discovery_tells_name_people_and_policy(self) -> None:
        self.lab.person("anna")
        self.lab.core.receive_datagram(packets.encode_discover(7), ("192.168.1.50", 5000), self.lab.now)
        ((data, addr),) = self.lab.core.datagrams_to_send(self.lab.now)
        found = packets.parse_here(data)
        assert found is not None
        self.assertEqual((addr[0], found[0], found[1].name), ("192.168.1.50", 7, "Lab 2"))
        self.assertEqual((found[1].users, found[1].flags, found[1].port), (1, 6, limits.DEFAULT_PORT))

    def test_the_log_has_joins_leaves_messages_and_refusals_but_no_text(self) -> None:
        anna = self.lab.person("anna")
        anna.post("the secret plan")
        self.lab.turn()
        self.lab.client().hello().register("anna")
        anna.ask(Bye("logout"))
        log = "\n".join(self.lab.log)
        for part in ("anna joined from 192.168.1.2", "anna left (bye)", "message from anna, 15 bytes", "USERNAME_TAKEN"):
            self.assertIn(part, log)
        self.assertNotIn("secret", log)

    def test_words_that_only_servers_say_and_garbage(self) -> None:
        for body in (encode(Posted(bytes(16), 1, 1)), b"", b"{}", b"\xff", b"[" * 3000, b'{"t":"hello"}'):
            client = self.lab.person(f"user{random.Random(body).randrange(10**6)}")
            client.send_raw(body)
            self.lab.turn()
            self.assertIs(self.code(client), CloseCode.PROTOCOL, body[:20])

    def test_too_many_requests(self) -> None:
        client = self.lab.person("anna")
        for _ in range(20):
            client.say(Synchronise("x", ()))
        self.lab.turn()
        self.assertIs(self.code(client), CloseCode.FLOOD)

    def test_every_word_on_every_channel_only_its_own_is_taken(self) -> None:
        for channel in (Channel.CHAT, Channel.BULK, Channel.HISTORY, Channel.CREDIT):
            client = self.lab.person(f"user{channel.name.lower()}")
            client.say(Synchronise("x", ()), channel)
            self.lab.turn()
            self.assertIs(self.code(client), CloseCode.PROTOCOL)

    def test_a_mistake_of_ours_costs_one_connection(self) -> None:
        self.allow_failures = True
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        with mock.patch.object(Inbox, "_pump", side_effect=KeyError("oops")):
            anna.post("x")
            self.lab.turn()
        self.assertIs(self.code(anna), CloseCode.INTERNAL)
        self.assertIn("failed: KeyError: 'oops'", self.lab.log)
        bob.post("still here")
        self.lab.turn()
        self.assertEqual(bob.texts, ["still here"])

    def test_a_mistake_inside_a_write_costs_one_request(self) -> None:
        self.allow_failures = True
        anna = self.lab.person("anna")
        with mock.patch.object(self.lab.store, "append_post", side_effect=ZeroDivisionError):
            anna.post("x")
            self.lab.turn()
        anna.post("y")
        self.lab.turn()
        self.assertEqual((anna.codes, anna.texts), (["STORAGE"], ["y"]))

    def test_random_words_in_random_states_never_raise(self) -> None:
        rng = random.Random(11)
        said = [
            encode(Synchronise("x", ())), encode(Bye("x")), encode(Posted(bytes(16), 1, 1)), b"", b"null",
            b'{"t":"post","ref":"AAAAAAAAAAAAAAAAAAAAAA","conversation":1,"text":"x"}',
            b'{"t":"scram_first","who":"account","text":"x"}', b'{"t":"scram_final","who":"room","text":"x"}',
            b'{"t":"join_as_guest","name":"","token":""}', b'{"t":"hello","version":1,"app":"","features":[]}',
            b'{"t":"join_as_guest","name":"gast","token":""}', b'{"t":"token_sign_in","user":1,"token":"' + b"A" * 43 + b'"}',
        ]  # fmt: skip
        for _ in range(150):
            client = self.lab.client("127.0.0.1").connect()
            for _ in range(rng.randrange(1, 5)):
                client.send_raw(rng.choice(said), rng.choice(list(Channel)))
                if rng.random() < 0.5:
                    self.lab.turn()
            self.lab.turn()
            self.lab.vanish(client)
        self.lab.later(40.0, step_s=1.0)
        self.assertEqual(self.lab.core.sessions.all(), [])

    def test_while_busy_commits_keep_a_distance_and_a_lone_message_does_not_wait(self) -> None:
        with mock.patch.object(limits, "FANOUT_BUSY_DELIVERIES", 2):
            anna, bob = self.lab.person("anna"), self.lab.person("bob")
            anna.post("lone")
            self.lab.turn()
            self.assertEqual(bob.texts, ["lone"])
            anna.post("soon after")
            self.lab.turn()
            self.assertEqual(bob.texts, ["lone"])
            due = self.lab.core.next_timeout()
            assert due is not None
            self.assertLessEqual(due - self.lab.now, limits.FANOUT_PACE_S)
            self.lab.now = due
            self.lab.turn()
            self.assertEqual(bob.texts, ["lone", "soon after"])

    def test_an_address_that_changes_is_noted(self) -> None:
        anna = self.lab.person("anna")
        old = anna.addr
        anna.addr = ("192.168.1.77", 5555)
        self.lab.clients[anna.addr] = self.lab.clients.pop(old)
        anna.post("moved")
        self.lab.turn()
        self.lab.later(0.2)
        self.assertEqual(self.lab.core.sessions.all()[0].addr, anna.addr)

    def test_after_everybody_left_nothing_remains(self) -> None:
        clients = [self.lab.person(f"user{number}") for number in range(5)]
        for client in clients:
            client.post("hello")
            client.ask(Bye("logout"))
        self.lab.later(3.0)
        core = self.lab.core
        self.assertEqual((core.sessions.all(), core.endpoint.connection_count), ([], 0))
        self.assertEqual((core._delivery.live_count, core._history.catching_count), (0, 0))
        self.assertIsNone(core.next_timeout())


class ShutDownTest(ServerTest):
    def test_everybody_is_told_and_it_is_soon_over(self) -> None:
        clients = [self.lab.person(f"user{number}") for number in range(3)]
        guest = self.lab.client().hello()
        self.lab.core.shut_down(self.lab.now)
        self.lab.later(0.5)
        self.assertTrue(self.lab.core.stopped)
        for client in clients:
            self.assertEqual(client.last(Bye).reason, "shutdown")
            assert client.closed is not None
            self.assertIs(client.closed.code, CloseCode.SHUTDOWN)
        assert guest.closed is not None

    def test_nobody_there(self) -> None:
        self.lab.core.shut_down(self.lab.now)
        self.lab.turn()
        self.assertTrue(self.lab.core.stopped)

    def test_the_commit_under_way_is_confirmed_first(self) -> None:
        anna = self.lab.person("anna")
        self.lab.hold = True
        anna.post("last words")
        self.lab.turn()
        self.lab.core.shut_down(self.lab.now)
        self.lab.turn()
        self.assertIsNone(anna.closed)
        self.lab.release()
        self.lab.later(0.5)
        self.assertEqual(len(anna.all(Posted)), 1)
        assert anna.closed is not None
        self.assertTrue(self.lab.core.stopped)

    def test_a_disk_that_hangs_and_a_peer_that_is_silent_do_not_hold_it_up(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.lab.hold = True
        anna.post("x")
        self.lab.turn()
        bob.mute = True
        began = self.lab.now
        self.lab.core.shut_down(began)
        while not self.lab.core.stopped:
            self.lab.later(0.02)
            self.assertLess(self.lab.now - began, 1.0)

    def test_nothing_is_taken_any_more(self) -> None:
        anna = self.lab.person("anna")
        self.lab.hold = True
        anna.post("x")
        self.lab.turn()
        self.lab.core.shut_down(self.lab.now)
        late = self.lab.client().connect()
        anna.post("too late")
        self.lab.turn()
        self.lab.release()
        self.assertEqual(len(anna.all(Posted)), 1)
        self.assertEqual(late.all(Welcome), [])


class StrangerTest(ServerTest):
    def test_any_datagram_from_anybody_is_harmless(self) -> None:
        rng = random.Random(13)
        for _ in range(3000):
            data = bytes([rng.choice([rng.randrange(256), *range(0x80, 0x89)])]) + rng.randbytes(rng.randrange(0, 200))
            self.lab.core.receive_datagram(data, ("192.168.1.9", rng.randrange(1, 65536)), self.lab.now)
        self.lab.core.receive_datagram(b"", RELAY, self.lab.now)
        self.assertEqual(self.lab.core.endpoint.connection_count, 0)
