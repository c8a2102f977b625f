"""What the server window decides: from the process and its operator to the verbs of a view."""

from __future__ import annotations

import unittest

from tests.unit.gui.presenters.server_fakes import (
    BORN_MS,
    Figures,
    Interface,
    Row,
    Settings,
    Stage,
    Welcome,
    running_relay,
)
from tests.unit.gui.presenters.test_log import Line, Pane
from udpchat.errors import BadName, PortInUse
from udpchat.gui.presenters.server_feed import Failure, State
from udpchat.gui.presenters.server_people import Column
from udpchat.gui.presenters.server_settings import Field, RoomPassword
from udpchat.gui.presenters.server_settings import Stage as FormStage
from udpchat.gui.presenters.server_states import Command, Dot


class StatesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stage = Stage()
        self.view, self.relay, self.presenter = self.stage.view, self.stage.relay, self.stage.presenter

    def commands(self) -> list[Command]:
        assert self.view.notice is not None
        return [button.command for button in self.view.notice.buttons]

    def test_from_stopped_to_running(self) -> None:
        self.stage.run(State.STOPPED)
        assert self.view.rest is not None and self.view.rest.button is not None
        self.assertEqual(self.view.rest.button.command, Command.START)
        self.assertEqual((self.view.head.dot, self.view.head.state), (Dot.HOLLOW, "Stopped"))
        self.presenter.press(Command.START)
        self.assertEqual(self.relay.told, [("start", None)])
        self.stage.run(State.STARTING)
        self.assertEqual(self.view.head.state, "Starting…")
        self.stage.run(State.RUNNING, relay=running_relay())
        self.assertEqual(self.view.head.dot, Dot.AMBER)
        self.presenter.welcomed(Welcome(), self.stage.now)
        self.assertEqual((self.view.head.dot, self.view.head.state), (Dot.GREEN, "Running · 1 min"))
        self.assertIsNone(self.view.rest)
        self.assertIsNone(self.view.notice)
        self.stage.tick(3600)
        self.assertEqual(self.view.head.state, "Running · 1 h 1 min")
        self.presenter.press(Command.STOP)
        self.assertEqual(self.relay.told[-1], ("stop",))
        self.stage.run(State.STOPPING)
        self.assertIsNone(self.view.head.button)

    def test_stopping_puts_people_out(self) -> None:
        self.stage.go_online()
        self.presenter.sessions_changed([Row(1), Row(2)], [])
        before = list(self.relay.told)
        self.presenter.press(Command.STOP)
        self.assertEqual(self.view.asked_to_stop, 2)
        self.assertEqual(self.relay.told, before)
        self.presenter.stop_answered()
        self.assertEqual(self.relay.told[-1], ("stop",))

    def test_a_full_disk(self) -> None:
        self.stage.go_online()
        said = "failed: Storage: STORAGE: disk full"
        self.presenter.log_arrived([Line(1, said, "error", "fault", BORN_MS + 61_000)])
        self.stage.tick(1)
        self.assertEqual(self.view.notice.title, "The server cannot save")
        self.stage.tick(30)
        self.assertIsNone(self.view.notice)

    def test_the_relay_died(self) -> None:
        self.stage.go_online()
        words = tuple(f"word {number}" for number in range(10))
        self.stage.run(State.RESTARTING, retry_at=self.stage.now + 3.5, last_words=words)
        assert self.view.notice is not None
        self.assertIn("in 4 s", self.view.notice.words)
        self.assertEqual(self.view.notice.last_words[-1], "word 9")
        self.assertLess(len(self.view.notice.last_words), 10)
        self.stage.tick(2)
        self.assertIn("in 2 s", self.view.notice.words)
        self.presenter.press(Command.COPY_LAST_WORDS)
        self.assertEqual(self.view.copied.splitlines(), list(words))
        self.stage.run(State.STARTING)
        self.assertIsNone(self.view.notice)

    def test_what_is_known_of_a_dead_relay_is_forgotten(self) -> None:
        self.stage.go_online()
        self.presenter.sessions_changed([Row(1)], [])
        self.presenter.figures_arrived(Figures(BORN_MS, online=1, outside=1), self.stage.now)
        self.stage.tick()
        self.assertEqual(self.view.counts.online, 1)
        self.stage.run(State.RESTARTING)
        self.assertIsNone(self.view.counts.online)
        self.assertEqual(self.view.people.rows, ())
        self.assertEqual(self.view.cards[0].value, "–")
        self.assertIs(self.view.settings.stage, FormStage.UNKNOWN)

    def test_it_could_not_start(self) -> None:
        self.stage.run(State.FAILED, failure=Failure.CONFIGURATION, last_words=("no such address",))
        assert self.view.notice is not None
        self.assertEqual(self.view.notice.last_words, ("no such address",))
        self.assertIn(Command.START, self.commands())
        self.presenter.press(Command.OPEN_FOLDER)
        self.assertEqual(self.relay.told, [("open", "a folder")])

    def test_every_failure_has_words(self) -> None:
        titles = set()
        for failure in Failure:
            self.stage.run(State.STARTING)
            self.stage.run(State.FAILED, failure=failure, advice="Do this.")
            assert self.view.notice is not None
            self.assertEqual(self.view.notice.words, "Do this.")
            titles.add(self.view.notice.title)
        self.assertEqual(len(titles), len(Failure))

    def test_the_port_is_taken(self) -> None:
        self.stage.run(State.FAILED, failure=Failure.CONFIGURATION, error=PortInUse(11111), next_port=11113)
        assert self.view.notice is not None
        self.assertIn("11111", self.view.notice.title)
        self.assertIn("11113", self.view.notice.buttons[0].label)
        self.presenter.press(Command.START_ON_NEXT_PORT)
        self.assertEqual(self.relay.told, [("start", 11113)])

    def test_the_operator_is_cut_off(self) -> None:
        self.stage.go_online()
        self.presenter.operator_lost("It fell silent.", self.stage.now + 2.5, self.stage.now)
        assert self.view.notice is not None
        self.assertIn("in 3 s", self.view.notice.words)
        self.assertIn("It fell silent.", self.view.notice.words)
        self.assertEqual(self.view.head.dot, Dot.AMBER)
        self.presenter.press(Command.RECONNECT)
        self.assertEqual(self.relay.told, [("reconnect",)])
        self.presenter.welcomed(Welcome(), self.stage.now)
        self.assertIsNone(self.view.notice)

    def test_a_window_that_is_never_let_in_says_so(self) -> None:
        self.stage.run(State.STARTING)
        self.stage.run(State.RUNNING, relay=running_relay())
        self.assertEqual(self.view.head.name, "lab-server")
        self.assertIsNone(self.view.notice)
        self.presenter.operator_lost("Wrong token.", None, self.stage.now)
        assert self.view.notice is not None
        self.assertIn("Wrong token.", self.view.notice.words)

    def test_another_version(self) -> None:
        self.stage.run(State.REPLACING, other_version="1.9")
        assert self.view.notice is not None
        self.assertIn("1.9", self.view.notice.words)
        self.assertIn("2.0", self.view.notice.words)

    def test_closing_asks_only_when_there_is_something_to_decide(self) -> None:
        self.stage.run(State.STOPPED)
        self.presenter.close_wanted()
        self.assertEqual(self.relay.told, [("leave", False)])
        self.stage.go_online()
        self.presenter.sessions_changed([Row(1), Row(2)], [])
        self.presenter.close_wanted()
        self.assertEqual(self.view.asked, 2)
        self.assertEqual(len(self.relay.told), 1)
        self.presenter.close_answered(True)
        self.assertEqual(self.relay.told[-1], ("leave", True))

    def test_a_quiet_second_draws_nothing(self) -> None:
        self.stage.go_online()
        self.presenter.sessions_changed([Row(1, since=BORN_MS - 7_200_000)], [])
        self.stage.tick()
        self.stage.now += 3540 - 1  # the minute has just begun
        self.stage.tick(0.25)
        self.view.calls.clear()
        self.stage.tick()
        self.assertEqual(self.view.calls, [])


class PlacesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stage = Stage()
        self.view, self.presenter = self.stage.view, self.stage.presenter

    def test_the_likeliest_address_comes_first(self) -> None:
        self.stage.go_online()
        self.presenter.interfaces_found(
            [Interface("eth0", "192.168.1.20"), Interface("tun0", "10.8.0.2", "vpn"), Interface("x1", "10.0.0.9", "other")]
        )
        places = self.view.places
        assert places.first is not None
        self.assertEqual((places.first.address, places.first.interface), ("192.168.1.20", "cable · eth0"))
        self.assertEqual([place.interface for place in places.others], ["VPN · tun0", "x1"])
        self.assertEqual(places.fingerprint, "AAAQ-EAYE-AUDA-OCAJ")
        self.assertTrue(places.invite.startswith("udpchat://192.168.1.20:11111/#AAAQEAYEAUDAOCAJ"))
        self.assertEqual(self.view.head.address, "192.168.1.20")

    def test_an_unusual_port_is_told(self) -> None:
        self.stage.go_online(port=11113)
        self.presenter.settings_arrived(Settings(port=11113), self.stage.now)
        self.presenter.interfaces_found([Interface("eth0", "192.168.1.20")])
        assert self.view.places.first is not None
        self.assertEqual(self.view.places.first.address, "192.168.1.20:11113")

    def test_bound_to_one_address(self) -> None:
        self.stage.go_online(host="10.0.0.9")
        self.presenter.interfaces_found([Interface("eth0", "192.168.1.20"), Interface("eth1", "10.0.0.9")])
        assert self.view.places.first is not None
        self.assertEqual(self.view.places.first.address, "10.0.0.9")
        self.assertEqual(self.view.places.others, ())
        self.assertFalse(self.view.places.only_here)

    def test_bound_to_this_computer_alone(self) -> None:
        self.stage.go_online(host="127.0.0.1")
        self.presenter.interfaces_found([Interface("eth0", "192.168.1.20")])
        self.presenter.figures_arrived(Figures(BORN_MS, outside=0), self.stage.now)
        self.stage.tick()
        self.assertTrue(self.view.places.only_here)
        self.assertEqual(self.view.command, "")

    def test_no_network(self) -> None:
        self.stage.go_online()
        self.assertIsNone(self.view.places.first)
        self.assertTrue(self.view.places.invite.startswith("udpchat://127.0.0.1:11111/#"))

    def test_the_firewall_is_named_until_another_computer_came(self) -> None:
        self.stage.go_online()
        self.presenter.figures_arrived(Figures(BORN_MS, outside=0), self.stage.now)
        self.stage.tick()
        self.assertEqual(self.view.command, "", "without a network there is nothing to allow")
        self.presenter.interfaces_found([Interface("eth0", "192.168.1.20")])
        self.presenter.figures_arrived(Figures(BORN_MS, outside=0), self.stage.now)
        self.stage.tick()
        self.assertEqual(self.view.command, "allow 11111")
        self.presenter.figures_arrived(Figures(BORN_MS + 1000, outside=1), self.stage.now)
        self.stage.tick()
        self.assertEqual(self.view.command, "")


class PagesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stage = Stage()
        self.view, self.presenter = self.stage.view, self.stage.presenter
        self.stage.go_online()

    def test_people_are_put_into_words_only_for_a_page_that_shows_them(self) -> None:
        self.presenter.page_shown("log")
        self.presenter.sessions_changed([Row(1)], [])
        self.stage.tick()
        self.assertEqual(self.view.people.rows, ())
        self.assertEqual(self.view.counts.online, 1)
        self.presenter.page_shown("overview")
        self.assertEqual(len(self.view.people.rows), 1)
        self.assertEqual(self.view.users.rows, ())
        self.presenter.page_shown("people")
        self.assertEqual([row.name for row in self.view.users.rows], ["ann"])

    def test_sorting_people_and_finding_users(self) -> None:
        self.presenter.sessions_changed([Row(1, "ann", rtt_us=1), Row(2, "bob", rtt_us=9)], [])
        self.presenter.sort_people(Column.ROUND_TRIP)
        self.assertEqual([row.name for row in self.view.people.rows], ["bob", "ann"])
        self.presenter.page_shown("people")
        self.presenter.office.find_users("AN")
        self.assertEqual([row.name for row in self.view.users.rows], ["ann"])
        self.assertEqual(self.view.people.online_count, 2)

    def test_only_the_log_that_is_seen_takes_lines(self) -> None:
        here, there = Pane(), Pane()
        self.presenter.add_log("overview", here)
        self.presenter.add_log("log", there)
        self.presenter.log_arrived([Line(1, "one")])
        self.presenter.flush_log()
        self.assertEqual((here.texts, there.texts), (["one"], []))
        self.presenter.page_shown("log")
        self.assertEqual(there.texts, ["one"])

    def test_errors_are_counted_until_the_log_is_looked_at(self) -> None:
        old, fresh = BORN_MS, BORN_MS + 61_000
        self.presenter.log_arrived([Line(1, level="error", at=old), Line(2, level="error", at=fresh)])
        self.stage.tick()
        self.assertEqual(self.view.counts.errors, 1)
        self.presenter.page_shown("log")
        self.presenter.log_arrived([Line(3, level="error", at=fresh)])
        self.stage.tick()
        self.assertEqual(self.view.counts.errors, 0)

    def test_the_log_is_saved_as_it_is_filtered(self) -> None:
        log = self.presenter.add_log("log", Pane())
        self.presenter.log_arrived([Line(1, "one"), Line(2, "two")])
        log.set_filter("one")
        self.presenter.save_log("log", "somewhere")
        self.assertEqual(self.stage.relay.told, [("save", "somewhere", 1)])

    def test_the_same_relay_after_a_break_tells_no_line_twice(self) -> None:
        pane = Pane()
        self.presenter.add_log("overview", pane)
        self.presenter.log_arrived([Line(1, "a"), Line(2, "b")])
        self.presenter.operator_lost("", None, self.stage.now)
        self.presenter.welcomed(Welcome(), self.stage.now)
        self.presenter.log_arrived([Line(1, "a"), Line(2, "b"), Line(3, "c")])
        self.presenter.flush_log()
        self.assertEqual(pane.texts, ["a", "b", "c"])


class SettingsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stage = Stage()
        self.view, self.relay, self.presenter = self.stage.view, self.stage.relay, self.stage.presenter
        self.stage.go_online()

    def test_applied(self) -> None:
        self.presenter.settings.set_name("  Class   7b ")
        self.assertEqual(self.view.settings.changed, {Field.NAME})
        self.presenter.apply_settings()
        ((verb, wish),) = self.relay.told
        self.assertEqual((verb, wish.name, wish.port), ("apply", "Class 7b", 11111))  # type: ignore[attr-defined]
        self.assertIs(self.view.settings.stage, FormStage.APPLYING)
        self.presenter.settings_arrived(Settings(name="Class 7b"), self.stage.now)
        self.assertIs(self.view.settings.stage, FormStage.READY)
        self.assertEqual((self.view.settings.changed, self.view.settings.note), (frozenset(), "Applied."))
        self.assertEqual(self.view.head.name, "Class 7b")

    def test_a_taken_port(self) -> None:
        self.presenter.settings.set_port("11112")
        self.presenter.apply_settings()
        self.presenter.settings_refused(PortInUse(11112), self.stage.now)
        self.assertIn("11112", self.view.settings.error(Field.PORT))
        self.assertEqual(self.view.settings.next_port, 11114)
        self.assertEqual(self.view.settings.port, "11112")
        self.presenter.settings.set_port("11114")
        self.assertEqual((self.view.settings.error(Field.PORT), self.view.settings.next_port), ("", None))

    def test_a_name_that_the_relay_refuses(self) -> None:
        self.presenter.settings.set_name("x")
        self.presenter.apply_settings()
        self.presenter.settings_refused(BadName("it is silly"), self.stage.now)
        self.assertIn("silly", self.view.settings.error(Field.NAME))

    def test_wrong_fields_are_not_sent(self) -> None:
        for port in ("", "0", "65536", "1 1", "１１", "-1", "port", "9" * 4300):
            self.presenter.settings.set_port(port)
            self.presenter.apply_settings()
            self.assertIn("65535", self.view.settings.error(Field.PORT), port)
        self.presenter.settings.set_name("\u200b")
        self.presenter.apply_settings()
        self.assertTrue(self.view.settings.error(Field.NAME))
        self.assertEqual(self.relay.told, [])

    def test_sign_up_with_a_room_password_needs_one(self) -> None:
        self.presenter.settings.set_signup("room")
        self.presenter.apply_settings()
        self.assertTrue(self.view.settings.error(Field.PASSWORD))
        self.presenter.settings.set_room(RoomPassword.SET)
        self.presenter.apply_settings()
        self.assertIn("empty", self.view.settings.error(Field.PASSWORD))
        self.presenter.settings.set_password("tulip 7")
        self.presenter.apply_settings()
        ((_, wish),) = self.relay.told
        self.assertEqual((wish.room, wish.password), (RoomPassword.SET, "tulip 7"))  # type: ignore[attr-defined]
        self.assertNotIn("tulip", repr(wish))
        self.assertNotIn("tulip", repr(self.view.settings))

    def test_the_room_password_that_is_needed_is_not_removed(self) -> None:
        self.presenter.settings_arrived(Settings(signup="room", room=True), self.stage.now)
        self.presenter.settings.set_room(RoomPassword.REMOVE)
        self.presenter.apply_settings()
        self.assertTrue(self.view.settings.error(Field.PASSWORD))
        self.presenter.settings.set_signup("open")
        self.presenter.apply_settings()
        self.assertEqual(len(self.relay.told), 1)

    def test_what_was_typed_stays_while_the_relay_tells_others(self) -> None:
        self.presenter.settings.set_name("mine")
        self.presenter.settings_arrived(Settings(name="theirs", guests=False), self.stage.now)
        self.assertEqual((self.view.settings.name, self.view.settings.guests), ("mine", False))
        self.presenter.settings.discard()
        self.assertEqual(self.view.settings.name, "theirs")

    def test_a_change_taken_back_is_none(self) -> None:
        self.presenter.settings.set_guests(False)
        self.presenter.settings.set_guests(True)
        self.presenter.settings.set_port("11111")
        self.assertEqual(self.view.settings.changed, frozenset())
        self.presenter.apply_settings()
        self.assertEqual(self.relay.told, [])

    def test_a_relay_that_died_while_applying(self) -> None:
        self.presenter.settings.set_name("mine")
        self.presenter.apply_settings()
        self.stage.run(State.RESTARTING)
        self.assertIs(self.view.settings.stage, FormStage.UNKNOWN)
        self.assertEqual((self.view.settings.port, self.view.settings.changed), ("11111", frozenset()), "greyed, not emptied")
        self.stage.go_online()
        self.assertEqual((self.view.settings.stage, self.view.settings.name), (FormStage.READY, "mine"))

    def test_theme(self) -> None:
        self.presenter.set_mode("dark")
        self.assertEqual((self.view.mode, self.relay.told), ("dark", [("mode", "dark")]))


if __name__ == "__main__":
    unittest.main()
