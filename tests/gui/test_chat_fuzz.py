"""Random keys, clicks, pastes and events of the core on a whole chat window: nothing crashes, nothing is raised.

Each seed runs in a process of its own. Afterwards the text is what the rows say.
"""

from __future__ import annotations

import random
import tkinter as tk
import unittest
from dataclasses import replace
from typing import Any, Final

from tests.gui.chat_case import ChatCase
from tests.gui.harness import focus, settle
from tests.gui.test_kit_fuzz import CLICKS, EVENTS, KEYS, PIECES
from tests.gui.torment import Seeds, only
from tests.unit.gui.presenters.chat_making import BUDI, DEWI, KOFI, ME, SARI, message, person
from tests.unit.gui.presenters.file_lab import MB, changed, download, file, filed, upload
from udpchat.client import events
from udpchat.client.asking import Ticks
from udpchat.client.events import FileMark
from udpchat.client.events import TransferState as State
from udpchat.client.message import Reaction
from udpchat.client.phases import Phase
from udpchat.errors import InvalidText, NoSpace
from udpchat.gui.client_window import ClientWindow
from udpchat.gui.presenters.chat_defaults import NoDeeds
from udpchat.gui.presenters.timeline_items import UNSTORED
from udpchat.gui.widgets.chat_data import Act
from udpchat.gui.widgets.chat_rows import May, MessageRow

STEPS: Final = 300
SEEDS: Final = 3
MORE_KEYS: Final = (
    *("Return", "Shift-Return", "Escape", "Prior", "Next", "Tab", "F3", "F1", "Key-c", "Shift-F10", "Menu", "plus", "Key-r"),
    "Delete",
)
CONTROLS: Final = "efdl0v"
NAMES: Final = ("a.csv", "a.png", "x" * 300, "\u202egpj.exe", "Z" + "\u0301" * 90 + ".gif", "\0", "\ud800.png", "😀.png")
NASTY: Final = ("\0", "\ud800", "Z" + "\u0301" * 300, "\u202e", "http://" + "x" * 3000, "\n" * 90, "x" * 9000, "@me ")


class Everything(NoDeeds):
    """All is allowed, and nothing comes of it."""

    def may(self, key: str) -> May:
        return ~May.NOTHING


