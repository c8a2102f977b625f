"""Changes of settings: checked, saved, then in force; a port is opened first and everybody is told before it is used."""

from __future__ import annotations

from typing import Any
from unittest import mock

from tests.unit.server.lab import Client, ServerTest, verifier
from udpchat import limits
from udpchat.errors import FolderNotWritable, PortInUse
from udpchat.quotas import FileRules
from udpchat.scram import Verifier
from udpchat.server.orders import NameChanged, PortChanged, PortUnwanted, PortWanted
from udpchat.server.settings import ServerSettings, difference
from udpchat.server.throttle import PostRate
from udpchat.wire import packets
from udpchat.wire.codes import CloseCode
from udpchat.words import (
    ChangeSettings,
    JoinAsGuest,
    LogLines,
    Moved,
    Post,
    Posted,
    RoomVerifier,
    Rules,
    ServerHello,
    Settings,
    SettingsRefused,
    Welcome,
)


def as_word(made: Verifier) -> RoomVerifier:
    """A verifier as it travels."""
    return RoomVerifier(made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)


FILES = (FileRules(),)


def change(**values: Any) -> ChangeSettings:
    """The lab's settings, but for these."""
    usual = {"name": "Lab 2", "port": limits.DEFAULT_PORT, "signup": "open", "guests": True, "room_password": "keep", "room": ()}
    return ChangeSettings(**{**usual, **values})


class ChangesTest(ServerTest):
    def setUp(self) -> None:
        super().setUp()
        self.operator = self.lab.operator()

    def fresh(self, **settings: Any) -> Client:
        """An operator of a relay with other settings."""
        self.new_lab(**settings)
        self.operator = self.lab.operator()
        return self.operator

    def refused(self, word: ChangeSettings, code: str) -> SettingsRefused:
        before, saved, count = self.lab.core.settings, list(self.lab.saved), len(self.operator.heard)
        self.operator.ask(word)
        found = self.operator.last(SettingsRefused)
        self.assertEqual(found.code, code)
        self.assertEqual([kind for word in self.operator.heard[count:] if (kind := type(word)) is not LogLines], [SettingsRefused])
        self.assertIs(self.lab.core.settings, before)
        self.assertEqual(self.lab.saved, saved)
        self.assertIn(f"settings not changed: {code}", self.lab.log[-1])
        return found


