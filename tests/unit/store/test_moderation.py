"""Sanctions, the audit, the archive of a lesson."""

from __future__ import annotations

from tests.unit.store.support import StoreCase
from udpchat.errors import BadRequest, NoSuchGroup
from udpchat.store import FOREVER, AuditLine, SanctionLine


class Sanctions(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob = self.account("ann").id, self.account("bob").id

    def test_a_mute_ends_by_itself_or_by_hand(self) -> None:
        number = self.store.add_sanction("mute", self.bob, "", self.ann, 10, 100, "spam")
        self.assertIsNone(self.store.mute_of(self.bob, 20))  # not committed
        self.store.commit()
        line = SanctionLine(number, "mute", self.bob, "bob", "", self.ann, "ann", 10, 100, "spam")
        self.assertEqual((self.store.mute_of(self.bob, 99), self.store.mute_of(self.bob, 100)), (line, None))
        self.assertIsNone(self.store.mute_of(self.ann, 50))
        self.assertEqual(self.store.end_sanction(number, 50), line)
        self.store.commit()
        self.assertIsNone(self.store.mute_of(self.bob, 60))
        for wrong in (number, number + 1):
            with self.assertRaises(BadRequest):
                self.store.end_sanction(wrong, 60)

    def test_the_latest_word_about_a_user_counts(self) -> None:
        self.store.add_sanction("mute", self.bob, "", 0, 10, 1000, "long")
        second = self.store.add_sanction("mute", self.bob, "", 0, 20, 100, "short")
        self.store.commit()
        self.assertIsNone(self.store.mute_of(self.bob, 200))
        self.assertEqual([line.number for line in self.store.sanctions(50)], [second])
        self.assertTrue(self.store.end_sanctions("mute", self.bob, 60))
        self.assertFalse(self.store.end_sanctions("mute", self.bob, 60))

    def test_bans_of_users_and_addresses(self) -> None:
        user = self.store.add_sanction("ban", self.bob, "", self.ann, 10, FOREVER, "")
        address = self.store.add_sanction("ban", 0, "192.0.2.7", 0, 10, 100, "")
        self.store.commit()
        for who, where, at, number in (
            (self.bob, "", 5000, user),
            (self.bob, "192.0.2.8", 5000, user),
            (self.ann, "192.0.2.7", 50, address),
            (0, "192.0.2.7", 50, address),
            (0, "192.0.2.7", 100, None),
            (self.ann, "192.0.2.8", 50, None),
            (0, "", 50, None),
        ):
            ban = self.store.ban_of(who, where, at)
            self.assertEqual(ban and ban.number, number, (who, where, at))
        self.assertIsNone(self.store.mute_of(self.bob, 50))

    def test_the_list_comes_in_pages(self) -> None:
        numbers = [self.store.add_sanction("ban", 0, f"192.0.2.{n}", 0, 10, 100 + n, "") for n in range(5)]
        self.store.commit()
        self.assertEqual([line.number for line in self.store.sanctions(50, count=2)], numbers[:2:-1])
        self.assertEqual([line.number for line in self.store.sanctions(50, numbers[3], 9)], numbers[2::-1])
        self.assertEqual([line.number for line in self.store.sanctions(103)], numbers[:3:-1])


class Audit(StoreCase):
    def test_lines_newest_first(self) -> None:
        ann, bob = self.account("ann").id, self.account("bob").id
        first = self.store.add_audit(5, ann, "kick", bob, 0, "spam")
        second = self.store.add_audit(6, 0, "pause")
        self.store.commit()
        one = AuditLine(first, 5, ann, "ann", "kick", bob, "bob", 0, "spam")
        two = AuditLine(second, 6, 0, "", "pause", 0, "", 0, "")
        self.assertEqual(self.store.audit(), [two, one])
        self.assertEqual((self.store.audit(second), self.store.audit(count=1)), ([one], [two]))


class Archive(StoreCase):
    def setUp(self) -> None:
        super().setUp()
        self.ann, self.bob = self.account("ann").id, self.account("bob").id

    def test_a_new_lesson_shows_nothing_of_the_last(self) -> None:
        post = self.post(self.ann, "of yesterday")
        event = self.store.archive(self.store.lobby, self.ann, 5)
        self.post(self.ann, "of today")
        self.store.commit()
        self.assertEqual((event.kind, event.target, event.author), ("archive", event.seq, self.ann))
        for user in (self.ann, self.bob, self.account("late").id):
            seen = [found for found in self.seen(user) if found.conversation == self.store.lobby]
            self.assertEqual([found.body for found in seen], ["", "of today"])
            self.assertEqual(seen[0], event)
            self.assertEqual(self.store.earlier(user, self.store.lobby, 1, event.seq - 1, 9, 999), ([], 1))
            self.assertFalse(self.store.may_see(user, self.store.lobby, post))
        self.assertEqual(self.store._read("SELECT body FROM event WHERE seq = ?", (post,)), [("of yesterday",)])

    def test_what_is_said_of_the_last_lesson_is_not_shown_either(self) -> None:
        post = self.post(self.ann, "of yesterday")
        event = self.store.archive(self.store.lobby, self.ann, 5)
        self.store.edit_post(post, self.ann, 6, "of yesterday, edited")
        self.store.react(post, self.bob, "👍", True, 6)
        self.store.commit()
        self.assertEqual(self.seen(self.bob), [event])
        self.assertEqual(self.store.earlier(self.bob, self.store.lobby, 1, 10**6, 9, 999)[0], [event])

    def test_other_conversations_stay(self) -> None:
        room, _ = self.store.create_group("g", "", True, self.ann, [self.bob], 1)
        self.post(self.ann, "in the group", room)
        self.store.archive(self.store.lobby, self.ann, 5)
        self.store.commit()
        self.assertEqual(self.texts(self.bob), ["in the group"])

    def test_what_is_no_conversation(self) -> None:
        for act in (lambda: self.store.archive(99, self.ann, 5), lambda: self.store.set_slow(99, 5)):
            with self.assertRaises(NoSuchGroup):
                act()
