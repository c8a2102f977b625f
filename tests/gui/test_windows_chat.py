"""Two people chat by their windows through a relay of its own: order and ticks, faults of the relay, coming and going."""

from __future__ import annotations

import unittest
from pathlib import Path

from tests.gui.harness import RunningRelay, focus, running_relay
from tests.gui.people import Client, PeopleCase, files_with
from tests.system.processes import PASSWORD
from udpchat.catalogue import text
from udpchat.gui.presenters.connect_pages import Way
from udpchat.gui.widgets.chat_rows import MessageRow, NewRow, NoticeRow, Tick
from udpchat.operate.folder import look

LOST = text("chat.banner.lost")
SILENT = text("chat.banner.silent")


class ChatCase(PeopleCase):
    """A relay, and ann and ben with accounts on it."""

    def chatting(self) -> tuple[RunningRelay, Client, Client]:
        relay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        ann, ben = self.client(), self.client()
        ann.create(relay, "ann")
        ben.create(relay, "ben")
        self.until(lambda: ann.reads("2 online") and ben.reads("2 online"))
        return relay, ann, ben

    def assert_same(self, expected: list[tuple[str, str]], *clients: Client) -> None:
        """Everybody sees exactly this, and everything has arrived."""
        for client in clients:
            self.until(lambda client=client: len(client.lines) >= len(expected) and client.ticks <= {Tick.STORED})  # type: ignore[misc]
            self.assertEqual(client.lines, expected)


class BothWays(ChatCase):
    """Nothing goes wrong."""

    def test_order_and_ticks(self) -> None:
        _, ann, ben = self.chatting()
        ann.say("Hello ben", "How are you")
        ben.say("Fine, and you")
        ann.say("Me too")
        expected = [("ann", "Hello ben"), ("ann", "How are you"), ("ben", "Fine, and you"), ("ann", "Me too")]
        self.assert_same(expected, ann, ben)
        self.assertEqual([row.head for row in ben.rows], [True, False, True, True])
        self.assertEqual([row.own for row in ben.rows], [False, False, True, False])
        composer = ann.chat.composer
        ann.type(composer.text, "first")
        ann.key("shift+Return")
        self.until(lambda: composer.value == "first\n")
        self.assertTrue(ben.chat._actions.send("from ben"))  # while ann is still typing
        self.until(lambda: "from ben" in ann.texts)
        self.assertEqual(composer.value, "first\n")
        focus(composer.text)
        ann.key("s", "e", "c", "o", "n", "d", "Return")
        self.assert_same([*expected, ("ben", "from ben"), ("ann", "first\nsecond")], ann, ben)

    def test_unread_is_counted_until_it_is_read(self) -> None:
        _, ann, ben = self.chatting()
        self.look_away()
        ann.say("one", "two")
        self.until(lambda: ben.root.title().startswith("(2) "))
        self.assertTrue(any(isinstance(row, NewRow) for row in ben.chat.chat.index.rows))
        focus(ben.chat.composer.text)
        self.until(lambda: ben.root.title() == text("chat.title", room="Lobby", name="ben"))
        self.assertEqual(ann.root.title(), text("chat.title", room="Lobby", name="ann"))

    def test_coming_and_going_is_told(self) -> None:
        relay, ann, ben = self.chatting()

        def notices() -> str:
            return " ".join(row.text for row in ann.chat.chat.index.rows if isinstance(row, NoticeRow))

        self.until(lambda: "ben" in notices())
        ann.say("Hello")
        ben.close()
        self.until(lambda: text("chat.notice.went", names="ben") in notices())
        self.until(lambda: ann.reads("1 online"))
        cyd = self.client(ben.data)
        cyd.guest(relay, "cyd")
        self.until(lambda: "cyd" in notices() and ann.reads("2 online"))
        self.until(lambda: cyd.texts == ["Hello"])


class Faults(ChatCase):
    """The relay goes, and comes back."""

    hurried = True

    def test_relay_killed(self) -> None:
        relay, ann, ben = self.chatting()
        ann.say("before")
        self.assert_same([("ann", "before")], ann, ben)
        relay.program.kill()
        ann.say("while it is away")
        self.until(lambda: LOST in ann.banner or SILENT in ann.banner)
        self.assertIn("New messages are kept", ann.banner)
        ann.say("and one more")
        self.assertEqual([row.tick for row in ann.rows], [Tick.STORED, Tick.PENDING, Tick.PENDING])
        ann.type(ann.chat.composer.text, "half a sen")
        self.until(lambda: text("chat.banner.try_now") in ann.banner)
        running_relay(self, relay.data, port=relay.port)
        ann.chat.banner.button.invoke()  # nobody has to wait for the countdown
        self.until(lambda: ann.chatting and ben.chatting)
        expected = [("ann", "before"), ("ann", "while it is away"), ("ann", "and one more")]
        self.assert_same(expected, ann, ben)
        self.until(lambda: not ann.banner and not ben.banner)
        self.assertEqual(ann.chat.composer.value, "half a sen")
        ben.say("back again")
        self.assert_same([*expected, ("ben", "back again")], ann, ben)

    def test_moved_to_another_port(self) -> None:
        """By the settings of the server window; the people follow, and nobody has to do anything."""
        operator = self.server(self.folder() / "relay")
        before = operator.port
        ann, ben = self.client(), self.client()
        ann.create(before, "ann")
        ben.guest(before, "ben")
        ann.say("here")
        page = operator.page("settings")
        after = self.free_port()
        operator.type(page._port_field, str(after))  # type: ignore[attr-defined]
        operator.key("Return")
        self.until(lambda: operator.port == after)
        self.until(lambda: all(client.chatting and client.reads(f":{after}") for client in (ann, ben)))
        self.assertEqual((ann.banner, ben.banner), ("", ""))
        ann.say("there")
        ben.say("too")
        self.assert_same([("ann", "here"), ("ann", "there"), ("ben", "too")], ann, ben)
        running = look(operator.data).running
        self.assertEqual(running and running.port, after)

    def free_port(self) -> int:
        """A port that a relay just had."""
        relay = running_relay(self, self.folder())
        relay.program.kill()
        return relay.port


