"""Packets in flight: acknowledgement, loss by count and by time, probe time-out (RFC 9002), with adaptive thresholds.

Invariants: `in_flight_bytes` is the sum over `sent`; the loss timer is armed and checked by the same expression (a
rounding difference between the two was an endless loop); a loss that a late ACK disproves widens the thresholds.
"""

from __future__ import annotations

from collections import deque

from udpchat import limits
from udpchat.errors import ProtocolViolation
from udpchat.wire.congestion import NewReno
from udpchat.wire.frames import Range
from udpchat.wire.rtt import RoundTrip
from udpchat.wire.sending import SendStream, Span


class SentPacket:
    """One ack-eliciting packet in flight."""

    __slots__ = ("is_size_probe", "limited", "sent_at", "size_bytes", "span")

    def __init__(self, sent_at: float, size_bytes: int, span: Span | None, limited: bool, is_size_probe: bool) -> None:
        self.sent_at = sent_at
        self.size_bytes = size_bytes
        self.span = span
        self.limited = limited
        self.is_size_probe = is_size_probe


class Recovery:
    """What is in flight, and what becomes of it. The stream is told which of its bytes arrived and which are lost."""

    def __init__(self, stream: SendStream, datagram_bytes: int) -> None:
        self._stream = stream
        self.rtt = RoundTrip()
        self.congestion = NewReno(datagram_bytes)
        self.sent: dict[int, SentPacket] = {}
        self.in_flight_bytes = 0
        self.peer_ack_delay_s = limits.MAX_ACK_DELAY_S
        self.loss_at: float | None = None
        self.probe_count = 0  # packets that may leave regardless of the window
        self.pto_count = 0
        self._quick_count = 0
        self._last_lost: deque[int] = deque(maxlen=limits.CHANCE_LOSS_COUNT)
        self.lost_count = 0
        self.spurious_count = 0
        self.acked_size_probe = False
        self.lost_size_probe = False
        self._eliciting_at = 0.0
        self._largest_acked = -1
        self._packet_threshold = limits.PACKET_THRESHOLD
        self._time_threshold = limits.TIME_THRESHOLD
        self._disproved: dict[int, SentPacket] = {}  # declared lost, in order of number
        self.skipped: dict[int, None] = {}  # numbers never sent: who acknowledges one of them lies

    def skip(self, number: int) -> None:
        """Remember that this number is never sent."""
        self.skipped[number] = None
        if len(self.skipped) > limits.SKIPPED_MEMORY_COUNT:
            del self.skipped[next(iter(self.skipped))]

    def may_send(self, size_bytes: int) -> bool:
        """Whether a packet of this size may leave now."""
        return self.in_flight_bytes + size_bytes <= self.congestion.window_bytes or self.probe_count > 0

    def is_last(self, size_bytes: int) -> bool:
        """Whether the window has room for a packet of this size and for no other behind it, or for a few only: then each ACK
        counts, and one that waits for company holds everything up."""
        window = self.congestion.window_bytes
        return self.in_flight_bytes + 2 * size_bytes > window or window < limits.SMALL_WINDOW_PACKETS * size_bytes

    def on_sent(self, number: int, packet: SentPacket) -> None:
        """An ack-eliciting packet leaves."""
        self.sent[number] = packet
        self.in_flight_bytes += packet.size_bytes
        self._eliciting_at = packet.sent_at
        if self.probe_count:
            self.probe_count -= 1

    def on_ack(self, delay_s: float, ranges: list[Range], now: float) -> None:
        """Take one ACK; `ranges` descend and lie below the next packet number."""
        largest = ranges[0][1]
        newest = self.sent.get(largest)
        acked = self._collect(ranges)
        if self._disproved:
            self._collect_disproved(ranges, largest)
        if not acked:
            return
        if newest is not None:
            self.rtt.sample(now - newest.sent_at, min(delay_s, self.peer_ack_delay_s))
            self.congestion.fit(self.rtt.minimum_s)
        self._largest_acked = max(self._largest_acked, largest)
        self.pto_count = self._quick_count = 0
        if self.sent:
            self._detect(now)
        else:
            self.loss_at = None

    def _collect(self, ranges: list[Range]) -> bool:
        """Remove what was acknowledged; whether there was anything new."""
        sent = self.sent
        if not sent:
            return False
        oldest = next(iter(sent))
        found = False
        for lo, hi in ranges:
            if hi < oldest:
                break
            for number in range(max(lo, oldest), hi + 1):
                packet = sent.pop(number, None)
                if packet is not None:
                    found = True
                    self._acked(packet)
                elif number in self.skipped:
                    raise ProtocolViolation("ACK of a packet never sent")
        return found

    def _acked(self, packet: SentPacket) -> None:
        self.in_flight_bytes -= packet.size_bytes
        if packet.span is not None:
            self._stream.acked(packet.span)
        if packet.limited:
            self.congestion.acked(packet.size_bytes, packet.sent_at)
        if packet.is_size_probe:
            self.acked_size_probe = True

    def _collect_disproved(self, ranges: list[Range], largest: int) -> None:
        """Losses that this ACK shows to have been late arrivals."""
        for number in self._late_arrivals(ranges, largest):
            packet = self._disproved.pop(number)
            self.spurious_count += 1
            if packet.span is not None:
                self._stream.acked(packet.span)
            self._packet_threshold = min(max(self._packet_threshold, largest - number + 1), limits.MAX_PACKET_THRESHOLD)
            self._time_threshold = min(self._time_threshold + 0.125, limits.MAX_TIME_THRESHOLD)
            self.congestion.spurious(number)

    def _late_arrivals(self, ranges: list[Range], largest: int) -> list[int]:
        """Numbers declared lost that these ranges hold; those far behind are forgotten."""
        remembered = self._disproved
        while remembered and (oldest := next(iter(remembered))) < largest - limits.LOST_MEMORY_COUNT:
            del remembered[oldest]
        found: list[int] = []
        for lo, hi in ranges:
            if not remembered or hi < next(iter(remembered)):
                break
            found += [number for number in remembered if lo <= number <= hi]
        return found

    def _loss_delay_s(self) -> float:
        return max(self._time_threshold * max(self.rtt.latest_s, self.rtt.smoothed_s), limits.GRANULARITY_S)

    def _detect(self, now: float) -> None:
        """Declare lost what is older than the newest acknowledged packet by count or by time."""
        self.loss_at = None
        delay_s = self._loss_delay_s()
        lost: list[int] = []
        for number, packet in self.sent.items():
            if number > self._largest_acked:
                break
            if self._largest_acked - number >= self._packet_threshold or packet.sent_at + delay_s <= now:
                lost.append(number)
            else:
                self.loss_at = packet.sent_at + delay_s
                break
        if lost:
            self._lose(lost, now)

    def _lose(self, numbers: list[int], now: float) -> None:
        first_at = self.sent[numbers[0]].sent_at
        last_at = -1.0
        counted = []
        for number in numbers:
            packet = self.sent.pop(number)
            self.in_flight_bytes -= packet.size_bytes
            if packet.is_size_probe:
                self.lost_size_probe = True
                continue
            if packet.span is not None:
                self._stream.lost(packet.span)
            self._disproved[number] = packet
            last_at = packet.sent_at
            counted.append(number)
        while len(self._disproved) > limits.LOST_MEMORY_COUNT:
            del self._disproved[next(iter(self._disproved))]
        self.lost_count += len(counted)
        if counted:
            period_s = limits.PERSISTENT_CONGESTION_PTOS * self.rtt.probe_timeout_s(self.peer_ack_delay_s, 0)
            self.congestion.lost(counted, last_at, last_at - first_at > period_s, self._by_chance(counted), now)

    def _by_chance(self, numbers: list[int]) -> bool:
        """Whether these losses look like those of a bad link rather than of a full queue: they are rare, and nothing waits."""
        last = self._last_lost
        last += numbers
        since = last[0] if len(last) == limits.CHANCE_LOSS_COUNT else 0
        rare = last[-1] - since >= len(last) * limits.CHANCE_LOSS_EVERY
        return rare and self.rtt.waiting_s <= limits.CHANCE_QUEUE_S

    def next_timeout(self) -> float | None:
        """When `handle_timeout` has something to do."""
        if self.loss_at is not None:
            return self.loss_at
        if not self.sent:
            return None
        wait_s = self.rtt.probe_timeout_s(self.peer_ack_delay_s, self.pto_count)
        if self.in_flight_bytes + self.congestion.datagram_bytes > self.congestion.window_bytes:
            wait_s = self._quick_s() or wait_s
        return self._eliciting_at + wait_s

    def _quick_s(self) -> float | None:
        """How long to wait for an ACK that was asked for at once, because the window is full: nothing goes on before it.
        None when there was none for too long, or when the usual wait is no longer anyway."""
        if self.in_flight_bytes + self.congestion.datagram_bytes <= self.congestion.window_bytes:
            return None
        wait_s = self.rtt.quick_timeout_s(self._quick_count)
        enough = self._quick_count >= limits.QUICK_PROBE_COUNT or self.pto_count > 0
        return None if enough or wait_s >= self.rtt.probe_timeout_s(self.peer_ack_delay_s, 0) else wait_s

    def handle_timeout(self, now: float) -> None:
        """Declare losses by time, or allow two probes."""
        if self.loss_at is not None:
            if now >= self.loss_at:
                self._detect(now)
            return
        at = self.next_timeout()
        if at is None or now < at:
            return
        if self._quick_s() is not None:
            self._quick_count += 1  # no sign of a path that is gone: it does not count among those
        else:
            self.pto_count += 1
        self.probe_count = limits.PTO_PROBE_COUNT
