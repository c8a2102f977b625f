"""Tests of the way back to the own server, past strangers and liars."""

from __future__ import annotations

import unittest
from typing import cast

from tests.unit.net.test_seeker import MINE, OTHER, Ears, sighting
from udpchat.client.core import ClientCore
from udpchat.client.events import CertificateQuestion
from udpchat.client.phases import Phase
from udpchat.driver import Address
from udpchat.limits import STRANGER_WAIT_S
from udpchat.net.guide import Guide
from udpchat.net.seeker import Seeker

HOME: Address = ("192.168.1.5", 11111)
THERE: Address = ("192.168.1.9", 11113)


class Core:
    """As much of a client as the guide leads."""

    def __init__(self) -> None:
        self.state = Phase.ONLINE
        self.address = HOME
        self.addresses = (HOME,)
        self.fingerprint = MINE
        self.moves: list[Address] = []
        self.refused_count = 0
        self.hurried_count = 0

    def move_to(self, address: Address, now: float) -> None:
        self.address = address
        self.moves.append(address)
        self.state = Phase.CONNECTING

    def refuse_certificate(self, now: float) -> None:
        if self.state is Phase.QUESTION:
            self.refused_count += 1
            self.state = Phase.WAITING

    def network_changed(self, now: float) -> None:
        self.hurried_count += 1


class GuideTest(unittest.TestCase):
    def setUp(self) -> None:
        self.core, self.ears = Core(), Ears()
        self.asked: list[CertificateQuestion] = []
        self.guide = Guide(cast(ClientCore, self.core), Seeker(self.ears, lambda: (), lambda: 1.0), self.asked.append)
        self.guide.turn(0.0)
        self.question = CertificateQuestion(OTHER, True)

    def stranger(self, now: float) -> None:
        self.core.state = Phase.QUESTION
        self.guide.stranger(self.question, now)

    def test_it_goes_where_the_server_is_seen(self) -> None:
        self.core.state = Phase.WAITING
        self.guide.turn(1.0)
        self.guide.turn(5.0)
        self.assertEqual(self.ears.began, [5.0])
        self.ears.seen = [sighting(OTHER, 11112), sighting(MINE, 11113)]
        self.guide.turn(5.1)
        self.assertEqual(self.core.moves, [THERE])
        self.core.state = Phase.ONLINE
        self.guide.turn(6.0)
        self.assertEqual(self.asked, [])

    def test_a_stranger_gets_nothing_and_nobody_is_asked_when_the_server_is_found(self) -> None:
        self.stranger(1.0)
        self.guide.turn(1.0)
        self.assertEqual(self.ears.began, [1.0], "at once")
        self.ears.seen = [sighting(MINE, 11113)]
        self.guide.turn(1.2)
        self.assertEqual((self.core.moves, self.core.refused_count, self.asked), ([THERE], 1, []))
        self.core.state = Phase.ONLINE
        self.guide.turn(1.0 + STRANGER_WAIT_S)
        self.assertEqual(self.asked, [])

    def test_asked_only_after_a_while_and_only_if_it_is_still_in_question(self) -> None:
        self.stranger(1.0)
        self.guide.turn(1.0)
        self.guide.turn(0.9 + STRANGER_WAIT_S)
        self.assertEqual(self.asked, [])
        self.guide.turn(1.0 + STRANGER_WAIT_S)
        self.guide.turn(1.1 + STRANGER_WAIT_S)
        self.assertEqual(self.asked, [self.question])
        self.core.state = Phase.ONLINE
        self.guide.turn(20.0)
        self.stranger(21.0)
        self.core.state = Phase.WAITING
        self.guide.turn(21.0 + STRANGER_WAIT_S)
        self.assertEqual(self.asked, [self.question])

    def test_back_home_from_a_liar(self) -> None:
        """Whoever claims to be the server is visited, shows another certificate or none, and is left."""
        self.stranger(1.0)
        self.guide.turn(1.0)
        self.ears.seen = [sighting(MINE, 11113)]
        self.guide.turn(1.1)
        self.stranger(1.3)
        self.assertEqual(self.core.moves, [THERE, HOME])
        self.assertEqual((self.core.refused_count, self.asked), (2, []))
        self.core.state = Phase.WAITING
        self.guide.turn(6.0)
        self.ears.seen = [sighting(MINE, 11113)]
        self.guide.turn(6.1)
        self.assertEqual(self.core.moves[2:], [THERE])
        self.core.state = Phase.NO_ANSWER
        self.ears.seen = []
        self.guide.turn(9.0)
        self.assertEqual(self.core.moves[2:], [THERE, HOME])

    def test_the_own_server_is_back_where_it_was(self) -> None:
        self.core.state = Phase.WAITING
        self.guide.turn(1.0)
        self.guide.turn(5.0)
        self.core.address = THERE
        self.ears.seen = [sighting(MINE, 11113)]
        self.guide.turn(5.1)
        self.assertEqual((self.core.moves, self.core.hurried_count), ([], 1))

    def test_a_liar_at_home_is_left_in_question(self) -> None:
        """It claims to be the server and shows another certificate: the person is asked as ever."""
        self.core.address = THERE
        self.stranger(1.0)
        self.guide.turn(1.0)
        self.ears.seen = [sighting(MINE, 11113)]
        self.guide.turn(1.1)
        self.assertEqual((self.core.moves, self.core.refused_count, self.core.hurried_count), ([], 0, 0))

    def test_closing_forgets(self) -> None:
        self.stranger(1.0)
        self.guide.close()
        self.guide.turn(10.0)
        self.assertEqual(self.asked, [])


if __name__ == "__main__":
    unittest.main()
