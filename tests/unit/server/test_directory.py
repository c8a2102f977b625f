"""Lists and searches: pages as they are read, only what one may see, one answer to each question."""

from __future__ import annotations

from unittest import mock

from tests.unit.server.lab import Client
from tests.unit.server.talk_lab import TalkTest, user_of
from udpchat import limits, words
from udpchat.errors import Storage
from udpchat.words import AskGroups, AskMembers, AskPeople, Directory, Found, GroupList, Members, NotDone, Search


class DirectoryTest(TalkTest):
    def test_everybody_by_pages_whether_here_or_not(self) -> None:
        anna = self.lab.person("anna")
        self.pupils(limits.DIRECTORY_COUNT + 10)
        anna.ask(AskPeople(""))
        pages = anna.all(Directory)
        self.assertEqual([(len(page.rows), page.last) for page in pages], [(50, False), (11, True)])
        rows = [row for page in pages for row in page.rows]
        self.assertEqual([row.name for row in rows], sorted(row.name for row in rows))
        self.assertEqual([row.name for row in rows if row.online], ["anna"])
        anna.ask(AskPeople("PUPIL00"))
        self.assertEqual([row.name for row in anna.last(Directory).rows], [f"pupil00{n}" for n in range(10)])
        anna.ask(AskPeople("nobody"))
        self.assertEqual(anna.last(Directory), Directory((), True))

    def test_it_ends_somewhere(self) -> None:
        anna = self.lab.person("anna")
        self.pupils(limits.DIRECTORY_COUNT + 10)
        with mock.patch.object(limits, "DIRECTORY_TOTAL_COUNT", 50):
            anna.ask(AskPeople(""))
        self.assertEqual([(len(page.rows), page.last) for page in anna.all(Directory)], [(50, True)])

    def test_whom_one_blocks_is_marked_for_oneself_only(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.do(anna, words.Block, user_of(bob), True)
        for client, blocked in ((anna, ["bob"]), (bob, [])):
            client.ask(AskPeople(""))
            self.assertEqual([row.name for row in client.last(Directory).rows if row.blocked], blocked)

    def test_the_operator_reads_it_too(self) -> None:
        self.lab.person("anna")
        operator = self.lab.operator()
        operator.ask(AskPeople(""))
        self.assertEqual([row.name for row in operator.last(Directory).rows], ["anna"])

    def test_the_operator_reads_what_groups_there_are(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        groups = [self.group(anna, title=f"chess {number:02}") for number in range(limits.GROUPS_COUNT + 1)]
        shared = self.group(bob, anna, title="A club")
        gone = self.group(bob, title="gone")
        self.do(bob, words.DeleteGroup, gone)
        operator = self.lab.operator()
        operator.ask(AskGroups(0))
        pages = operator.all(GroupList)
        self.assertEqual([(len(page.rows), page.last) for page in pages], [(limits.GROUPS_COUNT, False), (2, True)])
        rows = [row for page in pages for row in page.rows]
        self.assertEqual([row.id for row in rows], [shared, *groups])
        first = rows[0]
        self.assertEqual((first.title, first.owner_name, first.members, first.history_open), ("A club", "bob", 2, False))
        operator.ask(AskGroups(user_of(bob)))
        self.assertEqual([row.id for row in operator.last(GroupList).rows], [shared])

    def test_nobody_else_reads_what_groups_there_are(self) -> None:
        anna = self.lab.person("anna")
        anna.ask(AskGroups(0))
        self.assertEqual(anna.all(GroupList), [])

    def test_members_of_the_lobby_and_of_others_places(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.tell(anna, anna, "a note")
        anna.ask(AskMembers(self.lab.store.lobby))
        self.assertEqual([row.name for row in anna.last(Members).rows], ["anna", "bob"])
        for place in (3, 4711):
            bob.ask(AskMembers(place))
            self.assertEqual(bob.last(Members), Members(place, (), True))

    def test_who_asks_and_does_not_read_costs_no_queue(self) -> None:
        anna = self.lab.person("anna")
        self.pupils(limits.DIRECTORY_COUNT * 3)
        session = next(s for s in self.lab.core.sessions.all() if s.name == "anna")
        for _ in range(15):
            anna.say(AskPeople(""))
        self.lab._clients_turn()
        anna.mute = True
        self.lab.turn()
        self.assertLess(self.lab.core.endpoint.queued_bytes(session.cid), 64 * 1024)
        anna.mute = False
        self.lab.later(4.0, step_s=0.1)
        self.assertTrue(anna.last(Directory).last)


class SearchTest(TalkTest):
    def setUp(self) -> None:
        super().setUp()
        self.anna, self.bob = self.lab.person("anna"), self.lab.person("bob")
        self.lobby = self.lab.store.lobby

    def found(self, client: Client, text: str = "", **fields: int) -> list[str]:
        names = ("conversation", "author", "since", "until", "before")
        ref = self.lab.rng.randbytes(16)
        client.ask(Search(ref, text, *(fields.get(name, 0) for name in names)))
        answer = client.last(Found)
        self.assertEqual(answer.ref, ref)
        return [message.text for message in answer.messages]

    def test_before_the_index_and_through_it(self) -> None:
        seqs = [self.post(self.anna, self.lobby, text) for text in ("red apple", "green apple", "red pear")]
        for _ in range(2):
            self.assertEqual(self.found(self.bob, "apple"), ["green apple", "red apple"])
            self.assertEqual(self.found(self.bob, "red"), ["red pear", "red apple"])
            self.assertEqual(self.found(self.bob, "apple", before=seqs[1]), ["red apple"])
            self.assertEqual(self.found(self.bob, author=user_of(self.bob)), [])
            self.lab.later(3.0, step_s=0.5)
        self.assertEqual(self.lab.store.search.indexed_seq, self.lab.store.head())

    def test_an_edit_and_a_deletion_count(self) -> None:
        one, two = self.post(self.anna, self.lobby, "red apple"), self.post(self.anna, self.lobby, "secret pear")
        self.lab.later(3.0, step_s=0.5)
        self.do(self.anna, words.Edit, one, "blue apple")
        self.do(self.anna, words.Delete, two)
        for _ in range(2):
            self.assertEqual((self.found(self.bob, "red"), self.found(self.bob, "blue")), ([], ["blue apple"]))
            self.assertEqual(self.found(self.bob, "pear"), [])
            self.lab.later(3.0, step_s=0.5)

    def test_only_what_one_may_see(self) -> None:
        group = self.group(self.anna)
        self.post(self.anna, group, "secret one")
        self.tell(self.anna, self.anna, "secret note")
        self.do(self.anna, words.AddMembers, group, (user_of(self.bob),))
        self.post(self.anna, group, "secret two")
        self.do(self.anna, words.RemoveMember, group, user_of(self.bob))
        self.post(self.anna, group, "secret three")
        for _ in range(2):
            self.assertEqual(self.found(self.bob, "secret"), ["secret two"])
            self.assertEqual(self.found(self.bob, "secret", conversation=group), ["secret two"])
            self.assertEqual(len(self.found(self.anna, "secret")), 4)
            self.lab.later(3.0, step_s=0.5)

    def test_a_page_fits_a_frame_and_says_where_to_go_on(self) -> None:
        for number in range(12):
            self.post(self.anna, self.lobby, f"{number} word " + '"' * 8000)
        texts: list[str] = []
        before = 0
        while True:
            self.bob.ask(Search(bytes(16), "word", 0, 0, 0, 0, before))
            page = self.bob.last(Found)
            texts += [message.text.split()[0] for message in page.messages]
            before = page.more
            if not before:
                break
        self.assertEqual(texts, [str(number) for number in reversed(range(12))])
        self.assertIsNone(self.bob.closed)

    def test_questions_that_wait_are_few_and_an_empty_one_is_none(self) -> None:
        for _ in range(5):
            self.bob.say(Search(bytes(16), "x", 0, 0, 0, 0, 0))
        self.lab.turn()
        codes = [word.code for word in self.bob.all(NotDone)]
        self.assertEqual((set(codes), len(self.bob.all(Found)) + len(codes)), ({"SLOW_DOWN"}, 5))
        self.bob.ask(Search(bytes(16), " ", 0, 0, 0, 0, 0))
        self.assertEqual(self.bob.last(NotDone).code, "BAD_REQUEST")

    def test_an_index_that_fails_is_told_and_tried_again(self) -> None:
        self.allow_failures = True
        with mock.patch.object(self.lab.store.search, "search", side_effect=Storage("broken")):
            self.bob.ask(Search(bytes(16), "x", 0, 0, 0, 0, 0))
        self.assertEqual(self.bob.last(NotDone).code, "STORAGE")
        with mock.patch.object(self.lab.store.search, "fill", side_effect=Storage("broken")):
            self.post(self.anna, self.lobby, "apple")
            self.lab.later(2.0, step_s=0.5)
        self.lab.later(limits.FILL_RETRY_S + 1.0, step_s=1.0)
        self.assertEqual(self.lab.store.search.indexed_seq, self.lab.store.head())

    def test_a_flood_is_indexed_when_it_is_over(self) -> None:
        for start in range(0, 600, 60):
            for number in range(start, start + 60):
                self.anna.post(str(number))
            self.lab.turn()
            self.lab.later(0.1)
        self.assertLess(self.lab.store.search.indexed_seq, self.lab.store.head())
        self.lab.later(4.0, step_s=0.5)
        self.assertEqual(self.lab.store.search.indexed_seq, self.lab.store.head())
