"""Hostile links and traffic, drawn from a world's seed."""

from __future__ import annotations

import random

from tests.sim.network import LinkProfile
from udpchat.wire.channels import Channel

Frame = tuple[Channel, bytes]
CHANNELS = (Channel.CONTROL, Channel.CHAT, Channel.CHAT, Channel.HISTORY, Channel.BULK)


def hostile_profile(rng: random.Random) -> LinkProfile:
    """A link that may lose a quarter, double, reorder and spoil packets, be slow, jittery or narrow."""
    delay_s = 10 ** rng.uniform(-4, -1)
    return LinkProfile(
        loss=rng.choice((0, 0.01, 0.05, 0.1, 0.25)),
        duplicate=rng.choice((0, 0.05, 0.2)),
        reorder=rng.choice((0, 0.1, 0.4)),
        corrupt=rng.choice((0, 0, 0.01, 0.03)),
        delay_s=delay_s,
        jitter_s=delay_s * rng.choice((0, 0.5, 3)),
        rate=rng.choice((None, None, 30_000, 250_000, 12_500_000)),
        queue_bytes=rng.choice((16, 64, 256)) * 1024,
        mtu_bytes=rng.choice((1200, 1452, 65507)),
    )


def frames(rng: random.Random, total_bytes: int, largest: int = 12_000) -> list[Frame]:
    """Frames of all sizes on all channels, random bytes, about this many in all."""
    out: list[Frame] = []
    while total_bytes > 0:
        size = min(total_bytes, int(largest ** rng.random()) + rng.randrange(64))
        total_bytes -= max(1, size)
        out.append((rng.choice(CHANNELS), rng.randbytes(size)))
    return out