class ComingBack(ChatCase):
    """What stays on a computer when its window closes, and what does not."""

    hurried = True

    def unsent(self, *, keep: bool) -> tuple[RunningRelay, Path, Client]:
        """Ann has typed something that could not be sent, and closed the window nevertheless."""
        relay = running_relay(self, self.folder() / "relay")
        ann, ben = self.client(), self.client()
        ann.go(relay.port)
        ann.fill(Way.CREATE, name="ann", password=PASSWORD)
        if keep:
            ann.connect.form.keep.invoke()
        ann.submit()
        ann.until_chatting()
        ben.guest(relay, "ben")
        ann.say("sent")
        self.until(lambda: ben.texts == ["sent"] and ann.ticks == {Tick.STORED})
        relay.program.kill()
        ann.say("not sent one", "not sent two")
        ann.app.on_close()
        self.until(lambda: ann.reads(text("desktop.close.title"), text("desktop.close.words", count=2)))
        ann.key("Escape")  # the window goes on
        self.until(lambda: not ann.reads(text("desktop.close.title")))
        ann.app.on_close()
        ann.answer("yes")
        ann.until_ended()
        return running_relay(self, relay.data, port=relay.port), ann.data, ben

    def test_unsent_and_not_kept_signed_in(self) -> None:
        relay, data, ben = self.unsent(keep=False)
        self.assertEqual(files_with(data, "sent two") != [], True)
        ann = self.client(data)
        ann.sign_in(relay, "ann")
        expected = [("ann", "sent"), ("ann", "not sent one"), ("ann", "not sent two")]
        self.assert_same(expected, ann, ben)

    def test_unsent_and_kept_signed_in(self) -> None:
        relay, data, ben = self.unsent(keep=True)
        ann = self.client(data)
        ann.continue_as(relay, "ann")
        expected = [("ann", "sent"), ("ann", "not sent one"), ("ann", "not sent two")]
        self.assert_same(expected, ann, ben)

    def test_a_draft_is_there_again(self) -> None:
        relay = running_relay(self, self.folder() / "relay")
        ann = self.client()
        ann.go(relay.port)
        ann.fill(Way.CREATE, name="ann", password=PASSWORD)
        ann.connect.form.keep.invoke()
        ann.submit()
        ann.until_chatting()
        ann.type(ann.chat.composer.text, "half a sen")
        ann.close()
        again = self.client(ann.data)
        again.continue_as(relay, "ann")
        self.until(lambda: again.chat.composer.value == "half a sen")


class NextLesson(ChatCase):
    """Another person at the same computer, with the same account of the system, sees nothing of the one before."""

    SECRETS = ("Annegret", "unter vier Augen", "halb getippt", PASSWORD)

    def first_lesson(self, relay: RunningRelay) -> Client:
        ann = self.client()
        ann.create(relay, "Annegret")
        ann.say("unter vier Augen")
        self.until(lambda: ann.ticks == {Tick.STORED})
        ann.type(ann.chat.composer.text, "halb getippt")
        return ann

    def assert_nothing_left(self, data: Path, client: Client) -> None:
        self.assertEqual(files_with(data, *self.SECRETS), [])
        for secret in self.SECRETS:
            self.assertNotIn(secret, client.words)

    def test_after_signing_out(self) -> None:
        relay = running_relay(self, self.folder())
        other = running_relay(self, self.folder(), "--name", "Next")
        ann = self.first_lesson(relay)
        self.assertNotEqual(files_with(ann.data, "Annegret"), [])  # the search finds what is there
        ann.sign_out()
        self.assert_nothing_left(ann.data, ann)
        ann.go(relay.port)
        self.assert_nothing_left(ann.data, ann)
        self.assertEqual({field.value for field in ann.connect.form.fields.values()}, {""})
        ann.key("Escape")
        self.until(lambda: ann.at_first_page)
        ann.create(other, "ben")
        self.assertEqual(ann.texts, [])
        self.assertEqual(ann.chat.composer.value, "")
        self.assert_nothing_left(ann.data, ann)

    def test_after_the_window_was_closed(self) -> None:
        relay = running_relay(self, self.folder())
        ann = self.first_lesson(relay)
        ann.close()
        ben = self.client(ann.data)
        ben.go(relay.port)
        self.assert_nothing_left(ann.data, ben)

    def test_what_is_on_the_screen_goes_with_the_person(self) -> None:
        """The lobby belongs to everybody: the next person sees it as far as the server shows it to them, as their own."""
        relay = running_relay(self, self.folder())
        ann = self.first_lesson(relay)
        ann.sign_out()
        ann.guest(relay, "ben")
        self.until(lambda: ann.texts)
        self.assertFalse(any(isinstance(row, MessageRow) and row.own for row in ann.rows))
        self.assertEqual(ann.chat.composer.value, "")


if __name__ == "__main__":
    unittest.main()
