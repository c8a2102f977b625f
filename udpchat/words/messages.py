"""The whole vocabulary by name, and who says which word. A new word is a dataclass in its theme and a line here."""

from __future__ import annotations

from typing import Final

from udpchat.words.chat import NotPosted, Post, Posted, Slowed
from udpchat.words.log import Event, Events, Logged, Message, Synchronise
from udpchat.words.operator import (
    ChangeSettings,
    Figures,
    Level,
    LogLine,
    LogLines,
    Moved,
    OperatorSignIn,
    OperatorWelcome,
    RoomVerifier,
    SessionRow,
    SessionRows,
    Settings,
    SettingsRefused,
    StopServer,
)
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

FromClient = (
    Hello
    | ScramFirst
    | ScramFinal
    | Register
    | JoinAsGuest
    | TokenSignIn
    | Synchronise
    | Post
    | OperatorSignIn
    | ChangeSettings
    | StopServer
    | Bye
)
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
    | Moved
    | OperatorWelcome
    | Settings
    | SettingsRefused
    | LogLines
    | SessionRows
    | Figures
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
    "ChangeSettings",
    "Event",
    "Events",
    "Figures",
    "FromClient",
    "FromServer",
    "Hello",
    "JoinAsGuest",
    "Level",
    "LogLine",
    "LogLines",
    "Logged",
    "Message",
    "Moved",
    "NotPosted",
    "OperatorSignIn",
    "OperatorWelcome",
    "People",
    "Person",
    "Post",
    "Posted",
    "Presence",
    "Refused",
    "Register",
    "RoomVerifier",
    "ScramChallenge",
    "ScramDone",
    "ScramFinal",
    "ScramFirst",
    "ServerHello",
    "SessionRow",
    "SessionRows",
    "Settings",
    "SettingsRefused",
    "Signup",
    "Slowed",
    "StopServer",
    "Synchronise",
    "TokenSignIn",
    "Welcome",
    "Who",
    "Word",
]
