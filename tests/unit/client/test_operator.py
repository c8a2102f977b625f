"""The operator's client against a scripted relay: the real wire in virtual time."""

from __future__ import annotations

import random
import unittest
from typing import Any

from tests.unit.client.world import HERE, Client, Server, World, identity
from udpchat.client.operator import (
    KEEP,
    FiguresArrived,
    LogArrived,
    OperatorCore,
    OperatorLost,
    OperatorReady,
    SessionsChanged,
    SettingsArrived,
    SettingsRefused,
)
from udpchat.client.phases import Phase
from udpchat.driver import Address
from udpchat.errors import BadName, NoAnswer, NotAllowed, PortInUse, UdpchatError
from udpchat.wire.codes import CloseCode
from udpchat.words import messages as words

TOKEN = b"T" * 32
ROOM_PASSWORD = "open the room, please"
THERE: Address = (HERE[0], 11112)


def row(session: int, name: str, posts: int = 0) -> words.SessionRow:
    return words.SessionRow(session, session + 100, name, False, "member", "192.168.1.7:5000", 0, 1, posts, 0, 0)


def line(number: int) -> words.LogLine:
    return words.LogLine(number, 1, "info", "joined", f"line {number}")


class Relay(Server):
    """Lets operators in, and says what a test tells it to say."""

    def __init__(self, **kw: Any) -> None:
        self.operators: set[int] = set()
        self.token = TOKEN
        self.started_at = 1
        self.refuse_operators = ""
        self.bad_settings: words.SettingsRefused | None = None
        self.log_lines = [line(0), line(1)]
        self.settings = words.Settings("Lab 2", 11111, "open", True, False)
        super().__init__(**kw)

    def restart(self) -> None:
        self.started_at += 1
        self.operators.clear()
        self.start()

    def hear(self, cid: int, word: Any, now: float) -> None:
        match word:
            case words.OperatorSignIn(token):
                if self.refuse_operators or token != self.token:
                    self.say(cid, words.Refused(self.refuse_operators or "AUTH_FAILED", 0, ""))
                else:
                    self.let_in(cid)
            case words.ChangeSettings() as change if self.bad_settings is None:
                self.change(change)
            case words.ChangeSettings():
                self.say(cid, self.bad_settings)
            case words.StopServer():
                self.endpoint.close_all(CloseCode.SHUTDOWN, "", now)
            case _:
                super().hear(cid, word, now)

    def let_in(self, cid: int) -> None:
        self.operators.add(cid)
        self.endpoint.raise_frame_limit(cid)
        self.say(cid, words.OperatorWelcome("udpchat/1", "0.0.0.0", 11111, self.started_at, 2, "folder"))
        self.say(cid, self.settings)
        self.say(cid, words.LogLines(tuple(self.log_lines)))

    def tell(self, word: Any) -> None:
        for cid in self.operators:
            self.say(cid, word)

    def change(self, change: words.ChangeSettings) -> None:
        room = {"keep": self.settings.room, "none": False, "set": True}[change.room_password]
        self.settings = words.Settings(change.name, change.port, change.signup, change.guests, room)
        self.tell(self.settings)


class Window(Client):
    """The operator's core in place of a chatting one."""

    def __init__(self, world: World) -> None:
        super().__init__(world, world.data, seed=9)
        self.core: Any = OperatorCore(random.Random(9).randbytes)
        world.clients.append(self)

    def open(self, relay: Relay, token: bytes = TOKEN, address: Address | None = None) -> None:
        self.core.connect(address or relay.addr, relay.identity.fingerprint, token, self.world.now)

    def kill(self) -> None:
        self.world.clients.remove(self)

    def change(self, name: str = "Lab 3", port: int = 11111, room_password: Any = KEEP) -> None:
        self.core.change_settings(name, port, "open", True, room_password, self.world.now)


class OperatorCase(unittest.TestCase):
    """A relay and a window that looks after it."""

    def setUp(self) -> None:
        self.world = World()
        self.addCleanup(self.world.close)
        self.relay = Relay()
        self.world.servers[self.relay.addr] = self.relay
        self.window = Window(self.world)

    def ready(self) -> None:
        before = len(self.window.of(OperatorReady))
        self.window.open(self.relay)
        self.until(lambda: len(self.window.of(OperatorReady)) > before)
        self.until(lambda: len(self.relay.operators) > 0 and self.window.of(LogArrived))

    def until(self, found: Any) -> None:
        self.world.run(found)


