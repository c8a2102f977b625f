"""What all errors have in common: a code, a detail, a time to wait, a sentence; and the blame of the peer."""

from __future__ import annotations

from typing import ClassVar

from udpchat import catalogue


class UdpchatError(Exception):
    """Base of all. `detail` is the thing concerned or the reason (a path, a port, a rule), never a secret.

    `retry_after_s` is the time in seconds after which a new try makes sense; 0 means unknown or at once.
    """

    code: ClassVar[str] = "ERROR"

    def __init__(self, detail: object = "", *, retry_after_s: float = 0.0) -> None:
        super().__init__(detail)
        self.detail = _printable(str(detail))
        self.retry_after_s = retry_after_s

    @property
    def sentence(self) -> str:
        """What happened and what to do next, in the language in use; one line, safe for a terminal."""
        return catalogue.text(f"error.{self.code}", **self.values())

    def values(self) -> dict[str, object]:
        """What the sentence may name: ` X` as a noun, `: X.` as a reason, the waiting time in words."""
        return {
            "detail": f" {self.detail}" if self.detail else "",
            "reason": f": {self.detail.rstrip('.')}." if self.detail else ".",
            "wait": waiting(self.retry_after_s),
        }

    def __str__(self) -> str:
        """For logs: the code and the detail."""
        return f"{self.code}: {self.detail}" if self.detail else self.code


def _printable(text: str) -> str:
    """A detail may come from the peer: no control, bidi or line separator reaches a terminal through it."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def waiting(seconds: float) -> str:
    """A time to wait in words."""
    if seconds <= 0:
        return catalogue.text("wait.moment")
    if seconds <= 1:
        return catalogue.text("wait.second")
    if seconds <= 120:
        return catalogue.text("wait.seconds", count=-int(-seconds // 1))
    if seconds <= 2 * 3600:
        return catalogue.text("wait.minutes", count=-int(-seconds // 60))
    if seconds <= 48 * 3600:
        return catalogue.text("wait.hours", count=-int(-seconds // 3600))
    return catalogue.text("wait.days", count=-int(-seconds // 86400))


class RemoteError(UdpchatError):
    """The peer did what the protocol forbids; its connection is closed, nobody else notices."""

    code = "REMOTE"


class ProtocolViolation(RemoteError):
    """Bytes or an order of messages that the protocol forbids. detail: which rule, never the bytes."""

    code = "PROTOCOL_VIOLATION"
