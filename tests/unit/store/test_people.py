"""Accounts after their making: profile, password, reset, end; imports; the directory."""

from __future__ import annotations

from tests.unit.store.support import VERIFIER, StoreCase
from udpchat import limits
from udpchat.errors import InvalidName, NoSuchUser, UsernameTaken
from udpchat.scram import Verifier
from udpchat.store import NewAccount

OTHER = Verifier(b"t" * 16, 2**14, 8, 1, b"x" * 32, b"y" * 32)


class Profile(StoreCase):
    def test_changed(self) -> None:
        ann = self.account()
        now = self.store.change_profile(ann.id, "Ann B.", "SG", "busy")
        self.store.set_seen(ann.id, 50)
        self.store.set_seen(ann.id, 40)
        self.store.commit()
        self.assertEqual((now.display, now.country, now.status), ("Ann B.", "SG", "busy"))
        stored = self.store.user(ann.id)
        assert stored is not None
        self.assertEqual((stored.display, stored.status, stored.last_seen, stored.name), ("Ann B.", "busy", 50, "ann"))
        self.store.set_status(ann.id, "")
        self.assertEqual(self.store.set_role(ann.id, "moderator").role, "moderator")
        self.store.commit()
        stored = self.store.user(ann.id)
        assert stored is not None
        self.assertEqual((stored.status, stored.role), ("", "moderator"))

    def test_nobody(self) -> None:
        for act in (lambda: self.store.change_profile(99, "", "", ""), lambda: self.store.set_role(99, "member")):
            with self.assertRaises(NoSuchUser):
                act()


