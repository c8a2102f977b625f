"""Arithmetic with colours: hex notation, mixing, contrast as WCAG 2 defines it."""

from __future__ import annotations

from typing import Final

_LINEAR_BELOW: Final = 0.03928  # of the sRGB curve, as WCAG 2 writes it


def rgb(color: str) -> tuple[int, int, int]:
    """The three bytes of "#rrggbb"."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """`share` of the second colour in the first."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#{:02x}{:02x}{:02x}".format(*parts)


def contrast(first: str, second: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(byte / 255) for byte in rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= _LINEAR_BELOW else ((value + 0.055) / 1.055) ** 2.4
