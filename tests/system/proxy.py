"""A relay of datagrams between clients and a server that records everything."""

from __future__ import annotations

import selectors
import socket
import threading


class Proxy:
    """Clients send to `port`; each gets a socket of its own towards the server, so that answers find their way."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._server = server
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._front.bind(("127.0.0.1", 0))
        self.port: int = self._front.getsockname()[1]
        self._backs: dict[tuple[str, int], socket.socket] = {}
        self._recorded: list[bytes] = []
        self._stop, self._stopper = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._front, selectors.EVENT_READ)
        self._selector.register(self._stop, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._relay)
        self._thread.start()

    def recorded(self) -> list[bytes]:
        """Every datagram so far, both ways."""
        return list(self._recorded)

    def close(self) -> None:
        """End the thread and the sockets."""
        self._stopper.send(b"x")
        self._thread.join()
        self._selector.close()
        for opened in (self._front, self._stop, self._stopper, *self._backs.values()):
            opened.close()

    def _relay(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._stop:
                    return
                assert isinstance(key.fileobj, socket.socket)
                data, addr = key.fileobj.recvfrom(65535)
                self._recorded.append(data)
                if key.fileobj is self._front:
                    self._back(addr).sendto(data, self._server)
                else:
                    self._front.sendto(data, key.data)

    def _back(self, client: tuple[str, int]) -> socket.socket:
        back = self._backs.get(client)
        if back is None:
            back = self._backs[client] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            back.bind(("127.0.0.1", 0))
            self._selector.register(back, selectors.EVENT_READ, client)
        return back
