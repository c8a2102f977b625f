"""The relay as a program in the hands of its operator: a small client of the wire that reads the token of the data folder."""

from __future__ import annotations

import json
import os
import secrets
import select
import socket
import stat
import time
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.system.processes import DEADLINE_S, Program, SystemCase
from udpchat import __version__
from udpchat.scram import make_verifier
from udpchat.store import Running, read_operator_token, read_running
from udpchat.wire.channels import Channel
from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.events import Closed, Established, FrameArrived
from udpchat.words import (
    PROTOCOL_VERSION,
    Bye,
    ChangeSettings,
    Figures,
    Hello,
    JoinAsGuest,
    LogLines,
    Moved,
    OperatorSignIn,
    OperatorWelcome,
    Refused,
    RoomVerifier,
    ServerHello,
    SessionRows,
    Settings,
    SettingsRefused,
    StopServer,
    Welcome,
    Word,
    decode,
    encode,
)

W = TypeVar("W")


class Person:
    """One connection to a relay on loopback; keeps what it hears."""

    def __init__(self, case: unittest.TestCase, port: int, fingerprint: bytes, first: Word) -> None:
        self.heard: list[Word] = []
        self.closed: Closed | None = None
        self._first = first
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        case.addCleanup(self._socket.close)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self._endpoint = ClientEndpoint(secrets.token_bytes)
        self._fingerprint = fingerprint
        self.connect(port)

    def connect(self, port: int) -> None:
        """Begin, or begin anew."""
        self.closed = None
        self._endpoint.connect(("127.0.0.1", port), frozenset({self._fingerprint}), time.monotonic())

    def say(self, word: Word) -> None:
        """Queue a word."""
        self._endpoint.send(Channel.CONTROL, encode(word))

    def all(self, kind: type[W]) -> list[W]:
        """What it heard of one kind."""
        return [word for word in self.heard if isinstance(word, kind)]

    def wait(self, ready: Callable[[], object], what: str = "") -> None:
        """Turn until it is so."""
        end_at = time.monotonic() + DEADLINE_S
        while not ready():
            if time.monotonic() > end_at:
                raise AssertionError(f"never: {what or ready}; heard {self.heard[-20:]}, {self.closed}")
            self._turn()

    def next(self, kind: type[W], count: int = 1) -> W:
        """Wait for the `count`th word of a kind."""
        self.wait(lambda: len(self.all(kind)) >= count, kind.__name__)
        return self.all(kind)[count - 1]

    def line(self, part: str) -> None:
        """Wait for a line of the log."""
        self.wait(lambda: any(part in line.text for word in self.all(LogLines) for line in word.lines), part)

    def _turn(self) -> None:
        select.select([self._socket], [], [], 0.01)
        now = time.monotonic()
        try:
            while True:
                self._endpoint.receive_datagram(*self._socket.recvfrom(65535), now)
        except OSError:
            pass
        due = self._endpoint.next_timeout()
        if due is not None and due <= now:
            self._endpoint.handle_timeout(now)
        while (event := self._endpoint.next_event()) is not None:
            self._take(event)
        while out := self._endpoint.datagrams_to_send(now):
            for data, addr in out:
                self._socket.sendto(data, addr)

    def _take(self, event: object) -> None:
        match event:
            case Established():
                self.say(Hello(PROTOCOL_VERSION, "test", ()))
            case FrameArrived(body=body):
                word = decode(body)
                self.heard.append(word)
                if isinstance(word, ServerHello):
                    self.say(self._first)
            case Closed():
                self.closed = event


