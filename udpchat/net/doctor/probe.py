"""Single questions to one address, at the level of sockets: is there a way, is anybody there, does it speak udpchat?

A connected socket hears what the network reports (nobody listens, nobody has this address, not permitted); a second,
unconnected one hears a server that answers from another of its addresses. Everything here blocks for a bounded time.
"""

from __future__ import annotations

import contextlib
import errno
import secrets
import select
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from udpchat.driver import Address
from udpchat.limits import DATAGRAM_BYTES_MAX, KNOCK_S, PROBE_LIKELY_S, PROBE_ROUNDS_S, PROBE_S, PROBE_STEP_S
from udpchat.net.loop import clock
from udpchat.wire.packets import HERE, RETRY, VERNEG, VERSION, Hello, encode_discover, parse_here, parse_retry, parse_verneg

_IP_RECVERR: Final = 11  # ip(7): also what may pass is told, such as an address that nobody has
_CLOSED: Final = frozenset({errno.ECONNREFUSED, errno.ECONNRESET, 10054, 10061})
_NOBODY: Final = frozenset({errno.EHOSTUNREACH, errno.EHOSTDOWN, 10064, 10065})
_UNDER_WAY: Final = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, 10035})
_NO_ROUTE: Final = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, 10049, 10050, 10051})
_BLOCKED: Final = frozenset({errno.EPERM, errno.EACCES, 10013})


class Echo(Enum):
    """What came back."""

    SERVER = auto()
    OTHER_VERSION = auto()  # a server, but none of its versions is ours
    STRANGER = auto()  # something that is no udpchat
    CLOSED = auto()  # the computer is there, and says that nobody listens
    NOBODY = auto()  # no computer has the address
    NO_ROUTE = auto()
    BLOCKED = auto()  # this computer does not let it out
    SILENCE = auto()


@dataclass(frozen=True, slots=True)
class Heard:
    """An echo, after how long, and what goes with it."""

    echo: Echo
    rtt_s: float = 0.0
    versions: tuple[int, ...] = ()


def way_to(address: Address) -> str | None:
    """The own address from which datagrams to that one leave; None when there is no way. Sends nothing."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.connect(address)
            return str(sock.getsockname()[0])
    except OSError:
        return None


def only_ipv6(host: str) -> bool:
    """Whether a name leads to addresses of the sixth version alone. Blocks."""
    try:
        return bool(socket.getaddrinfo(host, None, socket.AF_INET6))
    except (OSError, UnicodeError):
        return False


def knock(address: Address, wait_s: float = KNOCK_S) -> bool:
    """Whether the computer answers at all: a refused TCP connection is an answer too."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.setblocking(False)
        began = sock.connect_ex(address)
        if began not in _UNDER_WAY:
            return began in (0, *_CLOSED)
        _, ready, failed = select.select([], [sock], [sock], wait_s)
        if not ready and not failed:
            return False
        return sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) in (0, *_CLOSED)


def probe(address: Address, given_up: Callable[[], bool] = lambda: False, wait_s: float = PROBE_S) -> Heard:
    """Ask in both ways that every server answers, and listen."""
    with contextlib.ExitStack() as stack:
        direct, loose = (stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(2))
        try:
            direct.connect(address)
        except OSError as error:
            return Heard(_echo_of(error))
        for sock in (direct, loose):
            sock.setblocking(False)
        if sys.platform == "linux":
            direct.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)
        return _Probe(address, direct, loose).run(given_up, wait_s)


class _Probe:
    """One run of it."""

    def __init__(self, address: Address, direct: socket.socket, loose: socket.socket) -> None:
        self._address, self._direct, self._loose = address, direct, loose
        self._ccid, self._nonce = (int.from_bytes(secrets.token_bytes(8), "big") for _ in range(2))
        self._asked_at = 0.0
        self._likely: Heard | None = None  # what it is, unless something better comes
        self._likely_at = 0.0

    def run(self, given_up: Callable[[], bool], wait_s: float) -> Heard:
        began_at = clock()
        rounds = [began_at + delay_s for delay_s in PROBE_ROUNDS_S if delay_s < wait_s]
        while (now := clock()) < began_at + wait_s and not given_up():
            heard = None
            if rounds and rounds[0] <= now:
                rounds.pop(0)
                heard = self._ask(now)
            heard = heard or self._listen()
            if heard is not None:
                return heard
            if self._likely is not None and now >= self._likely_at + PROBE_LIKELY_S:
                break
        return self._likely or Heard(Echo.SILENCE)

    def _ask(self, now: float) -> Heard | None:
        self._asked_at = now
        for data in (Hello(VERSION, VERSION, 0, self._ccid).encode(), encode_discover(self._nonce)):
            try:
                self._direct.send(data)
            except BlockingIOError:
                continue
            except OSError as error:
                return Heard(_echo_of(error))
            with contextlib.suppress(OSError):
                self._loose.sendto(data, self._address)
        return None

    def _listen(self) -> Heard | None:
        readable, _, _ = select.select([self._direct, self._loose], [], [], PROBE_STEP_S)
        for sock in readable:
            try:
                data = sock.recv(DATAGRAM_BYTES_MAX)
            except BlockingIOError:
                continue
            except OSError as error:
                if sock is self._direct:
                    return Heard(_echo_of(error))
                continue
            heard = self._understand(data, sock is self._direct)
            if heard is not None:
                return heard
        return None

    def _understand(self, data: bytes, certain: bool) -> Heard | None:
        """An answer to HELLO decides. One to DISCOVER is a server whose version is not known yet; noise may be anybody's."""
        rtt_s, kind = clock() - self._asked_at, data[:1]
        offer = parse_verneg(data) if kind == bytes([VERNEG]) else None
        if offer is not None and offer[0] == self._ccid and VERSION not in offer[1]:
            return Heard(Echo.OTHER_VERSION, rtt_s, offer[1])
        retry = parse_retry(data) if kind == bytes([RETRY]) else None
        if retry is not None and retry[0] == self._ccid:
            return Heard(Echo.SERVER, rtt_s)
        here = parse_here(data) if kind == bytes([HERE]) else None
        if here is not None and here[0] == self._nonce:
            self._guess(Heard(Echo.SERVER, rtt_s))
        elif certain and self._likely is None:
            self._guess(Heard(Echo.STRANGER))
        return None

    def _guess(self, heard: Heard) -> None:
        if self._likely is None:
            self._likely_at = clock()
        self._likely = heard


def _echo_of(error: OSError) -> Echo:
    for codes, echo in ((_CLOSED, Echo.CLOSED), (_NOBODY, Echo.NOBODY), (_NO_ROUTE, Echo.NO_ROUTE), (_BLOCKED, Echo.BLOCKED)):
        if error.errno in codes:
            return echo
    return Echo.SILENCE
