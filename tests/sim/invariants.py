"""What must hold after every event of a transport world, read from the endpoints' own state."""

from __future__ import annotations

from collections import defaultdict

from tests.sim.internals import connections
from tests.sim.network import Packet
from tests.sim.talk import Client, Relay
from tests.sim.world import World
from udpchat import limits
from udpchat.driver import Address
from udpchat.wire.connection import Connection
from udpchat.wire.events import AddressChanged

SLACK_BYTES = 64 * 1024
RECORD_OVERHEAD_BYTES = 1024  # TLS and the longest handshake flight
AMPLIFICATION = 3


def watch(world: World, relay: Relay, *clients: Client) -> None:
    """Check this world after every event."""
    endpoints = [relay, *clients]

    def check() -> None:
        for side in endpoints:
            for connection in connections(side.endpoint):
                check_connection(connection)

    world.checks.append(check)
    Amplification(world, relay)


def check_connection(connection: Connection) -> None:
    """Accounting and bounds of one connection."""
    recovery, sending, receiving = connection.recovery, connection.sending, connection.receiving
    in_flight = sum(packet.size_bytes for packet in recovery.sent.values())
    assert recovery.in_flight_bytes == in_flight, f"in flight: {recovery.in_flight_bytes}, counted {in_flight}"
    assert 0 <= sending.base <= sending.next <= sending.end, "the stream's marks are out of order"
    assert sending.next - sending.base <= sending.window_bytes, "sent beyond the peer's window"
    most = limits.LOW_WATER_BYTES + limits.RECORD_BYTES + RECORD_OVERHEAD_BYTES
    assert sending.unsent_bytes <= most, f"{sending.unsent_bytes} encrypted bytes wait"
    assert receiving.piece_count <= limits.REASSEMBLY_SEGMENT_COUNT
    assert receiving.buffered_bytes <= receiving.window_bytes + SLACK_BYTES
    assert connection.received.range_count <= limits.ACK_RANGE_COUNT + 1
    floor = limits.MIN_WINDOW_PACKETS * min(recovery.congestion.datagram_bytes, limits.DATAGRAM_BYTES)
    assert recovery.congestion.window_bytes >= floor, "the congestion window fell below its floor"


class Amplification:
    """Until an address has proven that it receives, the relay sends it at most three times what came from it."""

    def __init__(self, world: World, relay: Relay) -> None:
        self.relay = relay
        self.received: defaultdict[Address, int] = defaultdict(int)
        self.sent: defaultdict[Address, int] = defaultdict(int)
        self.proven: set[Address] = set()
        self._deliver = relay.host.deliver
        relay.host.deliver = self.deliver  # type: ignore[method-assign]
        world.network.watchers.append(self.packet)

    def deliver(self, data: bytes, source: Address) -> None:
        """Bytes towards the relay count as they arrive, duplicates too."""
        self.received[source] += len(data)
        if data[0] == 0x82:
            self.proven.add(source)  # holds a cookie
        self._deliver(data, source)

    def packet(self, packet: Packet) -> None:
        """Bytes from the relay count as they leave."""
        if packet.source != self.relay.host.address:
            return
        self.sent[packet.target] += len(packet.data)
        moved = {event.addr for event in self.relay.events if isinstance(event, AddressChanged)}
        if packet.target in self.proven or packet.target in moved:
            return
        sent, received = self.sent[packet.target], self.received[packet.target]
        assert sent <= AMPLIFICATION * received, f"{sent} bytes to {packet.target}, which sent {received}"
