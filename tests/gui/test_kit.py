"""The kit in a real Tk: theme, mode, zoom, images, texts, tips."""

from __future__ import annotations

import gc
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from tests.gui.harness import WindowCase, click, focus, pump, settle
from udpchat import limits
from udpchat.gui.kit import Kit
from udpchat.gui.kit.app_icon import app_icon_png
from udpchat.gui.kit.colors import rgb
from udpchat.gui.kit.icons import icon_names
from udpchat.gui.kit.palette import DARK, LIGHT
from udpchat.gui.kit.theme_frames import PILLS
from udpchat.gui.kit.theme_parts import GROUNDS

BUTTONS: Final = ("TButton", *(f"{kind}.TButton" for kind in ("Accent", "Danger", "Soft", "Ghost", "Link", "Icon")))
RADIOS: Final = ("TRadiobutton", "Chip.TRadiobutton", "Nav.TRadiobutton")
CHOICES: Final = ("TCheckbutton", "Switch.TCheckbutton", "Chip.TCheckbutton", *RADIOS)
FRAMES: Final = ("Card", "Soft", "Field", "Err", "Warn", "Ok", "Tint", "Mini", "Float", "Search", "Pick")
FONTS: Final = (*("tiny", "small", "body", "title", "head", "display", "mono"), "ital", "big", "tinyb", "bodyb", "monob")


class KitCase(WindowCase):
    """One kit per test."""

    def setUp(self) -> None:
        super().setUp()
        self.kit = Kit(self.root)

    def colors(self, image: tk.PhotoImage) -> set[tuple[int, ...]]:
        """Every colour of an image."""
        return {image.get(x, y) for x in range(image.width()) for y in range(image.height())}


class Styles(KitCase):
    """The theme has every style on every ground."""

    def make(self, factory: Callable[..., ttk.Widget], styles: list[str]) -> None:
        for style in styles:
            with self.subTest(style=style):
                widget = factory(self.root, style=style)
                widget.pack()
                self.root.update_idletasks()
                self.assertGreater(widget.winfo_reqwidth(), 0)
                widget.destroy()

    def on_grounds(self, *styles: str) -> list[str]:
        prefixes = [prefix for ground in GROUNDS for prefix in (ground, ground.capitalize())]
        return [*styles, *(f"{prefix}.{style}" for prefix in prefixes for style in styles)]

    def test_buttons(self) -> None:
        self.make(ttk.Button, self.on_grounds(*BUTTONS))

    def test_choices(self) -> None:
        self.make(ttk.Checkbutton, self.on_grounds(*(style for style in CHOICES if "Check" in style)))
        self.make(ttk.Radiobutton, self.on_grounds(*(style for style in CHOICES if "Radio" in style)))

    def test_frames_and_labels(self) -> None:
        self.make(lambda *a, **k: ttk.Frame(*a, width=9, height=9, **k), self.on_grounds(*(f"{name}.TFrame" for name in FRAMES)))
        self.make(lambda *a, **k: ttk.Frame(*a, width=9, height=9, **k), [f"{ground}.TFrame" for ground in ("bg", *GROUNDS)])
        self.make(lambda *a, **k: ttk.Label(*a, text="x", **k), self.on_grounds(*(f"{name}.TLabel" for name, *_ in PILLS)))

    def test_label_colours(self) -> None:
        for ground in ("bg", *GROUNDS):
            for token in ("text", "text2", "text3", "accenttx", "err", "ok", "warn", "link", "seltx"):
                style = self.kit.label_style(token, ground)
                self.assertEqual(str(self.kit.style.lookup(style, "foreground")), self.kit.color(token))
                self.assertEqual(str(self.kit.style.lookup(style, "background")), self.kit.color(ground))

    def test_ground_changes_only_the_background(self) -> None:
        for style in BUTTONS:
            self.assertEqual(str(self.kit.style.lookup(f"Side.{style}", "background")), LIGHT.side)
            self.assertEqual(
                str(self.kit.style.lookup(f"Side.{style}", "foreground")), str(self.kit.style.lookup(style, "foreground"))
            )

    def test_small_buttons_stay_small(self) -> None:
        button = self.kit.icon_button(self.root, "search", "Search")
        button.pack()
        settle(self.root)
        self.assertEqual(button.winfo_reqwidth(), button.winfo_reqheight())
        self.assertTrue(30 <= button.winfo_reqheight() <= 40, button.winfo_reqheight())

    def test_fonts(self) -> None:
        gc.collect()  # fonts go when Python's objects do
        for name in FONTS:
            size = int(self.root.tk.call("font", "configure", f"ui.{name}", "-size"))
            self.assertLess(size, 0, "in pixels, not points")
        self.assertGreater(self.kit.measure("mmmm", "ui.head"), self.kit.measure("mmmm", "ui.body"))


