"""The supervisor in virtual time: relays, folder and system are played."""

from __future__ import annotations

import unittest
from pathlib import Path

from udpchat import __version__, limits
from udpchat.errors import DamagedKey, FolderInUse, PortInUse
from udpchat.operate.folder import FolderState, RunningRelay
from udpchat.operate.spawn import Launch
from udpchat.operate.states import TABLE, Failure, Signal, State, Status
from udpchat.operate.supervisor import Means, Supervisor

DATA = Path("data")


class Relay:
    """A process that serves, as a child or not."""

    def __init__(self, pid: int, launch: Launch | None = None) -> None:
        self.pid = pid
        self.launch = launch
        self.ended: int | None = None
        self.words: tuple[str, ...] = ()
        self.free = False

    def status(self) -> int | None:
        return self.ended

    def last_words(self) -> tuple[str, ...]:
        return self.words

    def let_go(self) -> None:
        self.free = True


class World:
    """One folder and those who serve it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.relays: list[Relay] = []
        self.folder = FolderState()
        self.owner: Relay | None = None
        self.online = True  # the operator's connection
        self.heeds_words = self.heeds_signals = self.has_signals = True
        self.broken: OSError | None = None
        self.mark: object = None
        self.said = 0
        self.signalled: list[int] = []
        self.forced: list[int] = []
        self.log: list[Status] = []
        means = Means(
            look=lambda path: self.folder,
            spawn=self.spawn,
            words_in=lambda path: ("words of the folder",),
            settings_mark=lambda path: self.mark,
            ask_to_end=self.ask,
            end=self.force,
            next_free_port=lambda host: 11113,
        )
        self.supervisor = Supervisor(Launch(DATA, name="Lab"), self.say, means)

    # --- what the supervisor can do -----------------------------------------------------------------------------------

    def spawn(self, launch: Launch) -> Relay:
        if self.broken is not None:
            raise self.broken
        self.relays.append(Relay(100 + len(self.relays), launch))
        return self.relays[-1]

    def say(self) -> bool:
        if self.online:
            self.said += 1
            if self.heeds_words:
                self.leave(0)
        return self.online

    def ask(self, pid: int) -> bool:
        if self.has_signals:
            self.signalled.append(pid)
            if self.heeds_signals:
                self.leave(0)
        return self.has_signals

    def force(self, pid: int) -> bool:
        self.forced.append(pid)
        self.leave(-9)
        return True

    # --- what happens -------------------------------------------------------------------------------------------------

    @property
    def relay(self) -> Relay:
        return self.relays[-1]

    def listen(self, relay: Relay | None = None, version: str = __version__, port: int = 11111, name: str = "Lab 2") -> None:
        """A relay comes up: the last one, or somebody else's."""
        self.owner = relay or self.relay
        self.folder = FolderState(RunningRelay(self.owner.pid, "0.0.0.0", port, b"f" * 32, version, name, b"t" * 32))
        self.poll()

    def leave(self, status: int) -> None:
        """The owner, or the child that starts, ends."""
        relay = self.owner or (self.relays[-1] if self.relays else None)
        if relay is not None:
            relay.ended = status
        self.folder = FolderState(crashed=self.owner is not None and status != 0)
        self.owner = None

    def die(self, status: int = -9, *words: str) -> None:
        (self.owner or self.relay).words = words
        self.leave(status)
        self.poll()

    def poll(self, after_s: float = 0.0) -> None:
        self.now += after_s
        self.supervisor.poll(self.now)
        while (status := self.supervisor.next_status()) is not None:
            self.log.append(status)

    def wait(self, for_s: float) -> None:
        end_at = self.now + for_s
        while self.now < end_at:
            self.poll(0.1)

    def start(self, port: int | None = None) -> None:
        self.supervisor.start(self.now, port)
        self.poll()

    def stop(self) -> None:
        self.supervisor.stop(self.now)
        self.poll()

    def run(self) -> None:
        self.start()
        self.listen()

    @property
    def state(self) -> State:
        return self.supervisor.status.state

    def states(self) -> list[State]:
        return [status.state for status in self.log]


