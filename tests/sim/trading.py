"""What a class does with files: send, fetch, forward, pause, cancel, try to get what is not theirs; and what must hold of it.

Invariants: a file that has its final name has the bytes of one that was sent; who has one was once meant to see it; an upload
that is told as done is posted, once, where it was meant for; in the end nothing moves, and the relay's disk holds what its
store says, to the byte.
"""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from udpchat.client.core import ClientCore
from udpchat.client.events import Progress, TransferState
from udpchat.client.message import Message
from udpchat.client.numbers import LOBBY, private_with
from udpchat.words import messages as words

HARMLESS = frozenset({"NO_SUCH_FILE", "NOT_A_MEMBER", "NO_SUCH_GROUP", "NO_SUCH_USER", "PRIVATE_OFF", "NOT_ALLOWED"})
"""Why a file may fail in a world in which people come and go: everything else is a fault."""
SIZE = 40_000


class Trader:
    """One person's files. `wishes` is where it is noted whom each message is for."""

    def __init__(self, rng: random.Random, name: str, folder: Path, wishes: dict[bytes, str]) -> None:
        self.rng, self.name, self.wishes = rng, name, wishes
        self.sources = folder / f"sources of {name}"
        self.downloads = folder / f"downloads of {name}"
        self.contents: dict[bytes, bytes] = {}  # by ref: the SHA-256 of what was sent or forwarded
        self.auto_bytes = rng.choice((0, 0, SIZE // 2))
        self.sources.mkdir(exist_ok=True)

    def act(
        self, core: ClientCore, page: dict[int, Message], others: dict[int, str], known: dict[int, words.File], now: float
    ) -> None:  # fmt: skip
        """Do one thing. `others`: names by user id; `known`: every file that anybody has seen."""
        seen = [message.file for message in page.values() if message.file is not None and not message.deleted]
        known.update((file.id, file) for file in seen)
        what = self.rng.choice(("send", "send", "send", "fetch", "fetch", "fetch", "forward", "steal", "touch"))
        if what == "fetch" and seen:
            core.fetch_file(self.rng.choice(seen), now)
        elif what == "steal" and known:
            core.fetch_file(self.rng.choice(list(known.values())), now)
        elif what == "touch" and core.transfers:
            self.touch(core, self.rng.choice(core.transfers), now)
        elif what == "forward" and seen:
            file = self.rng.choice(seen)
            conversation, people, wish = self.aim(core, others)
            self.note(core.forward_file(file, now, conversation, people), wish, file.sha256)
        elif what == "send":
            self.send(core, others, now)

    def send(self, core: ClientCore, others: dict[int, str], now: float) -> None:
        """A file of any size, also none, sometimes with the content of another one."""
        data = random.Random(self.rng.randrange(20)).randbytes(int(SIZE ** self.rng.random()) if self.rng.random() > 0.1 else 0)
        path = self.sources / f"{self.rng.randrange(10**9)}.bin"
        path.write_bytes(data)
        conversation, people, wish = self.aim(core, others)
        (key,) = core.send_file([path], now, conversation, people, text=self.rng.choice(("", "look")))
        self.note(key, wish, hashlib.sha256(data).digest())

    def touch(self, core: ClientCore, transfer: Progress, now: float) -> None:
        """Pause, go on, cancel, decline."""
        verb = self.rng.choice((core.pause_file, core.resume_file, core.resume_file, core.cancel_file))
        verb(transfer.key, now)

    def aim(self, core: ClientCore, others: dict[int, str]) -> tuple[int, tuple[int, ...], str]:
        """To whom, as the core takes it and as it was meant."""
        groups = [room for room in core.rooms if room.kind == "group"]
        where = self.rng.choice(("lobby", "private", "group", "many"))
        if where == "many" and len(others) > 2:
            several = self.rng.sample(sorted(others), 2)
            return LOBBY, tuple(several), "many " + " ".join(sorted(others[user] for user in several))
        if where == "private" and others:
            user = self.rng.choice(sorted(others))
            return private_with(user), (), f"private {others[user]}"
        if where == "group" and groups:
            room = self.rng.choice(groups)
            return room.id, (), f"group {room.title}"
        return LOBBY, (), "lobby"

    def note(self, key: bytes, wish: str, sha256: bytes) -> None:
        self.wishes[key], self.contents[key] = wish, sha256

    # --- what must hold -----------------------------------------------------------------------------------------------

    def have(self) -> dict[Path, bytes]:
        """What has its final name, and its SHA-256."""
        paths = [path for path in self.downloads.glob("*") if path.suffix != ".part"]
        return {path: hashlib.sha256(path.read_bytes()).digest() for path in paths}

    def check(self, core: ClientCore, sent: frozenset[bytes], posted: frozenset[bytes], allowed: frozenset[bytes]) -> None:
        """`sent`: the contents of all that was ever sent; `posted`: the refs of all posts; `allowed`: the contents that this
        person was ever meant to see."""
        have = self.have()
        assert sent.issuperset(have.values()), f"{self.name} has what nobody sent"
        assert allowed.issuperset(have.values()), f"{self.name} has what was not for them"
        for one in core.transfers:
            assert one.error is None or one.error.code in HARMLESS, one
            if one.state is TransferState.DONE and one.up:
                assert one.key in posted, f"{self.name} was told that {one.name} is sent"
            if one.state is TransferState.DONE and not one.up:
                assert Path(one.path) in have, one
                assert Path(one.path).stat().st_size == one.size, one
