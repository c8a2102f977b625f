"""Two pupils, one after the other, at one computer with one account of the operating system."""

from __future__ import annotations

import unittest
from typing import Any

from tests.unit.client.relay import RELAY, RelayTest, Seat
from udpchat.client import events
from udpchat.client.inquiry import Offers
from udpchat.client.phases import Phase
from udpchat.client.target import AccountSignIn, GuestSignIn, KeptSignIn, Registration
from udpchat.limits import GUEST_GRACE_S, REFUSED_RETRY_S
from udpchat.words import Bye

SECRETS = ("rina", "a thought of rina", "sent by rina", "of somebody else", "never arrived")


class Case(RelayTest):
    def online(self, credentials: Any, **target: Any) -> Seat:
        target.setdefault("trust", True)
        seat = self.connect(credentials, **target)
        self.until(lambda: seat.driver.state is Phase.ONLINE)
        self.lab.later(0.6)
        return seat

    def until(self, effect: Any, limit_s: float = 60) -> None:
        end = self.lab.now + limit_s
        while not effect():
            self.assertLess(self.lab.now, end, "did not come about")
            self.lab.later(0.05, step_s=0.05)

    def leave(self, seat: Seat, forget: bool = False) -> None:
        seat.driver.log_out(self.lab.now, forget=forget)
        self.until(lambda: seat.of(events.LoggedOut))
        self.vanish(seat)

    def vanish(self, seat: Seat) -> None:
        """The process ends; what it had on disk stays as it is."""
        seat.driver.close()
        self.lab.clients.pop(seat.addr, None)

    def found(self, *needles: str | bytes) -> list[tuple[str, object]]:
        """Where in the whole folder these stand, in names or in bytes."""
        hits: list[tuple[str, object]] = []
        for path in self.data.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            for needle in needles:
                data = needle.encode() if isinstance(needle, str) else needle
                if data in content or data in str(path.relative_to(self.data)).encode():
                    hits.append((str(path.relative_to(self.data)), needle))
        return hits

    def first_pupil(self, keep: bool = False) -> Seat:
        """Registers, talks, reads, leaves a draft."""
        seat = self.online(Registration("rina", "password of rina", keep=keep))
        other = self.lab.person("budi", "192.168.1.9")
        other.post("of somebody else")
        seat.driver.send_message("sent by rina", self.lab.now)
        seat.driver.save_draft(0, "a thought of rina", self.lab.now)
        seat.driver.mark_read(0, 1, self.lab.now)
        self.lab.later(2)
        self.assertEqual(seat.driver.unconfirmed_count, 0)
        return seat

    def token(self, seat: Seat) -> bytes:
        token: bytes = seat.driver._run.memory.token
        self.assertEqual(len(token), 32)
        return token


