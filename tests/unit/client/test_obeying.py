"""Commands carried out by shipped client cores at the shipped relay core."""

from __future__ import annotations

import json
import unittest
from pathlib import Path
from unittest import mock

from tests.unit.client.talkers import PASSWORD, Talker, TalkTest
from udpchat.client import events
from udpchat.client.numbers import LOBBY, private_with
from udpchat.client.obedience import HANDLERS
from udpchat.client.obeying import Go, Obeying, Reply, Turn
from udpchat.client.parsing import Call, meaning
from udpchat.client.target import Recovery


class Typist:
    """Somebody who types commands."""

    def __init__(self, talker: Talker) -> None:
        self.talker = talker
        self.replies: list[Reply] = []
        self.here = LOBBY
        self.obeying = Obeying(talker.core, self.replies.append, self.go, lambda: talker.test.lab.wall, HANDLERS)
        self._heard = len(talker.seat.events)

    def go(self, go: Go) -> None:
        self.here = go.conversation

    def type(self, line: str) -> Reply:
        """A command until it is done; what it says."""
        call = meaning(line)
        assert isinstance(call, Call), (line, call)
        before = len(self.replies)
        self.obeying.obey(call, self.here, self.talker.now)
        for _ in range(30):
            self.pump()
            if len(self.replies) > before and not self.obeying.busy:
                return self.replies[-1]
            self.talker.test.settle(0.3)
        raise AssertionError(f"{line}: no end")

    def pump(self) -> None:
        """Hand over what happened."""
        found = self.talker.seat.events
        while self._heard < len(found):
            self._heard += 1
            self.obeying.on_event(found[self._heard - 1], self.talker.now)
        self.obeying.on_event(Turn(), self.talker.now)

    def lines(self, line: str) -> str:
        """The answer as one text; it must not be an error."""
        reply = self.type(line)
        assert reply.error is None, reply.error.sentence
        return "\n".join(reply.lines)

    def code(self, line: str) -> str:
        """The code of the error."""
        error = self.type(line).error
        return error.code if error else ""


