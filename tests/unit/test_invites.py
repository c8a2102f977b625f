"""Invites and addresses: what is written is read, careless copies are read, everything else is refused."""

from __future__ import annotations

import json
import unittest
from pathlib import Path

from udpchat.errors import BadAddress, BadInvite
from udpchat.invites import Invite, RealmInvite, human_fingerprint, parse_address, parse_invite, parse_realm_invite

GOLDEN = Path(__file__).parent / "wire" / "golden" / "vectors.json"
FINGERPRINT = bytes(range(32))
CODE = "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPQ"  # RFC 4648, of the bytes 0 to 31
TEXT = f"udpchat://192.168.1.10:11111/#{CODE}"
INVITE = Invite("192.168.1.10", 11111, FINGERPRINT)


class Written(unittest.TestCase):
    def test_golden_vectors(self) -> None:
        for row in json.loads(GOLDEN.read_text(encoding="utf-8"))["people"]:
            fingerprint = bytes.fromhex(row["fingerprint"])
            self.assertEqual(row["human"], human_fingerprint(fingerprint))
            self.assertEqual(row["invite"], str(Invite(row["host"], row["port"], fingerprint)))
            self.assertEqual(Invite(row["host"], row["port"], fingerprint), parse_invite(row["invite"]))

    def test_known_form(self) -> None:
        self.assertEqual(TEXT, str(INVITE))
        self.assertEqual(INVITE, parse_invite(TEXT))
        self.assertEqual("AAAQ-EAYE-AUDA-OCAJ", human_fingerprint(FINGERPRINT))

    def test_host_name(self) -> None:
        invite = Invite("lab-3.school.example", 1, FINGERPRINT)
        self.assertEqual(invite, parse_invite(str(invite)))


class CarelessCopies(unittest.TestCase):
    def test_still_read(self) -> None:
        copies = {
            "lower case": TEXT.lower(),
            "upper case": TEXT.upper(),
            "spaces around": f"  {TEXT}\r\n",
            "line break inside": TEXT[:40] + "\n  " + TEXT[40:],
            "non-breaking space": TEXT[:50] + "\u00a0" + TEXT[50:],
            "no scheme": TEXT.removeprefix("udpchat://"),
            "no port": TEXT.replace(":11111", ""),
            "no slash": TEXT.replace("/#", "#"),
        }
        for how, copy in copies.items():
            with self.subTest(how):
                self.assertEqual(INVITE, parse_invite(copy))


class RefusedInvites(unittest.TestCase):
    def test_fingerprint(self) -> None:
        head = TEXT.removesuffix(CODE)
        bad = [
            "",
            CODE[:-1],
            CODE + "A",
            CODE + "====",
            CODE.replace("Q", "0", 1),
            CODE.replace("B", "8", 1),
            CODE.replace("B", "1", 1),
        ]
        for code in [*bad, CODE[:-1] + "=", "-".join([CODE[:26], CODE[27:]]), CODE[:-1] + "ſ", "#" + CODE[1:], "%41" + CODE[3:]]:
            with self.subTest(code), self.assertRaises(BadInvite):
                parse_invite(head + code)

    def test_one_that_links_servers(self) -> None:
        """Said so, instead of that it is damaged."""
        invite = RealmInvite("lab", "192.168.1.10", 11111, FINGERPRINT, bytes(32))
        self.assertEqual(parse_realm_invite(str(invite)), invite)
        with self.assertRaises(BadInvite) as caught:
            parse_invite(str(invite))
        self.assertIn("it links two servers", caught.exception.sentence)
        with self.assertRaises(BadInvite):
            parse_realm_invite(TEXT)

    def test_letters_that_only_become_ascii(self) -> None:
        for odd in ("ſ", "ı"):  # their upper case is S and I
            with self.assertRaises(BadInvite):
                parse_invite(TEXT[:-3] + odd + TEXT[-2:])

    def test_only_one_text_for_each_fingerprint(self) -> None:
        accepted = []
        for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567":
            try:
                accepted.append(parse_invite(TEXT[:-1] + last).fingerprint[-1] & 1)
            except BadInvite:
                continue
        self.assertEqual([0, 1], accepted)

    def test_form(self) -> None:
        for text in (
            "",
            " ",
            "#",
            CODE,
            "192.168.1.10:11111",
            "udpchat://192.168.1.10:11111/",
            TEXT.replace("udpchat:", "http:"),
            TEXT.replace("udpchat:", "udpchat-realm:"),
            TEXT.replace("udpchat:", "udpchat:udpchat:"),
            TEXT.replace("udpchat://", "udpchat:"),
            TEXT.replace("udpchat://", "://"),
            TEXT.replace("192", "name@192"),
            TEXT.replace("/#", "//#"),
            TEXT.replace("/#", "/x#"),
            TEXT.replace("/#", "/?a=b#"),
            TEXT.replace("11111", "0"),
            TEXT.replace("11111", "65536"),
            TEXT.replace(":11111", ":"),
            TEXT.replace("192.168.1.10", ""),
            TEXT.replace("192.168.1.10", "0.0.0.0"),
            TEXT.replace("192.168.1.10", "[::1]"),
            TEXT.replace("192", "１９２"),
            TEXT.replace("u", "\x00u", 1),
            f"<{TEXT}>",
            TEXT + "." * 500,
        ):
            with self.subTest(text[:60]), self.assertRaises(BadInvite):
                parse_invite(text)


