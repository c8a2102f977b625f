"""What people type and paste as an address."""

from __future__ import annotations

import random
import unittest

from udpchat.gui.presenters.connect_address import Flaw, Wanted, read_address, recognise
from udpchat.gui.presenters.connect_pages import Field
from udpchat.invites import Invite, RealmInvite

PIN = bytes(range(32))
INVITE = str(Invite("192.168.1.20", 11113, PIN))


def flaws(host: str, port: str = "11111") -> dict[Field, str]:
    """The flaws by field."""
    read = read_address(host, port)
    assert isinstance(read, tuple), read
    return {flaw.field: flaw.message for flaw in read}


class GoodAddresses(unittest.TestCase):
    """What is accepted."""

    def test_host_and_port(self) -> None:
        for host, port, place in (
            ("192.168.1.20", "11111", "192.168.1.20:11111"),
            (" 192.168.1.20 ", " 11118 ", "192.168.1.20:11118"),
            ("Lab-PC", "", "lab-pc:11111"),
            ("lab.example.org", "1", "lab.example.org:1"),
            ("lab", "65535", "lab:65535"),
            ("lab:8890", "11111", "lab:8890"),
        ):
            with self.subTest(host=host, port=port):
                read = read_address(host, port)
                self.assertIsInstance(read, Wanted)
                self.assertEqual(place, getattr(read, "place", ""))

    def test_numbers_need_no_resolver(self) -> None:
        read = read_address("192.168.1.20", "11111")
        name = read_address("lab", "11111")
        self.assertTrue(isinstance(read, Wanted) and read.numeric)
        self.assertFalse(isinstance(name, Wanted) and name.numeric)

    def test_an_invite_is_taken_as_a_whole(self) -> None:
        broken = f"  {INVITE[:30]}\n  {INVITE[30:]}\n"
        for typed in (INVITE, broken, INVITE.upper()):
            read = read_address(typed, "nonsense")
            self.assertEqual(read, Wanted("192.168.1.20", 11113, "192.168.1.20", PIN, invited=True))

    def test_recognised_while_typing(self) -> None:
        note = recognise(INVITE)
        assert note is not None
        self.assertIn("192.168.1.20:11113", note[0])
        self.assertEqual(note[1], "11113")
        self.assertEqual((recognise("lab:8890") or ("", ""))[1], "8890")
        for plain in ("", "lab", "192.168.1.20", "lab:", "lab:x", INVITE[:-1], "#", "::1"):
            with self.subTest(plain=plain):
                self.assertIsNone(recognise(plain))


class BadAddresses(unittest.TestCase):
    """What is refused, and how."""

    def test_each_part_is_0_to_255(self) -> None:
        for host in ("192.168.1.300", "256.1.1.1", "1.1.1.1000", "1.2.3.99999999999999999999"):
            with self.subTest(host=host):
                self.assertEqual(flaws(host), {Field.HOST: "Each part of an IP address is 0 to 255."})

    def test_odd_numbers(self) -> None:
        for host, word in (
            ("192.168.1", "four parts"),
            ("1.2.3.4.5", "four parts"),
            ("192..1.1", "four parts"),
            ("12345", "four parts"),
            ("...", "four parts"),
            ("010.0.0.1", "zeros"),
            ("0.0.0.0", "No server"),
            ("255.255.255.255", "No server"),
            ("239.1.1.1", "No server"),
            ("", "Choose a server"),
            ("   ", "Choose a server"),
            ("fe80::1", "IPv6"),
            ("a b", "letters"),
            ("läb", "letters"),
            ("-lab", "letters"),
            ("lab.0x1", "letters"),
            ("a" * 300, "letters"),
        ):
            with self.subTest(host=host):
                self.assertIn(word, flaws(host)[Field.HOST])

    def test_ports(self) -> None:
        for port in ("0", "65536", "99999999", "x", "-1", "1.5", "0x10", "١١١١", "1 1", "011111", "²"):
            with self.subTest(port=port):
                self.assertEqual(flaws("lab", port), {Field.PORT: "A port is 1 to 65535."})
        for host in ("lab:0", "lab:", "lab:65536", "lab:x"):
            with self.subTest(host=host):
                self.assertIn("1 to 65535", flaws(host)[Field.HOST])

    def test_both_flaws_at_once(self) -> None:
        self.assertEqual(set(flaws("1.2.3.999", "0")), {Field.HOST, Field.PORT})

    def test_an_invite_that_links_servers(self) -> None:
        invite = RealmInvite("lab", "192.168.1.20", 11113, PIN, bytes(32))
        self.assertIn("page Realms", flaws(str(invite))[Field.HOST])

    def test_a_cut_invite_never_becomes_an_address(self) -> None:
        for cut in range(len("udpchat:/"), len(INVITE)):
            with self.subTest(cut=INVITE[:cut]):
                self.assertIn("invite", flaws(INVITE[:cut])[Field.HOST])

    def test_anything_at_all(self) -> None:
        dice = random.Random(3)
        signs = "0123456789.:/#-_ aZ\x00\u202e\u0301\U0001f600\ud800ſ\n"
        for _ in range(5000):
            host = "".join(dice.choices(signs, k=dice.randrange(30)))
            port = "".join(dice.choices(signs, k=dice.randrange(6)))
            recognise(host)
            read = read_address(host, port)
            if isinstance(read, tuple):
                self.assertTrue(read and all(isinstance(flaw, Flaw) and flaw.message for flaw in read))

    def test_64_kib(self) -> None:
        for sign in ("a", "1", ".", "#", "\u0301", "\U0001f600", "é"):
            self.assertIn(Field.HOST, flaws(sign * 65536))


if __name__ == "__main__":
    unittest.main()
