"""Links in the store: stand-ins of people elsewhere, and the queue of what is to cross."""

from __future__ import annotations

import unittest
from unittest import mock

from tests.unit.store.support import StoreCase
from udpchat import limits
from udpchat.errors import NoSuchRealm, NoSuchUser, RealmFull
from udpchat.store import LinkLine
from udpchat.store.backup import back_up, restore
from udpchat.store.store import Store


class RealmsCase(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.lab = self.link("lab")

    def link(self, name: str, fingerprint: bytes = b"f" * 32) -> LinkLine:
        realm = self.store.add_link(name, "agreed", 1000)
        self.store.change_link(realm, fingerprint=fingerprint, secret=b"s" * 32, confirmed=True, host="192.0.2.1", port=1)
        self.store.commit()
        return self.store.link(realm)

    def name(self, user: int) -> str:
        self.store.commit()
        found = self.store.user(user)
        assert found is not None
        return found.name if found.active else ""


class Links(RealmsCase):
    def test_a_removed_link_keeps_its_row(self) -> None:
        self.store.change_link(self.lab.id, state="removed")
        self.store.commit()
        self.assertEqual(self.store.links(), [])
        with self.assertRaises(NoSuchRealm):
            self.store.link(self.lab.id)
        self.assertEqual(self.store.add_link("LAB", "requested", 2000), self.lab.id)
        self.store.commit()
        (line,) = self.store.links()
        self.assertEqual((line.name, line.state, line.fingerprint), ("LAB", "requested", b"f" * 32))

    def test_another_server_under_the_name_has_other_people(self) -> None:
        budi = self.store.stand_in(self.lab, 7, "budi", 1000)
        self.store.change_link(self.lab.id, epoch="e", got=9, fingerprint=b"f" * 32)
        self.assertEqual(self.name(budi), "budi@lab")
        self.store.change_link(self.lab.id, fingerprint=b"g" * 32)
        self.assertEqual(self.name(budi), "")
        self.assertEqual(self.store.progress(self.lab.id), ("", 0))
        self.assertNotEqual(self.store.stand_in(self.lab, 7, "budi", 1000), budi)

    def test_invites_have_no_name(self) -> None:
        one, other = self.store.add_link("", "invited", 1), self.store.add_link("", "invited", 1)
        self.assertNotEqual(one, other)
        self.store.drop_link(one)
        self.store.drop_link(self.lab.id)  # it has one
        self.store.commit()
        self.assertEqual([line.id for line in self.store.links()], [self.lab.id, other])


class StandIns(RealmsCase):
    def test_found_by_id_and_name(self) -> None:
        store = self.store
        budi = store.stand_in(self.lab, 7, "budi", 1000)
        self.assertEqual(store.stand_in(self.lab, 7, "Budi", 1000), budi)
        self.assertEqual(store.reach(self.lab, "budi", 1000), budi)
        self.assertEqual(store.find_stand_in(self.lab, 7, "budi"), budi)
        self.assertEqual(store.find_stand_in(self.lab, 8, "budi"), 0)
        self.assertEqual(self.name(budi), "budi@lab")

    def test_who_was_written_to_first_is_known_when_they_answer(self) -> None:
        budi = self.store.reach(self.lab, "budi", 1000)
        remote = self.store.remote(budi)
        assert remote is not None
        self.assertEqual((remote.number, remote.name), (0, "budi"))
        self.assertEqual(self.store.stand_in(self.lab, 7, "budi", 1000), budi)
        remote = self.store.remote(budi)
        assert remote is not None
        self.assertEqual(remote.number, 7)

    def test_somebody_else_under_the_same_name(self) -> None:
        first = self.store.stand_in(self.lab, 7, "budi", 1000)
        second = self.store.stand_in(self.lab, 8, "budi", 1000)
        self.assertNotEqual(first, second)
        self.assertEqual((self.name(first), self.name(second)), ("", "budi@lab"))
        self.assertEqual(self.store.reach(self.lab, "budi", 1000), second)

    def test_so_many_and_no_more(self) -> None:
        with mock.patch.object(limits, "REALM_STAND_INS", 2):
            first = self.store.stand_in(self.lab, 1, "one", 1000)
            self.store.stand_in(self.lab, 2, "two", 1000)
            with self.assertRaises(RealmFull):
                self.store.reach(self.lab, "three", 1000)
            self.assertEqual(self.store.reach(self.lab, "one", 1000), first)

    def test_they_are_nobody_here(self) -> None:
        ann, budi = self.account("ann"), self.store.stand_in(self.lab, 7, "budi", 1000)
        self.store.commit()
        self.assertEqual(self.store.account_count(), 1)
        self.assertEqual(self.store.member_count(self.store.lobby), 1)
        self.assertEqual([user.name for user in self.store.directory("")], ["ann"])
        self.assertEqual([user.name for user in self.store.directory("budi@")], ["budi@lab"])
        self.assertFalse(self.store.is_member(self.store.lobby, budi))
        for refused in (
            lambda: self.store.set_reset(budi, b"c" * 32, 2**40),
            lambda: self.store.set_role(budi, "operator"),
        ):
            with self.assertRaises(NoSuchUser):
                refused()
        event = self.store.post_to(ann.id, budi, bytes(16), 1000, "hello")
        self.assertEqual(self.store.peer_in(event.conversation, ann.id), budi)


class Queue(RealmsCase):
    def add(self, kind: str = "post", at: int = 1000, event: int = 1, user: int = 5) -> int:
        return self.store.add_item(self.lab.id, kind, user, event, "", 10, at)

    def numbers(self, after: int = 0) -> list[int]:
        self.store.commit()
        return [item.number for item in self.store.items(self.lab.id, after, 100)]

    def test_numbers_count_up_and_never_come_back(self) -> None:
        self.assertEqual([self.add() for _ in range(3)], [1, 2, 3])
        self.store.give_up_items(self.lab.id, 2000)
        self.assertEqual(self.add(), 4)
        self.assertEqual(self.numbers(), [4])

    def test_a_request_that_fails_gives_its_number_back(self) -> None:
        self.add()
        self.store.commit()
        with self.assertRaises(NoSuchUser), self.store.savepoint():
            self.add()
            raise NoSuchUser
        self.assertEqual(self.add(), 2)

    def test_done_and_undone(self) -> None:
        for _ in range(5):
            self.add()
        self.store.set_done(self.lab.id, 3)
        self.assertEqual(self.numbers(3), [4, 5])
        self.assertEqual(self.store.queued(self.lab.id), (2, 20))
        self.store.set_undone(self.lab.id, 1)
        self.store.commit()
        self.assertEqual(self.store.queued(self.lab.id), (4, 40))
        self.assertEqual(self.numbers(), [1, 2, 3, 4, 5], "what is done is kept")

    def test_newer_marks_replace_those_that_wait(self) -> None:
        self.add("marks", event=4)
        self.store.set_done(self.lab.id, 1)
        self.add("marks", event=4)
        self.add("marks", event=9)
        self.store.replace_marks(self.lab.id, 5, 4)
        self.add("marks", event=4)
        self.assertEqual(self.numbers(), [1, 3, 4])

    def test_what_is_too_old_is_given_up(self) -> None:
        self.add(at=1000)
        self.add(at=1500)
        self.add(at=3000)
        self.store.set_done(self.lab.id, 1)
        self.assertEqual([item.number for item in self.store.give_up_items(self.lab.id, 2000)], [2])
        self.assertEqual(self.numbers(), [3])

    def test_of_what_is_done_the_newest_are_kept(self) -> None:
        self.store._write("UPDATE realm SET last = ? WHERE id = ?", (limits.REALM_KEPT_COUNT, self.lab.id))
        for _ in range(3):
            self.add()
        self.store._write("UPDATE realm_item SET number = number - ?", (limits.REALM_KEPT_COUNT,))
        self.store.set_done(self.lab.id, 2)
        self.store.thin_items(self.lab.id)
        self.assertEqual(self.numbers(), [3])

    def test_undelivered_is_told_once(self) -> None:
        ann, budi = self.account("ann"), self.store.stand_in(self.lab, 7, "budi", 1000)
        post = self.store.post_to(ann.id, budi, bytes(16), 1000, "hello")
        event = self.store.undelivered(post.seq, budi, "NO_SUCH_USER", 2000)
        assert event is not None
        self.assertIsNone(self.store.undelivered(post.seq, budi, "FATE_UNKNOWN", 3000))
        self.assertIsNone(self.store.undelivered(999, budi, "NO_SUCH_USER", 3000))
        self.store.commit()
        self.assertEqual([(e.kind, e.body, e.name) for e in self.seen(ann.id)][-1], ("undelivered", "NO_SUCH_USER", "budi@lab"))

    def test_an_old_backup_begins_anew_under_another_epoch(self) -> None:
        self.add()
        self.store.commit()
        back_up(self.path, self.path.with_name("backup"))
        epoch = self.store.epoch
        self.add()
        self.store.commit()
        self.store.close()
        restore(self.path.with_name("backup"), self.path, self.randbytes)
        self.store = Store.open(self.path, self.randbytes, synchronous="OFF")
        self.assertNotEqual(self.store.epoch, epoch)
        self.assertEqual(self.add(), 2)


if __name__ == "__main__":
    unittest.main()