class SupervisorCase(unittest.TestCase):
    """A world of its own."""

    def setUp(self) -> None:
        self.world = World()

    def assert_state(self, state: State) -> None:
        self.assertIs(self.world.state, state)


class Starting(SupervisorCase):
    """From nothing to a relay that listens, or to a sentence."""

    def test_start(self) -> None:
        world = self.world
        world.start()
        self.assert_state(State.STARTING)
        world.wait(60.0)
        self.assert_state(State.STARTING)
        world.listen()
        self.assertEqual(world.states(), [State.STARTING, State.RUNNING])
        relay = world.supervisor.status.relay
        assert relay is not None
        self.assertEqual(relay.address, ("127.0.0.1", 11111))
        self.assertEqual(len(world.relays), 1)
        world.start()
        self.assertEqual(len(world.relays), 1)

    def test_attach(self) -> None:
        world = self.world
        world.listen(Relay(7))
        world.log.clear()
        world.start()
        self.assertEqual((world.relays, world.log), ([], []))
        self.assert_state(State.RUNNING)

    def test_found_while_stopped(self) -> None:
        self.world.listen(Relay(7), version="0.0.1")
        self.assert_state(State.RUNNING)
        self.assertEqual(self.world.said, 0, "nobody asked for ours")

    def test_somebody_else_was_quicker(self) -> None:
        world = self.world
        world.start()
        world.listen(Relay(7))
        world.relay.ended = 1
        world.wait(10.0)
        self.assert_state(State.RUNNING)
        self.assertTrue(world.relay.free)
        world.folder = FolderState(crashed=True)
        world.poll()
        self.assert_state(State.RESTARTING)
        self.assertEqual(world.supervisor.status.last_words, ("words of the folder",))

    def test_somebody_else_is_just_starting(self) -> None:
        world = self.world
        world.start()
        world.die(1, f"udpchat: {FolderInUse(7, 'x').sentence}")
        self.assert_state(State.STARTING)
        world.wait(5.0)
        world.listen(Relay(7))
        self.assert_state(State.RUNNING)

    def test_somebody_else_holds_the_folder_and_never_listens(self) -> None:
        world = self.world
        world.start()
        world.die(1, f"udpchat: {FolderInUse(7, 'x').sentence}")
        world.wait(limits.RELAY_AWAIT_S + 1)
        self.assert_state(State.FAILED)
        self.assertIsInstance(world.supervisor.status.error, FolderInUse)

    def test_stop_while_waiting_for_somebody_else(self) -> None:
        world = self.world
        world.start()
        world.die(1, f"udpchat: {FolderInUse(7, 'x').sentence}")
        world.stop()
        self.assert_state(State.STOPPED)

    def test_configuration_error(self) -> None:
        world = self.world
        world.start()
        world.die(1, f"udpchat: {DamagedKey('k').sentence}")
        status = world.supervisor.status
        self.assertEqual((status.state, status.failure), (State.FAILED, Failure.CONFIGURATION))
        self.assertIsInstance(status.error, DamagedKey)
        self.assertIn("last words", status.advice)
        self.assertEqual(len(status.last_words), 1)
        world.wait(100.0)
        self.assertEqual(len(world.relays), 1)
        world.run()
        self.assert_state(State.RUNNING)

    def test_wrong_command_line(self) -> None:
        self.world.start()
        self.world.die(2, "usage")
        self.assert_state(State.FAILED)

    def test_port_in_use(self) -> None:
        world = self.world
        world.start()
        world.die(1, f"udpchat: {PortInUse(11111).sentence}")
        status = world.supervisor.status
        self.assertEqual(status.next_port, 11113)
        self.assertIn("11111", status.advice)
        self.assertIn("11113", status.advice)
        world.start(port=11113)
        self.assertEqual(world.relay.launch, Launch(DATA, port=11113, name="Lab"))

    def test_no_process_can_be_started(self) -> None:
        world = self.world
        world.broken = OSError(12, "no memory")
        world.start()
        self.assertEqual(world.supervisor.status.failure, Failure.NOT_STARTED)
        self.assertIn("no memory", world.supervisor.status.advice)
        world.broken = None
        world.run()
        self.assert_state(State.RUNNING)

    def test_ended_by_somebody_else_at_once(self) -> None:
        self.world.start()
        self.world.die(0)
        self.assert_state(State.STOPPED)


