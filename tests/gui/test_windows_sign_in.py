"""Coming in by the client window: the first visit, accounts and guests, refusals at their field, several windows at once."""

from __future__ import annotations

import unittest
from unittest import mock

from tests.gui.harness import running_relay
from tests.gui.people import Client, PeopleCase, selected
from tests.system.processes import PASSWORD
from udpchat.catalogue import text
from udpchat.errors import NameDoesNotResolve
from udpchat.gui.presenters.connect_pages import Field, Way
from udpchat.gui.widgets.chat_rows import Tick


def place(client: Client) -> tuple[int, int]:
    return client.root.winfo_x(), client.root.winfo_y()


class ComingIn(PeopleCase):
    """Everything a person types on the way in."""

    hurried = True

    def test_account_guest_and_the_way_back(self) -> None:
        relay = running_relay(self, self.folder(), "--name", "Lab")
        ann, ben = self.client(), self.client()
        ann.go(relay.port)
        ann.fill(Way.CREATE, name="ann", password=PASSWORD)
        ann.key("Return")
        self.until(lambda: ann.asked)
        self.until(lambda: ann.reads(relay.fingerprint))
        ann.key("Return")  # nobody answers this by accident
        ann.connect.question.match.invoke()
        ann.until_chatting()
        ben.guest(relay, "ben")
        for client, name in ((ann, "ann"), (ben, "ben")):
            self.until(lambda client=client: client.reads("2 online"))  # type: ignore[misc]
            self.assertEqual(client.root.title(), text("chat.title", room="Lobby", name=name))
        ann.sign_out()
        self.until(lambda: ben.reads("1 online"))
        ann.sign_in(relay, "ann")  # the server is known now: nobody asks
        self.until(lambda: ben.reads("2 online"))

    def test_a_fingerprint_that_differs(self) -> None:
        relay = running_relay(self, self.folder())
        ann = self.client()
        ann.go(relay.port)
        ann.fill(Way.CREATE, name="ann", password=PASSWORD)
        ann.key("Return")
        self.until(lambda: ann.asked)
        ann.connect.question.differ.invoke()
        self.until(lambda: ann.at_first_page)
        self.until(lambda: ann.reads(text("connect.question.refused")))
        ann.go(relay.port)
        self.assertEqual(ann.connect.form.fields[Field.PASSWORD].value, "")

    def test_the_server_of_this_computer_needs_no_question(self) -> None:
        data = self.folder() / "relay"
        relay = running_relay(self, data)
        ann = self.client(server_data=data)
        ann.go(relay.port)
        ann.fill(Way.GUEST, name="ann")
        ann.key("Return")
        self.until(lambda: ann.chatting or ann.asked)
        self.assertTrue(ann.chatting)

    def test_taken_name(self) -> None:
        relay = running_relay(self, self.folder())
        ann, ben = self.client(), self.client()
        ann.create(relay, "ann")
        ben.go(relay.port)
        ben.fill(Way.CREATE, name="Ann", password=PASSWORD)
        ben.submit()
        name = ben.connect.form.fields[Field.NAME]
        self.until(lambda: name.problem)
        self.assertEqual(name.problem, text("connect.name.taken", name="Ann"))
        self.until(lambda: ben.reads("Ann2", "Ann3"))
        self.assertEqual(ben.connect.form.fields[Field.PASSWORD].value, PASSWORD)
        self.assertEqual(selected(name.entry), "Ann")
        name._chose("Ann2")
        ben.submit()
        ben.until_chatting()
        self.until(lambda: ann.reads("Ann2"))

    def test_wrong_password(self) -> None:
        relay = running_relay(self, self.folder())
        ann = self.client()
        ann.create(relay, "ann")
        ann.sign_out()
        ann.go(relay.port)
        ann.fill(Way.SIGN_IN, name="ann", password="wrong")
        form = ann.connect.form
        password = form.fields[Field.PASSWORD]
        while not str(form.go.cget("text")).startswith("Wait"):
            ann.key("Return")
            self.until(lambda: password.problem or "Wait" in str(form.go.cget("text")))
            self.assertIn(password.problem, ("", text("connect.password.wrong", name="ann")))
            self.assertEqual(form.fields[Field.NAME].value, "ann")
            self.until(lambda: password.entry.focus_displayof() is password.entry)
            self.assertEqual(selected(password.entry), "wrong")
            password.show_problem("")
        self.assertIn("disabled", form.go.state())
        ann.type(password.entry, PASSWORD)  # the window lives meanwhile
        self.until(lambda: ann.reads(text("connect.wait.over")))
        ann.submit()
        ann.until_chatting()

    def test_a_silent_server(self) -> None:
        relay = running_relay(self, self.folder())
        relay.program.kill()
        ann = self.client()
        find = ann.connect.find
        ann.type(find.host.entry, "127.0.0.1")
        ann.type(find.port.entry, str(relay.port))
        ann.key("Return")
        self.until(lambda: ann.reads(text("connect.silent.heading")))
        causes = [text(f"connect.silent.{cause}", port=relay.port) for cause in ("off", "elsewhere", "firewall")]
        self.until(lambda: ann.reads(*causes))
        again = running_relay(self, relay.data, port=relay.port)  # it goes on by itself as soon as the server answers
        self.until(lambda: ann.connect.page is ann.connect.form)
        ann.key("Escape")
        self.until(lambda: ann.at_first_page)
        again.program.kill()
        ann.type(find.host.entry, "127.0.0.1")
        ann.key("Return")
        self.until(lambda: ann.connect.page is ann.connect.asking)
        ann.key("Escape")  # at once, and the window is as it was
        self.until(lambda: ann.at_first_page)
        self.assertEqual((find.host.value, find.port.value), ("127.0.0.1", str(relay.port)))

    def test_a_name_that_does_not_resolve(self) -> None:
        ann = self.client()
        with mock.patch("udpchat.gui.client_doors.resolve", side_effect=NameDoesNotResolve("lab-pc")):
            ann.type(ann.connect.find.host.entry, "lab-pc")
            ann.key("Return")
            self.until(lambda: ann.connect.find.host.problem)
        self.assertEqual(ann.connect.find.host.problem, text("connect.host.unknown", host="lab-pc"))
        self.assertTrue(ann.at_first_page)

    def test_a_server_that_closes_its_doors(self) -> None:
        """Nobody new and no guests: only what is offered is shown."""
        relay = running_relay(self, self.folder(), "--signup", "closed", "--no-guests")
        ann = self.client()
        ann.go(relay.port)
        self.assertFalse(ann.reads(text("connect.form.way.create")))
        self.assertFalse(ann.reads(text("connect.form.way.guest")))
        self.until(lambda: ann.reads(text("connect.note.closed")))

    def test_the_room_password(self) -> None:
        relay = running_relay(self, self.folder(), "--signup", "room", "--room-password", "Kreide")
        ann = self.client()
        ann.go(relay.port)
        ann.fill(Way.CREATE, name="ann", password=PASSWORD, room="kreide")
        ann.submit()
        room = ann.connect.form.fields[Field.ROOM]
        self.until(lambda: room.problem)
        self.assertEqual(room.problem, text("connect.room.wrong"))
        ann.type(room.entry, "Kreide")
        ann.submit()
        ann.until_chatting()