class Passwords(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann = self.account().id
        for token in (b"1" * 32, b"2" * 32):
            self.store.add_token(self.ann, token, 5)

    def test_a_change_ends_the_other_sessions(self) -> None:
        self.store.change_password(self.ann, OTHER, keep=b"2" * 32)
        self.store.commit()
        self.assertEqual(self.store.verifier_of(self.ann), OTHER)
        self.assertEqual([self.store.token_owner(token, 6) for token in (b"1" * 32, b"2" * 32)], [None, self.ann])
        self.store.change_password(self.ann, VERIFIER)
        self.store.commit()
        self.assertIsNone(self.store.token_owner(b"2" * 32, 6))

    def test_a_code_is_good_once(self) -> None:
        self.store.set_reset(self.ann, b"c" * 32, 100)
        self.assertFalse(self.store.recover(self.ann, b"d" * 32, OTHER, 50))
        self.assertTrue(self.store.recover(self.ann, b"c" * 32, OTHER, 50))
        self.assertFalse(self.store.recover(self.ann, b"c" * 32, VERIFIER, 50))
        self.store.commit()
        self.assertEqual(self.store.verifier_of(self.ann), OTHER)
        self.assertIsNone(self.store.token_owner(b"1" * 32, 6))

    def test_a_code_ends_by_its_time_by_wrong_ones_by_a_new_one_and_by_a_new_password(self) -> None:
        self.store.set_reset(self.ann, b"c" * 32, 100)
        self.assertFalse(self.store.recover(self.ann, b"c" * 32, OTHER, 100))
        self.store.set_reset(self.ann, b"e" * 32, 100)
        self.assertFalse(self.store.recover(self.ann, b"c" * 32, OTHER, 50))
        for _ in range(limits.RESET_TRIES):
            self.assertFalse(self.store.recover(self.ann, b"x" * 32, OTHER, 50))
        self.assertFalse(self.store.recover(self.ann, b"e" * 32, OTHER, 50))
        self.store.set_reset(self.ann, b"f" * 32, 100)
        self.store.change_password(self.ann, VERIFIER)
        self.assertFalse(self.store.recover(self.ann, b"f" * 32, OTHER, 50))

    def test_guests_have_nothing_to_recover(self) -> None:
        guest = self.store.create_guest("gus", b"h" * 32, 5)
        for user in (guest.id, 99):
            with self.assertRaises(NoSuchUser):
                self.store.set_reset(user, b"c" * 32, 100)
            self.assertFalse(self.store.recover(user, b"c" * 32, OTHER, 50))


class TheEnd(StoreCase):
    def test_the_name_is_free_and_nothing_is_inherited(self) -> None:
        ann, bob = self.account("ann").id, self.account("bob").id
        group, _ = self.store.create_group("g", "", False, ann, [bob], 5)
        self.post(ann, "in the lobby")
        private = self.store.post_to(bob, ann, b"r" * 16, 5, "for ann only")
        self.store.add_token(ann, b"1" * 32, 5)
        self.store.block(ann, bob, True)
        self.store.set_mark(ann, self.store.lobby, 1, 1)
        self.store.set_reset(ann, b"c" * 32, 100)
        self.store.commit()
        events = self.store.delete_account(ann, 6)
        self.store.commit()
        self.assertEqual([(event.kind, event.target, event.body) for event in events], [("leave", ann, ""), ("role", bob, "owner")])
        gone = self.store.user(ann)
        assert gone is not None
        self.assertEqual((gone.active, gone.name), (False, "ann"))
        self.assertEqual((self.store.user_named("ann"), self.store.verifier_of(ann)), (None, None))
        self.assertEqual((self.store.token_owner(b"1" * 32, 6), self.store.rooms(ann)), (None, []))
        self.assertEqual(self.store.blocked_by(ann), frozenset())
        heir = self.store.create_account("ANN", "", "", VERIFIER, "member", 7).id
        self.store.commit()
        self.assertNotEqual(heir, ann)
        self.assertEqual(self.texts(heir), ["in the lobby"])
        self.assertEqual([row.kind for row in self.store.rooms(heir)], ["lobby", "announcements"])
        self.assertEqual(self.store.member_ids(group), [bob])
        room = self.store.room(bob, private.conversation)
        assert room is not None
        self.assertEqual((room.peer, room.peer_name), (ann, "ann"))
        with self.assertRaises(NoSuchUser):
            self.store.delete_account(ann, 8)

    def test_what_comes_later_is_not_theirs(self) -> None:
        ann, bob = self.account("ann").id, self.account("bob").id
        self.post(bob, "before")
        self.store.delete_account(ann, 6)
        self.post(bob, "after")
        self.store.commit()
        self.assertEqual((self.texts(ann), self.texts(bob)), (["before"], ["before", "after"]))


class Imports(StoreCase):
    def test_all_of_them(self) -> None:
        made = self.store.import_accounts([NewAccount(name, name.title(), "ID", VERIFIER) for name in ("izza", "maya")], 5)
        self.store.commit()
        self.assertEqual([self.store.user_named(name) for name in ("izza", "maya")], made)
        self.assertEqual(self.store.verifier_of(made[1].id), VERIFIER)

    def test_or_none(self) -> None:
        self.account("maya")
        rows = [NewAccount(name, "", "", VERIFIER) for name in ("izza", "maya", "nania", "IZZA")]
        with self.assertRaises(UsernameTaken) as caught, self.store.savepoint():
            self.store.import_accounts(rows, 5)
        self.assertEqual(caught.exception.detail, "maya, IZZA")
        self.store.commit()
        self.assertIsNone(self.store.user_named("izza"))


class Likeness(StoreCase):
    def test_a_name_that_reads_like_anothers_is_refused(self) -> None:
        self.account("paypa")
        for make in (
            lambda name: self.store.create_account(name, "", "", VERIFIER, "member", 5),
            lambda name: self.store.create_guest(name, b"h" * 32, 5),
        ):
            with self.assertRaises(InvalidName):
                make("\u0440\u0430\u0443\u0440\u0430")
            with self.assertRaises(UsernameTaken):
                make("PAYPA")

    def test_it_is_free_with_the_name_and_a_guest_does_not_come_back_beside_it(self) -> None:
        guest = self.store.create_guest("bill", b"h" * 32, 5)
        with self.assertRaises(InvalidName):
            self.store.create_account("bi11", "", "", VERIFIER, "member", 5)
        self.store.end_guest(guest.id, 6)
        self.store.create_account("bi11", "", "", VERIFIER, "member", 7)
        with self.assertRaises(UsernameTaken):
            self.store.revive_guest(guest.id, 8)


class Directory(StoreCase):
    def test_by_prefix_in_pages(self) -> None:
        for name in ("Bea", "anna", "Anton", "ben", "Änne"):
            self.account(name)
        self.store.create_guest("Andy", b"h" * 32, 5)
        gone = self.store.create_guest("anvil", b"i" * 32, 5)
        self.store.end_guest(gone.id, 6)
        self.store.commit()
        for prefix, names in (("AN", ["Andy", "anna", "Anton"]), ("", ["Andy", "anna", "Anton", "Bea", "ben", "Änne"]), ("x", [])):
            self.assertEqual([user.name for user in self.store.directory(prefix)], names)
        page = self.store.directory("", count=2)
        self.assertEqual([user.name for user in self.store.directory("", page[-1].name, 3)], ["Anton", "Bea", "ben"])
        self.assertEqual([user.name for user in self.store.directory("b", "Bea")], ["ben"])