class Dying(SupervisorCase):
    """Back-off and its end."""

    def test_restart_with_the_last_port_and_name(self) -> None:
        world = self.world
        world.run()
        world.listen(port=11115, name="Lab 3")
        self.assertEqual(world.supervisor.status.relay and world.supervisor.status.relay.port, 11115)
        world.die(-9, "last", "words")
        status = world.supervisor.status
        self.assertEqual((status.state, status.retry_at), (State.RESTARTING, world.now + 1.0))
        self.assertEqual(status.last_words, ("last", "words"))
        self.assertTrue(world.relays[0].free)
        world.wait(0.5)
        self.assertEqual(len(world.relays), 1)
        world.wait(0.6)
        self.assertEqual(world.relay.launch, Launch(DATA, port=11115, name="Lab 3"))
        world.listen()
        self.assert_state(State.RUNNING)

    def test_saved_settings_count_more(self) -> None:
        world = self.world
        world.run()
        world.mark = 1
        world.listen(port=11115, name="Lab 3")
        world.die()
        world.wait(1.1)
        self.assertEqual(world.relay.launch, Launch(DATA, saved=True))
        world.listen(port=11116, name="Lab 4")
        world.die()
        world.wait(2.1)
        self.assertEqual(world.relay.launch, Launch(DATA, port=11116, name="Lab 4", saved=True))

    def test_settings_saved_before_we_came(self) -> None:
        world = self.world
        world.mark = 1
        world.listen(Relay(7), port=11115, name="Lab 3")
        world.die()
        world.wait(1.1)
        self.assertEqual(world.relay.launch, Launch(DATA, port=11115, name="Lab 3"))

    def test_another_port_after_a_change(self) -> None:
        world = self.world
        world.run()
        world.mark = 1
        world.stop()
        world.start(port=11117)
        self.assertEqual(world.relay.launch, Launch(DATA, port=11117, saved=True))

    def test_waits_grow_and_then_it_gives_up(self) -> None:
        world = self.world
        world.run()
        waits = []
        for _ in range(limits.RELAY_RETRIES):
            world.die(-11, "crash")
            waits.append((world.supervisor.status.retry_at or 0.0) - world.now)
            world.wait(waits[-1] + 0.2)
            world.listen()
        self.assertEqual(waits, [1.0, 2.0, 4.0, 8.0, 16.0])
        world.die(-11, "crash")
        status = world.supervisor.status
        self.assertEqual((status.state, status.failure), (State.FAILED, Failure.TOO_OFTEN))
        self.assertIn("6 times within 10 minutes", status.advice)
        world.wait(100.0)
        self.assertEqual(len(world.relays), 6)
        world.run()
        world.die(-11)
        self.assert_state(State.RESTARTING)

    def test_old_deaths_are_forgotten(self) -> None:
        world = self.world
        world.run()
        for _ in range(20):
            world.die(-11)
            self.assertEqual(world.supervisor.status.retry_at, world.now + 1.0)
            world.wait(1.1)
            world.listen()
            world.poll(limits.RELAY_RETRIES_S)

    def test_it_crashes_before_it_listens(self) -> None:
        world = self.world
        world.start()
        world.die(-11)
        self.assert_state(State.RESTARTING)

    def test_complaint_soon_after_it_listened(self) -> None:
        world = self.world
        world.run()
        world.wait(1.0)
        world.die(1, "udpchat: no")
        self.assert_state(State.FAILED)

    def test_exception_later(self) -> None:
        world = self.world
        world.run()
        world.wait(limits.RELAY_EARLY_S + 1)
        world.die(1, "Traceback")
        self.assert_state(State.RESTARTING)

    def test_ended_by_somebody_else(self) -> None:
        world = self.world
        world.run()
        world.die(0)
        self.assert_state(State.STOPPED)
        world.wait(100.0)
        self.assertEqual(len(world.relays), 1)

    def test_attached_one_ends_or_dies(self) -> None:
        for crashed, state in ((False, State.STOPPED), (True, State.RESTARTING)):
            self.setUp()
            self.world.listen(Relay(7))
            self.world.folder = FolderState(crashed=crashed)
            self.world.poll()
            self.assert_state(state)

    def test_the_note_goes_before_the_process(self) -> None:
        world = self.world
        world.run()
        world.folder = FolderState()
        world.wait(2.0)
        self.assert_state(State.RUNNING)
        world.relay.ended = 0
        world.poll()
        self.assert_state(State.STOPPED)

    def test_press_start_while_it_waits(self) -> None:
        world = self.world
        world.run()
        world.die()
        world.start()
        self.assert_state(State.STARTING)
        self.assertEqual(len(world.relays), 2)

    def test_press_stop_while_it_waits(self) -> None:
        world = self.world
        world.run()
        world.die()
        world.stop()
        self.assert_state(State.STOPPED)
        world.wait(10.0)
        self.assertEqual(len(world.relays), 1)

    def test_somebody_else_starts_it_while_it_waits(self) -> None:
        world = self.world
        world.run()
        world.die()
        world.listen(Relay(7))
        world.wait(5.0)
        self.assert_state(State.RUNNING)
        self.assertEqual(len(world.relays), 1)


