"""Cookies: as the vectors say; good for one address, port, client and ten seconds."""

from __future__ import annotations

import random
import unittest

from tests.unit.wire.support import CLIENT, vectors
from udpchat import limits
from udpchat.wire.cookies import CookieJar

NOW = 5000.0


def jar(seed: int = 1) -> CookieJar:
    return CookieJar(random.Random(seed).randbytes)


class Golden(unittest.TestCase):
    def test_both_purposes(self) -> None:
        row = vectors()["cookie"]
        golden = CookieJar(lambda size: bytes.fromhex(row["key"])[:size])
        golden._key_id = row["key_id"] - 1
        address, now = (row["address"], row["port"]), row["time_ms"] / 1000
        self.assertEqual(row["cookie"], golden.make(address, row["ccid"], 0, now).hex())
        self.assertEqual(row["cookie_of_a_link"], golden.make(address, row["ccid"], 1, now).hex())
        proven = golden.check(bytes.fromhex(row["cookie_of_a_link"]), address, row["ccid"], now + 1)
        assert proven is not None
        self.assertEqual(1, proven.purpose)
        self.assertAlmostEqual(1.0, proven.age_s, places=2)


class Good(unittest.TestCase):
    def test_age_is_the_round_trip(self) -> None:
        cookies = jar()
        proven = cookies.check(cookies.make(CLIENT, 7, 0, NOW), CLIENT, 7, NOW + 0.25)
        assert proven is not None
        self.assertEqual(0, proven.purpose)
        self.assertAlmostEqual(0.25, proven.age_s, places=2)

    def test_outlives_one_change_of_the_key(self) -> None:
        cookies = jar()
        cookies.make(CLIENT, 7, 0, NOW)
        late = cookies.make(CLIENT, 7, 0, NOW + limits.COOKIE_KEY_LIFE_S - 1)
        cookies.make(CLIENT, 8, 0, NOW + limits.COOKIE_KEY_LIFE_S + 1)
        self.assertIsNotNone(cookies.check(late, CLIENT, 7, NOW + limits.COOKIE_KEY_LIFE_S + 2))


class Bad(unittest.TestCase):
    def test_bound_to_address_port_and_client(self) -> None:
        cookies = jar()
        cookie = cookies.make(CLIENT, 7, 0, NOW)
        for address, ccid in ((("10.0.1.3", CLIENT[1]), 7), ((CLIENT[0], CLIENT[1] + 1), 7), (CLIENT, 8)):
            self.assertIsNone(cookies.check(cookie, address, ccid, NOW))

    def test_expired_or_of_the_future(self) -> None:
        cookies = jar()
        cookie = cookies.make(CLIENT, 7, 0, NOW)
        self.assertIsNotNone(cookies.check(cookie, CLIENT, 7, NOW + limits.COOKIE_LIFE_S - 0.01))
        self.assertIsNone(cookies.check(cookie, CLIENT, 7, NOW + limits.COOKIE_LIFE_S + 0.01))
        self.assertIsNone(cookies.check(cookie, CLIENT, 7, NOW - 1))

    def test_any_changed_byte(self) -> None:
        cookies = jar()
        cookie = cookies.make(CLIENT, 7, 0, NOW)
        for index in range(len(cookie)):
            damaged = bytearray(cookie)
            damaged[index] ^= 1
            self.assertIsNone(cookies.check(bytes(damaged), CLIENT, 7, NOW))

    def test_wrong_length_and_other_server(self) -> None:
        cookies = jar()
        cookie = cookies.make(CLIENT, 7, 0, NOW)
        for other in (b"", cookie[:-1], cookie + b"x"):
            self.assertIsNone(cookies.check(other, CLIENT, 7, NOW))
        stranger = jar(2)
        stranger.make(CLIENT, 7, 0, NOW)
        self.assertIsNone(stranger.check(cookie, CLIENT, 7, NOW))
        self.assertIsNone(jar().check(cookie, CLIENT, 7, NOW))

    def test_only_two_keys_are_kept(self) -> None:
        cookies = jar()
        for turn in range(600):
            cookies.make(CLIENT, 7, 0, NOW + turn * limits.COOKIE_KEY_LIFE_S)
            self.assertLessEqual(len(cookies._keys), 2)


if __name__ == "__main__":
    unittest.main()
