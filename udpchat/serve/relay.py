"""One running relay: puts data folder, store, socket and core together, runs them, carries out the core's orders.

Everything that can be wrong before the first datagram (folder, key, database, port) is an UdpchatError, and leaves nothing
behind.
"""

from __future__ import annotations

import argparse
import gc
import os
import secrets
import signal
import socket
import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import FrameType

from udpchat import __version__
from udpchat.catalogue import text
from udpchat.errors import FolderNotWritable, LocalError, UdpchatError
from udpchat.invites import human_fingerprint
from udpchat.limits import LOG_WAIT_S, LOOP_WAIT_S, NETWORKS_EVERY_S, PATH_BYTES, STOP_WAIT_S, WORKERS_WAIT_S
from udpchat.net import UdpLoop, clock, open_socket
from udpchat.net.interfaces import interfaces
from udpchat.net.multicast import Membership
from udpchat.output import LineWriter
from udpchat.places import data_folder
from udpchat.serve.log_file import LogFile
from udpchat.serve.options import port_of, settings_of, to_save
from udpchat.server.core import ServerCore
from udpchat.server.events import Started, Warned
from udpchat.server.operators import EVERYWHERE, Office
from udpchat.server.orders import NameChanged, PortChanged, PortUnwanted, PortWanted, StopWanted
from udpchat.server.settings import ServerSettings
from udpchat.store import FILES_NAME, DataFolder, Store, load_settings, save_settings

STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last is what Windows can send


