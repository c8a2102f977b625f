"""Makes the sheet for each errand over the chat window; at most one is open."""

from __future__ import annotations

import threading
import tkinter as tk
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import filedialog
from typing import Any, Final, TypeVar

from udpchat.catalogue import text
from udpchat.gui.background import Background
from udpchat.gui.dialogs import confirm
from udpchat.gui.errands.account_sheet import AccountSheet
from udpchat.gui.errands.file_list_sheets import FilesSheet, TransfersSheet
from udpchat.gui.errands.file_sheets import ForwardSheet, ReceiversSheet, SendFilesSheet
from udpchat.gui.errands.group_sheet import GroupSheet
from udpchat.gui.errands.list_sheets import InboxSheet, NewMessageSheet, ReceiptsSheet, SwitcherSheet
from udpchat.gui.errands.order_sheets import ExportSheet, ModerateSheet
from udpchat.gui.errands.people_sheets import AddPeopleSheet, AnnounceSheet, NewGroupSheet, SeveralSheet
from udpchat.gui.errands.person_sheet import PersonSheet
from udpchat.gui.errands.rules_sheet import RulesSheet
from udpchat.gui.errands.search_sheet import SearchSheet
from udpchat.gui.errands.sheet import ErrandSheet, Host
from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import entry_text
from udpchat.gui.open_folder import open_folder
from udpchat.gui.presenters.errands.account import Account
from udpchat.gui.presenters.errands.add_people import AddPeople
from udpchat.gui.presenters.errands.export import Export
from udpchat.gui.presenters.errands.files import FileList
from udpchat.gui.presenters.errands.forward import Forward
from udpchat.gui.presenters.errands.group import Group
from udpchat.gui.presenters.errands.inbox import Inbox
from udpchat.gui.presenters.errands.moderate import Moderate
from udpchat.gui.presenters.errands.new_group import NewGroup
from udpchat.gui.presenters.errands.new_message import NewMessage
from udpchat.gui.presenters.errands.person import PersonCard
from udpchat.gui.presenters.errands.ports import Confirmation
from udpchat.gui.presenters.errands.receipts import Receipts
from udpchat.gui.presenters.errands.receivers import Receivers
from udpchat.gui.presenters.errands.rules import Rules
from udpchat.gui.presenters.errands.search import Search
from udpchat.gui.presenters.errands.send_files import SendFiles
from udpchat.gui.presenters.errands.several import Announce, Several
from udpchat.gui.presenters.errands.switcher import Switcher
from udpchat.gui.presenters.errands.transfers import TransferList
from udpchat.gui.widgets.popup_menu import Item, PopupMenu

T = TypeVar("T")

SHEETS: Final[dict[type, Callable[..., ErrandSheet]]] = {
    Switcher: SwitcherSheet,
    NewMessage: NewMessageSheet,
    NewGroup: NewGroupSheet,
    AddPeople: AddPeopleSheet,
    Several: SeveralSheet,
    Announce: AnnounceSheet,
    Group: GroupSheet,
    PersonCard: PersonSheet,
    Receipts: ReceiptsSheet,
    Inbox: InboxSheet,
    Search: SearchSheet,
    Account: AccountSheet,
    Export: ExportSheet,
    Moderate: ModerateSheet,
    Rules: RulesSheet,
    SendFiles: SendFilesSheet,
    Forward: ForwardSheet,
    Receivers: ReceiversSheet,
    TransferList: TransfersSheet,
    FileList: FilesSheet,
}
"""Which sheet shows which errand."""


class ErrandWindows:
    """The `Windows` of errands, over one frame."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        toast: Callable[[str], None],
        write: Callable[[], None],
        opened: Callable[[tk.Misc], None] = lambda _widget: None,
        background: Background | None = None,
        paste: Callable[[tk.Misc], bool] = lambda _widget: False,
    ) -> None:
        """`write` gives the keyboard to the composer; `opened` hears of each widget that the window did not know before.
        Without `background` everything is done at once. `paste` takes files from the clipboard, if there are any.
        """
        self._kit = kit
        self._parent = parent
        self._toast, self._write = toast, write
        self._host = Host(parent, kit, opened, self._popup, paste)
        self._opened = opened
        self._background = background
        self.sheet: ErrandSheet | None = None
        self._saved_in: Path | None = None
        self._sent_from: Path | None = None
        parent.bind("<Configure>", lambda _event: self._resized(), add="+")

    def open(self, errand: Any, data: Any) -> ErrandSheet:
        """Onto the screen."""
        self.sheet = SHEETS[type(errand)](self._host, errand)
        self.sheet.bind("<Destroy>", self._gone, add="+")
        self.sheet.open(data)
        return self.sheet

    def confirm(self, asked: Confirmation, on_yes: Callable[[], None]) -> None:
        """Ask first."""
        about = asked.title, asked.words, asked.verb, text("errands.cancel")
        confirm(self._kit, self._parent, *about, on_yes, danger=True, icon=asked.icon)

    def path_to_save(self, name: str, ending: str) -> Path | None:
        """The dialog of the system."""
        title, kinds = text("errands.export.where"), [(ending, f"*{ending}")]
        fit = entry_text(name).strip() or f"udpchat{ending}"  # the dialog has an entry
        try:
            chosen = filedialog.asksaveasfilename(
                parent=self._parent, title=title, initialfile=fit, defaultextension=ending, filetypes=kinds,
                initialdir=str(self._saved_in or own_place()),
            )  # fmt: skip
        except tk.TclError:
            return None  # the window went meanwhile
        if not chosen:
            return None
        self._saved_in = Path(chosen).parent
        return Path(chosen)

    def paths_to_send(self, then: Callable[[Sequence[str]], None]) -> None:
        """The dialog of the system; it remembers where the last files were."""
        chosen = choose_files(self._parent, self._sent_from)
        if chosen:
            self._sent_from = Path(chosen[0]).parent
            then(chosen)

    def beside(self, look: Callable[[], T], then: Callable[[T | None], None]) -> None:
        """On a thread, if there are threads."""
        if self._background is None:
            then(look())
        else:
            self._background.run("errands", look, lambda found, _error: then(found))

    def show_file(self, path: Path) -> None:
        """In the file manager."""
        threading.Thread(target=open_folder, args=(path.parent,), name="udpchat folder", daemon=True).start()

    def write(self) -> None:
        """The keyboard goes to the composer."""
        self._write()

    def toast(self, said: str) -> None:
        """A passing word."""
        self._toast(said)

    def _popup(self, items: Sequence[Item], x_root: int, y_root: int) -> None:
        menu = PopupMenu(self._parent, self._kit, items)
        self._opened(menu)
        menu.open(x_root, y_root)

    def _resized(self) -> None:
        if self.sheet is not None:
            self.sheet.refit()

    def _gone(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.sheet:
            self.sheet = None


def choose_files(parent: tk.Misc, folder: Path | None) -> list[str]:
    """Ask for files in the dialog of the system."""
    try:
        place = str(folder or Path.home())
        chosen = filedialog.askopenfilenames(parent=parent, title=text("sending.choose"), initialdir=place)
    except (tk.TclError, RuntimeError):
        return []  # the window went meanwhile
    return [str(path) for path in chosen or ()]


def own_place() -> Path:
    """Where people look for what they saved; where the program was started from may be anywhere."""
    home = Path.home()
    return home / "Downloads" if (home / "Downloads").is_dir() else home
