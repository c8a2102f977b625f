"""Tests of whole examinations: each fault that the doctor knows, with servers of all kinds."""

from __future__ import annotations

import unittest
from unittest import mock

from tests.unit.net.doctor.servers import PASSWORD, ServerCase
from udpchat.client.profiles import Profiles
from udpchat.client.target import AccountSignIn
from udpchat.driver import Address
from udpchat.net.doctor import Examination, Finding, Grade, LocalServer, Patient, as_lines
from udpchat.wire.packets import encode_retry, encode_verneg, parse_hello

GOOD = ["clock.good", "way.here", "port.answers", "server.good"]


class ExaminationCase(ServerCase):
    def setUp(self) -> None:
        super().setUp()
        self.profiles = Profiles(self.folder / "client")
        self.local: LocalServer | None = None

    def examine(
        self, address: Address, *, pin: bytes | None = None, name: str = "", password: str = PASSWORD, host: str = ""
    ) -> list[Finding]:
        credentials = AccountSignIn(name, password) if name else None
        examination = Examination(self.profiles, lambda: self.local, interfaces=lambda: ())
        found = list(examination.of(Patient(host or address[0], address[1], pin, credentials)))
        for one in found:
            self.assertTrue(one.sentence)
            self.assertEqual(bool(one.advice), one.grade is not Grade.GOOD, one)
            self.assertNotIn(PASSWORD, "\n".join(as_lines([one])))
        return found

    def keys(self, address: Address, **options: object) -> list[str]:
        return [one.key for one in self.examine(address, **options)]  # type: ignore[arg-type]

    def remember(self, fingerprint: bytes, name: str, address: Address) -> None:
        self.profiles.remember_server(fingerprint, name, address)


class Reaching(ExaminationCase):
    def test_a_new_server(self) -> None:
        address, _ = self.genuine()
        self.assertEqual(self.keys(address), [*GOOD, "certificate.new", "done"])
        self.assertEqual(self.keys(address, host="localhost")[:3], ["clock.good", "name.good", "way.here"])

    def test_a_known_one_an_invited_one_and_ones_own(self) -> None:
        address, fingerprint = self.genuine()
        self.assertEqual(self.keys(address, pin=fingerprint), [*GOOD, "certificate.good", "done"])
        self.local = LocalServer("0.0.0.0", address[1], fingerprint, "Lab 2")
        self.assertEqual(self.keys(address), [*GOOD, "certificate.good", "done"])
        self.local = None
        self.remember(fingerprint, "Lab 2", address)
        self.assertEqual(self.keys(address), [*GOOD, "certificate.good", "done"])

    def test_no_network(self) -> None:
        examination = Examination(self.profiles, interfaces=lambda: ())
        self.assertEqual([one.key for one in examination.of(Patient("192.168.1.9", 11111))], ["clock.good", "network.none"])

    def test_a_name_that_nobody_knows(self) -> None:
        found = self.examine(("", 11111), host="localhost")
        self.assertIn("name.good", [one.key for one in found])
        with mock.patch("udpchat.net.sockets.socket.getaddrinfo", side_effect=OSError):
            self.assertEqual(self.keys(("", 11111), host="localhost"), ["clock.good", "name.unknown"])

    def test_nothing_listens(self) -> None:
        address = self.closed()
        self.assertEqual(self.keys(address), ["clock.good", "way.here", "port.closed", "local.none"])
        self.local = LocalServer("127.0.0.1", 1, b"x" * 32, "Lab 2")
        self.assertEqual(self.keys(address), ["clock.good", "way.here", "port.closed"])

    def test_another_program(self) -> None:
        self.assertEqual(self.keys(self.odd(lambda _: [b"hello"]))[-2:], ["port.stranger", "local.none"])

    def test_silence_names_the_command_of_the_firewall(self) -> None:
        found = self.examine(self.odd(lambda _: []))
        silent = next(one for one in found if one.grade is Grade.FAULT)
        self.assertEqual(silent.key, "port.filtered")  # the computer is on: it is this one
        self.assertEqual(len(silent.commands), 3)

    def test_another_version(self) -> None:
        def answer(data: bytes) -> list[bytes]:
            hello = parse_hello(data)
            return [encode_verneg(hello.ccid, (7,))] if hello else []

        found = self.examine(self.odd(answer))
        self.assertEqual([one.key for one in found][2:], ["version.other"])
        self.assertIn("version 7", found[-1].sentence)

    def test_a_server_with_which_no_secure_connection_comes_about(self) -> None:
        """HELLO is answered, and nothing after it: large packets get lost, for one."""

        def answer(data: bytes) -> list[bytes]:
            hello = parse_hello(data)
            return [encode_retry(hello.ccid, 1, b"c" * 23)] if hello else []

        with mock.patch("udpchat.client.inquiry.QUIET_S", 1.0):
            self.assertEqual(self.keys(self.odd(answer))[2:], ["port.answers", "server.useless"])


