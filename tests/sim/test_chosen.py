"""Chosen losses and chosen trouble, one at a time: each test says what is lost and what must happen all the same."""

from __future__ import annotations

import unittest
from dataclasses import replace

from tests.sim.hostile import frames
from tests.sim.internals import connections
from tests.sim.invariants import watch
from tests.sim.network import LinkProfile, Rule, lose
from tests.sim.talk import CLIENT, SERVER, Client, Relay
from tests.sim.world import World
from udpchat import limits
from udpchat.wire.channels import Channel
from udpchat.wire.codes import CloseCode
from udpchat.wire.config import WireConfig
from udpchat.wire.events import AddressChanged, Closed, Established

LAN = LinkProfile(delay_s=0.0005)


class Case(unittest.TestCase):
    """A relay and a client on a small network."""

    def begin(
        self, *rules: Rule, seed: int = 1, profile: LinkProfile = LAN, config: WireConfig | None = None, **more: object
    ) -> None:
        self.world = World(seed, profile)
        self.world.network.rules += rules
        self.relay = Relay(self.world, config=config or WireConfig())
        self.client = Client(self.world, self.relay, config=config or WireConfig(), **more)  # type: ignore[arg-type]
        watch(self.world, self.relay, self.client)
        self.start_at = self.world.now
        self.client.connect()

    def complete(self, limit_s: float) -> float:
        """Run until everything has arrived; the virtual time it took."""
        self.world.run(self.client.complete, limit_s, "complete")
        return self.world.now - self.start_at

    def both_ways(self, total_bytes: int = 20_000, seed: int = 5) -> dict[str, object]:
        """Traffic for both directions."""
        rng = World(seed).rng
        return {"to_send": frames(rng, total_bytes), "to_get": frames(rng, total_bytes)}


class ChosenLosses(Case):
    def test_nothing_lost_takes_four_round_trips(self) -> None:
        self.begin()
        self.assertLess(self.complete(1), 0.006)

    def test_first_hello(self) -> None:
        self.begin(lose("HELLO"))
        self.assertLess(self.complete(1), limits.CONNECT_RETRY_S + 0.01)

    def test_first_three_hellos(self) -> None:
        self.begin(lose("HELLO", nth=(0, 1, 2)))
        self.assertLess(self.complete(2), 0.8)

    def test_first_retry(self) -> None:
        self.begin(lose("RETRY"))
        self.assertLess(self.complete(1), limits.CONNECT_RETRY_S + 0.01)

    def test_first_initial(self) -> None:
        self.begin(lose("INITIAL"))
        self.assertLess(self.complete(2), 0.2)

    def test_first_server_flight(self) -> None:
        self.begin(lose("HANDSHAKE", source=SERVER))
        self.assertLess(self.complete(2), 0.3)

    def test_client_finished_with_the_key(self) -> None:
        self.begin(lose("HANDSHAKE", source=CLIENT, frame="STREAM"))
        self.assertLess(self.complete(2), 0.3)

    def test_first_packet_under_the_new_key(self) -> None:
        for source in (SERVER, CLIENT):
            with self.subTest(source=source):
                self.begin(lose("DATA", source=source), **self.both_ways())
                self.assertLess(self.complete(3), 1)

    def test_each_of_the_first_packets_alone(self) -> None:
        for kind in ("INITIAL", "HANDSHAKE", "DATA"):
            for source in (SERVER, CLIENT):
                for number in range(8):
                    with self.subTest(kind=kind, source=source, number=number):
                        self.begin(lose(kind, nth=(number,), source=source), **self.both_ways(3000))
                        self.assertLess(self.complete(5), 1.5)

    def test_every_second_packet(self) -> None:
        for start in (0, 1):
            for source in (SERVER, CLIENT):
                with self.subTest(start=start, source=source):
                    rules = [
                        lose(kind, nth=tuple(range(start, 60, 2)), source=source) for kind in ("HANDSHAKE", "DATA")
                    ]
                    self.begin(*rules, **self.both_ways())
                    self.complete(60)

    def test_last_acks(self) -> None:
        """Whoever misses the ACK of its last data asks again; nothing arrives twice."""
        self.begin(**self.both_ways(3000))
        self.complete(3)
        self.world.network.rules.append(lose("DATA", nth=(0, 1, 2), source=SERVER, frame="ACK"))
        self.client.send(Channel.CHAT, b"last words")
        self.world.run(lambda: connections(self.client.endpoint)[0].sending.is_done, 3, "acknowledged")
        self.assertTrue(self.client.complete() or self.client.talk)

    def test_close_is_repeated(self) -> None:
        """The relay says CLOSE, it is lost; the client's next packet provokes it again."""
        self.begin(lose("DATA", source=SERVER, frame="CLOSE"), again=False, **self.both_ways(3000))
        self.complete(3)
        talk = self.client.talk
        assert talk is not None and talk.server_cid is not None
        self.relay.endpoint.close(talk.server_cid, CloseCode.SHUTDOWN, "over", self.relay.host.time(self.world.now))
        self.relay.host.touched = True
        self.world.run_for(0.02)
        self.assertIsNone(self.client.closed())
        self.client.send(Channel.CHAT, b"are you there?")
        talk.up.sent.clear()  # it is not going to arrive
        self.world.run(lambda: self.client.closed() is not None, 1, "closed")
        self.assertEqual(self.client.closed(), Closed(self.client.cid, CloseCode.SHUTDOWN, "over", by_peer=True))

    def test_client_close_lost_for_good_ends_by_idle_time(self) -> None:
        self.begin(lose("DATA", nth=tuple(range(20)), source=CLIENT, frame="CLOSE"), again=False)
        self.complete(1)
        self.client.close()
        self.world.run(lambda: self.relay.endpoint.connection_count == 0, 70, "the relay forgets")
        self.assertLess(self.world.now - self.start_at, limits.IDLE_TIMEOUT_S + 2)