class Mode(KitCase):
    """Light and dark, live."""

    def test_colours_follow(self) -> None:
        label = self.kit.label(self.root, "x", fg="text2", bg="side")
        line = self.kit.line(self.root)
        text = tk.Text(self.root)
        self.kit.paint(text, background="field", foreground="text")
        menu = tk.Menu(self.root)
        settle(self.root)
        self.kit.set_mode("dark")
        settle(self.root)
        self.assertEqual((self.kit.mode, self.kit.palette, self.kit.color("bg")), ("dark", DARK, DARK.bg))
        self.assertEqual(str(self.kit.style.lookup(label["style"], "foreground")), DARK.text2)
        self.assertEqual(str(line["background"]), DARK.line)
        self.assertEqual((str(text["background"]), str(text["foreground"])), (DARK.field, DARK.text))
        self.assertEqual(str(menu["background"]), DARK.surface)
        self.assertEqual(str(self.root["background"]), DARK.bg)
        self.assertEqual(str(tk.Menu(self.root)["background"]), DARK.surface)

    def test_images_in_use_follow(self) -> None:
        icon, fixed = self.kit.icon("search", 20, "text"), self.kit.icon("search", 20, "#ff0000")
        dot, avatar = self.kit.dot("online"), self.kit.avatar("Maya", 36, presence="online")
        before = {name: self.colors(image) for name, image in (("fixed", fixed), ("avatar", avatar))}
        self.assertIn(rgb(LIGHT.text), self.colors(icon))
        self.kit.set_mode("dark")
        self.assertIn(rgb(DARK.text), self.colors(icon))
        self.assertNotIn(rgb(LIGHT.text), self.colors(icon))
        self.assertIn(rgb(DARK.online), self.colors(dot))
        self.assertIn(rgb(DARK.online), self.colors(avatar))
        self.assertEqual(self.colors(fixed), before["fixed"])
        self.kit.set_mode("light")
        self.assertEqual(self.colors(avatar), before["avatar"])
        self.assertIs(self.kit.icon("search", 20, "text"), icon)

    def test_everybody_hears_of_it(self) -> None:
        heard: list[str] = []
        self.root.bind("<<ThemeChanged>>", lambda _event: heard.append(self.kit.mode))
        settle(self.root)
        heard.clear()
        self.kit.set_mode("dark")
        pump(self.root, lambda: heard)
        self.assertEqual(set(heard), {"dark"})
        heard.clear()
        self.kit.set_mode("dark")
        settle(self.root)
        self.assertEqual(heard, [])

    def test_list_of_a_combo_box(self) -> None:
        combo = ttk.Combobox(self.root, values=["a"], state="readonly")
        combo.pack()
        box = f"{self.root.tk.call('ttk::combobox::PopdownWindow', combo)}.f.l"
        self.assertEqual(str(self.root.tk.call(box, "cget", "-background")), LIGHT.raised)
        self.kit.set_mode("dark")
        settle(self.root)
        self.assertEqual(str(self.root.tk.call(box, "cget", "-background")), DARK.raised)

    def test_two_kits_in_one_interpreter(self) -> None:
        second = Kit(self.root, "dark", 2.0)
        ttk.Button(self.root, text="x").pack()
        settle(self.root)
        self.assertEqual(second.mode, "dark")


class Zoom(KitCase):
    """Larger text, live."""

    def test_fonts_and_rows_grow(self) -> None:
        heard: list[int] = []
        settle(self.root)
        self.root.bind("<<ThemeChanged>>", lambda _event: heard.append(self.kit.zoom))
        before = self.kit.measure("hello", "ui.body")
        self.kit.set_zoom(160)
        self.assertGreater(self.kit.measure("hello", "ui.body"), before * 1.4)
        pump(self.root, lambda: heard)
        self.assertGreater(int(str(self.kit.style.lookup("Treeview", "rowheight"))), 40)
        self.kit.set_mode("dark")
        self.assertGreater(int(str(self.kit.style.lookup("Treeview", "rowheight"))), 40)
        self.kit.set_zoom(100)
        self.assertEqual(self.kit.measure("hello", "ui.body"), before)
        self.assertEqual(int(str(self.kit.style.lookup("Treeview", "rowheight"))), 40)

    def test_bounds(self) -> None:
        self.kit.set_zoom(1000)
        self.assertEqual(self.kit.zoom, limits.ZOOM_MAX_PERCENT)
        self.kit.set_zoom(1)
        self.assertEqual(self.kit.zoom, limits.ZOOM_MIN_PERCENT)

    def test_scale(self) -> None:
        double = Kit(self.root, scale=2.0)
        self.assertEqual(double.px(10), 20)
        self.assertEqual(double.icon("search", 20).width(), 40)
        self.assertEqual(double.avatar("Maya", 36).width(), 72)
        self.assertEqual(double.measure("x" * 40, "ui.body") > 1.8 * 40 * 7, True)
        self.assertEqual(Kit(self.root, scale=99).scale, limits.SCALE_MAX)


