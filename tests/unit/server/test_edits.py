"""What becomes of a message later: its author changes or deletes it, others react; all hear it, the late ones too."""

from __future__ import annotations

from tests.unit.server.talk_lab import TalkTest, events_of, seen, user_of
from udpchat import limits, words
from udpchat.words import Deleted, Edited, Message, Reacted


class EditTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob, self.cem = (self.lab.person(name) for name in ("anna", "bob", "cem"))
        self.lobby = self.lab.store.lobby
        self.seq = self.post(self.anna, self.lobby, "frist")

    def test_an_edit_is_told_and_read_by_the_late(self) -> None:
        seq = self.do(self.anna, words.Edit, self.seq, "first")
        edited = seen(self.bob, Edited)[0]
        self.assertEqual((edited.seq, edited.target, edited.text, edited.author), (seq, self.seq, "first", user_of(self.anna)))
        self.assertEqual(self.lab.device("cem").synchronise().texts, ["first"])

    def test_a_deletion_takes_all_texts_away(self) -> None:
        self.do(self.anna, words.Edit, self.seq, "first secret")
        self.do(self.anna, words.Delete, self.seq)
        self.assertEqual(seen(self.bob, Deleted)[0].target, self.seq)
        late = self.lab.device("cem").synchronise()
        self.assertNotIn("secret", str(late.heard))
        self.assertEqual(late.texts, [""])
        for kind, fields in ((words.Edit, ("again",)), (words.Delete, ()), (words.React, ("👍", True))):
            self.assertEqual(self.code(self.anna, kind, self.seq, *fields), "NO_SUCH_MESSAGE")

    def test_only_ones_own(self) -> None:
        self.assertEqual(self.code(self.bob, words.Edit, self.seq, "mine"), "NOT_ALLOWED")
        self.assertEqual(self.code(self.bob, words.Delete, self.seq), "NOT_ALLOWED")
        self.assertEqual(self.code(self.anna, words.Edit, 4711, "what"), "NO_SUCH_MESSAGE")
        self.assertEqual(self.code(self.anna, words.Edit, self.seq, "\u202e"), "INVALID_TEXT")

    def test_reactions(self) -> None:
        on = self.do(self.bob, words.React, self.seq, "👍", True)
        self.assertEqual(self.do(self.bob, words.React, self.seq, "👍", True), 0, "it is there already")
        off = self.do(self.bob, words.React, self.seq, "👍", False)
        found = [(r.seq, r.emoji, r.on) for r in seen(self.anna, Reacted)]
        self.assertEqual(found, [(on, "👍", True), (off, "👍", False)])
        for bad in ("x", "", "hello", "\u200d"):
            self.assertEqual(self.code(self.bob, words.React, self.seq, bad, True), "INVALID_TEXT")
        for emoji in "🍎🍏🍐🍑🍒":
            self.do(self.bob, words.React, self.seq, emoji, True)
        self.assertEqual(self.code(self.bob, words.React, self.seq, "🍓", True), "NOT_ALLOWED")
        self.assertEqual(limits.REACTIONS_PER_PERSON, 5)

    def test_a_moderator_deletes_in_the_lobby_and_it_is_in_the_audit(self) -> None:
        self.promote(self.cem)
        self.assertEqual(self.code(self.cem, words.Edit, self.seq, "never"), "NOT_ALLOWED")
        self.do(self.cem, words.Delete, self.seq)
        self.assertEqual(seen(self.anna, Deleted)[0].author, user_of(self.cem))
        self.cem.ask(words.AskAudit(0))
        row = self.cem.last(words.Audit).rows[0]
        self.assertEqual((row.what, row.by_name, row.name), ("delete", "cem", "anna"))

    def test_the_operator_deletes_in_everybodys_conversations_only(self) -> None:
        operator, group = self.lab.operator(), self.group(self.anna, self.bob)
        private, inside = self.tell(self.anna, self.bob, "psst"), self.post(self.anna, group, "ours")
        for target in (private, inside, 4711):
            self.assertEqual(self.code(operator, words.Delete, target), "NO_SUCH_MESSAGE")
        self.do(operator, words.Delete, self.seq)
        self.assertEqual(seen(self.bob, Deleted)[0].author, 0)

    def test_a_groups_admin_deletes_there_and_a_moderator_does_not(self) -> None:
        self.promote(self.cem)
        group = self.group(self.anna, self.bob, self.cem)
        seq = self.post(self.bob, group, "nonsense")
        self.assertEqual(self.code(self.cem, words.Delete, seq), "NOT_ALLOWED")
        self.do(self.anna, words.Delete, seq)
        self.assertEqual(seen(self.bob, Deleted)[0].target, seq)

    def test_nothing_from_outside_a_membership(self) -> None:
        group = self.group(self.anna, self.bob)
        old = self.post(self.anna, group, "before")
        self.do(self.anna, words.AddMembers, group, (user_of(self.cem),))
        for kind, fields in ((words.Edit, ("x",)), (words.Delete, ()), (words.React, ("👍", True))):
            self.assertEqual(self.code(self.cem, kind, old, *fields), "NO_SUCH_MESSAGE")
        self.do(self.anna, words.Edit, old, "edited")
        self.do(self.bob, words.React, old, "👍", True)
        self.assertEqual([type(e) for e in events_of(self.bob)][-2:], [Edited, Reacted])
        self.assertEqual([type(e) for e in events_of(self.cem) if e.conversation == group], [words.Joined])
        self.do(self.anna, words.RemoveMember, group, user_of(self.bob))
        self.assertEqual(self.code(self.bob, words.React, old, "🎉", True), "NOT_A_MEMBER")

    def test_what_is_archived_stays_as_it_is(self) -> None:
        self.promote(self.cem)
        before = self.do(self.cem, words.NewLesson)
        self.assertEqual([(a.seq, a.before) for a in seen(self.anna, words.Archived)], [(before, before)])
        self.assertEqual(self.code(self.anna, words.Edit, self.seq, "late"), "NO_SUCH_MESSAGE")
        self.post(self.anna, self.lobby, "new")
        late = self.lab.device("bob").synchronise()
        self.assertEqual(late.texts, ["new"])
        self.lab.later(1.1)
        self.assertEqual([m.text for m in seen(self.bob, Message)], ["frist", "new"])