class AppliedTest(ChangesTest):
    def test_saved_then_in_force_then_told_to_all_operators(self) -> None:
        other = self.lab.operator()
        self.lab.hold = True
        self.operator.ask(change(name="Lab 3", signup="closed", guests=False))
        self.assertEqual(self.lab.core.settings.name, "Lab 2")
        self.assertEqual(len(self.operator.all(Settings)), 1)
        self.lab.release()
        self.assertEqual([saved.name for saved in self.lab.saved], ["Lab 3"])
        for client in (self.operator, other):
            self.assertEqual(client.last(Settings), Settings("Lab 3", limits.DEFAULT_PORT, "closed", False, False, files=FILES))
        self.assertIn("settings changed: name Lab 3, sign-up closed, no guests", self.lab.log)
        self.assertEqual(self.lab.orders, [NameChanged("Lab 3")])

    def test_the_new_name_is_in_the_next_greeting_and_in_discovery(self) -> None:
        self.lab.person("anna")
        self.operator.ask(change(name="  Café  3 "))
        self.assertEqual(self.lab.client().hello().last(ServerHello).name, "Café 3")
        self.lab.core.receive_datagram(packets.encode_discover(7), ("192.168.1.50", 5000), self.lab.now)
        ((data, _),) = self.lab.core.datagrams_to_send(self.lab.now)
        found = packets.parse_here(data)
        assert found is not None
        self.assertEqual((found[1].name, found[1].users, found[1].flags), ("Café 3", 1, 2 | 4))

    def test_sign_up_and_guests_hold_from_the_next_request_on(self) -> None:
        waiting = self.lab.client().hello()
        self.operator.ask(change(signup="closed", guests=False))
        self.assertEqual(waiting.register("anna").codes, ["SIGNUP_CLOSED"])
        self.assertEqual(waiting.guest("gast").codes[-1], "GUESTS_OFF")
        self.operator.ask(change())
        waiting.register("anna").last(Welcome)

    def test_files_from_the_next_offer_on_and_members_are_told(self) -> None:
        anna = self.lab.person("anna")
        self.assertEqual(anna.last(Rules).file_bytes, FileRules().one_bytes)
        wish = FileRules(1000, 2000, 3000, 0, 7)
        self.operator.ask(change(files=(wish,)))
        self.assertEqual((self.lab.core.settings.files, self.lab.saved[-1].files), (wish, wish))
        self.assertEqual(self.operator.last(Settings).files, (wish,))
        self.assertEqual(anna.last(Rules).file_bytes, 1000)
        self.assertIn("one file up to 1 kB, files of one person up to 2 kB", self.lab.log[-1])
        self.operator.ask(change(name="Lab 3"))
        self.assertEqual(self.lab.core.settings.files, wish)
        for bad in (FileRules(days=0), FileRules(one_bytes=0), FileRules(days=9999)):
            self.refused(change(files=(bad,), name="Lab 3"), "BAD_REQUEST")

    def test_a_room_password_set_kept_and_taken_away(self) -> None:
        self.operator.ask(change(signup="room", room_password="set", room=(as_word(verifier("sesame")),)))
        self.assertTrue(self.operator.last(Settings).room)
        client = self.lab.client().hello()
        self.assertEqual(client.register("anna").codes, ["ROOM_PASSWORD"])
        self.assertTrue(client.scram("room", "#room", "sesame"))
        client.register("anna").last(Welcome)
        self.operator.ask(change(signup="room", guests=False))
        self.assertEqual(self.lab.core.settings.room_verifier, verifier("sesame"))
        self.operator.ask(change(room_password="none"))
        self.assertIsNone(self.lab.core.settings.room_verifier)
        self.assertFalse(self.operator.last(Settings).room)
        self.lab.client().hello().register("bob").last(Welcome)

    def test_another_room_password_reads_the_same_and_is_answered_all_the_same(self) -> None:
        for password in ("one", "two"):
            count = len(self.operator.all(Settings))
            self.operator.ask(change(room_password="set", room=(as_word(verifier(password)),)))
            self.assertEqual(len(self.operator.all(Settings)), count + 1)
        self.operator.ask(change())
        self.assertEqual(len(self.operator.all(Settings)), 4)
        self.assertIn("settings changed: nothing", self.lab.log[-1])

    def test_what_operators_do_not_choose_stays(self) -> None:
        self.fresh(max_sessions=7, rate_per_s=3.0, banned_users=frozenset({"eve"}))
        self.operator.ask(change(name="x"))
        chosen = self.lab.core.settings
        self.assertEqual((chosen.max_sessions, chosen.rate_per_s, chosen.banned_users), (7, 3.0, frozenset({"eve"})))
        self.assertIsInstance(self.lab.core.sessions.open(1, ("h", 1)).rate, PostRate)

    def test_several_at_once_are_done_in_their_order(self) -> None:
        for number in range(5):
            self.operator.say(change(name=f"Lab {number}"))
        self.lab.turn()
        self.assertEqual([saved.name for saved in self.lab.saved], [f"Lab {number}" for number in range(5)])
        self.assertEqual([word.name for word in self.operator.all(Settings)][1:], [f"Lab {number}" for number in range(5)])

    def test_more_than_that_are_refused_and_the_others_still_done(self) -> None:
        self.lab.hold = True
        for number in range(limits.CHANGES_WAITING + 3):
            self.operator.ask(change(name=f"Lab {number}"))
        self.assertEqual([word.code for word in self.operator.all(SettingsRefused)], ["SLOW_DOWN"] * 2)
        self.lab.hold = False
        self.lab.later(0.1)
        self.assertEqual(len(self.lab.saved), limits.CHANGES_WAITING + 1)

    def test_the_operator_may_be_gone_meanwhile(self) -> None:
        self.lab.hold = True
        self.operator.ask(change(name="Lab 3"))
        self.lab.vanish(self.operator)
        self.lab.later(limits.IDLE_TIMEOUT_S + 2, step_s=0.5)
        self.lab.release()
        self.assertEqual(self.lab.core.settings.name, "Lab 3")

    def test_a_commit_is_not_held_up(self) -> None:
        anna = self.lab.person("anna")
        self.operator.say(change(name="Lab 3"))
        anna.post("x")
        self.lab.turn()
        self.assertEqual((anna.texts, self.lab.core.settings.name), (["x"], "Lab 3"))


