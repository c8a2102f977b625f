"""Where a window stands: read from what was kept, moved onto the screen that is there, and cascaded beside its sisters."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATTERN = re.compile(r"(\d{1,5})x(\d{1,5})(?:\+(-?\d{1,5})\+(-?\d{1,5}))?")
FRAME_PX = 64  # of the design: a title bar and a panel
CASCADE_PX = 28  # of the design: the height of a title bar
CASCADE_COUNT = 8  # then from the start again


@dataclass(frozen=True, slots=True)
class Place:
    """Size and position in real pixels, without the frame of the window manager."""

    width: int
    height: int
    x: int
    y: int

    def __str__(self) -> str:
        """As Tk writes it."""
        return f"{self.width}x{self.height}+{self.x}+{self.y}"


def read(text: str) -> Place | None:
    """A geometry as Tk writes it; None for anything else."""
    found = PATTERN.fullmatch(text)
    if found is None or found[3] is None:
        return None
    return Place(*(int(number) for number in found.groups()))


def clamped(place: Place, screen: Place, least: tuple[int, int]) -> Place:
    """Inside the screen: not larger, not smaller than `least` if that fits, and nowhere beyond an edge."""
    width = min(max(place.width, least[0]), screen.width)
    height = min(max(place.height, least[1]), screen.height)
    x = min(max(place.x, screen.x), screen.x + screen.width - width)
    y = min(max(place.y, screen.y), screen.y + screen.height - height)
    return Place(width, height, x, y)


def centred(width: int, height: int, screen: Place) -> Place:
    """In the middle, a little higher than that."""
    return Place(width, height, screen.x + (screen.width - width) // 2, screen.y + max(0, (screen.height - height) * 2 // 5))


def cascaded(place: Place, slot: int, step_px: int, screen: Place, least: tuple[int, int]) -> Place:
    """Moved down and right for the second, third ... window of the same kind; where there is no room, smaller instead."""
    by = (slot % CASCADE_COUNT) * step_px
    width = max(least[0], min(place.width, screen.x + screen.width - place.x - by))
    height = max(least[1], min(place.height, screen.y + screen.height - place.y - by))
    return clamped(Place(width, height, place.x + by, place.y + by), screen, least)