class SigningIn(OperatorCase):
    """With the token, to the right relay only."""

    def test_first_words(self) -> None:
        self.ready()
        kinds = [type(event) for event in self.window.events]
        self.assertEqual(kinds, [OperatorReady, SettingsArrived, LogArrived])
        self.assertEqual(self.window.of(OperatorReady)[0].welcome.folder, "folder")
        self.assertEqual(self.window.of(SettingsArrived)[0].settings, self.relay.settings)
        self.assertIs(self.window.core.state, Phase.ONLINE)

    def test_a_stranger_hears_nothing(self) -> None:
        stranger = Relay(who=identity(77))
        self.world.servers[HERE] = stranger
        self.window.open(self.relay)
        self.until(lambda: len(self.window.of(OperatorLost)) >= 3)
        self.assertEqual(stranger.heard, [])
        self.assertIn("Another server", self.window.of(OperatorLost)[0].reason)
        self.world.servers[HERE] = self.relay
        self.until(lambda: self.window.of(OperatorReady))

    def test_a_stranger_after_the_sign_in(self) -> None:
        self.ready()
        stranger = Relay(who=identity(77))
        self.world.servers[HERE] = stranger
        self.until(lambda: len(self.window.of(OperatorLost)) >= 2)
        self.assertEqual(stranger.heard, [])

    def test_wrong_token(self) -> None:
        self.window.open(self.relay, token=b"?" * 32)
        self.until(lambda: len(self.window.of(OperatorLost)) >= 2)
        self.assertIn("does not accept this window", self.window.of(OperatorLost)[0].reason)
        self.assertEqual(len(self.relay.words(words.OperatorSignIn)), 2)
        self.ready()

    def test_refused_for_another_reason(self) -> None:
        self.relay.refuse_operators = "NOT_ALLOWED"
        self.window.open(self.relay)
        self.until(lambda: self.window.of(OperatorLost))
        self.assertEqual(self.window.of(OperatorLost)[0].reason, NotAllowed().sentence)
        self.relay.refuse_operators = ""
        self.relay.endpoint.close_all(CloseCode.INTERNAL, "", self.world.now)
        self.until(lambda: self.window.of(OperatorReady))

    def test_nobody_there(self) -> None:
        self.world.cut = True
        self.window.open(self.relay)
        self.until(lambda: self.window.of(OperatorLost))
        lost = self.window.of(OperatorLost)[0]
        self.assertIn("10.0.0.1:11111", lost.reason)
        self.assertGreater(lost.retry_at, self.world.now)
        self.world.cut = False
        self.ready()

    def test_words_of_another_order(self) -> None:
        for word in (words.Moved(5), words.OperatorWelcome("", "", 1, 1, 1, ""), words.ServerHello):
            with self.subTest(word=word):
                self.setUp()
                self.relay.let_in = lambda cid: None  # type: ignore[method-assign]
                self.window.open(self.relay)
                self.until(lambda: self.relay.words(words.OperatorSignIn))
                cid = next(iter(self.relay.endpoint._sessions))
                if word is words.ServerHello:
                    self.relay.hear(cid, words.Hello(1, "", ()), self.world.now)
                    self.until(lambda: self.window.of(OperatorLost))
                elif isinstance(word, words.Moved):
                    self.relay.say(cid, word)
                    self.until(lambda: self.window.of(OperatorLost))
                else:
                    self.relay.say(cid, word)
                    self.until(lambda: self.window.of(OperatorReady))


