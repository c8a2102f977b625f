"""Operators: who is let in, what they are told and how often, and that nobody else notices them."""

from __future__ import annotations

from dataclasses import replace
from unittest import mock

from tests.unit.server.lab import LOOPBACK, RELAY, TOKEN, Client, ServerTest, verifier
from udpchat import __version__, limits
from udpchat.errors import Storage
from udpchat.quotas import FileRules
from udpchat.server.events import Warned
from udpchat.server.orders import StopWanted
from udpchat.server.states import State
from udpchat.wire import packets
from udpchat.wire.codes import CloseCode
from udpchat.words import (
    Block,
    Bye,
    Figures,
    FileFigures,
    LogLine,
    LogLines,
    OperatorSignIn,
    OperatorWelcome,
    People,
    Presence,
    Refused,
    Rooms,
    Rules,
    SessionRow,
    SessionRows,
    Settings,
    StopServer,
    Synchronise,
    Typing,
)


def lines(client: Client) -> list[LogLine]:
    """Every line of the log that it heard."""
    return [line for word in client.all(LogLines) for line in word.lines]


def table(client: Client) -> dict[int, SessionRow]:
    """The table of sessions as it knows it."""
    rows: dict[int, SessionRow] = {}
    for word in client.all(SessionRows):
        for number in word.gone:
            del rows[number]
        rows |= {row.session: row for row in word.rows}
    return rows


class SignInTest(ServerTest):
    def test_the_welcome_and_what_follows_it(self) -> None:
        self.lab.wall += 5
        client = self.lab.operator()
        welcome = OperatorWelcome(
            f"udpchat {__version__}", RELAY[0], limits.DEFAULT_PORT, self.lab.wall - 5, self.lab.wall, "/data/lab"
        )
        self.assertEqual(client.last(OperatorWelcome), welcome)
        after = client.heard[client.heard.index(welcome) + 1 :]
        self.assertEqual(after[0], Rules(False, False, "all", 0))
        self.assertIsInstance(after[1], Rooms)
        self.assertEqual([room.kind for room in client.last(Rooms).rooms], ["lobby", "announcements"])
        self.assertEqual(after[2], Settings("Lab 2", limits.DEFAULT_PORT, "open", True, False, files=(FileRules(),)))
        self.assertEqual({type(word) for word in after}, {Rules, Rooms, Settings, Figures, FileFigures, LogLines})

    def test_from_the_address_that_the_relay_is_bound_to(self) -> None:
        self.lab.operator(RELAY[0]).last(OperatorWelcome)

    def test_a_wrong_token_reads_like_a_wrong_password(self) -> None:
        client = self.lab.client(LOOPBACK).hello()
        for _ in range(4):
            client.operate(bytes(32))
        self.assertEqual(client.codes, ["AUTH_FAILED"] * 3 + ["SLOW_DOWN"])
        self.assertEqual(client.all(OperatorWelcome), [])
        self.assertIn("refused #operator from 127.0.0.1", "\n".join(self.lab.log))

    def test_the_owner_never_waits_for_others_guesses(self) -> None:
        guesser = self.lab.client(LOOPBACK).hello()
        for _ in range(8):
            guesser.operate(bytes(32))
        self.lab.operator().last(OperatorWelcome)

    def test_a_relay_without_an_office_has_no_operators(self) -> None:
        self.lab.office = None
        self.lab.restart()
        client = self.lab.operator()
        self.assertEqual(client.codes, ["AUTH_FAILED"])

    def test_at_most_so_many(self) -> None:
        crowd = [self.lab.operator() for _ in range(limits.OPERATORS)]
        late = self.lab.operator()
        self.assertEqual(late.codes, ["FULL"])
        crowd[3].ask(Bye("logout"))
        late.operate().last(OperatorWelcome)

    def test_no_limit_of_sessions_and_no_ban_is_for_them(self) -> None:
        self.new_lab(max_sessions=1, banned_addresses=frozenset({LOOPBACK}))
        self.lab.person("anna")
        self.lab.operator().last(OperatorWelcome)
        self.assertEqual(self.lab.client().hello().register("bob").codes, ["FULL"])

    def test_who_signed_in_as_a_person_is_no_operator_any_more(self) -> None:
        anna = self.lab.person("anna", LOOPBACK)
        anna.ask(OperatorSignIn(TOKEN))
        self.lab.later(0.1)
        assert anna.closed is not None
        self.assertIs(anna.closed.code, CloseCode.PROTOCOL)

    def test_one_who_roams_to_another_computer_is_cut(self) -> None:
        client = self.lab.operator()
        del self.lab.clients[client.addr]
        client.addr = ("192.168.1.66", 6666)
        self.lab.clients[client.addr] = client
        self.lab.later(0.1)
        client.ask(StopServer("x"))
        self.lab.later(2.5)
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.PROTOCOL)
        self.assertIn("operator from another computer", "\n".join(self.lab.log))


