"""Whole conversations between real programs: sign-in, chat, kill -9, and what an eavesdropper sees."""

from __future__ import annotations

import base64
import contextlib
import signal
import socket
import sqlite3
import time
import unittest

from tests.system.processes import DEADLINE_S, PASSWORD, SystemCase
from tests.system.proxy import Proxy

CHATTERS = ("ann", "ben", "cat")


class SignIn(SystemCase):
    """Who gets in, and what the others are told."""

    def test_taken_name(self) -> None:
        self.serve()
        self.signed_in("ann", "--register")
        second = self.start(
            *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--user", "Ann", "--register", "--trust"),
            *("--data", str(self.folder / "second")),
        )
        second.wait_for("* USERNAME_TAKEN: ")
        self.assert_status(second, 2)

    def test_taken_name_of_a_guest(self) -> None:
        self.serve()
        self.signed_in("gus", "--guest")
        other = self.start(
            *("-m", "udpchat", "chat", f"127.0.0.1:{self.port}", "--user", "gus", "--guest", "--trust"),
            *("--data", str(self.folder / "second")),
        )
        other.wait_for("* USERNAME_TAKEN: ")
        self.assert_status(other, 2)

    def test_wrong_password(self) -> None:
        self.serve()
        first = self.signed_in("ann", "--register")
        first.type("/exit")
        self.assert_status(first, 0)
        wrong = self.chat("ann", "--trust", password="something else")
        wrong.wait_for("* AUTH_FAILED: ")
        self.assert_status(wrong, 2)

    def test_no_such_user(self) -> None:
        self.serve()
        nobody = self.chat("nobody", "--trust")
        nobody.wait_for("* NO_SUCH_USER: ")
        self.assert_status(nobody, 2)

    def test_room_password(self) -> None:
        self.serve("--signup", "room", "--room-password", "open sesame")
        without = self.chat("ann", "--register", "--trust")
        without.wait_for("* ROOM_PASSWORD: ")
        self.assert_status(without, 2)
        self.signed_in("ben", "--register", "--room-password", "open sesame")

    def test_closed_sign_up_and_no_guests(self) -> None:
        self.serve("--signup", "closed", "--no-guests")
        for option, code in (("--register", "SIGNUP_CLOSED"), ("--guest", "GUESTS_OFF")):
            client = self.chat("ann", option, "--trust")
            client.wait_for(f"* {code}: ")
            self.assert_status(client, 2)

    def test_silent_server(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            client = self.chat("ann", "--trust", "--timeout", "0.5", port=silent.getsockname()[1])
            client.wait_for("* NO_ANSWER: ")
            self.assert_status(client, 3)

    def test_unknown_certificate_and_nobody_to_ask(self) -> None:
        self.serve()
        client = self.chat("ann", "--register")
        client.wait_for("* CERTIFICATE_UNKNOWN: ", self.fingerprint)
        self.assert_status(client, 2)

    def test_a_trusted_server_is_known_the_next_time(self) -> None:
        self.serve()
        first = self.signed_in("ann", "--register")
        first.end_input()
        self.assert_status(first, 0)
        second = self.chat("ann")
        second.wait_for("Signed in", "ann")

    def test_password_file(self) -> None:
        self.serve()
        file = self.folder / "password"
        file.write_bytes(PASSWORD.encode() + b"\r\nsecond line\n")
        client = self.chat("ann", "--register", "--trust", "--password-file", str(file), password=None)
        client.wait_for("Signed in", "ann")

    def test_no_password_and_nobody_to_ask(self) -> None:
        self.serve()
        client = self.chat("ann", "--register", "--trust", password=None)
        self.assert_status(client, 1)
        self.assertIn("UDPCHAT_PASSWORD", client.complaints[-1])


class Conversation(SystemCase):
    """People who talk."""

    def test_three_people(self) -> None:
        relay = self.serve()
        ann, ben = self.signed_in("ann", "--register"), self.signed_in("ben", "--register")
        gus = self.signed_in("gus", "--guest")
        people = (ann, ben, gus)
        ann.type("hello, ćšž \U0001f600 \x1b[31mred")
        ben.type("//exit is a command")
        gus.type("  two  spaces")
        for person in people:
            person.wait_for("ben: /exit is a command")
            person.wait_for("gus: two spaces")
            self.assertNotIn("\x1b", person.wait_for("ann: hello, ćšž \U0001f600"))
        for person in people:
            person.type("/exit")
            self.assert_status(person, 0)
        self.assertEqual(sorted(ann.texts()), sorted(gus.texts()))
        self.assertNotIn("hello", relay.transcript())
        relay.wait_for("gus", "left")
        self.stop(relay)

    def test_a_pipe_is_sent_to_its_end(self) -> None:
        self.serve("--rate", "1000")
        ann = self.chat("ann", "--register", "--trust")
        ann.type(*[f"line {number}" for number in range(200)])
        ann.end_input()
        self.assert_status(ann, 0)
        self.assertEqual(ann.texts(), [f"ann: line {number}" for number in range(200)])

    def test_only_the_end_of_the_past(self) -> None:
        self.serve("--rate", "1000")
        ann = self.chat("ann", "--register", "--trust")
        ann.type(*[f"line {number}" for number in range(100)])
        ann.end_input()
        self.assert_status(ann, 0)
        ben = self.signed_in("ben", "--guest")
        ben.wait_for("line 99")
        self.assertEqual(ben.texts(), [f"ann: line {number}" for number in range(80, 100)])

    def test_interrupt_logs_out(self) -> None:
        self.serve()
        ann = self.signed_in("ann", "--register")
        ann.signal(signal.SIGINT)
        self.assert_status(ann, 0)

    def test_killed_relay(self) -> None:
        relay = self.serve("--rate", "1000")
        people = [self.signed_in(name, "--register") for name in CHATTERS]
        for round_ in range(3):
            for name, person in zip(CHATTERS, people, strict=True):
                person.type(*[f"{name} {round_} before {number}" for number in range(10)])
            people[0].wait_for(f"ann {round_} before 3")
            relay.kill()
            for name, person in zip(CHATTERS, people, strict=True):
                person.type(f"{name} {round_} meanwhile")
            relay = self.serve("--rate", "1000")
            for person in people:
                for name in CHATTERS:
                    person.wait_for(f"{name} {round_} meanwhile")
        for person in people:
            person.type("/exit")
            self.assert_status(person, 0)
        expected = sorted(
            f"{name}: {name} {round_} {rest}"
            for name in CHATTERS
            for round_ in range(3)
            for rest in (*[f"before {number}" for number in range(10)], "meanwhile")
        )
        for person in people:
            self.assertEqual(sorted(person.texts()), expected)
            self.assertEqual(person.texts(), people[0].texts(), "the same order everywhere")
            self.assertTrue(any("back" in line for line in person.lines), person.transcript())


class Eavesdropper(SystemCase):
    """What passes over the network."""

    def test_capture_shows_no_secret(self) -> None:
        relay = self.serve()
        proxy = Proxy(("127.0.0.1", self.port))
        self.addCleanup(proxy.close)
        ann = self.signed_in("ann", "--register", port=proxy.port)
        ben = self.signed_in("ben", "--guest", port=proxy.port)
        ann.type("the treasure lies under the oak")
        ben.wait_for("the treasure lies under the oak")
        token = self.guest_token("ben")
        relay.kill()
        self.serve()
        for person in (ann, ben):
            person.type("the treasure lies under the oak, I said")  # to a relay that knows nobody: it says so at once
            person.wait_for("back")  # with a token
        for person in (ann, ben):
            person.type("/exit")
            self.assert_status(person, 0)
        again = self.signed_in("ann", port=proxy.port)
        again.wait_for("the treasure lies under the oak")
        captured = b"".join(proxy.recorded())
        self.assertGreater(len(captured), 5000)
        for secret in (PASSWORD, "the treasure lies", "under the oak", "Signed in", '"t":', '"token"', "ann", "ben"):
            for form in forms(secret):
                self.assertNotIn(form, captured, secret)
        for form in (token, token.hex().encode(), base64.urlsafe_b64encode(token).rstrip(b"=")):
            self.assertNotIn(form, captured, "the token")

    def guest_token(self, user: str) -> bytes:
        """The token with which a guest comes back, from the folder of the running client."""
        (file,) = (self.folder / f"client {user}" / "accounts").glob("*/*/store.sqlite")
        end_at = time.monotonic() + DEADLINE_S
        while time.monotonic() < end_at:
            with contextlib.closing(sqlite3.connect(file, timeout=DEADLINE_S)) as database:
                if row := database.execute("SELECT value FROM meta WHERE key='token'").fetchone():
                    return bytes(row[0])
        raise AssertionError("no token was stored")


def forms(secret: str) -> list[bytes]:
    """A text in the forms in which it could leak; a short one only as it is, for chance would find the others."""
    plain = secret.encode()
    if len(plain) < 8:
        return [b'"' + plain + b'"']
    shifts = [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, plain.hex().encode(), secret.encode("utf-16-le"), *shifts]


if __name__ == "__main__":
    unittest.main()
