"""Questions inside a window: a card over its content with verbs for answers. Nothing waits for them; the answer is a call."""

from udpchat.gui.dialogs.sheet import Choice, Question, Sheet, ask, confirm, open_sheet

__all__ = ["Choice", "Question", "Sheet", "ask", "confirm", "open_sheet"]