class OneFolder(PeopleCase):
    """Several windows of one person of the system, on one data folder."""

    def test_three_windows(self) -> None:
        relay = running_relay(self, self.folder())
        data = self.folder() / "client"
        ann, ben, cyd = (self.client(data) for _ in range(3))
        self.assertEqual(len({place(client) for client in (ann, ben, cyd)}), 3)
        ann.create(relay, "ann")
        ben.create(relay, "ben")
        cyd.guest(relay, "cyd")
        self.assertEqual(len({place(client) for client in (ann, ben, cyd)}), 3)
        titles = [client.root.title() for client in (ann, ben, cyd)]
        self.assertEqual(titles, [text("chat.title", room="Lobby", name=name) for name in ("ann", "ben", "cyd")])
        for client in (ann, ben, cyd):
            self.until(lambda client=client: client.reads("3 online"))  # type: ignore[misc]
        for client, said in ((ann, "one"), (ben, "two"), (cyd, "three")):
            client.say(said)
        for client in (ann, ben, cyd):
            self.until(lambda client=client: sorted(client.texts) == ["one", "three", "two"])  # type: ignore[misc]
        ben.close()  # its place is free again
        dan = self.client(data)
        self.assertEqual(dan.shell._slot.number, 1)

    def test_an_account_that_is_open_elsewhere(self) -> None:
        relay = running_relay(self, self.folder())
        data = self.folder() / "client"
        ann, twin = self.client(data), self.client(data)
        ann.create(relay, "ann")
        twin.go(relay.port)
        twin.fill(Way.SIGN_IN, name="ann", password=PASSWORD)
        twin.submit()
        name = twin.connect.form.fields[Field.NAME]
        self.until(lambda: name.problem)
        self.assertEqual(name.problem, text("connect.name.in_use", name="ann"))
        self.assertTrue(ann.chatting)
        ann.say("Still here")
        self.until(lambda: ann.ticks == {Tick.STORED})
        ann.close()
        twin.submit()
        twin.until_chatting()
        self.until(lambda: twin.texts == ["Still here"])

    def test_an_account_that_is_kept_and_open_elsewhere(self) -> None:
        """Its card says so, and does nothing."""
        relay = running_relay(self, self.folder())
        data = self.folder() / "client"
        ann, twin = self.client(data), self.client(data)
        ann.go(relay.port)
        ann.fill(Way.CREATE, name="ann", password=PASSWORD)
        ann.connect.form.keep.invoke()
        ann.submit()
        ann.until_chatting()
        twin.go(relay.port)
        self.until(lambda: twin.reads(text("connect.kept.title", name="ann"), text("connect.kept.busy")))
        twin.connect.presenter.use_kept("ann")
        self.assertFalse(twin.connect.presenter._form.busy)  # type: ignore[union-attr]
        ann.close()
        twin.key("Escape")
        self.until(lambda: twin.at_first_page)
        twin.continue_as(relay, "ann")


if __name__ == "__main__":
    unittest.main()
