"""Random keys, clicks, pastes, replies and edits on a composer with its list of ways to go on: nothing crashes or is raised.

Each seed runs in a process of its own. Whatever happened, what is sent can be encoded.
"""

from __future__ import annotations

import random
import tkinter as tk
import unittest
from typing import Final

from tests.gui.harness import WindowCase, focus, pump, settle
from tests.gui.test_kit_fuzz import CLICKS, EVENTS, KEYS, PIECES
from tests.gui.torment import Seeds, only
from tests.unit.gui.presenters.chat_making import ME, SARI
from tests.unit.gui.presenters.compose_lab import TEAM, Lab
from udpchat.gui.kit import Kit
from udpchat.gui.widgets.composer import Composer, ComposerCalls

STEPS: Final = 400
SEEDS: Final = 3
MORE_KEYS: Final = (
    "Return",
    "Tab",
    "Up",
    "Down",
    "Escape",
    "Key-at",
    "Key-slash",
    "space",
    "Key-m",
    "Key-s",
    "Key-b",
    "Shift-Return",
)
LINES: Final = (
    "/",
    "/msg ",
    "/msg sa",
    "@",
    "hi @b",
    "😀 @",
    "/sendgroup budi,",
    "/help",
    "/lobby",
    "/exti",
    "//x",
    "/mute b",
    "/inbox",
)


class Fuzz(WindowCase):
    """Run by the test below, seed by seed."""

    seed = 0

    def runTest(self) -> None:
        chance = random.Random(self.seed)
        self.root.geometry(f"{chance.choice((320, 700))}x{chance.choice((160, 500))}+20+20")
        lab = self.lab = Lab()
        lab.core.my_role = chance.choice(("member", "operator"))
        for seq in range(1, 6):
            lab.say(seq, chance.choice((ME, SARI)), "".join(chance.choices(PIECES, k=9)) or "x")
        kit = Kit(self.root)
        calls = ComposerCalls(
            self.send, lab.typed, lambda _part: None, lab.compose.complete, lab.compose.cancel, lab.compose.edit_last
        )
        self.made = Composer(self.root, kit, calls, self.root)
        tk.Frame(self.root).pack(fill="both", expand=True)
        self.made.pack(side="bottom", fill="x")
        self.made.open("Lobby")
        lab.view.set_text, lab.view.show_context = self.made.set, self.made.set_context  # type: ignore[method-assign]
        pump(self.root, self.made.text.winfo_viewable)
        focus(self.made.text)
        for _ in range(STEPS):
            self.step(chance)
            if chance.random() < 0.4:
                self.root.update()
        settle(self.root)
        for sent in lab.sent:
            str(sent[0]).encode()

    def send(self, said: str) -> bool:
        return self.lab.compose.send(said)

    def step(self, chance: random.Random) -> None:
        """Something that a person might do."""
        made, lab = self.made, self.lab
        match chance.randrange(9):
            case 0 | 1 | 2:
                made.text.event_generate(f"<{chance.choice((*KEYS, *MORE_KEYS))}>")
                made.text.event_generate("<KeyRelease-a>")
            case 3:
                made.type("".join(chance.choices((*PIECES, *LINES), k=chance.randrange(1, 4))))
            case 4:
                made.set(chance.choice(LINES))
                made.caret_to_end()
                made.completing.look()
            case 5:
                made.text.event_generate(chance.choice((*EVENTS, *CLICKS)), x=chance.randrange(300), y=8)
            case 6:
                self.click_offer(chance)
            case 7:
                items = lab.chat.room.timeline.items
                if items:
                    chance.choice((lab.compose.reply, lab.compose.edit))(chance.choice(items))  # type: ignore[operator, arg-type]
            case _:
                chance.choice((
                    lambda: made._kit.set_mode(chance.choice(("light", "dark"))),
                    lambda: made._kit.set_zoom(chance.choice((85, 160))),
                    lambda: lab.chat.open_conversation(chance.choice((0, TEAM))),
                    made.toggle_emoji,
                    made.escape,
                    made.close,
                    lambda: made.open("Team"),
                ))()  # fmt: skip

    def click_offer(self, chance: random.Random) -> None:
        """A row of the list, if there is one."""
        shown = self.made.completing._list
        if shown is not None:
            shown.canvas.event_generate("<Motion>", x=9, y=chance.randrange(200))
            shown.canvas.event_generate("<Button-1>", x=9, y=chance.randrange(200))


class Torment(Seeds):
    """Each seed in a process."""

    module, seeds = "tests.gui.test_composing_fuzz", SEEDS


load_tests = only(Torment)


if __name__ == "__main__":
    unittest.main()
