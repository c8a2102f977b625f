"""Both programs as processes in one home, nobody names a data folder: people chat, and everything is killed once."""

from __future__ import annotations

import shutil
import socket
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.gui.people import files_with
from tests.system.processes import ROOT, Program
from tests.system.windows import Window, WindowsCase, wait
from udpchat.catalogue import text
from udpchat.limits import DEFAULT_PORT, PORTS_SEARCHED


class OneHome(WindowsCase):
    """A server window and its clients, all of one person of the system."""

    def accounts(self) -> list[Path]:
        """The folders of everybody who is or was here."""
        return sorted(path.parent for path in self.client_data.rglob("store.sqlite"))

    def assert_everybody_reads(self, people: list[Window], *texts: str) -> None:
        """Each of them once."""
        for person in people:
            person.until_reads(*texts)
            self.assertEqual([person.count(said) for said in texts], [1] * len(texts), person.words)

    def test_everything_is_killed_once(self) -> None:
        port = free_port()
        server = self.server(port)
        ann, ben, cyd = people = [self.client() for _ in range(3)]
        ann.create("ann")
        ben.create("ben")
        cyd.guest("cyd")
        for person, said in zip(people, ("uno", "due", "tre"), strict=True):
            person.say(said)
        self.assert_everybody_reads(people, "uno", "due", "tre", text("chat.online", count=3))
        self.assertEqual(len(self.accounts()), 3)

        self.kill_relay()  # alone: its window starts it again
        ann.say("quattro")
        self.assert_everybody_reads(people, "quattro")
        server.until_reads(text("operator.state.running"))
        relay = self.relay()

        server.kill()  # alone: people do not notice
        ben.say("cinque")
        self.assert_everybody_reads(people, "cinque")
        server = self.server(port)
        self.assertEqual(self.relay().pid, relay.pid)
        server.until_reads("ann", "ben", "cyd")

        server.kill()
        self.kill_relay()  # both, and a client that has something to say
        ann.say("sei")
        wait(lambda: files_with(self.client_data, "sei"))  # said before it is on the disk: a moment later
        ann.kill()
        self.assertEqual(len({path.parent for path, _ in files_with(self.client_data, "sei")}), 1)  # her outbox alone
        self.server(port)
        ann = people[0] = self.client()
        ann.sign_in("ann")
        self.assert_everybody_reads(people, "uno", "due", "tre", "quattro", "cinque", "sei")

        for person in people:
            person.end()
        self.assertEqual(self.accounts(), [])
        self.assertEqual(files_with(self.client_data, "ann", "ben", "cyd", "quattro", "sei"), [])

    def test_next_lesson_after_a_kill(self) -> None:
        """The first pupil's window was killed; the second one's tidies up before anybody can look."""
        self.server()
        ann = self.client()
        ann.create("Annegret")
        ann.say("unter vier Augen")
        ann.type("halb getippt")
        wait(lambda: files_with(self.client_data, "halb getippt"))  # the draft is on the disk now
        ann.kill()
        ben = self.client()
        self.assertNotIn("Annegret", ben.words)
        ben.create("ben")
        ben.until_reads("unter vier Augen")  # the lobby is everybody's
        wait(lambda: files_with(self.client_data, "halb getippt") == [])
        self.assertEqual(len(self.accounts()), 1)
        self.assertNotIn("halb getippt", ben.words)
        ben.end()
        self.assertEqual(files_with(self.client_data, "Annegret", "unter vier Augen", "halb getippt", "ben"), [])