class OperatorCase(SystemCase):
    def setUp(self) -> None:
        super().setUp()
        self.data = self.folder / "relay"

    def relay(self, *arguments: str) -> Program:
        """A relay on loopback, with these options and no others."""
        words = ("-m", "udpchat", "serve", "--headless", "--host", "127.0.0.1", "--data", str(self.data), *arguments)
        relay = self.start(*words)
        self.wait_until(lambda: read_running(self.data) is not None or not relay.running())
        return relay

    def wait_until(self, ready: Callable[[], object]) -> None:
        end_at = time.monotonic() + DEADLINE_S
        while not ready():
            self.assertLess(time.monotonic(), end_at, "not within the deadline")
            os.sched_yield()

    def running(self) -> Running:
        found = read_running(self.data)
        assert found is not None
        return found

    def person(self, first: Word) -> Person:
        running = self.running()
        return Person(self, running.port, bytes.fromhex(running.fingerprint), first)

    def operator(self) -> Person:
        token = read_operator_token(self.data)
        assert token is not None
        operator = self.person(OperatorSignIn(token))
        operator.next(OperatorWelcome)
        return operator

    def guest(self, name: str) -> Person:
        guest = self.person(JoinAsGuest(name, b""))
        guest.next(Welcome)
        return guest

    def change(self, operator: Person, **values: object) -> None:
        """Ask for the settings in force, but for these."""
        now = operator.all(Settings)[-1]
        usual = {name: getattr(now, name) for name in ("name", "port", "signup", "guests")}
        operator.say(ChangeSettings(**{**usual, "room_password": "keep", "room": (), **values}))


class Watching(OperatorCase):
    def test_the_folder_says_all_that_an_operator_needs(self) -> None:
        before = time.time_ns() // 1_000_000
        self.relay("--port", "0", "--name", "Läb")
        running = self.running()
        self.assertEqual((running.version, running.name, running.host), (__version__, "Läb", "127.0.0.1"))
        self.assertLessEqual(before, running.started_at)
        self.assertEqual(stat.S_IMODE((self.data / "operator.token").stat().st_mode), 0o600)
        welcome = self.operator().all(OperatorWelcome)[0]
        self.assertEqual((welcome.host, welcome.port, welcome.started_at), ("127.0.0.1", running.port, running.started_at))
        self.assertEqual(welcome.folder, str(self.data))
        self.assertGreaterEqual(welcome.at, welcome.started_at)

    def test_log_people_and_figures(self) -> None:
        self.relay("--port", "0")
        operator = self.operator()
        self.assertEqual(operator.next(Figures).online, 0)
        operator.line("listening on 127.0.0.1:")
        guest = self.guest("ann")
        operator.line("ann joined as a guest from 127.0.0.1")
        operator.wait(lambda: any(word.rows for word in operator.all(SessionRows)), "a row")
        row = next(word.rows[0] for word in operator.all(SessionRows) if word.rows)
        self.assertEqual((row.name, row.guest), ("ann", True))
        operator.wait(lambda: operator.all(Figures)[-1].online == 1, "one online")
        self.assertEqual(operator.all(Figures)[-1].outside, 0)
        guest.say(Bye("logout"))
        guest.wait(lambda: guest.closed is not None)
        operator.line("ann left (bye)")
        operator.wait(lambda: any(row.session in word.gone for word in operator.all(SessionRows)), "the row is gone")

    def test_a_wrong_token(self) -> None:
        self.relay("--port", "0")
        stranger = self.person(OperatorSignIn(bytes(32)))
        self.assertEqual(stranger.next(Refused).code, "AUTH_FAILED")

    def test_a_token_from_before(self) -> None:
        relay = self.relay("--port", "0")
        old = read_operator_token(self.data)
        assert old is not None
        self.stop(relay)
        (self.data / "operator.token").unlink()
        self.relay("--port", "0")
        self.assertEqual(self.person(OperatorSignIn(old)).next(Refused).code, "AUTH_FAILED")
        self.operator()

    def test_stop(self) -> None:
        relay = self.relay("--port", "0")
        operator, guest = self.operator(), self.guest("ann")
        began_at = time.monotonic()
        operator.say(StopServer("the window was closed"))
        operator.wait(lambda: operator.closed is not None)
        self.assertEqual(operator.all(Bye)[0].reason, "shutdown")
        guest.wait(lambda: guest.closed is not None)
        self.assertEqual(guest.all(Bye)[0].reason, "shutdown")
        self.assert_status(relay, 0)
        self.assertLess(time.monotonic() - began_at, 2.0 + 1.0, "a second of grace for a busy machine")
        self.assertIn("stopped by the operator: the window was closed", relay.transcript())
        self.assertIsNone(read_running(self.data))


