"""The chat vocabulary: frozen dataclasses by theme, and the one codec that turns them into frame bodies and back."""

from udpchat.words.codec import decode as decode
from udpchat.words.codec import decode_event as decode_event
from udpchat.words.codec import encode as encode
from udpchat.words.codec import encode_event as encode_event
from udpchat.words.codec import join_events as join_events
from udpchat.words.messages import *  # noqa: F403