class NobodyTest(ServerTest):
    """An operator is not among the people."""

    def test_not_online_not_counted_not_told_to_others(self) -> None:
        anna = self.lab.person("anna")
        operator = self.lab.operator()
        self.lab.later(2.5)
        self.assertEqual(self.lab.online(), ["anna"])
        self.assertEqual(self.lab.core.sessions.member_count, 1)
        self.assertEqual([person.name for page in anna.all(People) for person in page.people], ["anna"])
        self.assertEqual(anna.all(Presence), [])
        self.assertEqual(operator.last(Figures).online, 1)
        self.assertEqual([row.name for row in table(operator).values()], ["anna"])
        here = self.lab.core.endpoint.here
        assert here is not None
        self.assertEqual(here.users, 1)

    def test_it_is_no_member_of_anything(self) -> None:
        for word in (Synchronise("x", ()), Block(bytes(16), 1, True), Typing(1), OperatorSignIn(TOKEN)):
            client = self.lab.operator()
            client.ask(word)
            self.lab.later(0.1)
            assert client.closed is not None
            self.assertIs(client.closed.code, CloseCode.PROTOCOL)
        self.assertEqual(self.lab.store.head(), 0)

    def test_it_hears_no_chat(self) -> None:
        operator, anna = self.lab.operator(), self.lab.person("anna")
        anna.post("a secret plan")
        self.lab.later(1.5)
        self.assertNotIn("secret", str(operator.heard))
        self.assertEqual(operator.texts, [])

    def test_it_stays_longer_than_the_time_for_a_sign_in_and_leaves_like_anybody(self) -> None:
        client = self.lab.operator()
        self.lab.later(limits.LOGIN_DEADLINE_S + 5, step_s=0.5)
        self.assertIsNone(client.closed)
        client.ask(Bye("logout"))
        self.lab.later(0.2)
        self.assertEqual(self.lab.log[-1], "the operator left (bye)")
        self.assertEqual(self.lab.core._operators.count, 0)