class Anywhere(WindowsCase):
    """From odd places, without streams, twice at once."""

    def test_from_an_odd_folder_that_cannot_be_written(self) -> None:
        source = self.home / "Mein Ordner ë 日本"
        shutil.copytree(ROOT / "udpchat", source / "udpchat", ignore=shutil.ignore_patterns("__pycache__"))
        for script in ("client_gui.py", "server_gui.py"):
            shutil.copy(ROOT / script, source)
        before = sources(source)
        with read_only(source):
            server = self.without_streams("server_gui.py", "--host", "127.0.0.1", "--port", "0", source=source)
            server.until_reads(text("operator.state.running"))
            address = f"127.0.0.1:{self.relay().port}"
            ann = self.without_streams("client_gui.py", address, source=source, cwd=source)
            ann.until_reads(text("connect.form.way.sign_in"))
            ben = self.window("client_gui.py", address, source=source, cwd=self.home)
            ben.until_reads(text("connect.form.way.sign_in"))
            ann.create("ann")
            ben.guest("ben")
            ann.say("hello")
            ben.until_reads("hello")
            for window in (ann, ben, server):
                window.end()
        self.assertEqual(sources(source), before)

    def test_twice_at_once(self) -> None:
        options = ("--host", "127.0.0.1", "--port", "0")
        servers = [self.window("server_gui.py", *options) for _ in range(2)]
        wait(lambda: not all(server.running for server in servers))
        first, second = sorted(servers, key=lambda server: not server.running)
        first.until_reads(text("operator.state.running"))
        self.assertEqual(second.program.status(), 0)
        self.assertEqual(second.program.complaints, [])
        address = f"127.0.0.1:{self.relay().port}"
        ann, ben = (self.window("client_gui.py", address) for _ in range(2))
        for client in (ann, ben):
            client.until_reads(text("connect.form.way.sign_in"), text("connect.form.name"))
        ann.create("ann")
        ben.create("ben")
        ann.say("hello")
        ben.until_reads("hello")


class Swapped(WindowsCase):
    """Two servers change places."""

    def test_no_alarm_and_no_wrong_address(self) -> None:
        here, there = searched_ports()
        lab, annex = (self.home / name for name in ("lab", "annex"))
        relays = [self.serve(lab, here, "Lab"), self.serve(annex, there, "Annex")]
        ann, ben = (self.client(f"127.0.0.1:{port}") for port in (here, there))
        for client, name in ((ann, "ann"), (ben, "ben")):
            client.guest(name)
            client.until_reads(text("chat.online", count=1))
        ann.say("said in the lab")
        ben.say("said in the annex")
        for relay in relays:
            relay.kill()
        ann.say("for the lab only")
        ben.say("for the annex only")
        self.serve(lab, there, "Lab")
        self.serve(annex, here, "Annex")
        for client, port in ((ann, there), (ben, here)):
            client.until(lambda client=client, port=port: self.is_calm(client, port))  # type: ignore[misc]
        wait(lambda: stored(lab, "for the lab only") and stored(annex, "for the annex only"))
        self.assertFalse(stored(lab, "for the annex only") or stored(annex, "for the lab only"))
        ann.until_reads(text("chat.online", count=1), "said in the lab")
        self.assertNotIn("annex", ann.words.replace("Annex", ""))

    def is_calm(self, client: Window, port: int) -> bool:
        """Whether it is online there. Meanwhile no word of another server."""
        words = client.words
        self.assertNotIn(text("chat.banner.question"), words)
        return f":{port}" in words and text("chat.me.guest") in words

    def serve(self, data: Path, port: int, name: str) -> Program:
        relay = self.start(
            [
                *(str(ROOT / "server_gui.py"), "--headless", "--host", "127.0.0.1", "--port", str(port)),
                *("--data", str(data), "--name", name),
            ],
            self.home,
        )
        relay.wait_for("listening on")
        return relay


def stored(data: Path, said: str) -> bool:
    """Whether a relay has it on its disk."""
    return bool(files_with(data, said))


def free_port() -> int:
    """A port that nobody has at present."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def searched_ports() -> tuple[int, int]:
    """Two of the ports at which servers are looked for, the last ones that are free."""
    free = []
    for port in range(DEFAULT_PORT + PORTS_SEARCHED - 1, DEFAULT_PORT - 1, -1):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            try:
                sock.bind(("", port))
            except OSError:
                continue
            free.append(port)
    if len(free) < 2:
        raise unittest.SkipTest("the ports at which servers are looked for are taken")
    return free[0], free[1]


def sources(folder: Path) -> dict[Path, bytes]:
    """The files of a source tree, without what Python keeps beside them where it may."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write away, meanwhile. (Who may do everything may write nevertheless.)"""
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    unittest.main()
