"""The old client of the dialect of chat, as it behaves: one blocking socket, a buffer of 1,024 bytes, a thread that reads.

It sends `LOGIN NAME PASSWORD`, takes the first datagram for the answer, then sends `NAME: TEXT` for each line that is typed.
It never acknowledges anything and never says goodbye; a datagram that is not UTF-8 ends its reader.
"""

from __future__ import annotations

import socket
import threading
from typing import Final

BUFFER_BYTES: Final = 1024
WAIT_S: Final = 45.0


class ClassicClient:
    """One window of it."""

    def __init__(self, host: str, port: int) -> None:
        self.server = (host, port)
        self.lines: list[str] = []
        self._came = threading.Condition()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(WAIT_S)
        self._name = ""
        self._reader = threading.Thread(target=self._receive)

    def login(self, name: str, password: str) -> str:
        """The first answer, whatever it is; after the good one the window opens."""
        self._socket.sendto(f"LOGIN {name} {password}".encode(), self.server)
        answer = self._socket.recvfrom(BUFFER_BYTES)[0].decode()
        if answer == "Login berhasil!":
            self._name = name
            self._reader.start()
        return answer

    def type(self, text: str) -> None:
        """The button *send*."""
        self._socket.sendto(f"{self._name}: {text}".encode(), self.server)

    def wait_for(self, line: str) -> None:
        """Until the window shows this line."""
        with self._came:
            if not self._came.wait_for(lambda: line in self.lines, WAIT_S):
                raise AssertionError(f"{line!r} is not among {self.lines}")

    def close(self) -> None:
        """The window is closed; the server is not told."""
        self._socket.settimeout(0.0)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
            bell.sendto(b"", ("127.0.0.1", self._socket.getsockname()[1]))
        if self._reader.ident is not None:
            self._reader.join(WAIT_S)
        self._socket.close()

    def _receive(self) -> None:
        while True:
            try:
                data = self._socket.recvfrom(BUFFER_BYTES)[0]
            except OSError:
                return
            if not data:
                return
            text = data.decode()
            with self._came:
                self.lines.append(text)
                self._came.notify_all()