class StreamsTest(ServerTest):
    def test_the_last_lines_then_each_new_one(self) -> None:
        core = self.lab.core
        for number in range(700):
            core.log.note(Warned(f"line {number}"))
        client = self.lab.operator()
        self.lab.later(0.5)
        heard = lines(client)
        self.assertEqual(len(heard), limits.LOG_GREETING_COUNT)
        self.assertEqual([line.number for line in heard], list(range(701 - 499, 702)))
        self.assertEqual((heard[-2].text, heard[-2].level, heard[-2].topic), ("line 699", "warn", "server"))
        self.assertIn("operator signed in from 127.0.0.1", heard[-1].text)
        self.lab.person("anna")
        self.lab.later(0.2)
        self.assertEqual(lines(client)[-1].number, 702)
        self.assertIn("anna joined", lines(client)[-1].text)

    def test_a_line_after_quiet_comes_at_once_and_many_come_together(self) -> None:
        client = self.lab.operator()
        self.lab.later(0.5)
        self.lab.core.log.add(Warned("one"), self.lab.now)
        self.lab.turn()
        self.assertEqual(lines(client)[-1].text, "one")
        count = len(client.all(LogLines))
        for number in range(40):
            self.lab.core.log.add(Warned(f"more {number}"), self.lab.now)
            self.lab.later(0.01)
        self.lab.later(0.2)
        self.assertEqual(lines(client)[-1].text, "more 39")
        self.assertLessEqual(len(client.all(LogLines)) - count, 7)

    def test_a_slow_operator_skips_lines_sees_the_gap_and_costs_no_memory(self) -> None:
        quick, slow = self.lab.operator(), self.lab.operator()
        self.lab.later(0.2)
        last = lines(slow)[-1].number
        slow.mute = True
        core = self.lab.core
        for number in range(8 * limits.LOG_LINES_KEPT):
            core.log.note(Warned("é" * 150 + str(number)))
            if number % 100 == 0:
                self.lab.later(0.1, step_s=0.1)
        cid = next(s.cid for s in core.sessions.all() if s.addr == slow.addr)
        self.assertLess(core.endpoint.queued_bytes(cid), limits.CONTROL_QUEUE_BYTES + 64 * 1024)
        self.lab.later(0.3)
        self.assertEqual(lines(quick)[-1].number, core.log.end - 1)
        slow.mute = False
        self.lab.later(10.0, step_s=0.05)
        numbers = [line.number for line in lines(slow)]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual(numbers[-1], core.log.end - 1)
        self.assertLess(len(numbers), numbers[-1] - last)

    def test_figures_once_a_second(self) -> None:
        client = self.lab.operator()
        self.lab.turn()
        count = len(client.all(Figures))
        self.lab.later(10.0, step_s=0.05)
        self.assertIn(len(client.all(Figures)) - count, (9, 10))

    def test_the_figures_are_right(self) -> None:
        client = self.lab.operator()
        first = client.last(Figures)
        self.assertEqual((first.online, first.accounts, first.posts, first.lost, first.outside), (0, 0, 0, 0, 0))
        anna = self.lab.person("anna")
        self.lab.client("192.168.1.3").hello().guest("gast")
        for _ in range(3):
            anna.post("x")
        self.lab.later(1.1)
        last = client.last(Figures)
        self.assertEqual((last.online, last.accounts, last.posts), (2, 1, 3))
        self.assertEqual(last.outside, 2)
        self.assertGreater(last.datagrams_in, first.datagrams_in)
        self.assertGreater(last.bytes_out, first.bytes_out)
        self.assertGreater(last.bytes_in, last.datagrams_in)

    def test_accounts_from_before_the_start_count(self) -> None:
        self.lab.person("anna")
        self.lab.person("bob")
        self.lab.restart()
        self.assertEqual(self.lab.operator().last(Figures).accounts, 2)

    def test_what_is_lost_with_a_connection_stays_counted(self) -> None:
        client, anna, bob = self.lab.operator(), self.lab.person("anna"), self.lab.person("bob")
        for _ in range(5):
            anna.mute = True
            bob.post("y" * 900)
            self.lab.turn()
            anna.mute = False
            for _ in range(5):
                bob.post("y" * 900)
                self.lab.turn()
        self.lab.later(2.0)
        self.lab.vanish(anna)
        lost = client.last(Figures).lost
        self.assertGreater(lost, 0)
        self.lab.later(limits.IDLE_TIMEOUT_S + 5, step_s=0.5)
        self.assertEqual([row.name for row in table(client).values()], ["bob"])
        self.assertGreaterEqual(client.last(Figures).lost, lost)

    def test_rows_are_told_when_they_change_and_only_then(self) -> None:
        self.lab.wall += 1000
        client, anna = self.lab.operator(), self.lab.person("anna")
        self.lab.later(2.0)
        (row,) = table(client).values()
        self.assertEqual((row.name, row.guest, row.role, row.since, row.posts), ("anna", False, "member", self.lab.wall, 0))
        self.assertEqual(row.address, f"192.168.1.2:{anna.addr[1]}")
        self.assertGreater(row.sent, 0)
        count = len(client.all(SessionRows))
        self.lab.later(3.0)
        self.assertEqual(len(client.all(SessionRows)), count)
        anna.post("x")
        anna.post("y")
        self.lab.later(1.1)
        self.assertEqual(table(client)[row.session].posts, 2)
        anna.ask(Bye("logout"))
        self.lab.later(1.5)
        self.assertEqual(table(client), {})

    def test_a_second_operator_gets_the_whole_table(self) -> None:
        first = self.lab.operator()
        for number in range(5):
            self.lab.person(f"user{number}")
        self.lab.later(1.5)
        second = self.lab.operator()
        self.assertEqual(len(table(second)), 5)
        self.lab.later(1.5)
        self.assertEqual(table(second), table(first))

    def test_without_operators_there_is_no_timer(self) -> None:
        self.assertIsNone(self.lab.core.next_timeout())
        client = self.lab.operator()
        operators = self.lab.core._operators
        self.lab.later(0.5)
        due = operators.next_timeout()
        assert due is not None
        self.assertLessEqual(due, self.lab.now + 1.0)
        self.lab.vanish(client)
        with mock.patch.object(operators, "pump", side_effect=operators.pump) as pump:
            self.lab.later(10.0, step_s=0.01)
            self.assertLessEqual(pump.call_count, 11)
            self.lab.later(limits.IDLE_TIMEOUT_S, step_s=0.1)
            self.assertIsNone(operators.next_timeout())
            pump.reset_mock()
            self.lab.later(60.0, step_s=0.5)
            pump.assert_not_called()
        self.assertIsNone(self.lab.core.next_timeout())

    def test_a_store_that_cannot_count_costs_the_count_only(self) -> None:
        client = self.lab.operator()
        self.lab.person("anna")
        with mock.patch.object(self.lab.store, "account_count", side_effect=Storage("busy")):
            self.lab.later(1.5)
            self.assertEqual(client.last(Figures).accounts, 0)
            self.assertEqual(client.last(Figures).online, 1)
        self.lab.later(1.5)
        self.assertEqual(client.last(Figures).accounts, 1)