class RefusedTest(ChangesTest):
    def test_names(self) -> None:
        for name in ("", "   ", "a\nb", "Lab\u202e2", "\x00", "a" + "\u0301" * 20, "x\x1b[31m", "\u200b"):
            self.assertTrue(self.refused(change(name=name), "BAD_NAME").detail, name)

    def test_ports(self) -> None:
        for port in (0, 65536, 2**63 - 1):
            self.assertIn("65535", self.refused(change(port=port), "BAD_ADDRESS").detail)
        self.assertEqual(self.lab.orders, [])

    def test_sign_up_with_a_room_password_that_is_not_there(self) -> None:
        self.refused(change(signup="room"), "BAD_PASSWORD")
        self.fresh(room_verifier=verifier("sesame"))
        self.refused(change(signup="room", room_password="none"), "BAD_PASSWORD")

    def test_verifiers_that_no_window_makes(self) -> None:
        good = as_word(verifier("sesame"))
        for bad in (
            RoomVerifier(b"s", good.n, good.r, good.p, good.stored_key, good.server_key),
            RoomVerifier(good.salt, 2**40, good.r, good.p, good.stored_key, good.server_key),
            RoomVerifier(good.salt, 1, good.r, good.p, good.stored_key, good.server_key),
            RoomVerifier(good.salt, good.n, 99, good.p, good.stored_key, good.server_key),
            RoomVerifier(good.salt, good.n, good.r, 0, good.stored_key, good.server_key),
        ):
            self.refused(change(room_password="set", room=(bad,)), "PROTOCOL_VIOLATION")

    def test_a_disk_that_refuses(self) -> None:
        self.lab.save_error = FolderNotWritable("/data/lab")
        self.refused(change(name="Lab 3"), "FOLDER_NOT_WRITABLE")
        self.lab.save_error = MemoryError()
        self.refused(change(name="Lab 3"), "STORAGE")
        self.lab.save_error = None
        self.operator.ask(change(name="Lab 3"))
        self.assertEqual(self.operator.last(Settings).name, "Lab 3")

    def test_after_a_refusal_the_next_one_is_done(self) -> None:
        self.operator.say(change(name=""))
        self.operator.say(change(name="Lab 3"))
        self.lab.turn()
        self.assertEqual(self.lab.core.settings.name, "Lab 3")

    def test_asking_without_reading_ends(self) -> None:
        with mock.patch.object(limits, "CONTROL_QUEUE_BYTES", -1):
            self.operator.ask(change(name=""))
        self.lab.later(0.1)
        assert self.operator.closed is not None
        self.assertIs(self.operator.closed.code, CloseCode.FLOOD)


