"""All errands of one chat: opens them, one at a time, and hands them the events of the core."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from udpchat.client.core import ClientCore
from udpchat.client.events import Event, File, LoggedOut, PeopleFound, SignInRefused
from udpchat.client.obeying import Tasks
from udpchat.gui.presenters.chat_ports import Around, Moderation
from udpchat.gui.presenters.errands.account import Account
from udpchat.gui.presenters.errands.add_people import AddPeople
from udpchat.gui.presenters.errands.crowd import Crowd
from udpchat.gui.presenters.errands.errand import AnyErrand, Bench, FileDoer, NoFileDoer, Opener
from udpchat.gui.presenters.errands.export import Export
from udpchat.gui.presenters.errands.files import FileList
from udpchat.gui.presenters.errands.forward import Forward
from udpchat.gui.presenters.errands.group import Group
from udpchat.gui.presenters.errands.inbox import Inbox
from udpchat.gui.presenters.errands.moderate import Moderate
from udpchat.gui.presenters.errands.new_group import NewGroup
from udpchat.gui.presenters.errands.new_message import NewMessage
from udpchat.gui.presenters.errands.person import PersonCard
from udpchat.gui.presenters.errands.ports import Windows
from udpchat.gui.presenters.errands.receipts import Receipts
from udpchat.gui.presenters.errands.receivers import Receivers
from udpchat.gui.presenters.errands.rules import Rules
from udpchat.gui.presenters.errands.search import Search
from udpchat.gui.presenters.errands.send_files import SendFiles
from udpchat.gui.presenters.errands.several import Announce, Several
from udpchat.gui.presenters.errands.switcher import Switcher
from udpchat.gui.presenters.errands.transfers import TransferList


class ChatErrands:
    """The `Errands` of the chat's presenter."""

    def __init__(
        self,
        core: ClientCore,
        windows: Windows,
        around: Around,
        open_conversation: Opener,
        files: FileDoer | None = None,
        posted: Callable[[int], None] = lambda _conversation: None,
        take_reply: Callable[[int], int] = lambda _conversation: 0,
    ) -> None:
        """`files` carries out what is done with files; `posted` hears where something of mine was sent to, and `take_reply`
        tells which message it answers there.
        """
        crowd = Crowd(core)
        self._bench = Bench(core, windows, around, open_conversation, crowd, files or NoFileDoer(), posted, take_reply)
        self._bench.serve(self)
        self._current: AnyErrand | None = None

    @property
    def current(self) -> AnyErrand | None:
        """The one that is open."""
        return self._current if self._current is not None and not self._current.over else None

    def on_event(self, event: Event) -> None:
        """An event of the core."""
        if isinstance(event, PeopleFound):
            self._bench.crowd.took(event, self._bench.now)
        if isinstance(event, LoggedOut) or (isinstance(event, SignInRefused) and event.final):
            self.close()
            return
        self._bench.tasks.on_event(event)
        if self._current is not None:
            self._current.on_event(event)

    def close(self) -> None:
        """The chat goes, or the person closes what is open."""
        if self._current is not None:
            self._current.close()
        self._bench.tasks = Tasks()  # what is under way goes on, and nobody waits for it

    def _open(self, errand: AnyErrand) -> None:
        if self._current is not None:
            self._current.close()
        self._current = errand
        errand.open()

    # --- each of them -------------------------------------------------------------------------------------------------

    def switcher(self) -> None:
        """Opens it; once more closes it."""
        if isinstance(self.current, Switcher):
            self.current.close()
        else:
            self._open(Switcher(self._bench))

    def new_message(self) -> None:
        self._open(NewMessage(self._bench))

    def new_group(self, users: Sequence[int] = ()) -> None:
        self._open(NewGroup(self._bench, tuple(users)))

    def several(self) -> None:
        self._open(Several(self._bench))

    def add_people(self, conversation: int) -> None:
        self._open(AddPeople(self._bench, conversation))

    def group(self, conversation: int) -> None:
        self._open(Group(self._bench, conversation))

    def person(self, user: int) -> None:
        self._open(PersonCard(self._bench, user))

    def search(self, conversation: int | None = None, words: str = "") -> None:
        self._open(Search(self._bench, conversation, words))

    def inbox(self) -> None:
        self._open(Inbox(self._bench))

    def account(self) -> None:
        self._open(Account(self._bench))

    def receipts(self, conversation: int, seq: int) -> None:
        self._open(Receipts(self._bench, conversation, seq))

    def export(self, conversation: int) -> None:
        self._open(Export(self._bench, conversation))

    def moderate(self, user: int, verb: Moderation) -> None:
        self._open(Moderate(self._bench, user, verb))

    def rules(self) -> None:
        self._open(Rules(self._bench))

    def announce(self) -> None:
        self._open(Announce(self._bench))

    # --- files --------------------------------------------------------------------------------------------------------

    def attach(self, conversation: int) -> None:
        self._bench.windows.paths_to_send(lambda paths: self.send_files(paths, conversation))

    def send_files(self, paths: Sequence[str], conversation: int) -> None:
        """Those that are being looked over already get more."""
        current = self.current
        if isinstance(current, SendFiles) and current.conversation == conversation:
            current.more(paths)
        else:
            self._open(SendFiles(self._bench, paths, conversation))

    def forward(self, file: File) -> None:
        self._open(Forward(self._bench, file))

    def receivers(self, file: File, conversation: int, seq: int) -> None:
        self._open(Receivers(self._bench, file, conversation, seq))

    def transfers(self) -> None:
        """Opens it; once more closes it."""
        if isinstance(self.current, TransferList):
            self.current.close()
        else:
            self._open(TransferList(self._bench))

    def files(self, conversation: int | None = None) -> None:
        self._open(FileList(self._bench, conversation))