class Choosing(OperatorCase):
    def test_a_change_holds_now_and_after_a_restart(self) -> None:
        relay = self.relay("--port", "0", "--name", "Given")
        operator = self.operator()
        made = make_verifier("sesame", bytes(16))
        room = RoomVerifier(made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
        self.change(operator, name="Chosen", signup="room", guests=False, room_password="set", room=(room,))
        told = operator.next(Settings, 2)
        self.assertEqual((told.name, told.signup, told.guests, told.room), ("Chosen", "room", False, True))
        hello = self.person(Bye("")).next(ServerHello)
        self.assertEqual((hello.name, hello.signup, hello.guests, hello.room), ("Chosen", "room", False, True))
        self.wait_until(lambda: self.running().name == "Chosen")
        port = self.running().port
        self.stop(relay)
        self.assertNotIn("sesame", (self.data / "settings.json").read_text())
        relay = self.relay()
        self.assertEqual(self.running().port, port)
        told = self.operator().next(Settings)
        self.assertEqual((told.name, told.port, told.signup, told.guests, told.room), ("Chosen", port, "room", False, True))
        self.chat("ann", "--trust", "--register", "--room-password", "sesame", port=port).wait_for("Signed in", "ann")
        self.stop(relay)
        self.relay("--name", "Given", "--signup", "closed", "--guests")
        told = self.operator().next(Settings)
        self.assertEqual((told.name, told.port, told.signup, told.guests), ("Given", port, "closed", True))

    def test_nothing_is_saved_before_something_is_chosen(self) -> None:
        self.stop(self.relay("--port", "0", "--name", "Given"))
        self.assertFalse((self.data / "settings.json").exists())

    def test_damaged_settings_are_put_aside(self) -> None:
        self.data.mkdir()
        (self.data / "settings.json").write_text('{"name": "Lab", "port": "x"')
        relay = self.relay("--port", "0")
        relay.wait_for("settings.json.damaged")
        self.operator().line("settings.json.damaged")
        self.assertEqual((self.data / "settings.json.damaged").read_text(), '{"name": "Lab", "port": "x"')

    def test_a_folder_that_takes_no_more(self) -> None:
        self.relay("--port", "0")
        operator = self.operator()
        (self.data / "settings.json").mkdir()
        self.change(operator, name="Chosen")
        self.assertEqual(operator.next(SettingsRefused).code, "FOLDER_NOT_WRITABLE")
        (self.data / "settings.json").rmdir()
        self.change(operator, name="Chosen")
        self.assertEqual(operator.next(Settings, 2).name, "Chosen")
        self.assertEqual(json.loads((self.data / "settings.json").read_text())["name"], "Chosen")


class Moving(OperatorCase):
    def free_port(self) -> int:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    def test_everybody_comes_along_within_a_second(self) -> None:
        relay = self.relay("--port", "0")
        operator, guests = self.operator(), [self.guest(f"guest{number}") for number in range(5)]
        old, port = self.running().port, self.free_port()
        token = guests[0].all(Welcome)[0].token
        self.change(operator, port=port)
        self.assertEqual(operator.next(Settings, 2).port, port)
        self.assertEqual(operator.next(Moved).port, port)
        began_at = time.monotonic()
        for guest in guests:
            self.assertEqual(guest.next(Moved).port, port)
        guests[0]._first = JoinAsGuest("guest0", token)
        guests[0].connect(port)
        operator.connect(port)
        guests[0].next(Welcome, 2)
        self.assertEqual(operator.next(OperatorWelcome, 2).port, port)
        self.assertLess(time.monotonic() - began_at, 1.0 + 1.0, "a second of grace for a busy machine")
        self.assertEqual(self.running().port, port)
        operator.line(f"moving to port {port}")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", old))
        self.stop(relay)
        self.relay()
        self.assertEqual(self.running().port, port)

    def test_a_port_in_use_keeps_everything(self) -> None:
        self.relay("--port", "0")
        operator, guest = self.operator(), self.guest("ann")
        before = self.running()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            self.change(operator, port=port, name="Chosen")
            refused = operator.next(SettingsRefused)
        self.assertEqual((refused.code, refused.detail), ("PORT_IN_USE", str(port)))
        self.assertEqual((self.running(), guest.closed), (before, None))
        self.assertFalse((self.data / "settings.json").exists())
        self.change(operator, port=port, name="Chosen")
        self.assertEqual(operator.next(Settings, 2).port, port)

    def test_people_go_on_talking(self) -> None:
        """The shipped client follows by itself; what is typed meanwhile arrives once."""
        self.relay("--port", "0")
        self.port = self.running().port
        operator = self.operator()
        ann, ben = self.signed_in("ann", "--register"), self.signed_in("ben", "--guest")
        ann.type("before")
        ben.wait_for("ann: before")
        port = self.free_port()
        self.change(operator, port=port)
        operator.next(Moved)
        ann.type("meanwhile")
        self.wait_until(lambda: self.running().port == port)
        ben.type("after")
        for person in (ann, ben):
            person.wait_for("ben: after")
            person.wait_for("ann: meanwhile")
            self.assertEqual(sorted(person.texts()), ["ann: before", "ann: meanwhile", "ben: after"])
        watching = self.operator()
        watching.wait(lambda: watching.all(Figures)[-1].online == 2, "both are there")

        def names() -> set[str]:
            return {row.name for word in watching.all(SessionRows) for row in word.rows if row.session}

        watching.wait(lambda: names() == {"ann", "ben"}, "both are listed")

    def test_there_and_back_again(self) -> None:
        self.relay("--port", "0")
        first = self.running().port
        for port in (self.free_port(), first, self.free_port()):
            operator = self.operator()
            self.change(operator, port=port)
            self.assertEqual(operator.next(Moved).port, port)
            self.wait_until(lambda port=port: self.running().port == port)
            self.guest(f"guest{port}")


class LogFile(OperatorCase):
    def test_detached(self) -> None:
        relay = self.relay("--port", "0", "--detached-log", "server.log")
        log = self.data / "server.log"
        self.guest("ann")
        self.wait_until(lambda: "ann joined" in log.read_text(encoding="utf-8"))
        lines = log.read_text(encoding="utf-8").splitlines()
        self.assertIn(f"udpchat {__version__}, process {self.running().pid}", lines[0])
        self.assertRegex(lines[1], r"\Alistening on 127\.0\.0\.1:\d+ fingerprint (\w{4}-){3}\w{4}\Z")
        self.assertRegex(lines[2], r"\A\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ann joined as a guest")
        self.stop(relay)
        self.assertEqual((relay.lines, relay.complaints), ([], []))
        self.assertEqual(stat.S_IMODE(log.stat().st_mode), 0o600)

    def test_a_complaint_is_still_heard(self) -> None:
        self.relay("--port", "0")
        second = self.start("-m", "udpchat", "serve", "--port", "0", "--data", str(self.data), "--detached-log", "server.log")
        self.assert_status(second, 1)
        self.assertRegex(second.complaints[0], r"process \d+")
        self.assertFalse((self.data / "server.log").exists())

    def test_a_log_that_cannot_be(self) -> None:
        relay = self.start(
            "-m", "udpchat", "serve", "--port", "0", "--data", str(self.data), "--detached-log", str(Path("no", "where"))
        )
        self.assert_status(relay, 1)
        self.assertIn("where", relay.complaints[0])
        self.assertIsNone(read_running(self.data))


class Headless(OperatorCase):
    def test_people_do_not_notice_an_operator(self) -> None:
        self.relay("--port", "0")
        self.port = self.running().port
        self.operator()
        ann = self.signed_in("ann", "--guest")
        ann.type("/who")
        self.assertIn("1 online: ann", ann.wait_for("online"))


if __name__ == "__main__":
    unittest.main()
