"""Every widget in every state, to be looked at: python3 -m udpchat.gui.kit.gallery [light|dark] [scale] [icons]."""

from __future__ import annotations

import sys
import time
import tkinter as tk
from tkinter import ttk

from udpchat.gui.kit import Kit, LineText, SafeEntry, ScrollFrame
from udpchat.gui.kit.gallery_icons import icons_page
from udpchat.gui.kit.theme_frames import PILLS

_BUTTONS = ("TButton", "Accent.TButton", "Danger.TButton", "Soft.TButton", "Ghost.TButton", "Link.TButton", "Quiet.TButton")
_STATES = ("normal", "active", "pressed", "focus", "disabled")
_CARDS = {
    "Card": "raised",
    "Soft": "surface",
    "Field": "field",
    "Err": "errsoft",
    "Warn": "warnsoft",
    "Ok": "oksoft",
    "Tint": "accentsoft",
    "Mini": "surface",
    "Pick": "accentsoft",
}
_STATE_GROUNDS = {"active": "hover", "selected": "accentsoft"}


class Gallery:
    """The rows of the window."""

    def __init__(self, kit: Kit, page: tk.Misc) -> None:
        self.kit = kit
        self.page = page
        self.variables: list[tk.Variable] = []
        for build in (self.buttons, self.icon_buttons, self.fields, self.choices, self.marks, self.pills, self.cards):
            build()
        self.bars()
        self.table()

    def row(self, *, above: int = 4) -> ttk.Frame:
        """A row of the page."""
        row = ttk.Frame(self.page)
        row.pack(fill="x", pady=(self.kit.px(above), 0))
        return row

    def buttons(self) -> None:
        """Each kind of button in each state."""
        grid = self.row()
        for line, style in enumerate(_BUTTONS):
            for column, state in enumerate(_STATES):
                name = style.partition(".")[0] if "." in style else "Default"
                button = ttk.Button(grid, text=f"{name} {state}", style=style)
                button.grid(row=line, column=column, sticky="we")
                button.state([] if state == "normal" else [state])
        with_icon = ttk.Button(grid, text="With icon", image=self.kit.icon("plus", 18), compound="left")
        with_icon.grid(row=0, column=5, sticky="we")
        accent = ttk.Button(grid, text="Sign in", style="Accent.TButton", compound="left")
        accent.configure(image=self.kit.icon("check", 18, "onaccent"))
        accent.grid(row=1, column=5, sticky="we")

    def icon_buttons(self) -> None:
        """Icon buttons on two grounds, and states of one."""
        row = self.row()
        for name in ("search", "clip", "smile", "send", "more"):
            self.kit.icon_button(row, name, name.capitalize()).pack(side="left")
        for state in _STATES[1:]:
            button = self.kit.icon_button(row, "edit", state.capitalize())
            button.state([state])
            button.pack(side="left")
        side = ttk.Frame(row, style="side.TFrame", padding=self.kit.px(4))
        side.pack(side="left", padx=self.kit.px(8))
        for name in ("inbox", "edit", "more"):
            self.kit.icon_button(side, name, name.capitalize(), bg="side").pack(side="left")
        for index in range(4):
            self.nav(side, index)

    def nav(self, parent: tk.Misc, index: int) -> None:
        """One item of the server window's navigation."""
        names = ("chart", "users", "log", "sliders")
        choice = self.variable("chart")
        item = ttk.Radiobutton(parent, text=names[index].capitalize(), value=names[index], variable=choice)
        item.configure(style="Nav.TRadiobutton", image=self.kit.icon(names[index], 18), compound="left")
        item.pack(side="left")
        if index:
            item.state(["!alternate", *(["active"] if index == 1 else ["focus"] if index == 2 else [])])

    def fields(self) -> None:
        """Entries, combo box, spin box, search."""
        kit, row = self.kit, self.row()
        for text, states in (
            ("192.168.1.20", []),
            ("Focus", ["focus"]),
            ("Invalid", ["invalid"]),
            ("Both", ["invalid", "focus"]),
            ("Disabled", ["disabled"]),
            ("Read only", ["readonly"]),
        ):
            entry = SafeEntry(row, width=11)
            entry.set(text)
            entry.state(states)
            entry.pack(side="left")
        combo = ttk.Combobox(row, values=["Open", "Password"], width=9, state="readonly", font="ui.body")
        combo.set("Open")
        combo.pack(side="left")
        spin = ttk.Spinbox(row, from_=1, to=65535, width=6, font="ui.body")
        spin.set("11111")
        spin.pack(side="left")
        self.text_fields(kit)

    def text_fields(self, kit: Kit) -> None:
        """Fields that take emoji."""
        row = self.row()
        for style, ground, text in (("Search.TFrame", "hover", ""), ("Field.TFrame", "field", "Topic \U0001f600")):
            frame = ttk.Frame(row, style=style, padding=kit.px(9))
            frame.pack(side="left", padx=(0, kit.px(8)))
            icon = tk.Label(frame, image=kit.icon("search", 16, "text3"), borderwidth=0)
            kit.paint(icon, background=ground)
            icon.pack(side="left", padx=(kit.px(2), kit.px(8)))
            line = LineText(frame, kit, placeholder="Search or jump to", ground=ground, frame=frame, width=24)
            line.set(text)
            line.pack(side="left")
        password = SafeEntry(row, show="•", width=14)
        password.set("correct horse")
        password.pack(side="left")

    def choices(self) -> None:
        """Chips."""
        row = self.row()
        choice = self.variable("All")
        for name in ("All", "Unread", "Groups", "People", "Focus", "Disabled"):
            chip = ttk.Radiobutton(row, text=name, value=name, variable=choice, style="Chip.TRadiobutton")
            chip.state([name.lower()] if name in ("Focus", "Disabled") else [])
            chip.pack(side="left", padx=self.kit.px(1))

    def marks(self) -> None:
        """Check boxes, switches, radio buttons: off, on, focus, disabled."""
        for style in ("TCheckbutton", "Switch.TCheckbutton", "TRadiobutton"):
            row = self.row(above=2)
            for on in (False, True):
                for state in ("normal", "focus", "active", "disabled"):
                    button = self.mark(row, style, f"{'On' if on else 'Off'} {state}", on)
                    button.state([] if state == "normal" else [state])
                    button.pack(side="left", padx=(0, self.kit.px(8)))

    def mark(self, row: tk.Misc, style: str, text: str, on: bool) -> ttk.Widget:
        """A check box, switch or radio button."""
        variable = self.variable("1" if on else "0")
        if style == "TRadiobutton":
            return ttk.Radiobutton(row, text=text, variable=variable, value="1", style=style)
        return ttk.Checkbutton(row, text=text, variable=variable, style=style)

    def pills(self) -> None:
        """Pills, presence, ticks, badges, avatars."""
        kit, row = self.kit, self.row(above=8)
        for name, *_ in PILLS:
            ttk.Label(row, text=name, style=f"{name}.TLabel").pack(side="left", padx=kit.px(3))
        for state in ("pending", "stored", "delivered", "read", "failed"):
            ttk.Label(row, image=kit.tick(state)).pack(side="left", padx=kit.px(4))
        for token in ("online", "away", "offline"):
            ttk.Label(row, image=kit.dot(token)).pack(side="left", padx=kit.px(3))
        for name, presence in (("Maya Putri", "online"), ("Jonas Berg", "away"), ("Wei Zhang", "offline"), ("张伟", None)):
            ttk.Label(row, image=kit.avatar(name, 36, presence=presence)).pack(side="left", padx=kit.px(4))
        ttk.Label(row, image=kit.avatar("Network lab", 36, tile=True)).pack(side="left", padx=kit.px(4))
        ttk.Label(row, image=kit.avatar("Lobby", 36, tile=True, glyph="hash")).pack(side="left", padx=kit.px(4))
        ttk.Label(row, image=kit.tile_image("cap", 36)).pack(side="left", padx=kit.px(4))
        for text, token in (("3", "badge"), ("99+", "accent")):
            width = kit.measure(text, "ui.tinyb") + kit.px(14)
            self.badge(row, text, width, token)

    def badge(self, row: tk.Misc, text: str, width: int, token: str) -> None:
        """A badge as a list draws it."""
        kit = self.kit
        canvas = tk.Canvas(row, width=width, height=kit.px(20), highlightthickness=0)
        kit.paint(canvas, background="bg")
        canvas.create_image(width / 2, kit.px(10), image=kit.badge(width, kit.px(20), token))
        on = "onbadge" if token == "badge" else "onaccent"
        canvas.create_text(width / 2, kit.px(10), text=text, font="ui.tinyb", fill=kit.color(on))
        canvas.pack(side="left", padx=kit.px(3))

    def cards(self) -> None:
        """Frames with round corners."""
        kit, row = self.kit, self.row(above=8)
        for name, ground in _CARDS.items():
            card = ttk.Frame(row, style=f"{name}.TFrame", padding=kit.px(12))
            card.pack(side="left", padx=(0, kit.px(4)))
            kit.label(card, name, bg=ground).pack()
        for state in ("active", "focus", "selected", "invalid"):
            card = ttk.Frame(row, style="Card.TFrame", padding=kit.px(12))
            card.state([state])
            card.pack(side="left", padx=(0, kit.px(4)))
            kit.label(card, state, bg=_STATE_GROUNDS.get(state, "raised")).pack()
        floating = ttk.Frame(row, style="Float.TFrame", padding=kit.px(4))
        floating.pack(side="left", padx=kit.px(4))
        for name in ("smile", "reply", "copy"):
            kit.icon_button(floating, name, bg="raised", size=16).pack(side="left")

    def bars(self) -> None:
        """Progress, scroll bar, curve."""
        kit, row = self.kit, self.row(above=8)
        for style, value in (("", 62), ("Ok.", 100), ("Err.", 30)):
            bar = ttk.Progressbar(row, value=value, length=kit.px(140), style=f"{style}Horizontal.TProgressbar")
            bar.pack(side="left", padx=(0, kit.px(12)))
        scroll = ttk.Scrollbar(row, orient="horizontal")
        scroll.set(0.2, 0.5)
        scroll.pack(side="left", fill="x", expand=True)
        values = [3, 5, 2, 8, 9, 4, 6, 12, 9, 14, 8, 6, 7]
        ttk.Label(row, image=kit.sparkline(values, kit.px(160), kit.px(40), "accent")).pack(side="left")

    def table(self) -> None:
        """A table."""
        kit = self.kit
        table = ttk.Treeview(self.page, columns=("address", "state"), height=3)
        for column, title in (("#0", "USER"), ("address", "ADDRESS"), ("state", "STATE")):
            table.heading(column, text=title, anchor="w")
        for name in ("Maya Putri", "Jonas Berg", "Sari Wijaya"):
            image = kit.avatar(name, 28, presence="online")
            table.insert("", "end", text=f"  {name}", image=image, values=("192.168.1.20:51000", "online"))
        table.selection_set(table.get_children()[0])
        table.pack(fill="x", pady=(kit.px(8), 0))

    def variable(self, value: str) -> tk.StringVar:
        """A variable that lives as long as the gallery."""
        variable = tk.StringVar(self.kit.root, value)
        self.variables.append(variable)
        return variable


def main(arguments: list[str]) -> None:
    """Open the window."""
    mode = "dark" if "dark" in arguments else "light"
    scale = next((float(word) for word in arguments if word.replace(".", "").isdigit()), 1.0)
    root = tk.Tk(className="Udpchat")
    started = time.perf_counter()
    kit = Kit(root, mode, scale)
    print(f"kit: {1000 * (time.perf_counter() - started):.0f} ms")
    root.title("Gallery")
    root.geometry(f"{kit.px(1040)}x{kit.px(860)}")
    root.bind("<F2>", lambda _event: kit.set_mode("light" if kit.mode == "dark" else "dark"))
    root.bind("<F3>", lambda _event: kit.set_zoom(160 if kit.zoom == 100 else 100))
    page = ScrollFrame(root, kit)
    page.pack(fill="both", expand=True)
    page.body.configure(padding=kit.px(20))
    gallery = icons_page(kit, page.body) if "icons" in arguments else Gallery(kit, page.body)
    root.mainloop()
    del gallery


if __name__ == "__main__":
    main(sys.argv[1:])