class ChosenTrouble(Case):
    def test_client_hello_spans_datagrams(self) -> None:
        """TLS flights of many datagrams, as with post-quantum key shares: a datagram limit of 300 bytes, 10 % loss."""
        small = replace(WireConfig(), datagram_bytes=300, path_datagram_bytes=300)
        for seed in range(20):
            with self.subTest(seed=seed):
                self.begin(
                    seed=seed, profile=replace(LAN, loss=0.1, mtu_bytes=300), config=small, **self.both_ways(3000)
                )
                self.complete(30)

    def test_path_that_carries_only_the_least_size(self) -> None:
        """The probe for larger datagrams is lost, which is no congestion."""
        self.begin(profile=replace(LAN, mtu_bytes=1200), **self.both_ways(50_000))
        self.complete(2)
        self.world.run_for(2)
        self.assertEqual({c.size.bytes for c in connections(self.client.endpoint)}, {limits.DATAGRAM_BYTES})

    def test_path_that_shrinks(self) -> None:
        """A larger size was found, then a router carries less: back to the least size, nothing lost."""
        self.begin(**self.both_ways())
        self.complete(2)
        self.world.run_for(1)
        self.assertEqual(connections(self.client.endpoint)[0].size.bytes, limits.PATH_DATAGRAM_BYTES)
        self.world.network.reshape(mtu_bytes=1200)
        for _ in range(20):
            self.client.send(Channel.BULK, bytes(4000))
        talk = self.client.talk
        assert talk is not None
        self.world.run(talk.up.complete, 9, "through the smaller path")
        self.assertEqual(connections(self.client.endpoint)[0].size.bytes, limits.DATAGRAM_BYTES)

    def test_cut_shorter_than_the_patience_keeps_the_connection(self) -> None:
        self.begin(**self.both_ways())
        self.complete(2)
        self.world.network.cut(CLIENT[0], self.world.now, self.world.now + 6)
        self.client.send(Channel.CHAT, b"through the cut")
        talk = self.client.talk
        assert talk is not None
        self.world.run(talk.up.complete, 10, "after the cut")
        self.assertLess(self.world.now - self.start_at, 6 + 0.1 + limits.PTO_MAX_S)
        self.assertIs(self.client.talk, talk)

    def test_cut_of_half_a_minute_makes_a_new_connection(self) -> None:
        self.begin(**self.both_ways())
        self.complete(2)
        first = self.client.talk
        self.world.network.cut(CLIENT[0], self.world.now, self.world.now + 35)
        self.client.send(Channel.CHAT, b"into the cut")
        self.world.run(lambda: self.client.closed() is not None, 12, "given up")
        self.world.run(lambda: self.client.complete() and self.client.talk is not first, 40, "a new connection")

    def test_quiet_connection_stays_and_costs_little(self) -> None:
        """Keepalive holds a quiet connection; some packets a minute are enough."""
        self.begin()
        self.complete(1)
        self.world.run_for(2)
        before = self.world.network.link(CLIENT[0], SERVER[0]).sent_count
        turns = self.relay.host.turn_count
        self.world.run_for(600)
        self.assertIsNone(self.client.closed())
        self.assertLessEqual(self.world.network.link(CLIENT[0], SERVER[0]).sent_count - before, 65)
        self.assertLessEqual(self.relay.host.turn_count - turns, 300)

    def test_vanished_client_is_forgotten(self) -> None:
        self.begin()
        self.complete(1)
        self.client.host.crash()
        self.world.run(lambda: self.relay.endpoint.connection_count == 0, 2 * limits.IDLE_TIMEOUT_S, "forgotten")
        self.assertEqual(self.relay.events[-1].code, CloseCode.IDLE)
        self.world.run_for(2)
        self.assertIsNone(self.relay.endpoint.next_timeout())

    def test_restarted_relay_is_noticed_at_once(self) -> None:
        """The reset key is kept: a stateless reset ends the old connection at the first packet."""
        self.begin(**self.both_ways())
        self.complete(2)
        self.relay.crash()
        self.relay.start()
        self.client.send(Channel.CHAT, b"to the dead")
        self.world.run(lambda: self.client.closed() is not None, 0.2, "the reset")
        self.assertEqual(self.client.events[-1].code, CloseCode.RESET)
        self.world.run(self.client.complete, 2, "again complete")

    def test_restart_is_noticed_by_the_keepalive(self) -> None:
        self.begin()
        self.complete(1)
        self.relay.crash()
        self.relay.start()
        self.world.run(lambda: self.client.closed() is not None, limits.KEEPALIVE_S + 0.5, "the reset")

    def test_suspended_client(self) -> None:
        """Ten minutes under a closed lid, with a clock that runs on or stands still: it notices soon after waking."""
        for stops in (False, True):
            with self.subTest(clock_stops=stops):
                self.begin()
                self.complete(1)
                first = self.client.talk
                self.client.host.sleep(self.world.now + 600, stops, self.world.now)
                self.world.run_for(600)
                self.assertEqual(self.relay.endpoint.connection_count, 0)
                self.world.run(
                    lambda first=first: self.client.complete() and self.client.talk is not first,  # type: ignore[misc]
                    limits.KEEPALIVE_S + 2,
                    "a new connection",
                )

    def test_new_address_in_mid_transfer(self) -> None:
        """A router forgets its table: the transfer goes on from the new port, and only there, after a challenge."""
        self.begin(**self.both_ways(60_000), profile=LinkProfile(delay_s=0.01))
        moved = (CLIENT[0], 50_001)
        self.world.run_for(0.08)
        self.client.host.address = moved
        self.complete(5)
        self.assertIn(AddressChanged, {type(event) for event in self.relay.events})
        self.assertEqual(len([e for e in self.relay.events if isinstance(e, Established)]), 1)
        self.assertEqual(connections(self.relay.endpoint)[0].path.address, moved)

    def test_new_address_while_only_the_relay_talks(self) -> None:
        """The client only acknowledges: its ACKs are enough to be found."""
        self.begin(to_get=frames(World(3).rng, 100_000), profile=LinkProfile(delay_s=0.01))
        self.world.run_for(0.1)
        self.client.host.address = (CLIENT[0], 50_002)
        self.complete(8)
        self.assertIsNone(self.client.closed())

    def test_fresh_keys_before_the_record_limit(self) -> None:
        """A low limit of records: the connection is closed gracefully with REKEY, nothing queued is lost."""
        config = replace(WireConfig(), record_limit=60)
        self.begin(config=config, **self.both_ways(3000))
        self.complete(2)
        talk = self.client.talk
        assert talk is not None
        for number in range(60):
            self.world.after(number * 0.01, lambda number=number: self._say(number))  # type: ignore[misc]
        self.world.run(lambda: self.client.closed() is not None, 5, "fresh keys wanted")
        self.assertEqual(self.client.closed().code, CloseCode.REKEY)  # type: ignore[union-attr]
        self.assertTrue(talk.up.complete())
        self.world.run(lambda: self.client.talk is not None and self.client.talk is not talk, 3, "connected again")

    def _say(self, number: int) -> None:
        talk = self.client.talk
        if talk is not None and self.client.closed() is None:
            queued = self.client.endpoint.queued_bytes()
            self.client.endpoint.send(Channel.CHAT, str(number).encode())
            if self.client.endpoint.queued_bytes() > queued:
                talk.up.sent[Channel.CHAT].append(str(number).encode())
            self.client.host.touched = True