class Pictures(KitCase):
    """What the kit draws on demand."""

    def test_cached_by_key(self) -> None:
        self.assertIs(self.kit.icon("search"), self.kit.icon("search"))
        self.assertIsNot(self.kit.icon("search"), self.kit.icon("search", 18))
        self.assertIs(self.kit.avatar("Maya", 36), self.kit.avatar("Maya", 36))

    def test_sizes(self) -> None:
        for image, size in (
            (self.kit.rounded(120, 30, 8, "raised", "line"), (120, 30)),
            (self.kit.badge(24, 18, "badge"), (24, 18)),
            (self.kit.sparkline([1, 2, 3], 100, 30, "accent"), (100, 30)),
            (self.kit.avatar("张伟", 40), (40, 40)),
            (self.kit.avatar("Lobby", 40, tile=True, glyph="hash"), (40, 40)),
            (self.kit.tile_image("pcap", 32), (32, 32)),
            (self.kit.tile_image("…", 32), (32, 32)),
            (self.kit.dot("offline", 11), (11, 11)),
            (self.kit.tick("failed"), (14, 14)),
            (self.kit.menu_icon("copy"), (28, 28)),
            (self.kit.menu_icon(""), (28, 28)),
        ):
            self.assertEqual((image.width(), image.height()), size)

    def test_every_icon_and_tick(self) -> None:
        for name in icon_names():
            self.assertEqual(self.kit.icon(name, 16).width(), 16)
        for state in ("pending", "stored", "delivered", "read", "failed"):
            self.kit.tick(state)

    def test_unused_images_make_room(self) -> None:
        shown = self.kit.rounded(3, 3, 1, "accent")
        label = ttk.Label(self.root, image=shown)
        label.pack()
        del shown
        for width in range(1, 2 * limits.IMAGES_KEPT):
            self.kit.rounded(width, 2, 1, "accent")
        gc.collect()
        self.assertLessEqual(len(self.kit._images), limits.IMAGES_KEPT + limits.IMAGES_KEPT // 4)
        self.assertIn(str(label["image"][0]), self.root.tk.splitlist(self.root.tk.call("image", "names")))

    def test_program_icon(self) -> None:
        images = [tk.PhotoImage(master=self.root, data=app_icon_png(size, 3), format="png") for size in (16, 48, 256)]
        self.root.iconphoto(True, *images)
        self.assertEqual([image.width() for image in images], [16, 48, 256])


class Words(KitCase):
    """Texts that fit."""

    def test_elide(self) -> None:
        text = "A rather long name of somebody"
        self.assertEqual(self.kit.elide(text, "ui.body", 1000), text)
        short = self.kit.elide(text, "ui.body", 100)
        self.assertTrue(short.endswith("…") and text.startswith(short[:-1]))
        self.assertLessEqual(self.kit.measure(short, "ui.body"), 100)
        self.assertEqual(self.kit.elide(text, "ui.body", 0), "…")
        self.assertEqual(self.kit.elide("", "ui.body", 0), "")

    def test_elide_keeps_characters_whole(self) -> None:
        family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
        for width in range(0, 120, 7):
            short = self.kit.elide(family * 4, "ui.body", width).removesuffix("…")
            self.assertEqual(len(short) % len(family), 0)

    def test_shown(self) -> None:
        self.assertEqual(self.kit.shown(" a\nb\0 "), "a b")
        if self.root.tk.call("tk", "windowingsystem") == "x11":
            self.assertEqual(self.kit.shown("\u05d0\u05d1"), "\u05d1\u05d0")


class Tips(KitCase):
    """Tooltips."""

    def windows(self) -> list[tk.Misc]:
        """The tooltips on the screen."""
        return [child for child in self.button.winfo_children() if isinstance(child, tk.Toplevel)]

    def setUp(self) -> None:
        super().setUp()
        self.button = ttk.Button(self.root, text="Press")
        self.button.pack(pady=80)
        self.kit.tip(self.button, "What it does")
        settle(self.root)

    def words(self) -> str:
        """What the tooltip says."""
        (window,) = self.windows()
        (label,) = window.winfo_children()
        return str(label.cget("text"))

    def test_pointer(self) -> None:
        self.button.event_generate("<Enter>")
        pump(self.root, self.windows)
        self.assertEqual(self.words(), "What it does")
        self.button.event_generate("<Leave>")
        self.assertEqual(self.windows(), [])

    def test_focus(self) -> None:
        before = ttk.Button(self.root, text="Before")
        before.pack(before=self.button)
        before.lower(self.button)
        focus(self.button)
        settle(self.root)
        done: list[bool] = []
        self.root.after(limits.TIP_DELAY_MS * 3 // 2, lambda: done.append(True))
        pump(self.root, lambda: done)
        self.assertEqual(self.windows(), [])  # set by the program: nobody asked
        focus(before)
        settle(self.root)
        before.event_generate("<Tab>")
        pump(self.root, self.windows)
        click(self.button)
        pump(self.root, lambda: not self.windows())

    def test_other_words(self) -> None:
        self.kit.tip(self.button, "Something else")
        self.button.event_generate("<Enter>")
        pump(self.root, self.windows)
        self.assertEqual(self.words(), "Something else")
        self.kit.tip(self.button, "New")
        self.assertEqual(self.words(), "New")
        self.kit.tip(self.button, "")
        self.assertEqual(self.windows(), [])

    def test_dies_with_its_widget(self) -> None:
        self.button.event_generate("<Enter>")
        self.button.destroy()  # before it came up: the harness looks for what is left
        settle(self.root)


if __name__ == "__main__":
    import unittest

    unittest.main()