class NothingIsLeft(Case):
    def test_after_signing_out(self) -> None:
        seat = self.first_pupil()
        token = self.token(seat)
        self.assertTrue(self.found("of somebody else"))
        self.leave(seat)
        self.assertEqual(self.found(*SECRETS, "password of rina", token), [])
        self.assertEqual(list((self.data / "accounts").iterdir()), [])
        (offers,) = self.inquire().of(Offers)
        self.assertEqual((offers.kept, offers.last_name), ((), ""))

    def test_the_second_pupil_is_told_nothing_of_the_first(self) -> None:
        self.leave(self.first_pupil())
        second = self.online(Registration("wati", "password of wati"))
        told = [e for e in second.events if isinstance(e, events.DraftFound | events.ReadTo | events.MessagePending)]
        self.assertEqual(told, [])
        history = [m.text for e in second.of(events.MessagesAdded) for m in e.messages]
        self.assertEqual(sorted(history), ["of somebody else", "sent by rina"])  # the lobby is everybody's, from the server
        kept = self.connect(KeptSignIn("rina"), trust=True)
        self.until(lambda: kept.of(events.SignInRefused))
        self.assertEqual(kept.of(events.SignInRefused)[0].refusal.code, "SIGN_IN_AGAIN")
        self.assertIn("rina", kept.of(events.SignInRefused)[0].refusal.sentence)

    def test_leaving_without_waiting_leaves_the_unsent_message_only(self) -> None:
        seat = self.first_pupil()
        token = self.token(seat)
        self.lab.hold = True
        seat.driver.send_message("never arrived", self.lab.now)
        self.lab.later(0.5)
        seat.driver.leave_now(self.lab.now)
        self.until(lambda: seat.of(events.LoggedOut))
        self.assertEqual({needle for _, needle in self.found(*SECRETS, token)}, {"never arrived"})

    def test_a_window_that_was_killed_is_swept_by_the_next(self) -> None:
        seat = self.first_pupil()
        self.vanish(seat)
        self.assertTrue(self.found("a thought of rina"))
        self.online(Registration("wati", "password of wati"))
        self.assertEqual(self.found("a thought of rina", "password of rina"), [])
        self.assertEqual([path.name for path in self.data.glob("accounts/*/*")], ["3"])

    def test_kept_and_then_not(self) -> None:
        """Who unticks the box is not kept from the sign-in on, not only after the sign-out."""
        kept = self.first_pupil(keep=True)
        self.leave(kept)
        self.assertTrue(self.found("rina"))
        again = self.online(AccountSignIn("rina", "password of rina"))
        (offers,) = self.inquire().of(Offers)
        self.assertEqual((offers.kept, offers.last_name), ((), ""))
        self.leave(again)
        self.assertEqual(self.found(*SECRETS), [])

    def test_kept_until_forgotten(self) -> None:
        self.leave(self.first_pupil(keep=True))
        again = self.online(KeptSignIn("rina"))
        self.assertEqual(again.of(events.DraftFound), [events.DraftFound(0, "a thought of rina")])
        self.leave(again, forget=True)
        self.assertEqual(self.found(*SECRETS), [])


class Keeping(Case):
    def test_an_account_open_in_another_window(self) -> None:
        self.first_pupil(keep=True)
        second = self.connect(KeptSignIn("rina"), trust=True)
        self.until(lambda: second.of(events.SignInRefused))
        refusal = second.of(events.SignInRefused)[0].refusal
        self.assertEqual(refusal.code, "PROFILE_IN_USE")
        self.assertIn("rina", refusal.sentence)

    def test_the_server_was_used_now_by_whom_is_kept(self) -> None:
        self.first_pupil(keep=True)
        (server,) = self.profiles.known_servers().servers
        self.assertEqual((server.last_name, server.last_used_at), ("rina", self.lab.wall))
        self.assertEqual(server.addresses, (RELAY,))


class Refusals(Case):
    def refused(self, credentials: Any) -> Any:
        seat = self.connect(credentials, trust=True)
        self.until(lambda: seat.of(events.SignInRefused))
        (refused,) = seat.of(events.SignInRefused)
        self.assertTrue(refused.final)
        self.vanish(seat)
        return refused.refusal

    def test_an_unknown_account_is_named(self) -> None:
        refusal = self.refused(AccountSignIn("rini", "password"))
        self.assertEqual(refusal.code, "NO_SUCH_USER")
        self.assertIn("no account rini on this server", refusal.sentence)

    def test_a_taken_name_is_named(self) -> None:
        self.lab.person("rina")
        for credentials in (Registration("rina", "password"), GuestSignIn("rina")):
            refusal = self.refused(credentials)
            self.assertEqual(refusal.code, "USERNAME_TAKEN")
            self.assertIn("rina", refusal.sentence)

    def test_a_full_server_says_when_to_come_again(self) -> None:
        self.new_lab(max_sessions=1)
        self.lab.person("rina")
        refusal = self.refused(Registration("wati", "password"))
        self.assertEqual((refusal.code, refusal.retry_after_s), ("FULL", REFUSED_RETRY_S))
        self.assertIn("5 seconds", refusal.sentence)

    def test_wrong_passwords_lead_to_a_waiting_time(self) -> None:
        self.lab.person("rina", "192.168.1.9")
        codes = []
        for _ in range(4):
            refusal = self.refused(AccountSignIn("rina", "wrong"))
            codes.append(refusal.code)
            self.lab.turn()
        self.assertEqual(codes, ["AUTH_FAILED"] * 3 + ["SLOW_DOWN"])
        self.assertGreater(refusal.retry_after_s, 0)

    def test_a_disk_that_refuses(self) -> None:
        self.allow_failures = True
        self.lab.refuse = True
        refusal = self.refused(Registration("wati", "password"))
        self.assertEqual(refusal.code, "STORAGE")
        self.assertGreater(refusal.retry_after_s, 0)


