"""Tables, scroll bars and progress bars of the theme."""

from __future__ import annotations

from typing import Final

from udpchat.gui.kit.shapes import Box
from udpchat.gui.kit.theme_parts import Parts

ROW_PX: Final = 40  # of a table
BAR_PX: Final = 12  # of a scroll bar; the thumb is half as wide


def build_tables(parts: Parts) -> None:
    """The table and what moves it."""
    _tree(parts)
    _scrollbar(parts, "Vertical", BAR_PX, 48)
    _scrollbar(parts, "Horizontal", 48, BAR_PX)
    _progress(parts)
    parts.configure("TSeparator", background="line")
    parts.configure("TPanedwindow", background="line")
    parts.configure("Sash", sashthickness=parts.px(5), gripcount=0)


def _tree(parts: Parts) -> None:
    parts.configure("Treeview", background="bg", fieldbackground="bg", foreground="text", font="ui.body", borderwidth=0)
    parts.configure("Treeview", rowheight=parts.px(ROW_PX), indent=parts.px(6))
    parts.map("Treeview", background=[("selected", "sel")], foreground=[("selected", "seltx")])
    parts.layout("Treeview", [("Treeview.treearea", {"sticky": "nswe"})])
    name = "Treeview.Heading"
    parts.configure(name, background="surface", foreground="text2", font="ui.smallb", relief="flat", borderwidth=0)
    parts.configure(name, padding=(parts.px(10), parts.px(8)))
    parts.map(name, background=[("active", "hover")], relief=[])
    inside = [("Treeitem.image", {"side": "left", "sticky": ""}), ("Treeitem.text", {"side": "left", "sticky": ""})]
    parts.layout("Treeview.Item", [("Treeitem.padding", {"sticky": "nswe", "children": inside})])
    parts.configure("Treeview.Item", padding=(parts.px(10), 0, 0, 0))
    # Tk adds 4 pixels of its own to cells, at any scale, but not to headings.
    parts.configure("Treeview.Cell", padding=(parts.px(10) - 4, 0))


def _scrollbar(parts: Parts, way: str, width: int, height: int) -> None:
    """A thin thumb on the ground, without arrows; nothing at all when everything fits (disabled)."""
    pad = parts.px(3)
    shape = Box(parts.px(width), parts.px(height), parts.px(3), 0, pad)
    parts.element(
        f"{way}.thumb",
        parts.image(shape, "thumb", None, None),
        (("disabled",), parts.image(shape, None, None, None)),
        (("pressed",), parts.image(shape, "thumb_h", None, None)),
        (("active",), parts.image(shape, "thumb_h", None, None)),
        border=pad + parts.px(3),
        width=parts.px(min(width, 24)),
        height=parts.px(min(height, 24)),
        sticky="nswe",
    )
    name = f"{way}.TScrollbar"
    thumb = [(f"{way}.thumb", {"expand": "1", "sticky": "nswe"})]
    parts.layout(name, [(f"{way}.Scrollbar.trough", {"sticky": "nswe", "children": thumb})])
    parts.configure(name, troughcolor="bg", background="bg", troughrelief="flat", troughborderwidth=0, borderwidth=0)
    parts.configure(name, gripcount=0, arrowsize=parts.px(BAR_PX), width=parts.px(BAR_PX))
    parts.map(name)
    for prefix in ("side", "surface", "raised", "field"):
        color = parts.color(prefix)
        for spelled in (prefix, prefix.capitalize()):
            parts.configure(f"{spelled}.{name}", troughcolor=color, background=color)


def _progress(parts: Parts) -> None:
    shape = Box(parts.px(48), parts.px(6), parts.px(3))
    options = {"border": parts.px(3), "width": parts.px(6), "height": parts.px(6), "sticky": "we", "padding": 0}
    parts.element("Progress.trough", parts.image(shape, "line", None, None), **options)
    for prefix, token in (("", "accent"), ("Ok.", "online"), ("Err.", "err")):
        parts.element(f"{prefix}Progress.pbar", parts.image(shape, token, None, None), **options)
        bar = [(f"{prefix}Progress.pbar", {"side": "left", "sticky": "we"})]
        name = f"{prefix}Horizontal.TProgressbar"
        parts.layout(name, [("Progress.trough", {"sticky": "we", "children": bar})])
        parts.configure(name, background="bg", troughcolor="bg", thickness=parts.px(6), borderwidth=0)
        for ground in ("side", "surface", "raised"):
            for spelled in (ground, ground.capitalize()):
                parts.configure(f"{spelled}.{name}", background=ground, troughcolor=ground)
