"""The chat vocabulary: frozen dataclasses by theme, and the one codec that turns them into frames and back."""

from udpchat.words.messages import *  # noqa: F403
from udpchat.words.messages import __all__ as __all__
