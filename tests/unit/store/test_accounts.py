"""Names, guests, immutable ids."""

from __future__ import annotations

from tests.unit.store.support import VERIFIER, StoreCase
from udpchat.errors import NoSuchUser, UsernameTaken
from udpchat.scram import Verifier
from udpchat.store import User


class Accounts(StoreCase):
    def test_an_account_can_be_read_after_its_commit(self) -> None:
        user = self.store.create_account("Ann", "Ann A.", "ID", VERIFIER, "operator", 5)
        self.assertEqual(user, User(user.id, "Ann", "Ann A.", "ID", "operator", False, True, 5))
        self.assertIsNone(self.store.user(user.id))
        self.assertIsNone(self.store.user_named("ann"))
        self.store.commit()
        self.assertEqual(self.store.user(user.id), user)
        self.assertEqual(self.store.user_named("aNN"), user)
        self.assertEqual(self.store.verifier_of(user.id), VERIFIER)

    def test_a_name_is_taken_however_it_is_spelt(self) -> None:
        self.store.create_account("straße", "", "", VERIFIER, "member", 5)
        for spelling in ("straße", "STRASSE", "Strasse"):
            with self.assertRaises(UsernameTaken):
                self.store.create_account(spelling, "", "", VERIFIER, "member", 5)
            with self.assertRaises(UsernameTaken):
                self.store.create_guest(spelling, b"h" * 32, 5)

    def test_a_new_password_replaces_the_verifier(self) -> None:
        ann = self.account()
        other = Verifier(b"t" * 16, 2**14, 8, 1, b"x" * 32, b"y" * 32)
        self.store.set_verifier(ann.id, other)
        self.store.commit()
        self.assertEqual(self.store.verifier_of(ann.id), other)

    def test_nobody_has_no_verifier(self) -> None:
        guest = self.store.create_guest("gus", b"h" * 32, 5)
        self.store.commit()
        self.assertIsNone(self.store.verifier_of(guest.id))
        self.assertIsNone(self.store.verifier_of(999))


class Guests(StoreCase):
    def test_a_name_is_freed_and_the_words_keep_their_author(self) -> None:
        first = self.store.create_guest("gus", b"1" * 32, 5)
        self.post(first.id, "from the first")
        self.store.commit()
        self.assertEqual(self.store.active_guests(), [first])
        self.store.end_guest(first.id, 6)
        second = self.store.create_guest("GUS", b"2" * 32, 7)
        self.store.commit()
        self.assertNotEqual(first.id, second.id)
        self.assertEqual(self.store.active_guests(), [second])
        self.assertEqual(self.store.user_named("gus"), second)
        (event,) = self.store.events(second.id, 1, 99, 9, 999)[0]
        self.assertEqual((event.author, event.name), (first.id, "gus"))
        gone = self.store.user(first.id)
        assert gone is not None
        self.assertFalse(gone.active)

    def test_revived_while_the_name_is_free(self) -> None:
        guest = self.store.create_guest("gus", b"1" * 32, 5)
        self.store.end_guest(guest.id, 6)
        self.assertEqual(self.store.revive_guest(guest.id, 7), guest)
        self.assertEqual(self.store.revive_guest(guest.id, 8), guest)  # harmless when here
        self.store.end_guest(guest.id, 9)
        self.store.create_account("Gus", "", "", VERIFIER, "member", 9)
        with self.assertRaises(UsernameTaken):
            self.store.revive_guest(guest.id, 10)

    def test_an_account_is_no_guest(self) -> None:
        ann = self.account()
        self.store.end_guest(ann.id, 6)
        self.store.commit()
        self.assertEqual(self.store.user_named("ann"), ann)
        with self.assertRaises(NoSuchUser):
            self.store.revive_guest(ann.id, 7)
        with self.assertRaises(NoSuchUser):
            self.store.revive_guest(999, 7)

    def test_an_id_is_never_given_out_twice(self) -> None:
        guest = self.store.create_guest("gus", b"1" * 32, 5)
        self.store._write("DELETE FROM user WHERE id = ?", (guest.id,))
        self.store.commit()
        self.reopen()
        self.assertGreater(self.store.create_guest("gus", b"2" * 32, 5).id, guest.id)

    def test_accounts_are_counted_without_guests_and_when_committed(self) -> None:
        self.account()
        self.store.create_guest("gus", b"1" * 32, 5)
        self.store.create_account("bob", "Bob", "", VERIFIER, "member", 5)
        self.assertEqual(self.store.account_count(), 1)
        self.store.commit()
        self.assertEqual(self.store.account_count(), 2)


class Settings(StoreCase):
    def test_committed_values_only(self) -> None:
        self.assertIsNone(self.store.get_setting("name"))
        self.store.set_setting("name", "Lab 2")
        self.assertEqual(self.store.get_setting("name", "none"), "none")
        self.store.commit()
        self.store.set_setting("name", "Lab 3")
        self.assertEqual(self.store.get_setting("name"), "Lab 2")
        self.store.commit()
        self.assertEqual(self.store.get_setting("name"), "Lab 3")
        self.store.set_setting("name", None)
        self.store.commit()
        self.assertIsNone(self.store.get_setting("name"))
