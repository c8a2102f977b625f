"""Who is online: the published picture, deltas of at most one a second, newcomers and slow readers."""

from __future__ import annotations

from tests.unit.server.lab import Client, ServerTest
from udpchat import limits
from udpchat.words import Bye, People, Presence


def view(client: Client) -> set[str]:
    """Whom this client believes to be online."""
    names: set[str] = set()
    fresh: set[str] = set()
    for word in client.heard:
        if isinstance(word, People):
            fresh |= {person.name for person in word.people}
            if word.last:
                names, fresh = fresh, set()
        elif isinstance(word, Presence):
            names |= {person.name for person in word.joined}
            names -= {person.name for person in word.left}
    return names


class PresenceTest(ServerTest):
    def test_everybody_sees_everybody_within_a_second(self) -> None:
        people = [self.lab.person(f"user{number}") for number in range(5)]
        self.lab.later(1.1)
        for client in people:
            self.assertEqual(view(client), {f"user{number}" for number in range(5)})

    def test_the_first_change_after_quiet_is_told_at_once(self) -> None:
        anna = self.lab.person("anna")
        self.lab.later(2.5)
        self.lab.person("bob")
        self.assertEqual(view(anna), {"anna", "bob"})

    def test_many_changes_in_a_second_are_one_delta(self) -> None:
        anna = self.lab.person("anna")
        self.lab.later(2.5)
        for number in range(20):
            self.lab.person(f"user{number}")
        self.lab.later(1.1)
        self.assertEqual([len(word.joined) for word in anna.all(Presence)][-2:], [1, 19])

    def test_leaving(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        self.lab.later(2.5)
        bob.ask(Bye("logout"))
        self.assertEqual([person.name for person in anna.last(Presence).left], ["bob"])

    def test_who_comes_and_goes_within_a_tick_is_not_told(self) -> None:
        anna = self.lab.person("anna")
        self.lab.later(0.3)
        count = len(anna.all(Presence))
        self.lab.person("bob").ask(Bye("logout"))
        self.lab.later(3.0)
        self.assertEqual(len(anna.all(Presence)), count)

    def test_a_person_is_online_while_one_session_lives(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        second = self.lab.client().hello()
        second.ask(bob.token())
        second.synchronise()
        self.lab.later(2.5)
        bob.ask(Bye("logout"))
        self.lab.later(2.5)
        self.assertEqual(view(anna), {"anna", "bob"})
        second.ask(Bye("logout"))
        self.lab.later(2.5)
        self.assertEqual(view(anna), {"anna"})

    def test_a_large_class_is_paged(self) -> None:
        count = limits.PEOPLE_COUNT + 30
        presence = self.lab.core._presence
        clients = [self.lab.client("127.0.0.1").hello().guest(f"user{number}") for number in range(count)]
        for _ in range(2):
            self.lab.now += 1.5
            self.lab.turn()
        last = self.lab.person("last")
        self.assertEqual(sum(len(word.people) for word in last.all(People)), count + 1)
        self.assertEqual([word.last for word in last.all(People)], [False, True])
        self.assertEqual(view(clients[0]), {f"user{number}" for number in range(count)} | {"last"})
        self.assertEqual(len(presence._published), count + 1)

    def test_a_reader_who_does_not_read_gets_the_whole_picture_later(self) -> None:
        slow = self.lab.person("slow")
        session = self.lab.core.sessions.all()[0]
        slow.mute = True
        presence = self.lab.core._presence
        for number in range(800):
            self.lab.core.sessions.tell(session, Bye("x" * 200))  # anything that fills the queue of control frames
            if number % 40 == 0:
                self.lab.person(f"user{number}")
                self.lab.later(0.06)
        self.assertIn(session.cid, presence._behind)
        self.lab.person("anna")
        slow.mute = False
        self.lab.later(6.0)
        self.assertNotIn(session.cid, presence._behind)
        self.assertEqual(view(slow), {"slow", "anna", *(f"user{number}" for number in range(0, 800, 40))})
        self.assertIsNone(presence.next_timeout())