class Guests(Case):
    def unsent(self, name: str = "tamu") -> Seat:
        """A guest types while the server stores nothing, and is killed."""
        seat = self.online(GuestSignIn(name))
        self.lab.hold = True
        seat.driver.send_message("never arrived", self.lab.now)
        seat.driver.send_message("nor this", self.lab.now)
        self.lab.later(0.5)
        self.vanish(seat)
        self.lab.held.clear()
        self.lab.restart()
        self.lab.hold = False
        return seat

    def test_back_within_the_grace_everything_is_sent(self) -> None:
        self.unsent()
        again = self.online(GuestSignIn("tamu"))
        self.until(lambda: again.driver.unconfirmed_count == 0)
        self.assertEqual(self.stored(), ["never arrived", "nor this"])

    def stored(self) -> list[str]:
        reader = self.lab.person("reader", "192.168.1.9")
        self.lab.later(1)
        return reader.texts

    def test_back_after_the_session_ended_the_person_is_told(self) -> None:
        """The token is worth nothing: another guest of the same name, who sees what the first left unsent."""
        first = self.unsent()
        user = first.of(events.SignedIn)[0].user
        with self.lab.store.savepoint():
            self.lab.store.end_guest(user, self.lab.wall)
            self.lab.store.revoke_tokens(user)
        self.lab.store.commit()
        again = self.online(GuestSignIn("tamu"))
        self.assertNotEqual(again.of(events.SignedIn)[0].user, user)
        refused = again.of(events.MessageRefused)
        self.assertEqual([e.text for e in refused], ["never arrived", "nor this"])
        self.assertEqual({e.refusal.code for e in refused}, {"GUEST_ENDED"})
        self.assertEqual([e.text for e in again.of(events.MessagePending)], ["never arrived", "nor this"])
        kinds = [type(event) for event in again.events]
        self.assertLess(kinds.index(events.SignedIn), kinds.index(events.MessageRefused))
        self.assertEqual(self.stored(), [])
        self.lab.later(1)
        self.assertEqual([path.name for path in self.data.glob("accounts/*/*")], [str(again.of(events.SignedIn)[0].user)])
        self.vanish(again)
        third = self.online(GuestSignIn("tamu"))
        self.assertEqual(third.of(events.MessageRefused), [])

    def test_after_the_grace_another_has_the_name(self) -> None:
        """Nothing is lost: it waits for the name to be free again."""
        self.unsent()
        self.lab.later(GUEST_GRACE_S + 2, step_s=1)
        other = self.lab.client("192.168.1.9").hello().guest("tamu")
        self.assertIsNone(other.closed)
        seat = self.connect(GuestSignIn("tamu"), trust=True)
        self.until(lambda: seat.of(events.SignInRefused))
        self.assertEqual(seat.of(events.SignInRefused)[0].refusal.code, "USERNAME_TAKEN")
        self.vanish(seat)
        self.assertTrue(self.found("never arrived"))
        other.ask(Bye("logout"))
        self.lab.later(1)
        again = self.online(GuestSignIn("tamu"))
        self.until(lambda: again.driver.unconfirmed_count == 0)
        told = [e.text for e in again.of(events.MessageRefused)] + self.stored()
        self.assertEqual(told, ["never arrived", "nor this"])

    def test_a_guest_who_left_without_waiting_is_told_later(self) -> None:
        seat = self.online(GuestSignIn("tamu"))
        self.lab.hold = True
        seat.driver.send_message("never arrived", self.lab.now)
        self.lab.later(0.5)
        seat.driver.leave_now(self.lab.now)
        self.until(lambda: seat.of(events.LoggedOut))
        self.lab.held.clear()
        self.lab.restart()
        self.lab.hold = False
        other = self.online(GuestSignIn("lain"))
        self.assertEqual(other.of(events.MessageRefused), [])
        self.lab.later(GUEST_GRACE_S + 2, step_s=1)
        again = self.online(GuestSignIn("Tamu"))
        self.assertEqual([e.text for e in again.of(events.MessageRefused)], ["never arrived"])


if __name__ == "__main__":
    unittest.main()
