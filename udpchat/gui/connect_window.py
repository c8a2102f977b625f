"""The connect window: a frame that fills its window, with the steps at the left and a page at the right.

    frame = ConnectWindow(root, kit, lambda view: ConnectPresenter(view, doors, finding, clock, firewall_command), set_mode)
    frame.pack(fill="both", expand=True)
    frame.presenter.start(known_servers, last)

It is the view of its presenter and ticks it; what the person does goes to the presenter, which alone decides.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from udpchat import limits
from udpchat.catalogue import text
from udpchat.gui.connect.asking_page import AskingPage
from udpchat.gui.connect.doctor_page import DoctorPage
from udpchat.gui.connect.find_page import FindPage
from udpchat.gui.connect.form_page import FormPage
from udpchat.gui.connect.help import Help
from udpchat.gui.connect.page import Page
from udpchat.gui.connect.question_page import QuestionPage
from udpchat.gui.connect.sidebar import Sidebar
from udpchat.gui.connect.stranger_page import StrangerPage
from udpchat.gui.connect.window_keys import WindowKeys
from udpchat.gui.kit import Kit
from udpchat.gui.kit.guards import After
from udpchat.gui.presenters import connect_pages as pages
from udpchat.gui.presenters.connect import ConnectPresenter
from udpchat.gui.presenters.connect_pages import ConnectView, Field, Problem, ServerRow, Strip

SIZE_PX: Final = (860, 600)
LEAST_SIZE_PX: Final = (720, 480)
_COMPACT_PX: Final = 820  # narrower than this, the side shows no words


class ConnectWindow(ttk.Frame):
    """See above. `on_mode` hears "light" or "dark" when the person wants the other colours."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        make_presenter: Callable[[ConnectView], ConnectPresenter],
        on_mode: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.kit = kit
        self.presenter = presenter = make_presenter(self)
        self.sidebar = Sidebar(self, kit, on_mode or kit.set_mode)
        self.sidebar.pack(side="left", fill="y")
        kit.line(self, vertical=True).pack(side="left", fill="y")
        self.find = FindPage(self, kit, presenter)
        self.asking = AskingPage(self, kit, presenter)
        self.doctor = DoctorPage(self, kit, presenter)
        self.form = FormPage(self, kit, presenter)
        self.question = QuestionPage(self, kit, presenter)
        self.stranger = StrangerPage(self, kit, presenter)
        self.done = _Done(self, kit)
        self.help = Help(self, kit)
        self.page: Page | None = None
        self._after = After(self)
        self._after.start(limits.CONNECT_TICK_MS, self._tick)
        self.bind("<Configure>", self._resized)
        keys = {"<Return>": self._enter, "<KP_Enter>": self._enter, "<Escape>": self._escape, "<F1>": self._help}
        self._keys = WindowKeys(self, keys)

    # --- pages --------------------------------------------------------------------------------------------------------

    def _turn_to(self, page: Page, step: int) -> None:
        self.sidebar.stepper.show(step)
        if page is self.page:
            return
        self.help.leave()
        if self.page is not None:
            self.page.pack_forget()
        self.page = page
        page.pack(side="left", fill="both", expand=True)
        if page.scroll:
            page.scroll.to_top()
        page.shown()

    def show_find(self) -> None:
        self.form.forget()
        self._turn_to(self.find, 0)

    def show_asking(self, page: pages.AskingPage) -> None:
        self.asking.show(page)
        self._turn_to(self.asking, 0)

    def show_doctor(self, page: pages.DoctorPage) -> None:
        self.doctor.show(page)
        self._turn_to(self.doctor, 0)

    def show_form(self, page: pages.FormPage) -> None:
        self.form.show(page)
        self._turn_to(self.form, 1)

    def show_question(self, page: pages.QuestionPage) -> None:
        self.question.show(page)
        self._turn_to(self.question, 1)

    def show_stranger(self, page: pages.StrangerPage) -> None:
        self.stranger.show(page)
        self._turn_to(self.stranger, 0)

    def show_done(self) -> None:
        self.form.forget()
        self._turn_to(self.done, 2)

    # --- parts of pages -----------------------------------------------------------------------------------------------

    def show_servers(self, rows: tuple[ServerRow, ...], chosen: str | None) -> None:
        self.find.show_servers(rows, chosen)

    def show_search(self, message: str, running: bool) -> None:
        self.find.show_search(message, running)

    def show_sweep(self, message: str, share: float) -> None:
        self.find.show_sweep(message, share)

    def fill_address(self, host: str, port: str) -> None:
        self.find.fill_address(host, port)

    def show_address_note(self, note: str, port: str | None) -> None:
        self.find.show_note(note, port)

    def fill_name(self, name: str) -> None:
        self.form.fields[Field.NAME].set(name)

    def fill_password(self, password: str) -> None:
        self.form.recovered(password)

    def show_busy(self, label: str | None) -> None:
        self.form.show_busy(label)

    def show_wait(self, label: str | None) -> None:
        self.form.show_wait(label)

    def show_problem(self, where: Field, problem: Problem | None) -> None:
        if where in (Field.HOST, Field.PORT):
            self.find.show_problem(where, problem)
        else:
            self.form.show_problem(where, problem)

    def show_strip(self, strip: Strip | None) -> None:
        if self.page is not None:
            self.page.show_strip(strip)

    def put_cursor(self, where: Field, select: bool = False) -> None:
        page = self.find if where in (Field.HOST, Field.PORT) else self.form
        page.take_focus(where, select)

    def put_cursor_on_kept(self, name: str) -> None:
        self.form.kept.cards[name].focus_set()

    # --- keys, time, size ---------------------------------------------------------------------------------------------

    def _mine(self) -> bool:
        """Whether keys of the window are for this frame."""
        focused = self.focus_displayof()
        return bool(self.winfo_viewable()) and (focused is None or str(focused).startswith(str(self)))

    def _enter(self, _event: tk.Event[tk.Misc]) -> None:
        if not self._mine() or self.page is None:
            return
        if self.help.shown:
            self.help.close()
            return
        focused = self.focus_displayof()
        if isinstance(focused, ttk.Button):
            focused.invoke()
        else:
            self.page.default()

    def _escape(self, _event: tk.Event[tk.Misc]) -> None:
        if not self._mine():
            return
        if self.help.shown:
            self.help.close()
        else:
            self.presenter.back()

    def _help(self, _event: tk.Event[tk.Misc]) -> None:
        if self._mine():
            self.help.toggle()

    def _tick(self) -> None:
        delay_ms = limits.SEARCH_TICK_MS if self.presenter.searching else limits.CONNECT_TICK_MS
        self._after.start(delay_ms, self._tick)
        if self.winfo_ismapped():
            self.find.tick()
            self.asking.tick()
            self.doctor.tick()
            self.presenter.tick()

    def _resized(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self.sidebar.set_compact(event.width < self.kit.px(_COMPACT_PX))


class _Done(Page):
    """Signed in; the chat takes the place of this window in a moment."""

    def __init__(self, parent: tk.Misc, kit: Kit) -> None:
        super().__init__(parent, kit)
        self.title.pack(anchor="w")
        self.set_title(text("connect.done.title"))
        kit.label(self.body, text("connect.done.message"), fg="text2").pack(anchor="w", padx=kit.px(3))
