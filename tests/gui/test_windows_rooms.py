"""Three people in groups, in private and at announcements, by their windows through a relay of its own."""

from __future__ import annotations

import unittest

from tests.gui.harness import RunningRelay, click, focus, press, running_relay
from tests.gui.people import Client, PeopleCase
from tests.system.processes import PASSWORD
from udpchat.catalogue import text
from udpchat.gui.dialogs import open_sheet
from udpchat.gui.presenters.connect_pages import Way
from udpchat.gui.widgets.chat_data import Offer, Show
from udpchat.gui.widgets.chat_rows import NoticeRow
from udpchat.net import clock

LAB = "Network lab"


class RoomsCase(PeopleCase):
    """A relay, and three people with accounts on it."""

    def three(self) -> tuple[Client, Client, Client]:
        self.relay = running_relay(self, self.folder() / "relay", "--name", "Lab")
        return self.joined("ann"), self.joined("ben"), self.joined("cyd")

    def joined(self, name: str, keep: bool = False) -> Client:
        client = self.client()
        client.go(self.relay.port)
        client.fill(Way.CREATE, name=name, password=PASSWORD)
        if keep:
            client.connect.form.keep.invoke()
        client.submit()
        client.until_chatting()
        return client

    relay: RunningRelay

    def lab(self, owner: Client, *others: Client) -> int:
        """A group of these; its number."""
        users = [other.shell._core.me for other in others]
        owner.shell._core.create_group(LAB, clock(), users, "UDP project")
        owner.app.loop.kick()
        everybody = (owner, *others)
        self.until(lambda: all(self.number(client) for client in everybody))
        return self.number(owner)

    def number(self, client: Client) -> int:
        """Of the group, for somebody who is in it."""
        return next((room.id for room in client.shell._core.rooms if room.title == LAB), 0)

    def titles(self, client: Client) -> list[str]:
        """The list at the side."""
        return [line.title for line in client.chat.side.list._lines]

    def notices(self, client: Client) -> list[str]:
        """The lines between the messages."""
        return [row.text for row in client.chat.chat.index.rows if isinstance(row, NoticeRow)]

    def unread(self, client: Client) -> dict[str, int]:
        """What the badges say."""
        return {line.title: line.unread for line in client.chat.side.list._lines if line.unread}

    def open(self, client: Client, title: str) -> None:
        """By a click on its line."""
        lines = client.chat.side.list
        self.until(lambda: title in self.titles(client))
        client.root.lift()
        at = self.titles(client).index(title)
        click(lines.canvas, 120, at * lines.row_height + lines.row_height // 2)
        self.until(lambda: client.chat.header._data.title == title)


class Rooms(RoomsCase):
    """Nothing goes wrong."""

    def test_a_group(self) -> None:
        ann, ben, cyd = self.three()
        self.lab(ann, ben, cyd)
        self.open(ben, LAB)
        self.until(lambda: ben.chat.focus_lastfor() is ben.chat.composer.text)
        ben.say("hello lab")
        self.until(lambda: self.unread(ann) == {LAB: 1} and self.unread(cyd) == {LAB: 1})
        self.assertEqual(self.titles(ann)[0], LAB, "the newest is first")
        self.open(ann, LAB)
        focus(ann.chat.composer.text)
        self.until(lambda: ann.texts == ["hello lab"] and self.unread(ann) == {})
        self.until(lambda: "3 members, 3 online" in ann.chat.header._data.subtitle)
        self.assertEqual(ann.chat.people._title.cget("text"), text("chat.members"))
        ann.type(ann.chat.composer.text, "w")
        self.until(lambda: ben.chat.typing._words == text("chat.typing.1", a="ann"))
        ann.key("BackSpace")
        ann.say("welcome")
        self.until(lambda: ben.texts == ["hello lab", "welcome"] and ben.chat.typing._words == "")

    def test_in_private_and_by_keys(self) -> None:
        ann, ben, _ = self.three()
        ann.chat._actions.write_to(ben.shell._core.me)
        self.until(lambda: ann.chat.header._data.title == "ben")
        ann.say("psst")
        self.until(lambda: self.unread(ben) == {"ann": 1})
        focus(ben.chat.composer.text)
        press(self.all_windows, "alt+Up")
        self.until(lambda: ben.chat.header._data.title == "ann" and ben.texts == ["psst"])
        ben.say("yes")
        self.until(lambda: ann.texts == ["psst", "yes"])
        focus(ben.chat.composer.text)
        press(self.all_windows, "ctrl+2")
        self.until(lambda: ben.chat.header._data.title == text("chat.lobby"))
        self.assertEqual(ben.texts, [])

    def test_announced_wherever_one_is(self) -> None:
        ann, ben, cyd = self.three()
        self.lab(ann, ben)
        self.open(ben, LAB)
        cyd.shell._core.announce("Fire drill at ten", clock())
        cyd.app.loop.kick()
        for client in (ann, ben):
            self.until(lambda client=client: client.chat.announcement.winfo_ismapped())  # type: ignore[misc]
            self.assertEqual(client.chat.announcement.title.cget("text"), text("chat.announcement.from", name="cyd"))
        ben.root.lift()
        click(ben.chat.announcement.open_button)
        self.until(lambda: ben.texts == ["Fire drill at ten"] and not ben.chat.announcement.winfo_ismapped())
        ann.root.lift()
        click(ann.chat.announcement.close_button)
        self.until(lambda: not ann.chat.announcement.winfo_ismapped())
        self.assertEqual(self.unread(ann), {text("chat.announcements"): 1})

    def test_leaving_and_being_taken_out(self) -> None:
        ann, ben, cyd = self.three()
        lab = self.lab(ann, ben, cyd)
        self.open(ben, LAB)
        self.open(cyd, LAB)
        ben.chat._actions.offer(Offer.LEAVE)
        self.until(lambda: open_sheet(ben.chat) is not None)
        sheet = open_sheet(ben.chat)
        assert sheet is not None
        sheet.answer("yes")
        self.until(lambda: ben.chat.header._data.title == text("chat.lobby") and LAB not in self.titles(ben))
        ann.shell._core.remove_member(lab, cyd.shell._core.me, clock())
        ann.app.loop.kick()
        self.until(lambda: LAB not in self.titles(cyd))
        self.until(lambda: text("chat.gone", room=LAB) in self.notices(cyd))

    def test_muted_and_only_the_unread_ones(self) -> None:
        ann, ben, _ = self.three()
        self.lab(ann, ben)
        self.open(ben, LAB)
        click(ben.chat.header.mute_button)
        self.until(lambda: ben.chat.header._data.muted)
        self.open(ben, text("chat.lobby"))
        ann.shell._core.send_message("hello", clock(), self.number(ann))
        ann.app.loop.kick()
        self.until(lambda: self.unread(ben) == {LAB: 1})
        self.assertFalse(ben.chat.side.top._badge.winfo_manager(), "muted ones do not count")
        ben.chat.side.chips.chip(Show.UNREAD.value).invoke()
        self.until(lambda: set(self.titles(ben)) == {LAB, text("chat.lobby")})


class Devices(RoomsCase):
    """One person at two computers."""

    def test_in_step(self) -> None:
        self.relay = running_relay(self, self.folder() / "relay")
        ann, ben = self.joined("ann"), self.joined("ben")
        other = self.client()
        other.sign_in(self.relay, "ann")
        ben.chat._actions.write_to(ann.shell._core.me)
        ben.say("psst")
        self.until(lambda: self.unread(ann) == {"ben": 1} and self.unread(other) == {"ben": 1})
        self.open(other, "ben")
        focus(other.chat.composer.text)
        self.until(lambda: self.unread(ann) == {})
        other.say("yes")
        self.open(ann, "ben")
        self.until(lambda: ann.lines == [("ben", "psst"), ("ann", "yes")])
        self.assertTrue(ann.rows[-1].own)


class ComingBack(RoomsCase):
    """What a window remembers."""

    def test_the_conversation_that_was_open_and_its_draft(self) -> None:
        self.relay = running_relay(self, self.folder() / "relay")
        ann, ben = self.joined("ann"), self.joined("ben", keep=True)
        self.lab(ann, ben)
        self.open(ben, LAB)
        ben.type(ben.chat.composer.text, "half a sen")
        ben.close()
        again = self.client(ben.data)
        again.continue_as(self.relay, "ben")
        self.until(lambda: again.chat.header._data.title == LAB and again.chat.composer.value == "half a sen")


if __name__ == "__main__":
    unittest.main()
