"""A table with headings that sort, pictures in its first column, and rows that change in place.

Rows are told whole, again and again; only what differs is touched, in slices of a few milliseconds, and the selection and
the place where the person reads stay. Columns that do not fit into the width are left out, the least important first.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from tkinter import ttk
from typing import Final, Literal

from udpchat.gui.kit import AutoScrollbar, Kit, bind_wheel, single_line
from udpchat.gui.kit.guards import After
from udpchat.net import clock

SLICE_S: Final = 0.008
SLICE_REST_MS: Final = 10
STYLE: Final = "raised.Treeview"
PICTURE_GAP: Final = "  "  # between picture and name: Tk has no option for it
AROUND_PX: Final = 32  # frame and scroll bar
ROWS_CHECKED: Final = 32  # changed between two looks at the clock


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; `width` in pixels at scale 1. Those with the largest `rank` are left out first, 0 never."""

    key: str
    title: str
    width: int
    right: bool = False
    stretch: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its key, the text beside its picture, the other cells, what the picture shows, and whether it is marked, or
    marked as bad."""

    key: str
    label: str
    cells: tuple[str, ...]
    name: str = ""
    hue: int = 0
    marked: bool = False
    presence: str | None = "online"
    bad: bool = False


class Table(ttk.Frame):
    """The first column is the one with the picture; `picture` makes it."""

    def __init__(
        self,
        parent: tk.Misc,
        kit: Kit,
        columns: Sequence[TableColumn],
        picture: Callable[[TableRow], tk.PhotoImage],
        on_sort: Callable[[str], None],
        on_menu: Callable[[str, int, int], None] | None = None,
        lines: int = 4,
        on_choose: Callable[[tuple[str, ...]], None] | None = None,
        on_open: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(parent, style="Card.TFrame", padding=kit.px(8))
        self._kit = kit
        self._columns = tuple(columns)
        self._picture = picture
        self._on_sort = on_sort
        self._on_menu = on_menu
        self._on_choose = on_choose
        self._on_open = on_open
        self._chosen: tuple[str, ...] = ()
        self._rows: dict[str, TableRow] = {}
        self._todo: list[TableRow] = []
        self._order: tuple[str, ...] = ()
        self._slicer = After(self)
        keys = [column.key for column in columns[1:]]
        self.tree = ttk.Treeview(self, columns=keys, selectmode="extended", height=lines, style=STYLE, takefocus=True)
        self._bar = AutoScrollbar(self, orient="vertical", command=self.tree.yview, style="raised.Vertical.TScrollbar")
        self.tree.configure(yscrollcommand=self._bar.set)
        self._bar.pack(side="right", fill="y")
        self.tree.pack(side="left", fill="both", expand=True)
        self._empty = ttk.Frame(self.tree, style="raised.TFrame")
        self._hint: ttk.Label | None = None
        self._set_columns()
        self._bind_events()
        self._recolor()

    def show(self, rows: Sequence[TableRow], sorted_by: str, descending: bool) -> None:
        """These rows in this order; the heading says by what they are sorted."""
        self._order = tuple(row.key for row in rows)
        stay = set(self._order)
        gone = [key for key in self._rows if key not in stay]
        if gone:
            self.tree.delete(*gone)
            for key in gone:
                del self._rows[key]
            self._choose()  # deleted rows are not chosen any more; Tk tells nobody
        self._todo = [row for row in rows if self._rows.get(row.key) != row]
        self._headings(sorted_by, descending)
        self._work()

    def show_empty(self, title: str, words: str) -> None:
        """What stands in a table without rows; nothing for an empty title."""
        for child in self._empty.winfo_children():
            child.destroy()
        self._hint = None
        if not title:
            self._empty.place_forget()
            return
        self._kit.label(self._empty, title, font="ui.bodyb", fg="text", bg="raised").pack()
        if words:
            hint = self._kit.label(self._empty, words, fg="text2", bg="raised", justify="center")
            hint.pack(pady=(self._kit.px(4), 0))
            self._hint = hint
            self._wrap()
        self._empty.place(relx=0.5, rely=0.5, y=self._kit.px(16), anchor="center")

    def copies(self, copy: Callable[[str], None]) -> None:
        """The copy key copies the chosen rows, a line each."""

        def copied(_event: tk.Event[tk.Misc]) -> str:
            rows = [row for key in self.selected if (row := self.row(key)) is not None]
            if rows:
                copy("\n".join("\t".join((row.name or row.label, *row.cells)) for row in rows))
            return "break"

        for key in ("<<Copy>>", "<Control-c>"):
            self.tree.bind(key, copied)

    def select_none(self) -> None:
        """No row is chosen any more."""
        self.tree.selection_set(())

    @property
    def selected(self) -> tuple[str, ...]:
        """The keys of the selected rows."""
        return tuple(self.tree.selection())

    def row(self, key: str) -> TableRow | None:
        """The row of a key as it is shown."""
        return self._rows.get(key)

    @property
    def least_px(self) -> int:
        """How wide it has to be for the columns that are never left out."""
        kit = self._kit
        return sum(kit.px(column.width) for column in self._columns if not column.rank) + kit.px(AROUND_PX)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        """Change rows for some milliseconds; the rest follows."""
        end_at = clock() + SLICE_S
        done = 0
        for done, row in enumerate(self._todo, 1):
            self._change(row)
            if done % ROWS_CHECKED == 0 and clock() > end_at:
                break
        del self._todo[:done]
        if self._todo:
            self._slicer.start(SLICE_REST_MS, self._work)
        elif tuple(self.tree.get_children()) != self._order:
            self.tree.set_children("", *self._order)

    def _change(self, row: TableRow) -> None:
        label, cells = PICTURE_GAP + single_line(row.label), [single_line(cell) for cell in row.cells]
        tags = ("bad",) if row.bad else ("marked",) if row.marked else ()
        if row.key in self._rows:
            self.tree.item(row.key, text=label, values=cells, tags=tags, image=self._picture(row))
        else:
            self.tree.insert("", "end", row.key, text=label, values=cells, tags=tags, image=self._picture(row))
        self._rows[row.key] = row

    def _set_columns(self) -> None:
        for number, column in enumerate(self._columns):
            name = column.key if number else "#0"
            anchor: Literal["e", "w"] = "e" if column.right else "w"
            width = self._kit.px(column.width)
            self.tree.column(name, width=width, minwidth=width // 2, stretch=column.stretch, anchor=anchor)
            self.tree.heading(name, anchor=anchor, command=partial(self._on_sort, column.key))

    def _headings(self, sorted_by: str, descending: bool) -> None:
        arrow = "  \u2193" if descending else "  \u2191"
        for number, column in enumerate(self._columns):
            title = column.title + (arrow if column.key == sorted_by else "")
            self.tree.heading(column.key if number else "#0", text=title)

    def _bind_events(self) -> None:
        bind_wheel(self.tree, lambda step: self.tree.yview_scroll(step, "units"))
        self.tree.bind("<Configure>", lambda event: self._fit(event.width))
        self._empty.bind("<Configure>", lambda _event: self._wrap())
        self.bind("<<ThemeChanged>>", lambda _event: self._recolor())
        for event in ("<Button-3>", "<Shift-F10>", "<Menu>"):
            self.tree.bind(event, self._menu)
        self.tree.bind("<<TreeviewSelect>>", lambda _event: self._choose())
        self.tree.bind("<Double-1>", lambda event: self._open(self.tree.identify_row(event.y)))
        self.tree.bind("<Return>", lambda _event: self._open(self.tree.focus()))

    def _menu(self, event: tk.Event[tk.Misc]) -> str:
        row = self.tree.identify_row(event.y) if str(event.type) == "4" else self.tree.focus()
        if row and self._on_menu is not None:
            if row not in self.tree.selection():
                self.tree.selection_set(row)
            self.tree.focus(row)
            self._on_menu(row, event.x_root, event.y_root)
        return "break"

    def _choose(self) -> None:
        if self._on_choose is not None and self.selected != self._chosen:
            self._chosen = self.selected
            self._on_choose(self._chosen)

    def _open(self, row: str) -> str | None:
        if row and self._on_open is not None:
            self._on_open(row)
            return "break"
        return None

    def _fit(self, width: int) -> None:
        """Leave out what does not fit."""
        kept = list(self._columns)
        while sum(self._kit.px(column.width) for column in kept) > width and any(column.rank for column in kept):
            kept.remove(max(kept, key=lambda column: column.rank))
        self._wrap()
        shown = tuple(column.key for column in kept[1:])
        if tuple(self.tree.cget("displaycolumns")) != shown:
            self.tree.configure(displaycolumns=shown)
        wide = [column for column in kept if column.stretch]
        spare = max(0, width - sum(self._kit.px(column.width) for column in kept)) // max(1, len(wide))
        for number, column in enumerate(self._columns):  # Tk does not widen them again after one was left out
            if column in kept:
                more = spare if column.stretch else 0
                self.tree.column(column.key if number else "#0", width=self._kit.px(column.width) + more)

    def _wrap(self) -> None:
        width = max(self._kit.px(160), self.tree.winfo_width() - self._kit.px(40))
        if self._hint is not None:
            self._hint.configure(wraplength=width)

    def _recolor(self) -> None:
        kit = self._kit
        kit.style.configure(STYLE, background=kit.color("raised"), fieldbackground=kit.color("raised"))
        self.tree.tag_configure("marked", foreground=kit.color("warn"))
        self.tree.tag_configure("bad", foreground=kit.color("err"))