class Watching(OperatorCase):
    """Log, people, figures."""

    def test_table_of_sessions(self) -> None:
        self.ready()
        self.relay.tell(words.SessionRows((row(1, "anna"), row(2, "ben")), ()))
        self.relay.tell(words.SessionRows((row(2, "ben", posts=5), row(3, "cem")), (1, 99)))
        self.until(lambda: len(self.window.of(SessionsChanged)) == 2)
        last = self.window.of(SessionsChanged)[-1]
        self.assertEqual([(one.name, one.posts) for one in last.all], [("ben", 5), ("cem", 0)])
        self.assertEqual(last.gone, (1, 99))
        self.assertEqual(self.window.core.sessions, last.all)

    def test_a_new_connection_begins_with_an_empty_table(self) -> None:
        self.ready()
        self.relay.tell(words.SessionRows((row(1, "anna"),), ()))
        self.until(lambda: self.window.of(SessionsChanged))
        self.relay.restart()
        self.ready()
        self.assertEqual(self.window.of(SessionsChanged)[-1], SessionsChanged((), (1,), ()))

    def test_more_sessions_than_there_can_be(self) -> None:
        self.ready()
        for first in range(0, 20_000, 100):
            self.relay.tell(words.SessionRows(tuple(row(first + number, "x") for number in range(100)), ()))
        self.until(lambda: self.window.of(OperatorLost))

    def test_each_line_once(self) -> None:
        self.ready()
        self.relay.log_lines.append(line(2))
        self.relay.tell(words.LogLines((line(2),)))
        self.until(lambda: len(self.window.of(LogArrived)) == 2)
        self.relay.endpoint.close_all(CloseCode.INTERNAL, "", self.world.now)
        self.until(lambda: self.window.of(OperatorLost))
        self.relay.log_lines.append(line(3))
        self.until(lambda: len(self.window.of(LogArrived)) == 3)
        numbers = [one.number for event in self.window.of(LogArrived) for one in event.lines]
        self.assertEqual(numbers, [0, 1, 2, 3])

    def test_another_process_counts_anew(self) -> None:
        self.ready()
        self.relay.restart()
        self.until(lambda: len(self.window.of(LogArrived)) == 2)
        numbers = [one.number for event in self.window.of(LogArrived) for one in event.lines]
        self.assertEqual(numbers, [0, 1, 0, 1])

    def test_figures(self) -> None:
        self.ready()
        figures = words.Figures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
        self.relay.tell(figures)
        self.until(lambda: self.window.of(FiguresArrived) == [FiguresArrived(figures)])

    def test_a_word_that_is_not_for_operators(self) -> None:
        self.ready()
        self.relay.tell(words.Presence((), ()))
        self.until(lambda: self.window.of(OperatorLost))
        self.until(lambda: len(self.window.of(OperatorReady)) == 2)


class Changing(OperatorCase):
    """Settings."""

    def test_a_change(self) -> None:
        self.ready()
        self.window.change(name="  Lab 3 ", room_password=None)
        self.until(lambda: len(self.window.of(SettingsArrived)) == 2)
        self.assertEqual(self.window.of(SettingsArrived)[-1].settings.name, "Lab 3")
        self.assertEqual(self.relay.words(words.ChangeSettings)[0].room_password, "none")

    def test_room_password(self) -> None:
        self.ready()
        self.window.hold_jobs = lambda job: True
        self.window.change(room_password=ROOM_PASSWORD)
        self.window.change(name="Lab 4")
        self.world.run(limit_s=0.5)
        self.assertEqual([job.lane for job in self.window.jobs], ["password"])
        self.assertEqual(self.relay.words(words.ChangeSettings), [], "the second one waits for the first")
        self.window.hold_jobs = lambda job: False
        self.until(lambda: len(self.relay.words(words.ChangeSettings)) == 2)
        first, second = self.relay.words(words.ChangeSettings)
        self.assertEqual((first.room_password, second.room_password, second.name), ("set", "keep", "Lab 4"))
        self.assertNotIn(ROOM_PASSWORD.encode(), b"".join(self.relay.raw))
        self.until(lambda: self.window.of(SettingsArrived)[-1].settings.room)

    def test_password_cannot_be_hashed(self) -> None:
        self.ready()
        self.window.fail_jobs = lambda job: True
        self.window.change(room_password=ROOM_PASSWORD)
        self.window.change(name="Lab 4")
        self.until(lambda: self.window.of(SettingsRefused))
        self.assertIn("disk full", self.window.of(SettingsRefused)[0].error.sentence)
        self.until(lambda: self.window.of(SettingsArrived)[-1].settings.name == "Lab 4")

    def test_refused(self) -> None:
        self.ready()
        for code, kind in (("PORT_IN_USE", PortInUse), ("BAD_NAME", BadName), ("NOT_ALLOWED", NotAllowed), ("?", UdpchatError)):
            with self.subTest(code=code):
                self.relay.bad_settings = words.SettingsRefused(code, "11112")
                self.window.change(port=11112)
                before = len(self.window.of(SettingsRefused))
                self.until(lambda before=before: len(self.window.of(SettingsRefused)) > before)
                error = self.window.of(SettingsRefused)[-1].error
                self.assertIsInstance(error, kind)
                self.assertIn("11112", error.detail)

    def test_impossible(self) -> None:
        self.ready()
        self.assertRaises(BadName, self.window.change, name="")
        self.assertRaises(ValueError, self.window.change, port=0)
        self.assertRaises(ValueError, self.window.change, port=70000)
        self.assertRaises(ValueError, self.window.change, room_password="")

    def test_without_connection(self) -> None:
        self.window.change()
        self.until(lambda: self.window.of(SettingsRefused))
        self.assertIsInstance(self.window.of(SettingsRefused)[0].error, NoAnswer)

    def test_lost_while_the_password_is_hashed(self) -> None:
        self.ready()
        self.window.hold_jobs = lambda job: True
        self.window.change(room_password=ROOM_PASSWORD)
        self.relay.endpoint.close_all(CloseCode.INTERNAL, "", self.world.now)
        self.until(lambda: self.window.of(OperatorLost))
        self.window.hold_jobs = lambda job: False
        self.until(lambda: self.window.of(SettingsRefused))


