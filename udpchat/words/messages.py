"""The whole vocabulary by name, and who says which word. A new word is a dataclass in its theme and a line here."""

from __future__ import annotations

from typing import Final

from udpchat.words.chat import NotPosted, Post, Posted, Slowed
from udpchat.words.log import Event, Events, Logged, Message, Synchronise
from udpchat.words.presence import People, Person, Presence
from udpchat.words.signin import (
    Bye,
    Hello,
    JoinAsGuest,
    Refused,
    Register,
    ScramChallenge,
    ScramDone,
    ScramFinal,
    ScramFirst,
    ServerHello,
    Signup,
    TokenSignIn,
    Welcome,
    Who,
)

FromClient = Hello | ScramFirst | ScramFinal | Register | JoinAsGuest | TokenSignIn | Synchronise | Post | Bye
"""What a client may say; also usable with isinstance."""

FromServer = (
    ServerHello
    | ScramChallenge
    | ScramDone
    | Welcome
    | Refused
    | Events
    | Posted
    | NotPosted
    | Slowed
    | People
    | Presence
    | Bye
)
"""What a server may say; also usable with isinstance."""

Word = FromClient | FromServer
"""Whatever may be one whole frame. Events of the log travel inside `Events` only."""

PROTOCOL_VERSION: Final = 1
"""`version` of Hello and ServerHello."""

__all__ = [
    "PROTOCOL_VERSION",
    "Bye",
    "Event",
    "Events",
    "FromClient",
    "FromServer",
    "Hello",
    "JoinAsGuest",
    "Logged",
    "Message",
    "NotPosted",
    "People",
    "Person",
    "Post",
    "Posted",
    "Presence",
    "Refused",
    "Register",
    "ScramChallenge",
    "ScramDone",
    "ScramFinal",
    "ScramFirst",
    "ServerHello",
    "Signup",
    "Slowed",
    "Synchronise",
    "TokenSignIn",
    "Welcome",
    "Who",
    "Word",
]