class Relay:
    """From its making to `close`. Raises UdpchatError while it is made."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._stopping = False
        self._spare: socket.socket | None = None
        self._group = Membership()
        self._look_at = clock()
        self._started_at = wall_ms()
        with ExitStack() as undo:
            folder = self._folder = DataFolder.open(options.data or data_folder("server"), secrets.token_bytes)
            undo.callback(folder.close)
            saved, damaged = load_settings(folder.path)
            sock = open_socket(options.host, port_of(options, saved))
            undo.callback(sock.close)
            self._store = Store.open(folder.store_path, secrets.token_bytes)
            undo.callback(self._store.close)
            self._host, port = sock.getsockname()
            self._core = self._make_core(settings_of(options, saved, port))
            self._loop = UdpLoop(self._core, sock, self._take)
            undo.callback(self._loop.close, WORKERS_WAIT_S)
            self._log_file = open_log(folder.path / options.detached_log) if options.detached_log else None
            undo.callback(self._close_log_file)
            self._heed_signals()  # before anybody can read whom to send one
            self._write_running()
            undo.pop_all()
        self._log = LineWriter(self._log_file or sys.stdout)
        self._time_form = "%Y-%m-%d %H:%M:%S" if self._log_file else "%H:%M:%S"
        self._greet(damaged)

    def _make_core(self, settings: ServerSettings) -> ServerCore:
        folder = self._folder
        office = Office(folder.operator_token, self._host, as_text(folder.path), self._started_at)
        return ServerCore(
            self._store,
            folder.identity,
            folder.reset_key,
            settings,
            secrets.token_bytes,
            wall_ms,
            office=office,
            keep=partial(keep, folder.path),
            blobs=folder.path / FILES_NAME,
        )

    def _greet(self, damaged: Path | None) -> None:
        fingerprint = human_fingerprint(self._folder.identity.fingerprint)
        port = self._core.settings.port
        if self._log_file is not None:
            date = time.strftime("%Y-%m-%d %H:%M:%S")
            self._log.line(text("server.log.file_begins", date=date, version=__version__, pid=os.getpid()))
        self._log.line(f"listening on {self._host}:{port} fingerprint {fingerprint}")
        self._core.log.note(Started((self._host, port)))
        if self._core.settings.plain == "lan":
            self._core.log.add(Warned(text("plain.warning")), clock())
        if damaged is not None:
            self._core.log.add(Warned(text("server.log.settings_damaged", path=damaged)), clock())

    # --- the process --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Serve until a signal or an operator asks for the end, then say goodbye to everybody."""
        gc.freeze()  # what exists now lives as long as the process: the collector need not look at it again
        while not self._stopping:
            if clock() >= self._look_at:
                self._look_around()
            self._loop.run_once(LOOP_WAIT_S)
        self._core.shut_down(clock())
        end_at = clock() + STOP_WAIT_S
        while not self._core.stopped and clock() < end_at:
            self._loop.run_once(max(0.0, min(0.05, end_at - clock())))

    def close(self) -> bool:
        """Free socket, store, log and folder. False: a commit or the log's reader hangs and was left behind."""
        ended = self._loop.close(WORKERS_WAIT_S)
        if ended:
            self._core.close()
            self._store.close()
        if self._spare is not None:
            self._spare.close()
        self._folder.close()
        written = self._log.close(LOG_WAIT_S)
        if written:
            self._close_log_file()
        return ended and written

    def report(self, sentence: str) -> None:
        """One line of the log, besides what the core reports."""
        self._log.line(f"{time.strftime(self._time_form)} {sentence}")

    def _close_log_file(self) -> None:
        if self._log_file is not None:
            self._log_file.close()

    def _heed_signals(self) -> None:
        for name in STOP_SIGNALS:
            if (number := getattr(signal, name, None)) is not None:
                signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._loop.wake()

    def _look_around(self) -> None:
        """Networks come and go: learn the addresses of this computer, and hear searches for servers on each of them."""
        self._look_at = clock() + NETWORKS_EVERY_S
        found = interfaces()
        self._core.own_addresses([self._host, *(one.address for one in found)])
        if self._host == EVERYWHERE:
            self._group.follow(self._loop.sock, found)

    # --- the core's events --------------------------------------------------------------------------------------------

    def _take(self, event: object) -> None:
        """Carry out an order; print whatever else it is."""
        match event:
            case PortWanted(port):
                self._open(port)
            case PortUnwanted():
                self._drop_spare()
            case PortChanged():
                self._swap()
            case NameChanged():
                self._note_running()
            case StopWanted():
                self._stopping = True
            case _:
                self.report(str(event))

    def _open(self, port: int) -> None:
        try:
            sock = open_socket(self._host, port)
        except UdpchatError as error:
            self._core.port_refused(error, clock())
        except OSError as error:  # no more handles
            self._core.port_refused(LocalError(error.strerror), clock())
        else:
            self._drop_spare()
            self._spare = sock
            if not self._core.port_opened(clock()):
                self._drop_spare()

    def _drop_spare(self) -> None:
        if self._spare is not None:
            self._spare.close()
            self._spare = None

    def _swap(self) -> None:
        assert self._spare is not None
        self._loop.use_socket(self._spare)
        self._spare = None
        self._look_around()
        self._note_running()

    def _note_running(self) -> None:
        try:
            self._write_running()
        except FolderNotWritable as error:
            self._core.log.add(Warned(text("server.log.port_file", reason=error.sentence)), clock())

    def _write_running(self) -> None:
        chosen = self._core.settings
        self._folder.write_running(os.getpid(), self._host, chosen.port, __version__, chosen.name, self._started_at)


def keep(folder: Path, settings: ServerSettings) -> None:
    """Save changed settings, on a worker. Raises FolderNotWritable."""
    save_settings(folder, to_save(settings))


def open_log(path: Path) -> LogFile:
    """The log file. Raises FolderNotWritable."""
    try:
        return LogFile(path)
    except OSError as error:
        raise FolderNotWritable(path) from error


def as_text(path: Path) -> str:
    """A path for people: bytes that are no text are marked, and it fits its word."""
    return os.fsencode(path)[:PATH_BYTES].decode("utf-8", "replace").encode()[:PATH_BYTES].decode("utf-8", "ignore")


def wall_ms() -> int:
    """Milliseconds since the epoch, for display only."""
    return time.time_ns() // 1_000_000