class Fuzz(ChatCase):
    """Run by the test below, seed by seed."""

    seed = 0

    def runTest(self) -> None:
        chance = random.Random(self.seed)
        window = self.chat(chance.choice((720, 900, 1200)), chance.choice((480, 700)))
        self.presenter.deeds = Everything()
        focus(window.composer.text)
        for _ in range(STEPS):
            self.step(window, chance)
            if chance.random() < 0.3:
                self.root.update()
        settle(self.root)
        window.close_panel()
        settle(self.root)
        index, text = window.chat.index, window.chat.text
        self.assertEqual(index.start(len(index)), int(text.index("end").split(".")[0]) - 1)

    def step(self, window: ClientWindow, chance: random.Random) -> None:
        """Something that a person or a server might do."""
        match chance.randrange(13):
            case 0 | 1:
                self.told(chance)
            case 10:
                self.changed(chance)
            case 11:
                self.files(chance)
            case 12:
                self.card(window, chance)
            case 2:
                self.say(*chance.sample(range(1, 4000), chance.randrange(1, 90)), author=chance.choice((SARI, BUDI, ME)))
            case 3:
                words = "".join(chance.choices((*PIECES, *NASTY), k=chance.randrange(1, 12)))
                self.tell(events.MessagesAdded((message(chance.randrange(4000, 9000), DEWI, words),), True))
            case 4 | 5:
                self.press(window, chance)
            case 6:
                lists = window.side.list.canvas, window.people.people.canvas
                target = chance.choice((window.chat.text, window.composer.text, *lists))
                target.event_generate(chance.choice(CLICKS), x=chance.randrange(400), y=chance.randrange(300))
            case 7:
                self.root.clipboard_clear()
                self.root.clipboard_append("".join(chance.choices(PIECES, k=chance.randrange(60))))
                window.composer.text.event_generate(chance.choice(EVENTS), x=10, y=5)
            case 8:
                self.root.geometry(f"{chance.choice((720, 900, 1200))}x{chance.choice((480, 700))}")
            case _:
                self.verb(window, chance)

    def press(self, window: ClientWindow, chance: random.Random) -> None:
        """A key, wherever the keyboard is."""
        target = self.root.focus_get() or window.composer.text
        key = chance.choice((*KEYS, *MORE_KEYS, *(f"Control-{letter}" for letter in CONTROLS)))
        if chance.random() < 0.4:
            target = window.composer.text
            self.root.tk.call("tk::TextInsert", target, chance.choice(PIECES))
        target.event_generate(f"<{key}>")

    def changed(self, chance: random.Random) -> None:
        """Something becomes of messages, or of the conversation."""
        seq, ref = chance.randrange(1, 4000), bytes([chance.randrange(9)])
        shown = [item.place[0] for item in self.presenter.room.window.items if item.place[0] != UNSTORED]
        seq = chance.choice(shown) if shown and chance.random() < 0.8 else seq
        marks = tuple(Reaction(user, chance.choice("\U0001f44d\u2764\U0001f389"), user) for user in (ME, SARI, BUDI))
        anew = replace(message(seq, chance.choice((SARI, ME))), conversation=0, reply=chance.randrange(4000), marks=marks)
        deleted = replace(anew, text="", deleted=True, marks=())
        wish = chance.choice((events.Edit(ref, seq, "anew"), events.Delete(ref, seq), events.React(ref, seq, "\u2764", True)))
        joined = events.Joined(seq, 0, BUDI, "budi", SARI, 0)
        self.core.tick = Ticks(3, chance.randrange(4), chance.randrange(4))
        self.tell(
            chance.choice(
                (
                    events.MessagesChanged((anew,)),
                    events.MessagesChanged((deleted,)),
                    events.MessagesAdded((anew,), True),
                    events.NoticesAdded((events.Notice(seq, 0, 0, joined),), True),
                    events.ConversationArchived(0, chance.randrange(200)),
                    events.RequestPending(ref, wish, 0),
                    events.RequestDone(ref, wish, 0),
                    events.RequestRefused(ref, wish, InvalidText()),
                    events.MessageWithdrawn(ref),
                    events.MessagePending(ref, "to some", 0, people=(SARI, BUDI)),
                    events.ReceiptsChanged(0, ()),
                )
            )
        )

    def files(self, chance: random.Random) -> None:
        """Files come and go, and move."""
        state, ref = chance.choice(list(State)), bytes([chance.randrange(30)])
        name, id = chance.choice(NAMES), chance.randrange(1, 40)
        size = chance.choice((0, 1, 48_200, 12 * MB, 5 * 10**9))
        of = file(id, name, size)
        about: dict[str, Any] = {
            "name": name, "size": size, "done": chance.randrange(size + 1), "per_s": chance.choice((0.0, 4e6)),
            "left_s": chance.choice((None, 0.0, 1e9)), "error": chance.choice((None, NoSpace("x" * 300))),
            "text": chance.choice(("", "look", "\n" * 90)),
        }  # fmt: skip
        path = chance.choice(("", "/nowhere/a.png", "\ud800"))
        people, place = chance.choice(((), (SARI, BUDI))), chance.choice((0, -SARI))
        up = upload(state, ref, **about, path=path, people=people, conversation=place)
        moved = chance.choice((up, download(state, id, **about)))
        self.core.moved[moved.key] = moved
        author, seq = chance.choice((ME, SARI)), chance.randrange(1, 4000)
        message = filed(seq, author, chance.choice(("", "words")), chance.choice((0, -SARI)), of, ref=ref)
        bundled = replace(message, bundle=ref)
        marks = tuple(FileMark(user, chance.choice(("fetched", "declined", "fetching")), 9) for user in (SARI, BUDI))
        self.tell(
            chance.choice(
                (
                    changed(moved),
                    changed(moved),
                    events.MessagesAdded((message,), True),
                    events.MessagesAdded((bundled,), True),
                    events.MessagesChanged((message,)),
                    events.MessagesChanged((replace(message, text="", deleted=True, file=None),)),
                    events.FileMarksChanged(id, marks),
                )
            )
        )

    def card(self, window: ClientWindow, chance: random.Random) -> None:
        """Something with a card."""
        rows = [row for row in window.chat.index.rows if isinstance(row, MessageRow) and row.card]
        card = window.chat.cards.get(chance.choice(rows).key) if rows else None
        if card is None:
            return
        match chance.randrange(4):
            case 0:
                card.event_generate(chance.choice(CLICKS), x=chance.randrange(390), y=chance.randrange(60))
            case 1:
                card.event_generate("<Motion>", x=chance.randrange(390), y=chance.randrange(60))
            case 2:
                image = tk.PhotoImage(master=self.root, width=chance.randrange(1, 320), height=chance.randrange(1, 240))
                card._got(card.card.picture, chance.choice((None, image)))
            case _:
                window.chat.open_row(chance.randrange(len(window.chat.index)))

    def told(self, chance: random.Random) -> None:
        """An event of the core."""
        ref = bytes([chance.randrange(20)])
        people = tuple(person(user) for user in chance.sample((ME, SARI, BUDI, DEWI, KOFI), 3))
        self.tell(
            chance.choice(
                (
                    events.MessagePending(ref, chance.choice((*PIECES, "mine"))),
                    events.MessageStored(ref, chance.randrange(1, 9000), 1),
                    events.MessageRefused(ref, "x", InvalidText()),
                    events.PeopleChanged(people[:1], people[1:], people),
                    events.EarlierLoaded(tuple(message(seq) for seq in range(1, chance.randrange(2, 60))), chance.random() < 0.5),
                    events.StateChanged(chance.choice((Phase.ONLINE, Phase.WAITING, Phase.NO_ANSWER, Phase.CONNECTING)), 1.0),
                    events.Slowed(1),
                    events.NotSaved("\u202edisk\n" * 40),
                    events.HistoryReset(),
                    events.ReadTo(0, chance.randrange(9000)),
                    events.DraftFound(0, "\U0001f600 draft"),
                )
            )
        )

    def verb(self, window: ClientWindow, chance: random.Random) -> None:
        """Something of the window."""
        chance.choice(
            (
                window.composer.toggle_emoji,
                window.toggle_people,
                lambda: window.zoom(chance.choice((-1, 0, 1))),
                lambda: self.kit.set_mode(chance.choice(("light", "dark"))),
                window.open_find,
                lambda: window._find(chance.choice(("a", "x", "\U0001f600", "te"))),
                window.close_find,
                lambda: window.chat.text.yview_scroll(chance.randrange(-3000, 3000), "pixels"),
                lambda: self.deed(window, chance),
                window.open_settings,
                window.close_panel,
                lambda: self.presenter.act(chance.choice((Act.TRY_NOW, Act.DISMISS))),
                lambda: window.toast("passing"),
            )
        )()

    def deed(self, window: ClientWindow, chance: random.Random) -> None:
        """Something with a message."""
        if len(window.chat.index):
            deed = chance.choice(("copy", "react", "reply", "edit", "delete", "info", "write"))
            window.chat.deed(deed, chance.randrange(len(window.chat.index)))


class Torment(Seeds):
    """Each seed in a process."""

    module, seeds = "tests.gui.test_chat_fuzz", SEEDS


load_tests = only(Torment)


if __name__ == "__main__":
    unittest.main()
