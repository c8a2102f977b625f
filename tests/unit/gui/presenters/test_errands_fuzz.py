"""Errands in any order, with any events in any order, on a core that refuses now and then: nothing is raised, nothing is lost."""

from __future__ import annotations

import random
import unittest
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from tests.unit.gui.presenters.chat_making import BUDI, DEWI, KOFI, MAYA, ME, NOON, SARI
from tests.unit.gui.presenters.errands_lab import GROUP, Lab, account, card, progress, said
from udpchat.client import events
from udpchat.client.events import Receipt
from udpchat.client.phases import Phase
from udpchat.errors import NotAllowed, OutboxFull
from udpchat.gui.presenters.errands.search import Search, Sought
from udpchat.words import messages as words

PATHS = (__file__, "/", "/no/such file", "nul\0in it", "")
USERS = (ME, SARI, BUDI, DEWI, KOFI, MAYA, 999)
NAMES = ("", "ma", "@sari", "\ud800", "😀" * 40, "a\u202eb", "{name}", "x" * 500, "7d", "1.1.1.1")


class Whatever(unittest.TestCase):
    def test_any_order(self) -> None:
        for seed in range(60):
            with self.subTest(seed=seed):
                Walk(random.Random(seed)).go(120)


class Walk:
    """One person with one seed."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.lab = Lab()
        self.lab.furnish()
        self.lab.windows.chosen = list(PATHS)
        self.lab.core.my_role = chance.choice(("member", "moderator", "operator"))

    def go(self, steps: int) -> None:
        """So many things happen."""
        for _ in range(steps):
            if self.chance.random() < 0.1:
                self.lab.core.refuse = self.chance.choice((NotAllowed(), OutboxFull()))
            self.chance.choice((self.open, self.hear, self.hear, self.act, self.act, self.wait))()
            shown = [sheet for sheet in self.lab.windows.sheets if not sheet.closed]
            assert len(shown) <= 1, shown
        self.lab.errands.close()
        assert all(sheet.closed for sheet in self.lab.windows.sheets)
        assert not self.lab.time.waiting_count

    def wait(self) -> None:
        """Time passes."""
        self.lab.time.pass_s(self.chance.random())

    def open(self) -> None:
        """Something opens."""
        errands, user = self.lab.errands, self.chance.choice(USERS)
        place = self.chance.choice((GROUP, 0, -MAYA, 12345))
        opens: tuple[Callable[[], None], ...] = (
            errands.switcher, errands.new_message, errands.new_group, errands.several, errands.inbox, errands.account,
            errands.rules, errands.announce, lambda: errands.person(user), lambda: errands.group(place),
            lambda: errands.add_people(place), lambda: errands.search(place, self.name()), lambda: errands.export(place),
            lambda: errands.moderate(user, "ban"), lambda: errands.receipts(place, 6),
            lambda: errands.attach(place), lambda: errands.send_files(PATHS, place), lambda: errands.forward(self.card()),
            lambda: errands.receivers(self.card(), place, 6), errands.transfers, lambda: errands.files(place),
            lambda: errands.files(None),
        )  # fmt: skip
        self.chance.choice(opens)()

    def card(self) -> events.File:
        """A file that somebody sent."""
        return card(self.chance.randrange(5), self.chance.choice(("a.csv", "\u202e", "", "x" * 300)))

    def transfer(self) -> events.TransferChanged:
        """A transfer goes on, or is new."""
        key, up = self.chance.randbytes(1), self.chance.random() < 0.5
        size = self.chance.choice((0, 1, 10**13))
        state = self.chance.choice(list(events.TransferState))
        about = {"up": up, "size": size, "done": size // 2, "per_s": self.chance.choice((0.0, 1e9)), "file": key[0]}
        self.lab.core.moved[key] = progress(key, state, **about, people=self.chance.choice(((), (SARI, KOFI))))
        return events.TransferChanged(self.lab.core.moved[key])

    def name(self) -> str:
        """Something that somebody typed."""
        return self.chance.choice(NAMES)

    def sought(self) -> Sought:
        """The same in all fields of a search."""
        return Sought(self.name(), self.name(), self.name(), self.name())

    def hear(self) -> None:
        """The core tells something."""
        lab, core = self.lab, self.lab.core
        ref = core.ref if self.chance.random() < 0.8 else b"other"
        sanction = words.SanctionRow(3, "mute", SARI, "sari", "", KOFI, "kofi", NOON, 2**63 - 1, "")
        told: tuple[events.Event, ...] = (
            events.RequestDone(ref, cast(Any, None), self.chance.choice((0, GROUP))),
            events.RequestRefused(ref, cast(Any, None), NotAllowed()),
            events.MessageStored(ref, 9, NOON),
            events.PeopleFound(self.chance.choice(("", "kofi")), (account(KOFI), account(ME), account(DEWI, blocked=True))),
            events.PeopleChanged((), (), core.online),
            events.MembersFound(GROUP, core.lists.get(GROUP, ())),
            events.RoomsChanged(core.rooms, self.chance.choice(((), (), (GROUP,)))),
            events.SearchFound(ref, (said(9, 0, SARI, "x"), said(8, 12345, KOFI, "")), self.chance.choice((0, 8))),
            events.ReceiptsFound(6, 3, 2, 1, (Receipt(SARI, 9, 9), Receipt(999, 1, 1))),
            events.SanctionsFound((sanction,), self.chance.random() < 0.5),
            events.AuditFound((words.AuditRow(9, 2**62, 0, "", "pause", 0, "", 0, ""),)),
            events.CodeFound(ref, "ABC", 2**62),
            events.StateChanged(self.chance.choice((Phase.ONLINE, Phase.WAITING))),
            events.HistoryReset(),
            self.transfer(),
            events.FileMarksChanged(
                self.chance.randrange(5), (words.FileMark(SARI, "fetching", 45), words.FileMark(999, "declined", 0))
            ),
            events.SearchFound(ref, (replace(said(9, 0, SARI, "x"), file=self.card()),), self.chance.choice((0, 8))),
            events.MessagesAdded((replace(said(10, GROUP, SARI, "x"), file=self.card()),), True),
            events.MessagesChanged((said(self.chance.choice((9, 10)), GROUP, SARI, ""),)),
            events.LoggedOut(""),
        )  # fmt: skip
        event = self.chance.choice(told)
        if isinstance(event, events.StateChanged):
            core.state = event.phase
        lab.tell(event)

    def act(self) -> None:
        """The person does something on the sheet that is open."""
        current = self.lab.errands.current
        if current is None:
            return
        key = self._key(current)
        acts: dict[str, Callable[[Any], object]] = {
            "look_for": lambda errand: errand.look_for(self.sought() if isinstance(errand, Search) else self.name()),
            "toggle": lambda errand: errand.toggle(self.chance.choice(USERS)),
            "drop_last": lambda errand: errand.drop_last(),
            "create": lambda errand: errand.create(self.name(), self.name(), True),
            "add": lambda errand: errand.add(),
            "send": lambda errand: errand.send(self.name()),
            "choose": lambda errand: key and errand.choose(key),
            "read_all": lambda errand: errand.read_all(),
            "change": lambda errand: errand.change(self.name(), self.name()),
            "act": lambda errand: errand.act(str(SARI), self.chance.choice(("admin", "owner", "remove", "message"))),
            "leave": lambda errand: errand.leave(),
            "block": lambda errand: errand.block(),
            "add_to": lambda errand: errand.add_to(self.chance.choice((0, GROUP))),
            "reset_code": lambda errand: errand.reset_code(),
            "save": lambda errand: errand.save(*(("html",) if hasattr(errand, "show_file") else (self.name(),) * 3)),
            "change_password": lambda errand: errand.change_password(self.name(), self.name(), self.name()),
            "delete": lambda errand: errand.delete(*((self.name(), self.name()) if hasattr(errand, "unblock") else ())),
            "mute": lambda errand: errand.mute(*(("1h", self.name()) if hasattr(errand, "kick") else (True,))),
            "ban": lambda errand: errand.ban("ever", self.name(), self.name()),
            "pause": lambda errand: errand.pause(True),
            "press": lambda errand: key and errand.press(key, self.button(key)),
            "more": lambda errand: errand.more(*(() if hasattr(errand, "narrow") else (PATHS,))),
            "attach": lambda errand: errand.attach(),
            "pause_all": lambda errand: errand.pause_all(),
            "resume_all": lambda errand: errand.resume_all(),
            "clear": lambda errand: errand.clear(),
            "go_to": lambda errand: key and errand.go_to(key),
            "narrow": lambda errand: errand.narrow(self.chance.random() < 0.5),
            "retain": lambda errand: errand.retain(self.name()),
            "new_lesson": lambda errand: errand.new_lesson(),
            "close": lambda errand: errand.close(),
        }
        able = [name for name in acts if hasattr(current, name)]
        acts[self.chance.choice(able)](current)

    def button(self, key: str) -> str:
        """One that the line has, or had."""
        rows = [row for row in getattr(self.lab.windows.sheet.data, "rows", ()) if row.key == key]
        buttons = [button.key for row in rows for button in row.buttons]
        return self.chance.choice(buttons or ["remove" if not rows or "/" in key else "cancel"])

    def _key(self, current: object) -> str:
        rows = [row.key for row in getattr(self.lab.windows.sheet.data, "rows", ()) if not row.dim]
        return self.chance.choice(rows) if rows else ""


if __name__ == "__main__":
    unittest.main()
