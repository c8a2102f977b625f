"""What both windows are made of: colours, fonts, images, the theme, and safe widgets."""

from udpchat.gui.kit.clusters import clusters
from udpchat.gui.kit.entry import SafeEntry
from udpchat.gui.kit.palette import DARK, LIGHT, Palette
from udpchat.gui.kit.text import display_text, single_line

__all__ = ["DARK", "LIGHT", "Palette", "SafeEntry", "clusters", "display_text", "single_line"]
