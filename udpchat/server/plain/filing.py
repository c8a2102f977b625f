"""Files in the dialect of commands: as large as one datagram carries, sent and fetched by the same services as everybody's.

A file that comes in a datagram is offered, its bytes follow when the server asks for them, and the answer when it is posted.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any, Final

from udpchat import limits
from udpchat.errors import NoSuchFile
from udpchat.server.files.service import Files
from udpchat.server.parts import Parts
from udpchat.server.plain.entering import Say
from udpchat.server.plain.formatting import error, explained, ok
from udpchat.server.plain.parsing import NoDatagram, NotBase64
from udpchat.server.plain.peers import Peer
from udpchat.server.plain.sending import Sending
from udpchat.sizes import size_words
from udpchat.store import FOREVER, StoredFile
from udpchat.wire.channels import Channel
from udpchat.words import EndUpload, MarkFile, Offer, Upload
from udpchat.words.files import BULK_HEAD

FILE_SENT: Final = ok(message="File Sent")
_QUOTED: Final = re.compile(r"""b(['"])(.*)\1""", re.DOTALL)
"""As Python prints bytes."""


class Filing:
    """`say` says words on behalf of a peer."""

    def __init__(self, parts: Parts, files: Files, say: Say, sending: Sending) -> None:
        self._parts, self._files, self._say, self._sending = parts, files, say, sending

    # --- up -----------------------------------------------------------------------------------------------------------

    def offer(self, peer: Peer, ref: bytes, to: tuple[int, ...], name: str, typed: str) -> Offer:
        """The word for a file that came as base64. Raises NotBase64."""
        data = decoded(typed)
        peer.files[ref] = data
        return Offer(ref, 0, to, name, len(data), hashlib.sha256(data).digest(), "", "")

    def send(self, peer: Peer, word: Upload, now: float) -> None:
        """The server wants the bytes: it has room for all of them."""
        data = peer.files.pop(word.ref, b"")
        for start in range(word.offset, len(data), limits.BULK_BYTES):
            piece = data[start : start + limits.BULK_BYTES]
            self._files.frame(peer.session, Channel.BULK, BULK_HEAD.pack(word.transfer, start) + piece)
        self._say(peer.session, EndUpload(word.ref), now)

    # --- down ---------------------------------------------------------------------------------------------------------

    def listed(self, user: int) -> bytes:
        """What somebody may fetch, the newest first, as much as one answer carries. Raises Storage."""
        found: list[dict[str, Any]] = []
        room = limits.PLAIN_REPLY_BYTES
        for line in self._parts.store.files_for(user, FOREVER, limits.PLAIN_FILES_COUNT):
            row = {"name": line.file.name, "size": line.file.size, "from": line.author_name}
            room -= len(repr(row)) * 3
            if room < 0 and found:
                break
            found.append(row)
        return ok(messages=found)

    def fetch(self, peer: Peer, user: int, name: str) -> None:
        """The newest file of that name; the answer follows when it is read. Raises NoSuchFile, NoDatagram, Storage."""
        file = self._parts.store.file_named(user, name)
        if file.size > limits.PLAIN_FILE_BYTES:
            raise NoDatagram(size_words(file.size))

        def read(data: bytes | None, caught: Exception | None, now: float) -> None:
            if data is None or hashlib.sha256(data).digest() != file.sha256:
                self._sending.at_once(error(explained(NoSuchFile())), peer.addr)
                return
            self._answer(peer, file, data, now)

        self._files.read_small(file, read)

    def _answer(self, peer: Peer, file: StoredFile, data: bytes, now: float) -> None:
        payload = base64.b64encode(data).decode("ascii")
        self._sending.at_once(ok(name=file.name, payload=payload), peer.addr)
        self._say(peer.session, MarkFile(file.id, "fetched"), now)


def decoded(typed: str) -> bytes:
    """The bytes of base64, also as `b'...'`. Raises NotBase64 for anything else, a text that was cut among them."""
    typed = typed.strip()
    if (quoted := _QUOTED.fullmatch(typed)) is not None:
        typed = quoted[2]
    try:
        return base64.b64decode(typed.replace(" ", "+"), validate=True)  # an urlencoded plus reads as a space
    except ValueError:
        raise NotBase64 from None