class Commands(TalkTest):
    def typists(self, *names: str) -> list[Typist]:
        return [Typist(talker) for talker in self.people(*names)]

    def moderator(self, name: str = "mod", role: str = "moderator") -> Typist:
        talker = self.person(name)
        talker.core.log_out(talker.now)
        self.settle(3)
        self.lab.store._write("UPDATE user SET role = ? WHERE name = ?", (role, name))
        self.lab.store.commit()
        return Typist(self.device(name, ""))

    def test_talking(self) -> None:
        ann, ben = self.typists("ann", "ben")
        self.assertEqual(ann.lines("/msg @ben hello  there"), "")
        self.settle()
        self.assertEqual(ben.talker.texts(private_with(ann.talker.me)), ["hello  there"])
        self.assertEqual(ann.code("/msg nobody hello"), "NO_SUCH_USER")
        self.assertEqual(ann.code("/msg #nothing hello"), "NO_SUCH_GROUP")
        self.assertEqual(ann.lines("/broadcast everybody listen"), "")
        self.settle()
        inbox = ben.lines("/inbox")
        self.assertIn("@ann: 1 unread", inbox)
        self.assertIn("ann: hello  there".replace("  ", " "), inbox)
        self.assertIn("everybody listen", inbox)
        self.assertEqual(ben.lines("/inbox"), "Nothing unread.")
        self.assertIn("@ann", ben.lines("/rooms"))
        self.assertEqual(ann.lines("/sendgroup ben hi"), "message sent to ben")
        self.assertEqual(ann.code("/sendgroup ben,nobody hi"), "NO_SUCH_USER")
        self.assertEqual(ben.lines("/read"), "Everything is marked as read.")

    def test_an_inbox_longer_than_memory(self) -> None:
        ann = self.person("ann", keep=True)
        ben = self.person("ben")
        ann.kill()
        for number in range(130):
            ben.core.send_message(f"text {number}", ben.now, private_with(ann.me))
        self.settle(3)
        ann = self.device("ann", "", keep=True)
        self.settle(2)
        ann.kill()
        with mock.patch.multiple("udpchat.client.reading", CACHE_SHOWN_COUNT=10, ROOM_TAIL_COUNT=5):
            typist = Typist(self.device("ann", "", keep=True))
        self.assertEqual(len(typist.talker.core.unread(private_with(ben.me))), 130)
        self.assertEqual(len(typist.talker.messages()), 10)
        shown = typist.lines("/inbox").splitlines()
        self.assertEqual(shown[0], "@ben: 130 unread")
        self.assertTrue(shown[-1].endswith("text 129"))
        self.assertEqual(typist.lines("/inbox"), "Nothing unread.")

    def test_open_and_change(self) -> None:
        ann, ben = self.typists("ann", "ben")
        ann.lines("/open ben")
        self.assertEqual(ann.here, private_with(ben.talker.me))
        ann.talker.say("helo", ann.here)
        ben.here = private_with(ann.talker.me)
        ann.lines("/edit hello")
        ben.lines("/react 👍")
        ben.lines("/reply hi")
        self.settle()
        (first, second) = ben.talker.messages()
        self.assertEqual((first.text, first.reactions, second.reply), ("hello", {"👍": (ben.talker.me,)}, first.seq))
        ben.lines("/react 👍")
        ann.lines("/delete")
        self.settle()
        self.assertEqual((ben.talker.messages()[0].deleted, ben.talker.messages()[0].reactions), (True, {}))
        self.assertEqual(ann.code("/edit ^5 x"), "NO_MESSAGE_HERE")
        ann.lines("/lobby")
        self.assertEqual(ann.here, LOBBY)

    def test_what_still_waits_can_be_changed_and_taken_back(self) -> None:
        ann, ben = self.typists("ann", "ben")
        ann.talker.say("one")
        ann.talker.vanish()
        self.settle(60)
        ann.talker.say("two")
        ann.talker.say("thre")
        self.assertEqual(ann.lines("/edit three"), "")
        ann.talker.say("four")
        self.assertEqual(ann.lines("/delete"), "")
        self.assertEqual(ann.code("/edit ^4 x"), "NO_MESSAGE_HERE")
        ann.talker.come_back()
        self.assertEqual(ben.talker.texts(), ["one", "two", "three"])
        ann.lines("/edit ^2 2")
        self.assertEqual(ben.talker.texts(), ["one", "2", "three"])

    def test_files_of_odd_places(self) -> None:
        (ann,) = self.typists("ann")
        for path in ("~nobody-of-that-name/x", '""', "a\0b", "/"):
            self.assertEqual(ann.code(f"/file {path}"), "CANNOT_READ", path)

    def test_groups(self) -> None:
        ann, ben, cat = self.typists("ann", "ben", "cat")
        self.assertIn("grup ciwi", ann.lines('/group create "grup ciwi" ben'))
        self.settle()
        ann.lines('/open "grup ciwi"')
        ann.lines("/add cat")
        self.assertIn("cat", ann.lines('/group members "grup ciwi"'))
        ann.lines('/group role "grup ciwi" ben admin')
        self.settle(2)
        self.assertIn("ben (Ben), admin", ann.lines('/group members "grup ciwi"'))
        ann.lines("/topic all about girls")
        ann.lines('/group rename "grup ciwi" team')
        self.settle(2)
        ann.lines("/group history team open")
        self.assertIn("team (3 members", ben.lines("/rooms"))
        self.assertEqual(cat.code("/group remove team ben"), "NOT_ALLOWED")
        ann.lines("/group remove team cat")
        self.assertEqual(cat.code("/msg #team hello"), "NO_SUCH_GROUP")
        ann.lines("/notify off")
        self.settle(2)
        self.assertIn("no notices", ann.lines("/rooms"))
        ben.lines("/group leave team")
        ann.lines("/group delete team")
        self.assertEqual(ann.code("/group members team"), "NO_SUCH_GROUP")
        self.assertEqual(ann.code("/leave"), "NO_GROUP_HERE")

    def test_people(self) -> None:
        ann, _ben = self.typists("ann", "ben")
        self.settle(2)
        self.assertIn("2 online: ", ann.lines("/who"))
        self.assertIn("ben: Ben, online", ann.lines("/people b"))
        self.assertEqual(ann.lines("/people zzz"), "Nobody of that name.")
        self.assertEqual(ann.code("/whois nobody"), "NO_SUCH_USER")
        ann.lines("/nick Ann the Great")
        ann.lines("/country Iceland")
        ann.lines("/status at sea")
        self.assertIn("ann: Ann the Great, Iceland, at sea, online", ann.lines("/whois ANN"))
        ann.lines("/away lunch")
        self.settle(2)
        self.assertIn("ann (away)", _ben.lines("/who"))
        ann.lines("/back")
        ann.lines("/block ben")
        self.assertIn("blocked by you", ann.lines("/whois ben"))
        ann.lines("/unblock ben")
        present = f'"{PASSWORD}ann"'
        self.assertEqual(ann.code(f"/password {present} short"), "BAD_PASSWORD")
        self.assertEqual(ann.code("/password wrong a longer one"), "WRONG_PASSWORD")
        self.assertIn("changed", ann.lines(f"/password {present} a longer one"))
        self.assertEqual(ann.code("/deleteaccount ben a longer one"), "NOT_YOUR_NAME")
        self.assertEqual(ann.code("/deleteaccount ann wrong"), "WRONG_PASSWORD")

    def test_groups_that_are_called_alike(self) -> None:
        ann, ben = self.typists("ann", "ben")
        ann.lines("/group create team ben")
        first = ben.talker.group("team")
        ben.lines("/group create Team ann")
        second = next(room.id for room in ben.talker.core.rooms if room.title == "Team")
        self.assertEqual(ann.code("/msg #TEAM hello"), "MANY_GROUPS")
        ann.lines("/msg #Team hello")
        ann.lines(f"/msg #{first} by number")
        self.settle(1)
        self.assertEqual((ben.talker.texts(second), ben.talker.texts(first)), (["hello"], ["by number"]))

    def test_seen(self) -> None:
        ann, ben, cat = self.typists("ann", "ben", "cat")
        ann.lines("/group create team ben,cat")
        ann.lines("/open team")
        ann.talker.say("hello", ann.talker.group("team"))
        self.settle(2)
        self.assertEqual(ann.lines("/seen"), "Read by 0 of 2, arrived at 2. Not read by: ben, cat")
        ben.talker.core.mark_all_read(ben.talker.now)
        self.settle(2)
        self.assertEqual(ann.lines("/seen ^1"), "Read by 1 of 2, arrived at 2. Not read by: cat")
        ann.lines("/sendgroup ben,cat to both")
        self.settle(2)
        ann.lines("/open @ben")
        cat.talker.core.mark_all_read(cat.talker.now)
        self.settle(2)
        self.assertEqual(sorted(ann.lines("/seen").splitlines()), ["ben: arrived", "cat: read"])
        self.assertEqual(ben.code("/seen ^9"), "NO_MESSAGE_HERE")

    def test_orders_that_make_no_sense(self) -> None:
        (mod,) = self.typists("mod")
        for line, code in (
            *(("/block mod", "YOURSELF"), ("/kick mod", "YOURSELF"), ("/mute mod 1m", "YOURSELF")),
            *(("/status " + "é" * 60, "BAD_LINE"), ("/delete", "NO_MESSAGE_HERE"), ("/topic x", "NO_GROUP_HERE")),
        ):
            self.assertEqual(mod.code(line), code, line)

    def test_search_and_export(self) -> None:
        ann, ben = self.typists("ann", "ben")
        for text in ("red apples", "green apples"):
            ann.talker.say(text)
        ben.talker.say("blue apples")
        self.settle(2)
        self.assertEqual(len(ann.lines("/search apples").splitlines()), 3)
        self.assertEqual(len(ann.lines("/search apples from:ben in:lobby since:2001-01-01").splitlines()), 1)
        self.assertEqual(ann.lines("/search plums"), "Nothing found.")
        self.assertEqual(ann.code("/search x since:yesterday"), "BAD_DAY")
        file = self.folder / "lobby.json"
        self.assertIn("3 messages", ann.lines(f"/export json {file}"))
        found = json.loads(file.read_text(encoding="utf-8"))
        self.assertEqual([event["text"] for event in found["events"]], ["red apples", "green apples", "blue apples"])
        self.assertEqual(ann.code(f"/export html {Path('/nowhere/at/all')}"), "NOT_WRITTEN")

    def test_keeping_order(self) -> None:
        (ann,) = self.typists("ann")
        mod = self.moderator()
        self.assertEqual(ann.code("/kick mod"), "NOT_ALLOWED")
        self.assertIn("muted", mod.lines("/mute ann 10m too loud"))
        self.settle()
        ann.talker.say("hello")
        self.assertEqual(ann.talker.of(events.MessageRefused)[-1].refusal.code, "MUTED")
        self.assertEqual(ann.talker.of(events.Sanctioned)[-1].kind, "mute")
        self.assertIn("mute ann", mod.lines("/bans"))
        mod.lines("/unmute ann")
        ann.talker.say("hello again")
        mod.lines("/pause")
        self.settle()
        ann.talker.say("while paused")
        self.assertEqual(ann.talker.of(events.MessageRefused)[-1].refusal.code, "PAUSED")
        mod.lines("/resume")
        mod.lines("/slow 30")
        ann.talker.say("one")
        ann.talker.say("two")
        self.assertEqual(ann.talker.of(events.MessageRefused)[-1].refusal.code, "SLOW_MODE")
        mod.lines("/slow 0")
        mod.lines("/private off")
        ann.talker.say("psst", private_with(ann.talker.me))
        mod.lines("/private on")
        self.assertEqual(mod.code("/role ann moderator"), "NOT_ALLOWED")
        mod.lines("/newlesson")
        self.settle()
        self.assertEqual(ann.talker.texts(LOBBY), [])
        self.assertIn("mod muted ann. too loud", mod.lines("/audit"))
        mod.lines("/ban ann 2h enough")
        self.settle(2)
        self.assertTrue(ann.talker.of(events.SignInRefused) or ann.talker.of(events.LoggedOut))
        mod.lines("/unban ann")
        self.assertEqual(mod.code("/unban ann"), "NO_SUCH_USER")
        mod.lines("/ban 10.9.8.7 1h")
        mod.lines("/unban 10.9.8.7")

    def test_operator(self) -> None:
        (ann,) = self.typists("ann")
        boss = self.moderator("boss", "operator")
        boss.lines("/role ann moderator")
        boss.lines("/announcers moderators")
        boss.lines("/retention 30")
        code = boss.lines("/resetcode ann")
        self.assertIn("Tell ann this code", code)
        word = code.split(": ")[1].split()[0]
        for given, refused in (("0000-0000", True), (word, False), (word, True)):
            recovery = Recovery("ann", given, "another horse" if not refused else "a third horse")
            seat = self.connect(recovery, self.folder / f"recovering {given} {refused}", trust=True)
            self.settle(2)
            codes = [(event.refusal.code, event.final) for event in seat.of(events.SignInRefused)]
            self.assertEqual(codes, [("WRONG_CODE", True)] if refused else [])
            self.assertEqual(bool(seat.of(events.SignedIn)), not refused)
            self.assertEqual(bool(seat.of(events.PasswordRecovered)), not refused)
        self.assertIn("Your password was changed", ann.talker.of(events.LoggedOut)[0].reason)
        ben = self.person("ben")
        boss.lines("/kick ben bye")
        self.settle(2)
        self.assertEqual(
            [event.reason for event in ben.of(events.LoggedOut)],
            ["A moderator ended your session: bye. You may sign in again."],
        )
        self.settle(60)
        self.assertNotIn("ben", [person.name for person in boss.talker.core.online], "it does not come back by itself")
        self.device("ben")

    def test_no_other_servers(self) -> None:
        (ann,) = self.typists("ann")
        self.assertIn("linked with no other", ann.lines("/realm"))
        self.assertEqual(ann.code("/msg @bob@lab hello"), "NO_SUCH_REALM")
        self.assertEqual(ann.code("/msg @b@b@l@b hello"), "BAD_NAME")
        self.assertIn("does not tell", ann.lines("/realm people lab"))
        self.assertEqual(ann.code("/getinboxrealm lab"), "NO_SUCH_REALM")
        self.assertIn("Proposed", ann.lines("/addrealm lab 192.168.1.30 11111"))
        self.assertIn("proposed", ann.lines("/realm"))


if __name__ == "__main__":
    unittest.main()