class Stopping(SupervisorCase):
    """By word, by signal, by force."""

    def test_by_word(self) -> None:
        world = self.world
        world.run()
        world.stop()
        self.assertEqual((world.said, world.signalled, world.forced), (1, [], []))
        self.assertEqual(world.states()[-2:], [State.STOPPING, State.STOPPED])
        self.assertTrue(world.relay.free)

    def test_by_signal_when_nothing_can_be_said(self) -> None:
        world = self.world
        world.run()
        world.online = False
        world.stop()
        self.assertEqual((world.signalled, world.forced), ([100], []))
        self.assert_state(State.STOPPED)

    def test_words_that_are_not_heeded(self) -> None:
        world = self.world
        world.run()
        world.heeds_words = False
        world.stop()
        self.assert_state(State.STOPPING)
        world.wait(limits.RELAY_GOODBYE_S - 1)
        self.assertEqual((world.said, world.signalled), (1, []))
        world.wait(2.0)
        self.assertEqual((world.signalled, world.forced), ([100], []))
        self.assert_state(State.STOPPED)

    def test_a_relay_that_hangs(self) -> None:
        world = self.world
        world.run()
        world.heeds_words = world.heeds_signals = False
        world.stop()
        world.wait(2 * limits.RELAY_GOODBYE_S + 1)
        self.assertEqual((world.signalled, world.forced), ([100], [100]))
        self.assert_state(State.STOPPED)

    def test_no_signal_that_asks(self) -> None:
        world = self.world
        world.run()
        world.online = world.has_signals = False
        world.stop()
        world.wait(2.0)
        self.assert_state(State.STOPPING)
        world.online = True
        world.poll()
        world.poll()
        self.assertEqual((world.said, world.forced), (1, []))
        self.assert_state(State.STOPPED)

    def test_no_signal_and_no_words(self) -> None:
        world = self.world
        world.run()
        world.online = world.has_signals = False
        world.stop()
        world.wait(limits.RELAY_GOODBYE_S + 0.5)
        self.assertEqual(world.forced, [100])
        self.assert_state(State.STOPPED)

    def test_one_that_somebody_else_started(self) -> None:
        world = self.world
        world.listen(Relay(7))
        world.online = False
        world.stop()
        self.assertEqual(world.signalled, [7])
        self.assert_state(State.STOPPED)

    def test_while_it_starts(self) -> None:
        world = self.world
        world.start()
        world.online = False
        world.stop()
        self.assertEqual(world.signalled, [100])
        self.assert_state(State.STOPPED)

    def test_start_while_it_stops(self) -> None:
        world = self.world
        world.run()
        world.heeds_words = False
        world.stop()
        world.start()
        self.assert_state(State.STOPPING)
        world.leave(0)
        world.poll()
        self.assert_state(State.STARTING)
        world.listen()
        world.stop()
        world.start()
        world.stop()
        world.leave(0)
        world.poll()
        self.assert_state(State.STOPPED)
        self.assertEqual(len(world.relays), 2)

    def test_restart(self) -> None:
        world = self.world
        world.run()
        world.supervisor.restart(world.now)
        world.poll()
        self.assertEqual(world.states()[-2:], [State.STOPPING, State.STARTING])
        self.assertEqual(len(world.relays), 2)

    def test_again_and_again(self) -> None:
        for _ in range(2):
            self.world.stop()
            self.assert_state(State.STOPPED)

    def test_let_go(self) -> None:
        world = self.world
        world.run()
        world.supervisor.let_go()
        self.assertTrue(world.relay.free)
        self.assertEqual((world.said, world.signalled, world.forced), (0, [], []))


