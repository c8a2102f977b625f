"""What a composer offers while a command or a name is typed: ways to go on, and how the command is typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaceData:
    """The picture of a person or a group beside a way to go on."""

    name: str
    key: int  # the user, or the conversation: for the colour
    presence: str | None = None  # online, away, offline; None: no dot
    tile: bool = False  # a group


@dataclass(frozen=True, slots=True)
class OfferData:
    """One way to go on: what stands before the caret then, and what is shown for it."""

    line: str
    shown: str
    hint: str = ""
    face: FaceData | None = None


@dataclass(frozen=True, slots=True)
class UsageData:
    """How the command is typed, in parts; `at` is the part being typed, 0 the command itself."""

    parts: tuple[str, ...]
    at: int
    words: str


@dataclass(frozen=True, slots=True)
class CompletionData:
    """All of it. `key` stays the same while one and the same word is typed: what was closed stays so as long."""

    key: str = ""
    offers: tuple[OfferData, ...] = ()
    chosen: int | None = None  # what Enter takes; None: Enter sends
    usage: UsageData | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.offers) or self.usage is not None


NOTHING = CompletionData()