class Moving(OperatorCase):
    """Ports, restarts, the end."""

    def test_moved(self) -> None:
        self.ready()
        self.relay.tell(words.Moved(THERE[1]))
        self.world.step()
        self.world.servers[THERE] = self.world.servers.pop(HERE)
        self.relay.addr = THERE
        self.until(lambda: len(self.window.of(OperatorReady)) == 2)
        self.assertEqual(self.window.of(OperatorLost), [])
        ready_at = self.world.now
        self.window.open(self.relay)
        self.world.run(limit_s=1.0)
        self.assertEqual(len(self.window.of(OperatorReady)), 2, "it knows the new address already")
        self.assertLess(ready_at, 1005.0)

    def test_moved_to_no_port(self) -> None:
        self.ready()
        self.relay.tell(words.Moved(0))
        self.until(lambda: self.window.of(OperatorLost))

    def test_another_address(self) -> None:
        self.ready()
        del self.world.servers[HERE]
        self.relay.restart()
        self.relay.addr = THERE
        self.world.servers[THERE] = self.relay
        began_at = self.world.now
        self.ready()
        self.assertLess(self.world.now - began_at, 1.0)

    def test_restart_is_noticed(self) -> None:
        self.ready()
        self.relay.restart()
        self.until(lambda: len(self.window.of(OperatorReady)) == 2)
        self.assertEqual(self.window.of(OperatorReady)[-1].welcome.started_at, 2)

    def test_do_not_wait_for_the_next_attempt(self) -> None:
        self.ready()
        del self.world.servers[HERE]
        self.until(lambda: len(self.window.of(OperatorLost)) >= 4)
        self.relay.restart()
        self.world.servers[HERE] = self.relay
        began_at = self.world.now
        self.ready()
        self.assertLess(self.world.now - began_at, 1.0)

    def test_asleep(self) -> None:
        self.ready()
        self.window.asleep = True
        self.world.run(limit_s=60.0)
        self.window.asleep = False
        self.until(lambda: len(self.window.of(OperatorReady)) == 2)

    def test_stop(self) -> None:
        self.assertFalse(self.window.core.stop_server("bye", self.world.now))
        self.ready()
        self.assertTrue(self.window.core.stop_server("lesson is over", self.world.now))
        self.until(lambda: self.window.of(OperatorLost))
        self.assertEqual(self.relay.words(words.StopServer), [words.StopServer("lesson is over")])
        self.assertIn("stopped", self.window.of(OperatorLost)[0].reason)

    def test_close(self) -> None:
        self.ready()
        self.window.core.close(self.world.now)
        self.until(lambda: self.window.core.state is Phase.IDLE)
        self.assertEqual(self.relay.words(words.Bye), [words.Bye("logout")])
        self.world.run(limit_s=5.0)
        self.assertIsNone(self.window.core.next_timeout())
        self.assertEqual(self.window.of(OperatorLost), [])
        self.ready()

    def test_close_while_nobody_answers(self) -> None:
        self.world.cut = True
        self.window.open(self.relay)
        self.world.run(limit_s=0.1)
        self.window.core.close(self.world.now)
        self.window.core.close(self.world.now)
        self.assertIs(self.window.core.state, Phase.IDLE)
        self.world.run(limit_s=5.0)
        self.assertIsNone(self.window.core.next_timeout())

    def test_open_again_while_leaving(self) -> None:
        self.ready()
        self.window.core.close(self.world.now)
        self.window.open(self.relay)
        self.until(lambda: len(self.window.of(OperatorReady)) == 2)

    def test_another_version(self) -> None:
        self.ready()
        self.relay.endpoint.close_all(CloseCode.VERSION, "", self.world.now)
        self.until(lambda: self.window.of(OperatorLost))
        self.assertIsNone(self.window.of(OperatorLost)[0].retry_at)
        self.assertIs(self.window.core.state, Phase.IDLE)


if __name__ == "__main__":
    unittest.main()
