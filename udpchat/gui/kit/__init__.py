"""What both windows are made of: colours, fonts, images, the theme, and safe widgets."""

from udpchat.gui.kit.cluster_keys import bind_cluster_keys
from udpchat.gui.kit.clusters import clusters
from udpchat.gui.kit.entry import SafeEntry
from udpchat.gui.kit.kit import Kit
from udpchat.gui.kit.line_text import LineText
from udpchat.gui.kit.palette import DARK, LIGHT, Palette
from udpchat.gui.kit.scroll import AutoScrollbar, ScrollFrame, bind_wheel
from udpchat.gui.kit.text import display_text, single_line

__all__ = [
    "DARK",
    "LIGHT",
    "AutoScrollbar",
    "Kit",
    "LineText",
    "Palette",
    "SafeEntry",
    "ScrollFrame",
    "bind_cluster_keys",
    "bind_wheel",
    "clusters",
    "display_text",
    "single_line",
]