class Addresses(unittest.TestCase):
    def test_read(self) -> None:
        for text, expected in {
            "192.168.1.10": ("192.168.1.10", 11111),
            "192.168.1.10:1": ("192.168.1.10", 1),
            " 10.0.0.1:65535\n": ("10.0.0.1", 65535),
            "127.0.0.1": ("127.0.0.1", 11111),
            "223.255.255.255": ("223.255.255.255", 11111),
            "localhost": ("localhost", 11111),
            "Lab-3.School.Example:4000": ("lab-3.school.example", 4000),
            "my_pc": ("my_pc", 11111),
            "3com.com": ("3com.com", 11111),
            "1.2.3.4.example": ("1.2.3.4.example", 11111),
            "a" * 63 + ".b": ("a" * 63 + ".b", 11111),
        }.items():
            with self.subTest(text):
                self.assertEqual(expected, parse_address(text))

    def test_refused_hosts(self) -> None:
        numbers = "192.168.1 192.168.1.256 192.168.1.1.1 010.0.0.1 1 0x7f.1 127.0.0.0x1 3232235777 1.2.3.4. 1..2.3 lab.7"
        reserved = "0.0.0.0 0.1.2.3 224.0.0.1 239.255.111.11 255.255.255.255"
        names = "-a a- a..b .a a. a_.-b a!b user@host a/b *.example %41 [::1] ::1 fe80::1 größe lab。example"
        long = [".".join(["a" * 60] * 5), "a" * 64, "a" * 600]
        for text in [
            "",
            " ",
            ":11111",
            "a b",
            "lab\n2",
            "lab\0",
            "１.２.３.４",
            *numbers.split(),
            *reserved.split(),
            *names.split(),
            *long,
        ]:
            with self.subTest(text[:40]), self.assertRaises(BadAddress):
                parse_address(text)

    def test_refused_ports(self) -> None:
        for port in ("", "0", "65536", "-1", "+1", "011111", "1 1", "1.0", "0x10", "１", "99999999999999", "1:2", "a"):
            with self.subTest(port), self.assertRaises(BadAddress):
                parse_address(f"lab:{port}")

    def test_a_cut_off_invite_is_no_address(self) -> None:
        for size in range(TEXT.index("/") + 1, len(TEXT)):
            with self.subTest(TEXT[:size]), self.assertRaisesRegex(BadAddress, "invite"):
                parse_address(TEXT[:size])

    def test_the_reason_is_told(self) -> None:
        with self.assertRaisesRegex(BadAddress, "65535"):
            parse_address("lab:65536")
        with self.assertRaisesRegex(BadInvite, "65535"):
            parse_invite(TEXT.replace("11111", "65536"))


if __name__ == "__main__":
    unittest.main()
