"""Files across a link: the receiver's side fetches what a post names, piece by piece, and posts it when all of it is here.

A post with a file takes its number at once, as an *arrival*; so a large file holds nothing up. Its content comes into a part
like any upload's, goes on after a lost link or a restart where the disk ends, and becomes a blob and a post when its hash is
the right one. What cannot be taken is refused as a post is, and the sender told. The sender's side only answers questions:
it gives pieces of files that were sent to somebody of that very realm, and of no others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from udpchat import limits
from udpchat.errors import DiskFull, FileChanged, NoSuchFile, NoSuchUser, ProtocolViolation, UdpchatError
from udpchat.names import clean_filename
from udpchat.server.events import Relayed
from udpchat.server.files.blobs import Part
from udpchat.server.files.errands import KEEP_LANE, READ_LANE, ignore, lane_of
from udpchat.server.files.posting import as_error
from udpchat.server.files.service import Files
from udpchat.server.parts import Parts
from udpchat.server.posting import Posting
from udpchat.server.realms.crossing import Outgoing
from udpchat.server.realms.flow import Step
from udpchat.server.realms.link import Link
from udpchat.server.refusals import as_refusal
from udpchat.store import Arrival, StoredEvent
from udpchat.words import LinkFetch, LinkNoFile, LinkPiece

_PIECE = limits.REALM_PIECE_BYTES


@dataclass(slots=True, eq=False)
class _Haul:
    """One file on its way here; offsets count from its beginning."""

    link: Link
    row: Arrival
    number: int
    part: Part | None = None
    asked: int = 0
    received: int = 0
    written: int = 0
    waiting: list[memoryview] = field(default_factory=list)
    busy: bool = True  # a job or a write is under way, the opening one first
    over: bool = False


class Cargo:
    """For all links."""

    def __init__(self, parts: Parts, posting: Posting, outgoing: Outgoing, files: Files) -> None:
        self._parts, self._posting, self._outgoing, self._files = parts, posting, outgoing, files
        self._hauls: dict[int, _Haul] = {}
        self._number = 0
        self._reading: dict[Link, int] = {}  # pieces that are being read for each

    # --- giving -------------------------------------------------------------------------------------------------------

    def asked(self, link: Link, word: LinkFetch, now: float) -> None:
        """They want a piece. Raises ProtocolViolation: more at once than anybody needs; Storage."""
        count, generation = self._reading.get(link, 0), link.generation
        if count >= limits.REALM_PIECES_AHEAD * limits.REALM_HAULS:
            raise ProtocolViolation("too many pieces at once")
        found = self._parts.store.file_for_realm(link.line.id, word.file)
        if found is None or not 0 <= word.offset < max(found[1], 1):
            self._say(link, LinkNoFile(word.transfer))
            return
        self._reading[link] = count + 1

        def read(data: bytes | None, error: Exception | None, now: float) -> None:
            self._reading[link] = self._reading.get(link, 1) - 1
            if link.generation == generation:
                answer = LinkPiece(word.transfer, word.offset, data) if data is not None else LinkNoFile(word.transfer)
                self._say(link, answer)

        blobs, errands = self._files.blobs, self._files.errands
        errands.add(READ_LANE, "read for a realm", partial(blobs.read, found[0], word.offset, _PIECE), read)

    @staticmethod
    def _say(link: Link, word: LinkPiece | LinkNoFile) -> None:
        if link.pipe is not None:
            link.pipe.say(word)

    # --- taking -------------------------------------------------------------------------------------------------------

    def may_look(self, link: Link) -> bool:
        """Whether there may be something to begin with, and room for it."""
        return link.ready and link.hauls and self._room(link) > 0

    def _room(self, link: Link) -> int:
        return limits.REALM_HAULS - sum(haul.link is link for haul in self._hauls.values())

    def look(self, link: Link) -> None:
        """Begin with what waits, so much at once. Raises Storage."""
        room = self._room(link)
        under_way = {(haul.row.author, haul.row.ref) for haul in self._hauls.values()}
        rows = [row for row in self._parts.store.arrivals(link.line.id) if (row.author, row.ref) not in under_way]
        link.hauls = len(rows) > room
        for row in rows[:room]:
            self._begin(link, row)

    def _begin(self, link: Link, row: Arrival) -> None:
        self._number += 1
        haul = self._hauls[self._number] = _Haul(link, row, self._number)
        free = self._parts.settings.files.free_bytes
        opening = partial(self._files.blobs.open_part, row.part, row.size, free)
        self._files.errands.add(lane_of(row.part), "open part", opening, partial(self._opened, haul))

    def _opened(self, haul: _Haul, part: Part | None, error: Exception | None, now: float) -> None:
        haul.busy, haul.part = False, part
        if haul.over:
            self._close(haul)
        elif part is None:
            self._refuse(haul, as_error(error or OSError()), now)
        else:
            haul.asked = haul.received = haul.written = part.offset
            self._go_on(haul, now)

    def came(self, link: Link, word: LinkPiece, now: float) -> None:
        """A piece; of another length than the size says, the file is not what it was. Raises ProtocolViolation."""
        haul = self._hauls.get(word.transfer)
        if haul is None or haul.link is not link or haul.over:
            return  # it was on its way when we gave it up
        wanted = min(_PIECE, haul.row.size - haul.received)
        if word.offset != haul.received or word.offset >= haul.asked:
            raise ProtocolViolation("bytes that were not asked for")
        if len(word.data) != wanted:
            self._refuse(haul, FileChanged(haul.row.name), now)
            return
        haul.received += wanted
        haul.waiting.append(memoryview(word.data))
        self._go_on(haul, now)

    def gone(self, link: Link, word: LinkNoFile, now: float) -> None:
        """They do not have it any more."""
        haul = self._hauls.get(word.transfer)
        if haul is not None and haul.link is link and not haul.over:
            self._refuse(haul, NoSuchFile(haul.row.name), now)

    def lost(self, link: Link) -> None:
        """The connection is gone: what is here stays for the next one."""
        self._reading.pop(link, None)
        for haul in [haul for haul in self._hauls.values() if haul.link is link]:
            self._end(haul)

    def close(self) -> None:
        """The process ends; no job runs any more."""
        for haul in self._hauls.values():
            if haul.part is not None:
                haul.part.close()

    # --- to the disk --------------------------------------------------------------------------------------------------

    def _go_on(self, haul: _Haul, now: float) -> None:
        """Ask for more, write what has come; when all of it is there, finish."""
        row, pipe = haul.row, haul.link.pipe
        if haul.over or haul.part is None:
            return
        ahead = haul.written + limits.REALM_PIECES_AHEAD * _PIECE
        while pipe is not None and haul.asked < min(row.size, ahead):
            pipe.say(LinkFetch(haul.number, row.file, haul.asked))
            haul.asked = min(row.size, haul.asked + _PIECE)
        if haul.busy:
            return
        if haul.waiting:
            chunks, haul.waiting = haul.waiting, []
            self._job(haul, "write part", partial(haul.part.write, chunks), self._written)
        elif haul.written == row.size:
            self._files.uploads.also_arriving.add(row.sha256)
            self._job(haul, "seal part", partial(haul.part.seal, row.sha256), self._sealed)

    def _job(self, haul: _Haul, name: str, run: object, finish: object, lane: str = "") -> None:
        haul.busy = True

        def done(value: object, error: Exception | None, now: float) -> None:
            haul.busy = False
            if haul.over:
                self._close(haul)
            elif error is not None:
                self._refuse(haul, as_error(error), now)
            else:
                finish(haul, value, now)  # type: ignore[operator]

        self._files.errands.add(lane or lane_of(haul.row.part), name, run, done)  # type: ignore[arg-type]

    def _written(self, haul: _Haul, count: int, now: float) -> None:
        haul.written += count
        self._go_on(haul, now)

    def _sealed(self, haul: _Haul, _value: object, now: float) -> None:
        assert haul.part is not None
        keeping = partial(self._files.blobs.keep, haul.part, haul.row.sha256)
        self._job(haul, "keep blob", keeping, self._kept, KEEP_LANE)

    # --- the end ------------------------------------------------------------------------------------------------------

    def _kept(self, haul: _Haul, _value: object, now: float) -> None:
        events: list[StoredEvent] = []

        def post() -> None:
            events.clear()
            events.extend(self._post(haul.row))

        def posted(now: float) -> None:
            for event in events:
                self._posting.spread(event, now)
                self._parts.log.add(Relayed(event.name, len(event.body.encode()), event.conversation), now)
            self._settled(haul)
            self._files.uploads.remove_blobs([haul.row.sha256])  # of a post that was taken back

        haul.busy = True
        self._parts.commits.submit(Step(post, posted, partial(self._not_posted, haul)), now)

    def _not_posted(self, haul: _Haul, error: UdpchatError, now: float) -> None:
        if isinstance(error, NoSuchUser):
            self._refuse(haul, error, now)
        else:
            self._settled(haul)  # the disk: the next look finds it again

    def _post(self, row: Arrival) -> list[StoredEvent]:
        """Inside a savepoint. Nothing if it was taken back meanwhile. Raises NoSuchUser, Storage."""
        store = self._parts.store
        row_now = store.arrival(row.author, row.ref)
        if row_now is None:
            store.remove_part(row.part)
            return []
        user = store.user(row.user)
        if user is None or not user.active:
            raise NoSuchUser
        conversation = store.open_private(row.author, row.user, row.at)
        file = store.add_file(row.author, clean_filename(row.name), row.size, row.sha256, row.mime, row.at)
        event = store.append_post(conversation, row.author, row.ref, row.at, row_now.text, None, row.reply, b"", file)
        self._forget(row)
        return [] if event.repeated else [event]

    def _forget(self, row: Arrival) -> None:
        self._parts.store.end_arrival(row.author, row.ref)
        self._parts.store.remove_part(row.part)

    def _refuse(self, haul: _Haul, error: UdpchatError, now: float) -> None:
        """Not this one; its author is told."""
        row, link, code = haul.row, haul.link, as_refusal(error).code
        store = self._parts.store

        def refuse() -> None:
            remote = store.remote(row.author)
            if store.arrival(row.author, row.ref) is not None and remote is not None:
                self._outgoing.refused(link, row.ref, remote.number, remote.name, code)
            self._forget(row)

        def told(now: float) -> None:
            link.hauls = True

        self._end(haul)
        if code in (FileChanged.code, NoSuchFile.code, DiskFull.code, NoSuchUser.code):
            self._files.errands.add(lane_of(row.part), "drop part", partial(self._files.blobs.drop_part, row.part), ignore)
            self._parts.commits.submit(Step(refuse, told), now)

    def _settled(self, haul: _Haul) -> None:
        haul.busy = False
        haul.part = None
        self._end(haul)

    def _end(self, haul: _Haul) -> None:
        haul.over = True
        haul.link.hauls = True
        self._hauls.pop(haul.number, None)
        if all(other.row.sha256 != haul.row.sha256 for other in self._hauls.values()):
            self._files.uploads.also_arriving.discard(haul.row.sha256)
        if not haul.busy:
            self._close(haul)

    def _close(self, haul: _Haul) -> None:
        part, haul.part, haul.waiting = haul.part, None, []
        if part is not None:
            self._files.errands.add(lane_of(haul.row.part), "close part", part.close, ignore)
