"""A program with windows: the Tk root with its kit and its loop, and how it begins, stands on the screen, and ends.

    app = open_app("Udpchat", preferences)        # NoWindows where there is no display
    ... build widgets into app.root ...
    app.place("client", (1360, 820), (720, 480))
    status = app.run()                            # until app.quit()

The root is made hidden, filled, and shown when it is complete, so that nothing flickers.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import tkinter as tk
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import FrameType, TracebackType
from typing import Any, Final

from udpchat.client.preferences import Preferences
from udpchat.driver import Job
from udpchat.gui.desktop import darkmode, dpi, fontconfig, geometry, links, titlebar, toolkit
from udpchat.gui.desktop.clipboard import copy_text
from udpchat.gui.desktop.notify import Notifier
from udpchat.gui.desktop.sound import Sounds
from udpchat.gui.desktop.system import System, here
from udpchat.gui.desktop.titles import Icon, window_title
from udpchat.gui.kit import Kit
from udpchat.gui.loop import TkLoop
from udpchat.limits import SIGNAL_LOOK_S, WORKERS_WAIT_S
from udpchat.net import Workers, clock

END_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")

log: Final = logging.getLogger(__name__)


def open_app(class_name: str, preferences: Preferences, system: System | None = None) -> App:
    """Make the root window, still hidden. Raises NoWindows."""
    system = system or here()
    toolkit.require(system)
    dpi.make_aware(system)
    titlebar.name_process(system, class_name)
    fontconfig.turn_colour_away(system)
    asking = darkmode.Asking(system)
    try:
        root = tk.Tk(className=class_name)
    except tk.TclError as error:
        raise toolkit.no_display(str(error)) from error
    root.withdraw()
    return App(root, preferences, system, asking.mode())


class App:
    """Root, kit and loop of one program, and what the desktop does for it."""

    def __init__(self, root: tk.Tk, preferences: Preferences, system: System, desktop_mode: darkmode.Mode) -> None:
        self.root = root
        self.preferences = preferences
        self.status = 0
        self.on_close: Callable[[], None] = self.quit
        """A person closes the window. Replace it to ask, or to say goodbye first."""
        self.on_end: Callable[[], None] = self.quit
        """The system ends the program: the same, but nobody is there to be asked."""
        self.on_error: Callable[[BaseException], None] = lambda error: None
        """A callback failed; that was logged, and the program goes on."""
        self.save: Callable[[Mapping[str, object]], object] = lambda changes: None
        """Keeps changed preferences; called on a thread of its own."""
        self._system = system
        self._desktop_mode = desktop_mode
        self._kind = ""
        self._title = ("", 0)
        self._signals = 0
        self._before: dict[int, Any] = {}  # what heard the signals before us
        self._ended = False
        self._workers = Workers(lambda outcome: None)
        self.kit = Kit(root, self._mode(), dpi.scale_of(system, root, preferences.scale_percent), preferences.zoom)
        self.loop = TkLoop(root, self._tell)
        self._notifier = Notifier(system, clock)
        self._sounds = Sounds(system, clock, root.bell)
        self._icon = Icon(root)
        root.report_callback_exception = self._callback_failed
        root.protocol("WM_DELETE_WINDOW", lambda: self.on_close())
        if system.is_mac:  # Cmd-Q and a click on the icon; Tk's own answer to the first ends the process at once
            root.createcommand("::tk::mac::Quit", lambda: self.on_close())
            root.createcommand("::tk::mac::ReopenApplication", self.raise_window)
        self.set_title("udpchat")

    # --- on the screen ------------------------------------------------------------------------------------------------

    def place(self, kind: str, size: tuple[int, int], least: tuple[int, int], slot: int = 0) -> None:
        """Show the window where a window of this kind last stood, else in the middle. Sizes are of the design.

        `slot` counts the windows of this kind that stand already: each further one is moved a little.
        """
        root, px = self.root, self.kit.px
        screen = self._screen()
        smallest = (min(px(least[0]), screen.width), min(px(least[1]), screen.height))
        usual = geometry.centred(px(size[0]), px(size[1]), screen)
        kept = geometry.read(self.preferences.geometry.get(kind, "")) or usual
        place = geometry.clamped(kept, screen, smallest)
        place = geometry.cascaded(place, slot, px(geometry.CASCADE_PX), screen, smallest)
        self._keep_geometry()
        self._kind = kind if slot == 0 else ""
        root.minsize(*smallest)
        root.geometry(str(place))
        root.update_idletasks()
        titlebar.show_mode(self._system, root, self.kit.mode == "dark")
        root.deiconify()

    def raise_window(self) -> None:
        """Bring the window to the front, out of the task bar too."""
        self.root.deiconify()
        self.root.lift()
        self.root.focus_force()

    def set_title(self, text: str, unread: int = 0) -> None:
        """The title, with the count of what is unread in it and on the icon."""
        if (text, unread) != self._title:
            self._title = (text, unread)
            self.root.title(window_title(text, unread))
            self._icon.show(unread)

    def set_unread(self, unread: int) -> None:
        """The count in the title."""
        self.set_title(self._title[0], unread)

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is in one of our windows."""
        try:
            return self.root.focus_displayof() is not None
        except (KeyError, tk.TclError):  # a menu or a dialog of Tk's own has it
            return True

    # --- what a person sets -------------------------------------------------------------------------------------------

    def change(self, **changes: Any) -> None:
        """Change preferences: apply what can be applied at once, and keep them."""
        self.preferences = replace(self.preferences, **changes)
        self.kit.set_mode(self._mode())
        if self.preferences.zoom != self.kit.zoom:
            self.kit.set_zoom(self.preferences.zoom)
        titlebar.show_mode(self._system, self.root, self.kit.mode == "dark")
        self._keep(changes)

    def remember(self, **changes: Any) -> None:
        """Keep preferences that change nothing on the screen."""
        self.preferences = replace(self.preferences, **changes)
        self._keep(changes)

    def _mode(self) -> str:
        return self._desktop_mode if self.preferences.mode == "system" else self.preferences.mode

    def _keep(self, changes: Mapping[str, object]) -> None:
        save = self.save
        self._workers.submit(Job("preferences", "save", lambda: save(changes)))

    # --- the desktop --------------------------------------------------------------------------------------------------

    def notify(self, title: str, body: str) -> None:
        """Tell of news while nobody looks, if the person wants that."""
        if self.preferences.notify:
            self._notifier.show(title, body)

    def ring(self) -> None:
        """One sound, if the person wants that."""
        if self.preferences.sound:
            self._sounds.ring()

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        copy_text(self.root, text)

    def open_link(self, url: str) -> bool:
        """Open a web address in the browser; False for anything that is none."""
        return links.open_link(url)

    # --- beginning and end --------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Live until `quit`; the exit status."""
        self.heed_signals()
        try:
            self.root.mainloop()
        finally:
            self.quit(self.status)
        return self.status

    def quit(self, status: int = 0) -> None:
        """End: keep where the window stood, close the sockets, destroy the window. Idempotent."""
        if self._ended:
            return
        self._ended = True
        self.status = status
        self._ignore_signals()
        with contextlib.suppress(tk.TclError):
            self._keep_geometry()
            self.root.withdraw()
        self.loop.close()
        self._workers.close(WORKERS_WAIT_S)
        self._sounds.close()
        with contextlib.suppress(tk.TclError):
            self.root.quit()
            self.root.update_idletasks()  # what ttk still has to do would complain about a window that is gone
            self.root.destroy()

    @property
    def ended(self) -> bool:
        """Whether `quit` was called."""
        return self._ended

    def _keep_geometry(self) -> None:
        if self._kind and self.root.state() in ("normal", "withdrawn"):
            self._keep({"geometry": {self._kind: self.root.geometry()}})

    def _screen(self) -> geometry.Place:
        """The room for the inside of a window: Tk does not know how high its title bar and the desktop's panels are."""
        root, frame = self.root, self.kit.px(geometry.FRAME_PX)
        if self._system.is_windows:  # all screens together
            size = root.winfo_vrootwidth(), root.winfo_vrootheight() - frame
            return geometry.Place(*size, root.winfo_vrootx(), root.winfo_vrooty())
        return geometry.Place(root.winfo_screenwidth(), root.winfo_screenheight() - frame, 0, 0)

    # --- signals and errors -------------------------------------------------------------------------------------------

    def heed_signals(self) -> None:
        """From now on a signal ends the program politely. `run` does it too; before that nobody else hears one."""
        if self._before:
            return
        self.loop.every(SIGNAL_LOOK_S, self._look_for_signals)
        for name in END_SIGNALS:
            if (number := getattr(signal, name, None)) is not None:
                with contextlib.suppress(ValueError):  # not on the main thread
                    self._before[number] = signal.signal(number, self._on_signal)

    def _ignore_signals(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1

    def _look_for_signals(self) -> None:
        """Python sees a signal when Tk calls it; the second one does not wait for goodbyes."""
        signals, self._signals = self._signals, 0
        if signals:
            end, self.on_end = self.on_end, self.quit
            end()

    def _callback_failed(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("error in a callback", exc_info=(kind, error, trace))
        self._tell(error)

    def _tell(self, error: BaseException) -> None:
        self.on_error(error)
