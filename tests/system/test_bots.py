"""The module for programs, against a real relay; and the very bot that the README shows."""

from __future__ import annotations

import re
import threading
import time
import unittest
from collections.abc import Callable

import udpchat
from tests.system.processes import DEADLINE_S, PASSWORD, ROOT, SystemCase
from udpchat.errors import AuthFailed, BadName, CannotRead, NoAnswer, NoSuchGroup, NoSuchUser, TextEmpty, UsernameTaken


class Bots(SystemCase):
    """Chats in this process."""

    def connect(self, user: str, password: str = PASSWORD, **named: object) -> udpchat.Chat:  # type: ignore[name-defined]
        chat = udpchat.connect(f"127.0.0.1:{self.port}", user=user, password=password, **named)  # type: ignore[operator]
        self.addCleanup(chat.close)
        return chat

    def wait_for(self, effect: Callable[[], bool]) -> None:
        """Ask until it is so."""
        end_at = time.monotonic() + DEADLINE_S
        while not effect():
            self.assertLess(time.monotonic(), end_at, "it never came about")

    def test_talk(self) -> None:
        self.serve()
        ann, bot = self.connect("ann", register=True), self.connect("bot", register=True)
        bot.send("@ann", "hello")
        bot.send("ann", "how are you")
        bot.send("lobby", "hello everybody")
        first, second, third = (message for _, message in zip(range(3), ann.events(10), strict=False))
        self.assertEqual((first.sender, first.place, first.text), ("bot", "@bot", "hello"))
        self.assertEqual((second.text, third.place), ("how are you", "lobby"))
        bot.create_group("the team", ["ann"])
        self.assertEqual(bot.groups(), ["the team"])
        self.assertGreater(bot.send("#the team", "welcome"), first.seq)
        self.assertEqual(next(ann.events(10)).place, "#the team")
        ann.send("announcements", "lunch")
        texts = [message.text for message in bot.events(0.5)]
        self.assertEqual(texts, ["hello", "how are you", "hello everybody", "welcome", "lunch"])
        self.wait_for(lambda: sorted(bot.people()) == ["ann", "bot"])
        self.assertEqual(list(bot.events(0.01)), [])

    def test_what_waited_comes_first(self) -> None:
        self.serve()
        ann = self.connect("ann", register=True)
        self.connect("bot", register=True).close()
        ann.send("@bot", "while you were away")
        again = self.connect("bot")
        self.assertEqual([message.text for message in again.events(0.5)], ["while you were away"])
        again.close()


        def read_once() -> bool:
            with self.connect("bot") as chat:
                return not list(chat.events(0.2))

        self.wait_for(read_once)  # marks are written once a second

    def test_errors(self) -> None:
        self.serve()
        ann = self.connect("ann", register=True)
        with self.assertRaises(NoSuchUser):
            ann.send("@nobody", "hello")
        with self.assertRaises(NoSuchGroup):
            ann.send("#nothing", "hello")
        with self.assertRaises(TextEmpty):
            ann.send("lobby", "  ")
        with self.assertRaises(AuthFailed):
            self.connect("ann", "wrong password")
        with self.assertRaises(UsernameTaken):
            self.connect("ann", "another horse", register=True)
        with self.assertRaises(BadName):
            self.connect("no name", register=True)
        with self.assertRaises(NoAnswer):
            udpchat.connect("127.0.0.1:9", user="ann", password="x", timeout=0.3)  # type: ignore[operator]

    def test_a_server_that_comes_back(self) -> None:
        relay = self.serve()
        ann, bot = self.connect("ann", register=True), self.connect("bot", register=True)
        relay.kill()
        with self.assertRaises(NoAnswer):
            ann.send("@bot", "are you there", timeout=0.3)
        self.serve()
        self.assertEqual(next(bot.events(30)).text, "are you there")

    def test_files(self) -> None:
        self.serve()
        ann, bot = self.connect("ann", register=True), self.connect("bot", register=True)
        source = self.folder / "Größe.bin"
        source.write_bytes(bytes(range(256)) * 4000)
        ann.send_file("@bot", source, "for you")
        message = next(bot.events(30))
        assert message.file is not None
        self.assertEqual((message.text, message.file.name, message.file.size), ("for you", source.name, 1_024_000))
        for name in (source.name, "Größe (1).bin"):
            path = bot.fetch(message.file, self.folder / "got")
            self.assertEqual((path.name, path.read_bytes()), (name, source.read_bytes()))
        with self.assertRaises(CannotRead):
            ann.send_file("lobby", self.folder / "nothing")

    def test_closing_wakes_who_waits(self) -> None:
        self.serve()
        ann = self.connect("ann", register=True)
        found: list[object] = []
        thread = threading.Thread(target=lambda: found.extend(ann.events()))
        thread.start()
        ann.close()
        thread.join(10)
        self.assertFalse(thread.is_alive())
        self.assertEqual(found, [])

    def test_the_bot_of_the_readme(self) -> None:
        """The block of the README that connects, as it stands there, with this relay's address."""
        blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
        (code,) = [block for block in blocks if "udpchat.connect" in block]
        self.assertLessEqual(len(code.strip().splitlines()), 10)
        self.serve()
        self.connect("echo", "correct horse", register=True).close()
        file = self.folder / "echo.py"
        file.write_text(code.replace("127.0.0.1:11111", f"127.0.0.1:{self.port}"), encoding="utf-8")
        self.start(str(file))
        ann = self.connect("ann", register=True)
        self.wait_for(lambda: "echo" in ann.people())
        ann.send("@echo", "hello")
        answers = [message.text for _, message in zip(range(2), ann.events(20), strict=False) if not message.own]
        self.assertEqual(len(answers), 1)
        self.assertIn("hello", answers[0])


if __name__ == "__main__":
    unittest.main()