class WhoItIs(ExaminationCase):
    def test_another_server_at_a_known_address_and_the_known_one_found(self) -> None:
        mine, fingerprint = self.genuine("Mine")
        other, _ = self.genuine("Other")
        self.remember(fingerprint, "Mine", mine)
        self.remember(fingerprint, "Mine", other)  # so it was there the last time
        found = self.examine(other, name="ann")
        self.assertEqual([one.key for one in found][3:], ["server.good", "certificate.changed", "instead.expected"])
        self.assertIn("not Mine", found[4].sentence)
        self.assertIn(f"127.0.0.1:{mine[1]}", found[5].sentence)

    def test_an_invite_of_another_server(self) -> None:
        address, _ = self.genuine()
        self.assertEqual(self.keys(address, pin=b"i" * 32, name="ann")[3:], ["server.good", "certificate.changed"])

    def test_the_known_server_has_another_port_now(self) -> None:
        now_at, fingerprint = self.genuine()
        before = self.closed()
        self.remember(fingerprint, "Lab 2", now_at)
        self.remember(fingerprint, "Lab 2", before)
        self.assertEqual(self.keys(before)[2:], ["port.closed", "local.none", "instead.expected"])


class SigningIn(ExaminationCase):
    def test_the_right_password(self) -> None:
        address, _ = self.genuine()
        self.assertEqual(self.keys(address, name="ann")[-1], "signin.good")

    def test_the_wrong_password(self) -> None:
        address, _ = self.genuine()
        last = self.examine(address, name="ann", password="wrong horse")[-1]
        self.assertEqual((last.key, last.grade), ("signin.AUTH_FAILED", Grade.FAULT))

    def test_no_such_account(self) -> None:
        address, _ = self.genuine()
        self.assertEqual(self.keys(address, name="nobody")[-1], "signin.NO_SUCH_USER")

    def test_banned(self) -> None:
        address, _ = self.genuine(banned_addresses=frozenset(("127.0.0.1",)))
        self.assertEqual(self.keys(address, name="ann")[-1], "signin.BANNED")

    def test_full(self) -> None:
        address, _ = self.genuine(max_sessions=0)
        self.assertEqual(self.keys(address, name="ann")[-1], "signin.FULL")

    def test_clocks_a_year_apart(self) -> None:
        address, _ = self.genuine(wall_shift_ms=-400 * 86400_000)
        found = self.examine(address, name="ann")
        self.assertEqual([one.key for one in found][-2:], ["signin.good", "clock.ahead"])
        self.assertIn("400 days ahead", found[-1].sentence)


class Around(ExaminationCase):
    def everything(self) -> list[Finding]:
        return list(Examination(self.profiles, lambda: self.local, interfaces=lambda: ()).everything())

    def test_known_servers_and_ones_own(self) -> None:
        address, fingerprint = self.genuine()
        self.remember(fingerprint, "Lab 2", address)
        self.remember(b"g" * 32, "Gone", self.closed())
        self.local = LocalServer("127.0.0.1", address[1], fingerprint, "Lab 2")
        found = self.everything()
        self.assertEqual(
            [one.key for one in found if not (one.key == "seen" and "Lab 2" not in one.sentence)],
            ["clock.good", "network.none", "seen", "known.silent", "local.running", "local.loopback"],
        )
        self.local = LocalServer("0.0.0.0", address[1], fingerprint, "Lab 2")
        self.assertEqual(self.everything()[-1].key, "local.firewall")

    def test_who_has_lost_patience(self) -> None:
        examination = Examination(self.profiles, given_up=lambda: True, interfaces=lambda: ())
        self.assertEqual([one.key for one in examination.everything()], ["clock.good", "network.none"])
        self.assertEqual([one.key for one in examination.of(Patient("127.0.0.1", 1))], ["clock.good", "way.here"])


if __name__ == "__main__":
    unittest.main()
