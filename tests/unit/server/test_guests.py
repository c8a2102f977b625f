"""Guests: a name for the session, a while longer for the lost connection, back with the token."""

from __future__ import annotations

from tests.unit.server.lab import Client, ServerTest, verifier
from udpchat import limits
from udpchat.wire.codes import CloseCode
from udpchat.words import Bye, Welcome


class GuestTest(ServerTest):
    def guest(self, name: str = "gast", token: bytes = b"") -> Client:
        client = self.lab.client().hello().guest(name, token)
        if client.all(Welcome):
            client.synchronise()
        return client

    def test_a_guest_has_an_id_and_a_token(self) -> None:
        welcome = self.guest().last(Welcome)
        self.assertEqual((welcome.name, welcome.guest, len(welcome.token)), ("gast", True, 32))

    def test_guests_off(self) -> None:
        lab = self.new_lab(guests=False)
        self.assertEqual(lab.client().hello().guest("gast").codes, ["GUESTS_OFF"])

    def test_the_name_is_taken_for_guests_and_accounts_both_ways(self) -> None:
        self.guest()
        self.lab.person("anna")
        self.assertEqual(self.guest("GAST").codes, ["USERNAME_TAKEN"])
        self.assertEqual(self.guest("anna").codes, ["USERNAME_TAKEN"])
        self.assertEqual(self.lab.client().hello().register("gast").codes, ["USERNAME_TAKEN"])

    def test_goodbye_frees_the_name_at_once_and_kills_the_token(self) -> None:
        first = self.guest()
        first.ask(Bye("logout"))
        assert first.closed is not None
        self.assertIs(first.closed.code, CloseCode.BYE)
        again = self.lab.client().hello()
        again.ask(first.token())
        self.assertEqual(again.codes, ["AUTH_FAILED"])
        second = self.guest()
        self.assertNotEqual(second.last(Welcome).user, first.last(Welcome).user)

    def test_the_token_takes_over_the_stale_session(self) -> None:
        first = self.guest()
        second = self.lab.client().hello()
        second.ask(first.token())
        self.assertEqual(second.last(Welcome).user, first.last(Welcome).user)
        second.synchronise()
        self.lab.later(0.1)
        assert first.closed is not None
        self.assertIs(first.closed.code, CloseCode.REPLACED)
        self.assertEqual(first.last(Bye).reason, "replaced")
        self.lab.later(limits.GUEST_GRACE_S + 1, step_s=1.0)
        self.assertEqual(self.guest().codes, ["USERNAME_TAKEN"])  # the replaced session's end freed nothing

    def test_a_name_and_its_token_reclaim_the_id_without_the_room_password(self) -> None:
        lab = self.new_lab(room_verifier=verifier("sesame"))
        first = lab.client().hello()
        first.scram("room", "#room", "sesame")
        welcome = first.guest("gast").last(Welcome)
        second = lab.client().hello().guest("gast", welcome.token)
        self.assertEqual(second.last(Welcome).user, welcome.user)
        third = lab.client().hello().guest("other", welcome.token)
        self.assertEqual(third.codes, ["ROOM_PASSWORD"])

    def test_after_the_connection_died_the_name_is_reserved_for_two_minutes(self) -> None:
        first = self.guest()
        self.lab.vanish(first)
        self.lab.later(31.0, step_s=0.5)  # the idle timeout
        self.assertEqual(self.lab.online(), [])
        self.assertEqual(self.guest().codes, ["USERNAME_TAKEN"])
        self.lab.later(limits.GUEST_GRACE_S, step_s=1.0)
        self.assertFalse(self.guest().codes)

    def test_the_guest_returns_within_the_grace_and_later_too_if_the_name_is_free(self) -> None:
        first = self.guest()
        for pause in (40.0, 200.0):
            self.lab.vanish(first)
            self.lab.later(pause, step_s=1.0)
            second = self.lab.client().hello()
            second.ask(first.token())
            self.assertEqual(second.last(Welcome).user, first.last(Welcome).user)
            first = second.synchronise()

    def test_a_name_in_other_hands_is_not_given_back(self) -> None:
        first = self.guest()
        self.lab.vanish(first)
        self.lab.later(200.0, step_s=1.0)
        self.guest()
        again = self.lab.client().hello()
        again.ask(first.token())
        self.assertEqual(again.codes, ["USERNAME_TAKEN"])

    def test_a_guest_who_never_saw_the_welcome_holds_no_name(self) -> None:
        lost = self.lab.client().hello()
        lost.guest("gast")
        self.lab.vanish(lost)
        self.lab.later(32.0, step_s=0.5)
        self.assertFalse(self.guest().codes)

    def test_a_guest_who_leaves_during_the_commit_holds_no_name(self) -> None:
        lost = self.lab.client().hello()
        self.lab.hold = True
        lost.guest("gast")
        lost.ask(Bye("never mind"))
        self.lab.release()
        self.assertEqual(self.lab.online(), [])
        self.assertFalse(self.guest().codes)

    def test_after_a_restart_everybody_gets_the_grace(self) -> None:
        first = self.guest()
        self.lab.restart()
        self.assertEqual(self.guest().codes, ["USERNAME_TAKEN"])
        again = self.lab.client().hello()
        again.ask(first.token())
        again.synchronise()
        self.assertEqual(again.last(Welcome).user, first.last(Welcome).user)
        self.lab.restart()
        self.lab.later(limits.GUEST_GRACE_S + 1, step_s=1.0)
        self.assertFalse(self.guest().codes)

    def test_the_grace_that_ends_in_the_turn_of_the_return_ends_nothing(self) -> None:
        first = self.guest()
        self.lab.vanish(first)
        self.lab.later(31.0, step_s=0.5)
        token = first.token()
        self.lab.later(limits.GUEST_GRACE_S - 5.0, step_s=1.0)
        second = self.lab.client().hello()
        self.lab.hold = True
        second.ask(token)
        self.lab.now += 10.0  # the grace is over while the return is being committed
        self.lab.turn()
        self.lab.release()
        self.assertEqual(second.last(Welcome).name, "gast")
        self.assertEqual(self.guest().codes, ["USERNAME_TAKEN"])

    def test_a_failed_return_keeps_the_reservation(self) -> None:
        self.allow_failures = True
        first = self.guest()
        self.lab.vanish(first)
        self.lab.later(31.0, step_s=0.5)
        second = self.lab.client().hello()
        self.lab.refuse = True
        second.ask(first.token())
        self.assertEqual(second.codes, ["STORAGE"])
        self.lab.refuse = False
        self.assertEqual(self.guest().codes, ["USERNAME_TAKEN"])
        self.lab.later(limits.GUEST_GRACE_S + 1, step_s=1.0)
        self.assertFalse(self.guest().codes)