class Replacing(SupervisorCase):
    """Another version of the program."""

    def test_replaced(self) -> None:
        world = self.world
        world.listen(Relay(7), version="0.0.1")
        world.supervisor.stop(world.now)
        self.setUp()
        world = self.world
        world.folder = FolderState(RunningRelay(7, "0.0.0.0", 11114, b"f" * 32, "0.0.1", "Lab 9", None))
        world.owner = Relay(7)
        world.heeds_words = False
        world.start()
        self.assertEqual(world.states(), [State.RUNNING, State.REPLACING])
        self.assertEqual(world.supervisor.status.other_version, "0.0.1")
        self.assertIsNotNone(world.supervisor.status.relay, "the operator has to reach it to say so")
        world.leave(0)
        world.poll()
        self.assertEqual(world.relay.launch, Launch(DATA, port=11114, name="Lab 9"))
        self.assert_state(State.STARTING)
        world.listen()
        self.assert_state(State.RUNNING)

    def test_only_once(self) -> None:
        world = self.world
        world.start()
        world.listen(version="0.0.1")
        world.poll()
        world.listen(version="0.0.1")
        world.wait(10.0)
        self.assert_state(State.RUNNING)
        self.assertEqual(world.said, 1)

    def test_stop_while_it_makes_room(self) -> None:
        world = self.world
        world.heeds_words = False
        world.start()
        world.listen(Relay(7), version="")
        self.assert_state(State.REPLACING)
        self.assertEqual(world.supervisor.status.other_version, "?")
        world.stop()
        self.assert_state(State.STOPPING)
        world.leave(0)
        world.relays[0].ended = 1
        world.poll()
        self.assert_state(State.STOPPED)


class Table(SupervisorCase):
    """The table itself, and how often to look."""

    def test_every_state_has_a_row_and_a_way_in(self) -> None:
        self.assertEqual(set(TABLE), set(State))
        self.assertEqual({state for row in TABLE.values() for state in row.values()}, set(State))
        self.assertEqual({signal for row in TABLE.values() for signal in row}, set(Signal))

    def test_every_command_in_every_state(self) -> None:
        for state in State:
            for command in ("start", "stop", "restart"):
                with self.subTest(state=state, command=command):
                    self.setUp()
                    self.world.supervisor.status = Status(state)
                    getattr(self.world.supervisor, command)(self.world.now)
                    self.world.wait(30.0)

    def test_pace(self) -> None:
        self.assertEqual(self.world.supervisor.poll_again_s(), limits.RELAY_POLL_S)
        self.world.start()
        self.assertEqual(self.world.supervisor.poll_again_s(), limits.RELAY_BUSY_POLL_S)


if __name__ == "__main__":
    unittest.main()
