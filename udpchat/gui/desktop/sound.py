"""One short soft sound for news: made here, played by what the system has, else the bell."""

from __future__ import annotations

import array
import contextlib
import io
import math
import shutil
import sys
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Final

from udpchat.gui.desktop.system import Command, System
from udpchat.limits import ALERT_EVERY_S

RATE: Final = 22_050  # samples in a second
TONES: Final = ((784.0, 0.09), (1046.5, 0.13))  # Hz and seconds: up a fourth
LOUDNESS: Final = 0.22
ASTERISK: Final = 0x40  # the system's sound for information, on Windows

PLAYERS: Final[tuple[Command, ...]] = (
    ("pw-play",),
    ("paplay",),
    ("canberra-gtk-play", "-f"),
    ("aplay", "-q"),
)


class Sounds:
    """Plays the sound, not more often than every so often."""

    def __init__(self, system: System, now: Callable[[], float], bell: Callable[[], None]) -> None:
        self._system = system
        self._now = now
        self._bell = bell
        self._last_at = -math.inf
        self._folder: Path | None = None

    def ring(self) -> bool:
        """Play it once. False: it was too soon."""
        now = self._now()
        if now - self._last_at < ALERT_EVERY_S:
            return False
        self._last_at = now
        if not self._play():
            self._bell()
        return True

    def close(self) -> None:
        """Remove the sound's file."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _play(self) -> bool:
        if self._system.is_windows:
            with contextlib.suppress(OSError, AttributeError):
                return bool(self._system.library("user32").MessageBeep(ASTERISK))
            return False
        player = ("afplay",) if self._system.is_mac else self._player()
        if player is None:
            return False
        with contextlib.suppress(OSError):
            self._system.start((*player, str(self._file())), {})
            return True
        return False

    def _player(self) -> Command | None:
        return next((player for player in PLAYERS if self._system.find(player[0])), None)

    def _file(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="udpchat-sound-"))
            (self._folder / "news.wav").write_bytes(news_wav())
        return self._folder / "news.wav"


def news_wav() -> bytes:
    """The sound as the bytes of a WAV file."""
    samples = array.array("h")
    for frequency, seconds in TONES:
        count = int(RATE * seconds)
        for at in range(count):
            swell = min(1.0, at / 200, (count - at) / 1200)  # no click at either end
            samples.append(round(32_767 * LOUDNESS * swell * math.sin(math.tau * frequency * at / RATE)))
    if sys.byteorder == "big":
        samples.byteswap()
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()