class OutsideTest(ServerTest):
    """Who counts as another computer that has reached the relay."""

    def outside(self) -> int:
        return self.lab.operator().last(Figures).outside

    def test_this_computer_does_not(self) -> None:
        self.lab.core.own_addresses(["192.168.1.1", "10.0.0.7"])
        self.lab.person("anna", LOOPBACK)
        self.lab.person("bob", "10.0.0.7")
        self.lab.core.receive_datagram(packets.encode_discover(7), ("192.168.1.1", 5000), self.lab.now)
        self.assertEqual(self.outside(), 0)

    def test_an_address_that_turns_out_to_be_our_own_does_not(self) -> None:
        self.lab.person("bob", "10.0.0.7")
        self.assertEqual(self.outside(), 1)
        self.lab.core.own_addresses(["10.0.0.7"])
        self.lab.core.own_addresses(["10.0.0.8"])
        self.assertEqual(self.outside(), 0)

    def test_a_search_does_and_each_computer_once(self) -> None:
        for port in (5000, 5001):
            for last in (50, 51, 52):
                self.lab.core.receive_datagram(packets.encode_discover(7), (f"192.168.1.{last}", port), self.lab.now)
        self.assertEqual(self.outside(), 3)

    def test_noise_does_not(self) -> None:
        for number, data in enumerate((b"", b"x", b"LOGIN anna", bytes(1200), b"\xff" * 100)):
            self.lab.core.receive_datagram(data, (f"192.168.2.{number}", 5000), self.lab.now)
        self.assertEqual(self.outside(), 0)

    def test_the_memory_is_bounded(self) -> None:
        with mock.patch.object(limits, "CALLERS_COUNT", 10):
            for number in range(100):
                self.lab.core.receive_datagram(packets.encode_discover(7), (f"10.9.8.{number}", 5000), self.lab.now)
        self.assertEqual(len(self.lab.core.traffic.callers), 10)


class StopTest(ServerTest):
    def test_it_is_asked_of_the_shell_and_logged(self) -> None:
        self.lab.operator().ask(StopServer("the window\n\x1b[31m"))
        self.assertEqual(self.lab.orders, [StopWanted()])
        self.assertIn("stopped by the operator: the window [31m", self.lab.log)

    def test_nobody_else_may(self) -> None:
        for client in (self.lab.person("anna"), self.lab.client(LOOPBACK).hello(), self.lab.client(LOOPBACK).connect()):
            client.ask(StopServer("x"))
            self.lab.later(0.1)
            assert client.closed is not None
            self.assertIs(client.closed.code, CloseCode.PROTOCOL)
        self.assertEqual(self.lab.orders, [])

    def test_operators_are_told_goodbye_too(self) -> None:
        client = self.lab.operator()
        self.lab.core.shut_down(self.lab.now)
        self.lab.later(1.0)
        self.assertEqual(client.last(Bye).reason, "shutdown")
        assert client.closed is not None
        self.assertIs(client.closed.code, CloseCode.SHUTDOWN)
        self.assertTrue(self.lab.core.stopped)


class OfficeTest(ServerTest):
    def test_the_token_is_in_no_text(self) -> None:
        office = self.lab.office
        assert office is not None
        shown = str(replace(office, token=b"secretsecret")) + repr(self.lab.operator().heard)
        self.assertNotIn("secret", shown)
        self.assertNotIn(str(TOKEN)[2:30], shown)

    def test_states(self) -> None:
        self.lab.operator()
        (session,) = self.lab.core.sessions.all()
        self.assertIs(session.state, State.OPERATING)
        self.assertIsNone(session.user)

    def test_refusals_are_told_as_ever(self) -> None:
        self.new_lab(room_verifier=verifier("sesame"))
        client = self.lab.client(LOOPBACK).hello().operate(bytes(32))
        self.assertEqual(client.last(Refused), Refused("AUTH_FAILED", 0, ""))
