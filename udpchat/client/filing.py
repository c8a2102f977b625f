"""What a person does with files. A transfer is known by its key; of an upload that is the ref of the message that it becomes.

Every change is told by TransferChanged. All raise BadRequest before the sign-in and while logging out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from udpchat.catalogue import text as say
from udpchat.client import numbers
from udpchat.client.person import Person
from udpchat.client.transfers.manager import Transfers
from udpchat.client.transfers.states import UNFINISHED
from udpchat.client.transfers.transfer import Progress
from udpchat.errors import BadRequest, NoSuchFile
from udpchat.limits import INTEGER_MAX, SOURCES_COUNT
from udpchat.sanitize import clean_text
from udpchat.words import messages as words


class Filing(Person):
    """Part of ClientCore."""

    def put_files_into(self, folder: Path, auto_bytes: int = 0) -> None:
        """Where files that come are put, and up to which size those from people in private come by themselves."""
        self._run.tools.folder.path, self._run.tools.folder.auto_bytes = _absolute(folder), auto_bytes

    @property
    def transfers(self) -> tuple[Progress, ...]:
        """Every transfer of who is signed in, in the order in which they were asked for."""
        return self._run.transfers.all() if self._run.transfers else ()

    def transfer(self, key: bytes) -> Progress | None:
        """One of them."""
        return self._run.transfers.get(key) if self._run.transfers else None

    def download_of(self, file: int) -> Progress | None:
        """The download of a file, if it was ever asked for."""
        return self._run.transfers.of_file(file) if self._run.transfers else None

    @property
    def moving(self) -> bool:
        """Bytes of files move: whoever drives this core should not rest long."""
        return self._run.transfers is not None and self._run.transfers.busy

    @property
    def unfinished_files(self) -> int:
        """Transfers that go on by themselves."""
        return sum(one.state in UNFINISHED for one in self.transfers)

    @property
    def files_outlive(self) -> bool:
        """Whether they go on when this person comes back. Who is not kept signed in here finds only what was to be sent."""
        desk, welcome = self._run.desk, self._run.welcome
        kept = desk is not None and desk.keep
        known = welcome is not None and not welcome.guest
        return kept or (known and all(one.up for one in self.transfers if one.state in UNFINISHED))

    # --- up -----------------------------------------------------------------------------------------------------------

    def send_file(
        self,
        paths: Iterable[Path | str],
        now: float,
        conversation: int | None = None,
        people: Iterable[int] = (),
        text: str = "",
        reply: int = 0,
    ) -> tuple[bytes, ...]:
        """Send files to a conversation (None: the lobby), or to these people, each in private; their keys.

        `text` is said about the first one. Raises TextTooLong. What is wrong with a file its transfer tells.
        """
        transfers, listed = self._shelf(), [str(_absolute(Path(path))) for path in paths]
        if len(listed) > SOURCES_COUNT:
            raise BadRequest(say("client.too_many_files", count=SOURCES_COUNT))
        to, number = self._aimed(people, conversation)
        said = clean_text(text) if text.strip() else ""
        keys = []
        for path in listed:
            keys.append(self._ref())
            transfers.send(keys[-1], path, self._wall_ms(), number, to, said, reply)
            said, reply = "", 0
        return tuple(keys)

    def forward_file(
        self, file: words.File, now: float, conversation: int | None = None, people: Iterable[int] = (), text: str = ""
    ) -> bytes:  # fmt: skip
        """Send a file that is on the server once more; its bytes stay there. Raises TextTooLong."""
        transfers = self._shelf()
        to, number = self._aimed(people, conversation)
        key = self._ref()
        transfers.forward(key, file, self._wall_ms(), number, to, clean_text(text) if text.strip() else "")
        return key

    def _aimed(self, people: Iterable[int], conversation: int | None) -> tuple[tuple[int, ...], int]:
        to = self._people(people)
        if len(to) == 1:
            return (), numbers.private_with(to[0])
        return to, numbers.NOWHERE if to else self._number(conversation)

    # --- down ---------------------------------------------------------------------------------------------------------

    def fetch_file(self, file: words.File, now: float, conversation: int | None = None) -> bytes:
        """Get a file of a message; what is there already of it is not sent again. Its key."""
        return self._shelf().fetch(file, self._wall_ms(), self._number(conversation))

    def fetch_file_of(self, seq: int, now: float) -> bytes:
        """The same, by the message that has it. NoSuchFile: it is not known, or has none."""
        found = self._run.desk.recent.get(seq) if self._run.desk else None
        if found is None or found.file is None:
            raise NoSuchFile
        return self.fetch_file(found.file, now, found.conversation)

    def decline_file(self, file: words.File, now: float, conversation: int | None = None) -> bytes:
        """I do not want it; whoever sent it sees that. Its key."""
        return self._shelf().decline(file, self._wall_ms(), self._number(conversation))

    # --- both ---------------------------------------------------------------------------------------------------------

    def pause_file(self, key: bytes, now: float) -> bool:
        """Rest; whether that was possible."""
        return self._shelf().pause(key)

    def resume_file(self, key: bytes, now: float) -> bool:
        """Go on, or try again; whether that was possible."""
        return self._shelf().resume(key)

    def cancel_file(self, key: bytes, now: float) -> bool:
        """No more of it; whether that was possible."""
        return self._shelf().cancel(key)

    def hide_files(self, keys: Iterable[bytes], now: float) -> None:
        """Take transfers that are over out of the list; the files stay where they are, and their messages too."""
        self._shelf().hide(keys)

    def ask_files(self, now: float, before: int = INTEGER_MAX) -> None:
        """Which files may I fetch? FilesFound tells, newest first, those of messages before that seq."""
        self._shelf().ask(words.AskFiles(before))

    def ask_file_marks(self, file: int, now: float) -> None:
        """Who has got this file of mine? FileMarksChanged tells."""
        self._shelf().ask(words.AskFileMarks(file))

    def _shelf(self) -> Transfers:
        self._writing()
        if self._run.transfers is None:
            raise BadRequest("not signed in")
        return self._run.transfers


def _absolute(path: Path) -> Path:
    """Wherever this process, or the next one, runs."""
    try:
        return path.absolute()
    except OSError:  # the current folder is gone
        return path
