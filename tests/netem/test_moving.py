"""Servers change places under their clients: each client finds its own by the certificate, nobody else gets a word."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import unittest
from pathlib import Path

from tests.netem.namespaces import ROOT, Namespaces
from tests.system.processes import PASSWORD, Program

_EXEC = "import os, sys; os.execvp('ip', sys.argv[1:])"

BOT = """
import udpchat
with udpchat.connect("10.81.0.1:11111", user="bot", password="correct horse", register=True) as chat:
    print("ready", flush=True)
    input()
    chat.send("lobby", "still here", timeout=45)
    print("said", flush=True)
"""


class MovingTest(Namespaces):
    """Servers in `self.one`, clients in `self.two`."""

    def setUp(self) -> None:
        super().setUp()
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def program(self, namespace: str, *arguments: str) -> Program:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("UDPCHAT_", "XDG_"))}
        environment |= {"PYTHONPATH": ROOT, "HOME": str(self.folder), "UDPCHAT_PASSWORD": PASSWORD}
        words = ("-c", _EXEC, "ip", "netns", "exec", namespace, sys.executable, "-m", "udpchat", *arguments)
        program = Program(words, environment)
        self.addCleanup(program.close)
        return program

    def serve(self, name: str, port: int, where: str = "") -> Program:
        relay = self.program(
            *(where or self.one, "serve", "--headless", "--data", str(self.folder / name), "--name", name, "--port", str(port))
        )
        relay.wait_for("listening on")
        return relay

    def chat(self, user: str, port: int, *options: str) -> Program:
        client = self.program(
            *(self.two, "chat", f"10.81.0.1:{port}", "--user", user, "--data", str(self.folder / f"client {user}"), *options)
        )
        client.wait_for("Signed in", user)
        return client

    def test_two_servers_swap_their_addresses(self) -> None:
        first, second = self.serve("First", 11111), self.serve("Second", 11112)
        ann, ben = self.chat("ann", 11111, "--register", "--trust"), self.chat("ben", 11112, "--register", "--trust")
        for relay in (first, second):
            relay.signal(signal.SIGTERM)
            self.assertEqual(relay.status(), 0)
        first, second = self.serve("First", 11112), self.serve("Second", 11111)
        ann.type("ann is back")
        ben.type("ben is back")
        first.wait_for("message from ann")
        second.wait_for("message from ben")
        for relay, stranger in ((first, "ben"), (second, "ann")):
            self.assertFalse([line for line in relay.lines if stranger in line], relay.transcript())
        for client in (ann, ben):
            self.assertTrue(client.running(), client.transcript())
            self.assertNotIn("CERTIFICATE", client.transcript())
            client.type("/exit")
            self.assertEqual(client.status(), 0, client.transcript())

    def test_a_stranger_at_the_old_address_gets_nothing(self) -> None:
        """The own server is gone for a while; whoever stands in its place is left alone, and what was typed waits."""
        mine = self.serve("Mine", 11111)
        ann = self.chat("ann", 11111, "--register", "--trust")
        mine.signal(signal.SIGTERM)
        self.assertEqual(mine.status(), 0)
        stranger = self.serve("Stranger", 11111)
        ann.type("for my own server only")
        ann.wait_for("Another server answers there")
        mine = self.serve("Mine", 11116)
        mine.wait_for("message from ann")
        self.assertFalse([line for line in stranger.lines if "ann" in line], stranger.transcript())
        ann.type("/exit")
        self.assertEqual(ann.status(), 0, ann.transcript())

    def test_a_server_moves_to_another_computer(self) -> None:
        """With its data folder: here to the one on which its client runs. A stranger takes its old address."""
        mine = self.serve("Mine", 11111)
        ann = self.chat("ann", 11111, "--register", "--trust")
        mine.signal(signal.SIGTERM)
        self.assertEqual(mine.status(), 0)
        stranger = self.serve("Stranger", 11111)
        mine = self.serve("Mine", 11111, self.two)
        ann.type("at home")
        mine.wait_for("message from ann")
        self.assertFalse([line for line in stranger.lines if "ann" in line], stranger.transcript())
        ann.type("/exit")
        self.assertEqual(ann.status(), 0, ann.transcript())

    def test_a_backup_is_restored_on_another_computer(self) -> None:
        """Made while the server ran; the first computer is gone. Nobody is asked anything, and what was said is there."""
        mine = self.serve("Mine", 11111)
        ann = self.chat("ann", 11111, "--register", "--trust")
        ann.type("before the backup")
        mine.wait_for("message from ann")
        saved, anew = str(self.folder / "saved"), self.folder / "Anew"
        made = self.program(self.one, "backup", saved, "--data", str(self.folder / "Mine"))
        self.assertEqual(made.status(), 0, made.transcript())
        mine.kill()
        back = self.program(self.two, "restore", saved, "--data", str(anew))
        self.assertEqual(back.status(), 0, back.transcript())
        stranger = self.serve("Stranger", 11111)
        mine = self.serve("Anew", 11111, self.two)
        ann.type("on the other computer")
        mine.wait_for("message from ann")
        self.assertNotIn("CERTIFICATE", ann.transcript())
        ann.type("/exit")
        self.assertEqual(ann.status(), 0, ann.transcript())
        again = self.program(
            *(self.two, "chat", "10.81.0.2", "--user", "ann", "--data", str(self.folder / "new client"), "--trust")
        )
        again.wait_for("before the backup")
        again.wait_for("on the other computer")
        self.assertFalse([line for line in stranger.lines if "ann" in line], stranger.transcript())

    def test_a_bot_follows_its_server(self) -> None:
        mine = self.serve("Mine", 11111)
        script = self.folder / "bot.py"
        script.write_text(BOT)
        environment = {"PYTHONPATH": ROOT, "HOME": str(self.folder), "PATH": os.environ["PATH"]}
        bot = Program(("-c", _EXEC, "ip", "netns", "exec", self.two, sys.executable, str(script)), environment)
        self.addCleanup(bot.close)
        bot.wait_for("ready")
        mine.signal(signal.SIGTERM)
        self.assertEqual(mine.status(), 0)
        stranger = self.serve("Stranger", 11111)
        mine = self.serve("Mine", 11115)
        bot.type("go on")
        bot.wait_for("said")
        mine.wait_for("message from bot")
        self.assertFalse([line for line in stranger.lines if "bot" in line], stranger.transcript())
        self.assertEqual(bot.status(), 0, bot.transcript())


if __name__ == "__main__":
    unittest.main()
