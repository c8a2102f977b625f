"""The chat page of a client's window: the chat window's frame with its presenter, and the program around both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from udpchat.client.core import ClientCore
from udpchat.client.events import SignedIn
from udpchat.client.transfers.manager import downloads_folder
from udpchat.gui.app import App
from udpchat.gui.background import Background
from udpchat.gui.chat.actions import Choices, Program
from udpchat.gui.client_window import ClientWindow
from udpchat.gui.desktop.pasted import Pasted
from udpchat.gui.desktop.pasting import Pasting
from udpchat.gui.desktop.system import here
from udpchat.gui.errands.windows import ErrandWindows
from udpchat.gui.file_desk import FileDesk
from udpchat.gui.file_places import put_files
from udpchat.gui.presenters.chat import ChatPresenter
from udpchat.gui.presenters.chat_compose import ChatCompose
from udpchat.gui.presenters.chat_ports import LOBBY, Around
from udpchat.gui.presenters.errands.errands import ChatErrands
from udpchat.gui.presenters.file_deeds import FileDeeds
from udpchat.gui.presenters.message_deeds import MessageDeeds
from udpchat.gui.preview.pictures import Pictures
from udpchat.limits import WINDOW_HEIGHT_PX, WINDOW_WIDTH_PX
from udpchat.net import clock


class ChatPage:
    """Made at the sign-in, closed when the person has signed out. `signed_out` is called then."""

    kind = "chat"
    size = (1360, 820)
    least_size = (WINDOW_WIDTH_PX, WINDOW_HEIGHT_PX)

    def __init__(
        self, app: App, core: ClientCore, wall_ms: Callable[[], int], signed_out: Callable[[], None], pasted: Path
    ) -> None:
        """`pasted`: the folder for pictures and texts that are pasted and sent as files."""
        self._app = app
        self._core = core
        self._signed_out = signed_out
        self.guest = False  # of whom nothing stays on this computer
        self._background = Background(app.loop)
        self._pasted = Pasted(pasted)
        self._frame = ClientWindow(app.root, app.kit, self._program(), self._choices())
        around = self._around(wall_ms)
        chat = self._presenter = ChatPresenter(core, self._frame, around)
        compose = ChatCompose(core, self._frame, around, chat, lambda: app.on_close())
        self._pictures = self._frame.chat.cards.pictures = Pictures(app.kit, self._background)
        adopt = self._frame.attention.adopt
        desk = FileDesk(self._frame, app.kit, self._background, self._pictures, adopt)
        paste = self._frame.program.pasting.take
        windows = ErrandWindows(self._frame, app.kit, self._frame.toast, self._frame.write, adopt, self._background, paste)
        files = FileDeeds(core, self._frame, around, desk, lambda: errands)
        errands = ChatErrands(core, windows, around, chat.open_conversation, files, chat.posted, compose.take_reply)
        deeds = MessageDeeds(core, self._frame, around, chat, compose, lambda: errands, files)
        chat.attach(compose, errands, deeds)
        self._frame.connect(chat)

    def _choices(self) -> Choices:
        kept = self._app.preferences
        return Choices(kept.mode, kept.zoom, kept.notify, kept.sound, kept.downloads, kept.auto_file_bytes)

    def _program(self) -> Program:
        app = self._app
        pasting = Pasting(
            here(), self._pasted, self._background.run, lambda paths: self._presenter.send_files(paths),
            lambda said: self._frame.toast(said),
        )  # fmt: skip
        close = lambda: app.on_close()  # noqa: E731  # whatever that is by then
        return Program(app.set_title, self._choose, app.open_link, close, pasting, str(downloads_folder()))

    def _around(self, wall_ms: Callable[[], int]) -> Around:
        loop = self._app.loop
        return Around(
            now=clock,
            wall_ms=wall_ms,
            later=loop.call_later,
            kick=loop.kick,
            alerts=self._app,
            address=self._address,
            ended=self._leave,
            sign_in_again=self._leave,
            last_open=lambda: self._app.preferences.open_rooms.get(self._account, LOBBY),
            keep_open=self._keep_open,
        )

    def show(self) -> None:
        """Onto the window, ready for writing."""
        self._background.run("pasting", self._pasted.sweep, lambda _none, _error: None)
        self._frame.pack(fill="both", expand=True)
        self._frame.write()

    def on_event(self, event: object) -> None:
        """An event of the core."""
        if isinstance(event, SignedIn):
            self.guest = event.guest
        self._presenter.on_event(event)  # type: ignore[arg-type]  # the core tells nothing else

    def send_files(self, paths: Sequence[str]) -> None:
        """Look them over before they go to the conversation that is open."""
        self._presenter.send_files(paths)

    def close(self) -> None:
        """Off the window; what was typed and read is kept."""
        self._presenter.close()
        self._pictures.close()
        self._background.close()
        if self.guest:
            self._pasted.forget()
        self._frame.destroy()

    def _address(self) -> str:
        host, port = self._core.address
        return f"{host}:{port}"

    @property
    def _account(self) -> str:
        """Who this is, in numbers: a server and a user."""
        return f"{(self._core.fingerprint or b'')[:8].hex()}/{self._core.me}"

    def _keep_open(self, id: int) -> None:
        if self._core.me:
            self._app.remember(open_rooms={**self._app.preferences.open_rooms, self._account: id})

    def _choose(self, choices: Choices) -> None:
        looks = {"mode": choices.mode, "zoom": choices.zoom, "notify": choices.notify, "sound": choices.sound}
        self._app.change(**looks, downloads=choices.downloads, auto_file_bytes=choices.auto_file_bytes)
        put_files(self._core, self._app.preferences)

    def _leave(self) -> None:
        """Signed out, or put out: not from within one of the page's own callbacks, for the page goes."""
        self._app.loop.call_later(0.0, self._signed_out)