class PortTest(ChangesTest):
    def test_opened_saved_told_and_then_swapped(self) -> None:
        anna, waiting = self.lab.person("anna"), self.lab.client().hello()
        self.lab.hold = True
        self.operator.ask(change(port=12000))
        self.assertEqual((self.lab.orders, self.lab.saved), ([PortWanted(12000)], []))
        self.assertEqual(anna.all(Moved), [])
        self.lab.hold = False
        self.lab.turn()
        self.assertEqual([saved.port for saved in self.lab.saved], [12000])
        for client in (anna, waiting, self.operator):
            self.assertEqual(client.last(Moved), Moved(12000))
        self.assertEqual(self.operator.last(Settings).port, 12000)
        self.lab.later(limits.MOVE_FLUSH_S + 0.1)
        self.assertEqual(self.lab.orders, [PortWanted(12000), PortChanged(12000)])
        self.assertIn("moving to port 12000; everybody is told and comes along", self.lab.log)
        self.assertIn("anna left (moved)", self.lab.log)
        here = self.lab.core.endpoint.here
        assert here is not None
        self.assertEqual(here.port, 12000)
        self.assertEqual(self.lab.core.sessions.all(), [])

    def test_swapped_as_soon_as_everybody_has_heard_it(self) -> None:
        self.lab.person("anna")
        self.operator.ask(change(port=12000))
        self.lab.later(0.06)
        self.assertEqual(self.lab.orders[-1], PortChanged(12000))

    def test_somebody_who_never_answers_holds_it_up_for_a_moment_only(self) -> None:
        self.lab.person("anna").mute = True
        self.operator.ask(change(port=12000))
        self.lab.later(limits.MOVE_FLUSH_S - 0.05)
        self.assertEqual(self.lab.orders, [PortWanted(12000)])
        self.lab.later(0.1)
        self.assertEqual(self.lab.orders[-1], PortChanged(12000))

    def test_a_port_in_use_changes_nothing(self) -> None:
        anna = self.lab.person("anna")
        self.lab.port_error = PortInUse(12000)
        self.assertEqual(self.refused(change(port=12000, name="Lab 3"), "PORT_IN_USE").detail, "12000")
        self.assertEqual((self.lab.orders, anna.all(Moved)), ([PortWanted(12000)], []))
        self.assertIsNone(anna.closed)

    def test_settings_that_cannot_be_saved_give_the_port_back(self) -> None:
        self.lab.save_error = FolderNotWritable("/data/lab")
        self.refused(change(port=12000), "FOLDER_NOT_WRITABLE")
        self.assertEqual(self.lab.orders, [PortWanted(12000), PortUnwanted()])

    def test_everybody_comes_back_and_nothing_is_lost_or_doubled(self) -> None:
        anna, bob = self.lab.person("anna"), self.lab.person("bob")
        gast = self.lab.client().hello().guest("gast")
        gast.synchronise()
        anna.post("before")
        self.lab.turn()
        self.operator.say(change(port=12000))
        ref = anna.post("meanwhile")
        self.lab.later(0.5)
        self.assertEqual(self.lab.core.sessions.member_count, 0)
        for client in (anna, bob):
            token = client.token()
            client.hello().ask(token)
            client.synchronise((1, 0) if not client.texts else (1, client.last(Welcome).head))
        gast.hello().ask(JoinAsGuest("gast", gast.last(Welcome).token))
        anna.say(Post(ref, self.lab.store.lobby, 0, "meanwhile"))
        self.lab.later(1.5)
        self.assertEqual(self.lab.online(), ["anna", "bob", "gast"])
        self.assertEqual(anna.last(Posted).ref, ref)
        self.assertEqual(len(self.lab.store.events(1, 1, 100, 100, 10**6)[0]), 2)

    def test_who_comes_to_the_old_port_meanwhile_is_sent_on(self) -> None:
        self.lab.person("anna").mute = True
        self.operator.ask(change(port=12000))
        late = self.lab.client().connect()
        self.assertEqual(late.last(Moved), Moved(12000))
        self.lab.later(1.0)
        self.lab.client().hello()

    def test_a_change_meanwhile_waits_for_the_move(self) -> None:
        other = self.lab.operator()
        self.lab.person("anna").mute = True
        self.operator.say(change(port=12000))
        other.say(change(port=12001))
        self.lab.turn()
        self.assertEqual(self.lab.orders, [PortWanted(12000)])
        self.lab.later(1.0)
        wanted = [PortWanted(12000), PortChanged(12000), PortWanted(12001), PortChanged(12001)]
        self.assertEqual(self.lab.orders, wanted)

    def test_an_answer_that_nobody_waits_for(self) -> None:
        core = self.lab.core
        self.assertFalse(core.port_opened(self.lab.now))
        core.port_refused(PortInUse(7), self.lab.now)
        self.lab.turn()
        self.assertEqual(self.operator.all(SettingsRefused), [])

    def test_a_stop_meanwhile_is_a_stop(self) -> None:
        self.lab.person("anna").mute = True
        self.operator.ask(change(port=12000))
        self.lab.core.shut_down(self.lab.now)
        self.assertIsNone(self.lab.core._moving.next_timeout())
        self.lab.later(1.0)
        self.assertTrue(self.lab.core.stopped)
        self.assertNotIn(PortChanged(12000), self.lab.orders)

    def test_a_stop_while_they_are_saved(self) -> None:
        self.lab.hold = True
        self.operator.ask(change(port=12000))
        self.lab.core.shut_down(self.lab.now)
        self.assertFalse(self.lab.core.port_opened(self.lab.now))
        self.lab.release()
        self.lab.later(1.0)
        self.assertTrue(self.lab.core.stopped)
        self.assertEqual(self.lab.core.settings.port, limits.DEFAULT_PORT)


class DifferenceTest(ServerTest):
    """ServerTest for the cheap password hash."""

    def test_the_line_names_what_differs_and_no_secret(self) -> None:
        old = ServerSettings("a")
        new = ServerSettings("b", "room", False, verifier("sesame"), port=7)
        line = difference(old, new)
        self.assertEqual(line, "name b, port 7, sign-up room, no guests, room password set")
        self.assertEqual(difference(new, old), "name a, port 11111, sign-up open, guests allowed, no room password")
