"""The relay as a process: puts data folder, store, socket and core together, runs them and ends them cleanly.

Everything that can be wrong before the first datagram (folder, key, database, port) ends in one sentence and status 1.
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
from dataclasses import replace
from pathlib import Path
from types import FrameType

from udpchat import names, scram
from udpchat.catalogue import text
from udpchat.errors import UdpchatError
from udpchat.invites import human_fingerprint
from udpchat.limits import DEFAULT_PORT, LOG_WAIT_S, LOOP_WAIT_S, STOP_WAIT_S, WORKERS_WAIT_S
from udpchat.net import UdpLoop, clock, open_socket
from udpchat.output import LineWriter, complain
from udpchat.places import data_folder
from udpchat.server.core import ServerCore
from udpchat.server.settings import ServerSettings
from udpchat.store import DataFolder, Store

STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last is what Windows can send


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `serve`."""
    parser.add_argument("--headless", action="store_true", help="no window (there is none yet: always so)")
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on (default: all)")
    parser.add_argument("--port", type=port_number, default=DEFAULT_PORT, help="UDP port; 0 picks a free one")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="data folder")
    parser.add_argument("--signup", choices=("open", "room", "closed"), default="open", help="who may register")
    parser.add_argument("--room-password", default=os.environ.get("UDPCHAT_ROOM_PASSWORD", ""), metavar="X")
    parser.add_argument("--name", default="", metavar="N", help="name of the server (default: this computer's)")
    parser.add_argument("--no-guests", action="store_true", help="accounts only")
    parser.add_argument("--rate", type=float, default=None, metavar="N", help="messages per second and person")
    parser.add_argument("--say-headless", action="store_true", help=argparse.SUPPRESS)


def port_number(word: str) -> int:
    """A UDP port; argparse reports the ValueError."""
    number = int(word)
    if not 0 <= number <= 65535:
        raise ValueError(word)
    return number


def run(options: argparse.Namespace) -> int:
    """Serve until a signal; 0 after a clean end, 1 if it could not start."""
    if options.signup == "room" and not options.room_password:
        complain(text("terminal.serve.needs_room_password"))
        return 1
    log = LineWriter(sys.stdout)
    try:
        relay = Relay(options, log)
    except UdpchatError as error:
        complain(f"udpchat: {error.sentence}")
        return 1
    relay.run()
    ended = relay.close()
    if not (log.close(LOG_WAIT_S) and ended):
        os._exit(0)  # a disk or a reader of the log hangs: the promise to end within 2 s counts more
    return 0


class Relay:
    """One running relay. Raises UdpchatError while it is made, and then leaves nothing behind."""

    def __init__(self, options: argparse.Namespace, log: LineWriter) -> None:
        self._log = log
        self._stopping = False
        with ExitStack() as undo:
            folder = DataFolder.open(options.data or data_folder("server"), secrets.token_bytes)
            undo.callback(folder.close)
            sock = open_socket(options.host, options.port)
            undo.callback(sock.close)
            store = Store.open(folder.store_path, secrets.token_bytes)
            undo.callback(store.close)
            host, port = sock.getsockname()
            settings = settings_of(options, port)
            self._core = ServerCore(store, folder.identity, folder.reset_key, settings, secrets.token_bytes, wall_ms)
            folder.write_running(os.getpid(), host, port)
            undo.pop_all()
        self._folder, self._store = folder, store
        self._loop = UdpLoop(self._core, sock, self._tell)
        if options.say_headless:
            complain(text("terminal.serve.headless"))
        fingerprint = human_fingerprint(folder.identity.fingerprint)
        log.line(f"listening on {host}:{port} fingerprint {fingerprint}")

    def run(self) -> None:
        """Serve until a signal asks for the end, then say goodbye to everybody."""
        for name in STOP_SIGNALS:
            if (number := getattr(signal, name, None)) is not None:
                signal.signal(number, self._on_signal)
        gc.freeze()  # what exists now lives as long as the process: the collector need not look at it again
        while not self._stopping:
            self._loop.run_once(LOOP_WAIT_S)
        self._core.shut_down(clock())
        end_at = clock() + STOP_WAIT_S
        while not self._core.stopped and clock() < end_at:
            self._loop.run_once(max(0.0, min(0.05, end_at - clock())))

    def close(self) -> bool:
        """Free socket, store and folder. False: a commit hangs; the store is left to its journal, which is safe."""
        ended = self._loop.close(WORKERS_WAIT_S)
        if ended:
            self._store.close()
        self._folder.close()
        return ended

    def _tell(self, event: object) -> None:
        self._log.line(f"{time.strftime('%H:%M:%S')} {event}")

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._loop.wake()


def settings_of(options: argparse.Namespace, port: int) -> ServerSettings:
    """What the options say. Raises BadName for an impossible server name."""
    verifier = None
    if options.room_password:
        verifier = scram.make_verifier(options.room_password, secrets.token_bytes(16))
    settings = ServerSettings(
        name=server_name(options.name),
        signup=options.signup,
        guests=not options.no_guests,
        room_verifier=verifier,
        port=port,
    )
    if options.rate is None:
        return settings
    return replace(settings, rate_per_s=options.rate, bytes_per_s=settings.bytes_per_s if options.rate else 0.0)


def server_name(asked: str) -> str:
    """The name asked for, else the computer's; BadName only for one that was asked for."""
    try:
        return names.clean_server_name(asked or socket.gethostname())
    except UdpchatError:
        if asked:
            raise
        return "udpchat"


def wall_ms() -> int:
    """Milliseconds since the epoch, for display only."""
    return time.time_ns() // 1_000_000
