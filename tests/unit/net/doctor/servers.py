"""Servers of all kinds on loopback, each on a thread of its own: genuine ones, and what may stand in their place."""

from __future__ import annotations

import secrets
import socket
import tempfile
import threading
import time
import unittest
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from udpchat.driver import Address
from udpchat.net import UdpLoop, open_socket
from udpchat.scram import SALT_BYTES, make_verifier
from udpchat.server.core import ServerCore
from udpchat.server.settings import ServerSettings
from udpchat.store import DataFolder, Store

PASSWORD = "correct horse battery"
FEW = ServerSettings(name="Lab 2")


class ServerCase(unittest.TestCase):
    """`self.folder`, and servers that end with the test."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)

    def genuine(self, name: str = "Lab 2", port: int = 0, wall_shift_ms: int = 0, **changes: object) -> tuple[Address, bytes]:
        """A server with the account `ann`; its address and fingerprint."""
        server = Genuine(self.folder / name, replace(FEW, name=name, **changes), port, wall_shift_ms)  # type: ignore[arg-type]
        self.addCleanup(server.close)
        return server.address, server.fingerprint

    def odd(self, answer: Callable[[bytes], list[bytes]]) -> Address:
        """Something at a port that answers each datagram so."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.05)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    data, source = sock.recvfrom(2048)
                except OSError:
                    continue
                for one in answer(data):
                    sock.sendto(one, source)

        thread = threading.Thread(target=serve)
        thread.start()
        self.addCleanup(sock.close)
        self.addCleanup(thread.join)
        self.addCleanup(over.set)
        host, port = sock.getsockname()
        return host, port

    def closed(self) -> Address:
        """A port at which nobody listens."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind(("127.0.0.1", 0))
            host, port = sock.getsockname()
        return host, port


class Genuine:
    """A relay's core over a real socket."""

    def __init__(self, folder: Path, settings: ServerSettings, port: int, wall_shift_ms: int) -> None:
        self._folder, self._settings, self._shift_ms = folder, settings, wall_shift_ms
        self._sock = open_socket("127.0.0.1", port)
        host, bound = self._sock.getsockname()
        self.address: Address = (host, bound)
        self.fingerprint = b""
        self._over = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self._ready.wait(45)

    def _wall_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self._shift_ms

    def _serve(self) -> None:
        data = DataFolder.open(self._folder, secrets.token_bytes)
        self.fingerprint = data.identity.fingerprint
        store = Store.open(data.store_path, secrets.token_bytes, "OFF")
        if not store.account_count():
            verifier = make_verifier(PASSWORD, secrets.token_bytes(SALT_BYTES))
            store.create_account("ann", "Ann", "", verifier, "member", self._wall_ms())
            store.commit()
        core = ServerCore(
            store, data.identity, data.reset_key, self._settings, secrets.token_bytes, self._wall_ms, blobs=self._folder / "files"
        )
        loop = UdpLoop(core, self._sock)
        self._ready.set()
        while not self._over.is_set():
            loop.run_once(0.05)
        loop.close(5.0)
        core.close()
        store.close()
        data.close()

    def close(self) -> None:
        """End it and free the port."""
        self._over.set()
        self._thread.join(45)
