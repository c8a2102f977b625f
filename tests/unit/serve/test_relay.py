"""The relay in this process: orders of the core, what undoes a failed start, and what a fault of our own ends with."""

from __future__ import annotations

import argparse
import contextlib
import io
import signal
import socket
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from udpchat.errors import DamagedStore, FolderNotWritable, PortInUse, UdpchatError
from udpchat.limits import NETWORKS_EVERY_S
from udpchat.net import UdpLoop
from udpchat.net.interfaces import Interface
from udpchat.net.multicast import Membership
from udpchat.serve import program
from udpchat.serve.options import add_arguments
from udpchat.serve.relay import Relay, as_text
from udpchat.server.core import ServerCore
from udpchat.server.orders import NameChanged, PortChanged, PortUnwanted, PortWanted, StopWanted
from udpchat.store import DataFolder, Store, read_running
from udpchat.wire.packets import encode_discover


class RelayCase(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.data = Path(held.name) / "relay"
        for number in (signal.SIGINT, signal.SIGTERM):
            self.addCleanup(signal.signal, number, signal.getsignal(number))
        self.printed = io.StringIO()
        self.complaints = io.StringIO()
        for stream, name in ((self.printed, "stdout"), (self.complaints, "stderr")):
            patch = mock.patch(f"sys.{name}", stream)
            patch.start()
            self.addCleanup(patch.stop)

    def options(self, *words: str) -> argparse.Namespace:
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        return parser.parse_args(["--host", "127.0.0.1", "--port", "0", "--data", str(self.data), *words])

    def relay(self, *words: str) -> Relay:
        relay = Relay(self.options(*words))
        self.addCleanup(relay.close)
        return relay

    def port(self) -> int:
        running = read_running(self.data)
        assert running is not None
        return running.port


def is_free(port: int) -> bool:
    """Whether a socket can be bound there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


class OrdersTest(RelayCase):
    def setUp(self) -> None:
        super().setUp()
        self.made = self.relay("--name", "Lab")
        self.core: Any = self.made._core
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.other = probe.getsockname()[1]

    def test_a_port_is_opened_beside_the_present_one_and_given_back(self) -> None:
        first = self.port()
        with mock.patch.object(ServerCore, "port_opened", return_value=True):
            self.made._take(PortWanted(self.other))
        self.assertEqual((is_free(first), is_free(self.other)), (False, False))
        self.made._take(PortUnwanted())
        self.made._take(PortUnwanted())
        self.assertTrue(is_free(self.other))

    def test_a_port_that_nobody_wants_any_more(self) -> None:
        self.made._take(PortWanted(self.other))
        self.assertTrue(is_free(self.other), "the core asked for nothing")

    def test_a_port_in_use(self) -> None:
        with mock.patch.object(ServerCore, "port_refused") as refused:
            self.made._take(PortWanted(self.port()))
        error = refused.call_args.args[0]
        self.assertIsInstance(error, PortInUse)
        self.assertEqual(error.detail, str(self.port()))

    def test_no_more_handles(self) -> None:
        with (
            mock.patch("udpchat.serve.relay.open_socket", side_effect=OSError(24, "Too many open files")),
            mock.patch.object(ServerCore, "port_refused") as refused,
        ):
            self.made._take(PortWanted(self.other))
        self.assertIsInstance(refused.call_args.args[0], UdpchatError)

    def test_swapped(self) -> None:
        first = self.port()
        with mock.patch.object(ServerCore, "port_opened", return_value=True):
            self.made._take(PortWanted(self.other))
        self.made._take(PortChanged(self.other))
        self.assertEqual(self.made._loop.sock.getsockname()[1], self.other)
        self.assertTrue(is_free(first))

    def test_a_note_that_cannot_be_written_is_a_warning(self) -> None:
        with mock.patch.object(DataFolder, "write_running", side_effect=FolderNotWritable("x")):
            self.made._take(NameChanged("y"))
        self.assertIn("could not be written", str(self.core.log.pull()))

    def test_stop(self) -> None:
        self.made._take(StopWanted())
        self.made.run()
        self.assertTrue(self.core.stopped)

    def test_looking_around_now_and_at_intervals(self) -> None:
        every_s = NETWORKS_EVERY_S
        with (
            mock.patch("udpchat.serve.relay.interfaces", return_value=()) as look,
            mock.patch("udpchat.serve.relay.clock") as clock,
            mock.patch.object(UdpLoop, "run_once") as turn,
        ):
            moments = iter([every_s * part for part in (0.0, 0.0, 0.3, 0.9, 1.1, 1.1, 2.0)])
            end_at = 2.0 * every_s

            def pass_time(_: float) -> None:
                clock.return_value = next(moments, 99.0)
                if clock.return_value == end_at:
                    self.made._stopping = True

            turn.side_effect = pass_time
            self.made._look_at = clock.return_value = 0.0
            with contextlib.suppress(StopIteration), mock.patch.object(ServerCore, "stopped", True):
                self.made.run()
            self.assertEqual(look.call_count, 2)


class NetworksTest(RelayCase):
    """Searches for servers are heard on every interface, also after the sockets were swapped."""

    def look(self, relay: Relay) -> list[object]:
        cable = Interface("eth0", "192.0.2.7", "255.255.255.0", None, "ethernet")
        with (
            mock.patch("udpchat.serve.relay.interfaces", return_value=(cable,)),
            mock.patch.object(Membership, "follow") as join,
        ):
            relay._look_around()
            with mock.patch.object(ServerCore, "port_opened", return_value=True):
                relay._take(PortWanted(0))
            relay._take(PortChanged(0))
        for call in join.call_args_list:
            self.assertEqual(call.args[1], (cable,))
        return [call.args[0] for call in join.call_args_list]

    def test_bound_to_every_address(self) -> None:
        relay = self.relay("--host", "0.0.0.0")
        first = relay._loop.sock
        self.assertEqual(self.look(relay), [first, relay._loop.sock])
        self.assertIsNot(first, relay._loop.sock)

    def test_bound_to_one(self) -> None:
        self.assertEqual(self.look(self.relay()), [])

    def test_its_own_addresses_are_nobody_from_outside(self) -> None:
        relay = self.relay()
        self.look(relay)
        for ip in ("192.0.2.7", "127.0.0.1", "192.0.2.8"):
            relay._core.receive_datagram(encode_discover(7), (ip, 5000), 1.0)
        self.assertEqual(relay._core.traffic.outside, 1)


class StartTest(RelayCase):
    def test_a_failed_start_leaves_nothing_behind(self) -> None:
        faults: list[tuple[str, UdpchatError]] = [
            ("udpchat.serve.relay.open_socket", PortInUse(7)),
            ("udpchat.serve.relay.Store.open", DamagedStore("x")),
            ("udpchat.serve.relay.open_log", FolderNotWritable("x")),
            ("udpchat.store.folder.DataFolder.write_running", FolderNotWritable("x")),
        ]
        for target, error in faults:
            with self.subTest(target), mock.patch(target, side_effect=error):
                with self.assertRaises(type(error)):
                    Relay(self.options("--detached-log", "server.log"))
                self.assertIsNone(read_running(self.data))
        Store.open(self.data / "store.sqlite", bytes).close()
        self.relay()

    def test_a_path_that_is_no_text(self) -> None:
        self.assertEqual(as_text(Path("/data/\udcff")), "/data/\ufffd")
        self.assertLessEqual(len(as_text(Path("/" + "\udcff" * 5000)).encode()), 4096)
        self.assertEqual(as_text(Path("/data/é")), "/data/é")


class ProgramTest(RelayCase):
    def test_refused(self) -> None:
        self.assertEqual(program.run(self.options("--signup", "room")), program.REFUSED)
        self.assertIn("--room-password", self.complaints.getvalue())

    def test_a_fault_of_our_own_has_a_status_of_its_own_and_last_words(self) -> None:
        with mock.patch.object(UdpLoop, "run_once", side_effect=ZeroDivisionError("oops")):
            status = program.run(self.options())
        self.assertEqual(status, program.CRASHED)
        self.assertIn("Traceback", self.complaints.getvalue())
        self.assertRegex(self.printed.getvalue(), r"\d\d:\d\d:\d\d failed: ZeroDivisionError: oops")
        self.assertIsNone(read_running(self.data))

    def test_something_hangs_at_the_end(self) -> None:
        with (
            mock.patch.object(Relay, "run"),
            mock.patch.object(Relay, "close", autospec=True, side_effect=lambda relay: close(relay) and False) as closing,
            mock.patch("os._exit", side_effect=SystemExit) as leave,
            self.assertRaises(SystemExit),
        ):
            program.run(self.options())
        closing.assert_called_once()
        leave.assert_called_once_with(0)


close = Relay.close

if __name__ == "__main__":
    unittest.main()