class PriorityAndFlow(Case):
    def test_chat_overtakes_bulk(self) -> None:
        """Beside a saturating transfer a chat message waits for what is in flight, not for what is queued."""
        slow = LinkProfile(delay_s=0.002, rate=1_000_000, queue_bytes=32 * 1024)
        self.begin(profile=slow, to_get=[(Channel.BULK, bytes(8000))] * 250)
        self.world.run(
            lambda: self.client.talk is not None and self.client.talk.down.got_bytes > 200_000, 5, "bulk runs"
        )
        talk = self.client.talk
        assert talk is not None and talk.server_cid is not None
        waits = []
        for number in range(20):
            sent_at, before = self.world.now, talk.down.got[Channel.CHAT]
            self.relay.send(talk.server_cid, Channel.CHAT, b"chat %d" % number)
            self.world.run(lambda before=before: talk.down.got[Channel.CHAT] > before, 2, "chat")  # type: ignore[misc]
            waits.append(self.world.now - sent_at)
        self.assertGreater(self.relay.endpoint.queued_bytes(talk.server_cid, Channel.BULK), 100_000)
        self.assertLess(sorted(waits)[10], 0.080)

    def test_control_before_chat_before_history_before_bulk(self) -> None:
        self.begin(again=False)
        self.complete(1)
        talk = self.client.talk
        assert talk is not None and talk.server_cid is not None
        for channel in (Channel.BULK, Channel.HISTORY, Channel.CHAT, Channel.CREDIT, Channel.CONTROL):
            self.relay.send(talk.server_cid, channel, bytes([channel]) * 50)
        before = len(self.client.events)
        self.world.run(self.client.complete, 1, "all")
        order = [event.channel for event in self.client.events[before:]]
        wanted = [Channel.CREDIT, Channel.CONTROL]
        self.assertCountEqual(order[:2], wanted)
        self.assertEqual(order[2:], [Channel.CHAT, Channel.HISTORY, Channel.BULK])

    def test_flow_window_bounds_what_is_in_flight(self) -> None:
        """A small window on a long path: the sender waits for it, and everything arrives (checked at every event)."""
        config = replace(WireConfig(), window_bytes=limits.MIN_WINDOW_BYTES)
        self.begin(profile=LinkProfile(delay_s=0.2), config=config, to_get=[(Channel.BULK, bytes(8000))] * 200)
        most = 0

        def look() -> None:
            nonlocal most
            for connection in connections(self.relay.endpoint):
                most = max(most, connection.sending.next - connection.sending.base)

        self.world.checks.append(look)
        self.complete(30)
        self.assertLessEqual(most, limits.MIN_WINDOW_BYTES)
        self.assertGreater(most, limits.MIN_WINDOW_BYTES // 2)

    def test_a_megabyte_over_a_bad_link(self) -> None:
        """10 % loss, 5 % duplicates, 10 % reordered, round trip 1 ms. The pace is a matter for the benches."""
        bad = LinkProfile(loss=0.1, duplicate=0.05, reorder=0.1, delay_s=0.0005, jitter_s=0.0002)
        rng = World(9).rng
        self.begin(profile=bad, seed=9, to_get=[(Channel.BULK, rng.randbytes(8000)) for _ in range(125)])
        self.complete(5)
