"""Real sockets: the old client, a script, and the relay's own program with an encrypted client beside them."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import unittest
from typing import Any

from tests.plain.classic import ClassicClient
from tests.system.processes import SystemCase


class SocketTest(SystemCase):
    def classic(self, name: str, password: str = "samsungdagostore") -> ClassicClient:
        """The old client, signed in."""
        client = ClassicClient("127.0.0.1", self.port)
        self.addCleanup(client.close)
        self.assertEqual(client.login(name, password), "Login berhasil!")
        return client

    def ask(self, line: str) -> Any:
        """A script: one datagram, one answer, from a new socket each time."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(20.0)
            sock.sendto(line.encode(), ("127.0.0.1", self.port))
            return json.loads(sock.recv(65536))

    def test_the_old_client_and_a_new_one_chat(self) -> None:
        self.serve("--room-password", "samsungdagostore", "--plain", "local")
        anna = self.signed_in("anna", "--register")
        budi, sari = self.classic("budi"), self.classic("sari")
        for name, password, answer in (("budi", "samsungdagostore", "USERNAME_TAKEN"), ("tono", "wrong", "Password salah!")):
            third = ClassicClient("127.0.0.1", self.port)
            self.addCleanup(third.close)
            self.assertEqual(third.login(name, password), answer)
        budi.type("halo semua")
        sari.wait_for("budi: halo semua")
        anna.wait_for("budi", "halo semua")
        anna.type("grüße an alle")
        for client in (budi, sari):
            client.wait_for("anna: grüße an alle")
        sari.type("LOGIN itu apa?")
        budi.wait_for("sari: LOGIN itu apa?")
        long = "é" * 3000
        budi.type("x" * 20000)  # refused: the client is told, nobody else hears it
        sari.type(long[:1900])
        budi.wait_for(f"sari: {'é' * 509}")
        self.assertNotIn("budi: halo semua", budi.lines)
        self.assertTrue(all(len(line.encode()) <= 1024 for line in budi.lines + sari.lines))
        self.assertEqual(sari.lines.count("budi: halo semua"), 1)

    def test_a_script(self) -> None:
        relay = self.serve()
        self.assertEqual(self.ask("auth messi surabaya"), {"status": "ERROR", "message": "User is not found"})
        token = self.ask("register messi surabaya Lionel_Messi Argentina")["tokenid"]
        other = self.ask("register henderson surabaya Jordan_Henderson England")["tokenid"]
        self.assertEqual(self.ask(f"send {token} henderson apa kabar son"), {"status": "OK", "message": "Message Sent"})
        letter = {"msg_from": "Lionel Messi", "msg_to": "Jordan Henderson", "msg": "apa kabar son"}
        self.assertEqual(self.ask(f"inbox {other}"), {"status": "OK", "messages": {"messi": [letter]}})
        self.assertEqual(self.ask(f"list {other}")["messages"], ["henderson", "messi"])
        self.assertEqual(self.ask(f"logout {token}"), {"status": "OK", "messages": "Logged out"})
        relay.wait_for("messi joined", "(unencrypted)")
        self.assertNotIn(token, relay.transcript())
        self.assertNotIn("surabaya", relay.transcript())
        self.stop(relay)

    def test_the_setting_is_kept(self) -> None:
        relay = self.serve("--plain", "off")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(20.0)
            sock.sendto(b"LOGIN budi x", ("127.0.0.1", self.port))
            self.assertEqual(sock.recv(1024), b"*udpchat* off")
        self.stop(relay)
        relay = self.serve("--plain", "lan")
        relay.wait_for("everybody on it can read")
        self.stop(relay)

    def test_a_wrong_word_for_the_option(self) -> None:
        for arguments in (("--plain", "wan"), ("--plain-idle", "0"), ("--plain-idle", "x")):
            ended = subprocess.run(
                [sys.executable, "-m", "udpchat", "serve", "--headless", *arguments], capture_output=True, text=True, check=False
            )
            self.assertEqual(ended.returncode, 2)
            self.assertIn(arguments[0], ended.stderr)


if __name__ == "__main__":
    unittest.main()
