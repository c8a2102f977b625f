"""One of each word, for the tests of the codec."""

from __future__ import annotations

from udpchat.words import (
    Bye,
    Events,
    Hello,
    JoinAsGuest,
    Message,
    NotPosted,
    People,
    Person,
    Post,
    Posted,
    Presence,
    Refused,
    Register,
    ScramChallenge,
    ScramDone,
    ScramFinal,
    ScramFirst,
    ServerHello,
    Slowed,
    Synchronise,
    TokenSignIn,
    Welcome,
    Word,
)

REF = bytes(range(240, 256))
ANNA = Person(7, "Anna", "member", False)
BEA = Person(2**63 - 1, "Бea", "operator", True)
MESSAGES = (
    Message(5, 1, 7, "Anna", REF, 1_700_000_000_000, 'two\nlines "quoted" \\ 😀 \u2028'),
    Message(9, 1, 8, "José", bytes(16), 0, ""),
)
WORDS: tuple[Word, ...] = (
    Hello(1, "udpchat 1.0", ("a", "b")),
    Hello(0, "", ()),
    ServerHello(1, "udpchat 1.0", "Lab 2", "e" * 32, "room", True, False, bytes(16), 16384, 6),
    ScramFirst("account", "n,,n=anna,r=x"),
    ScramChallenge("room", "r=xy,s=QUJD,i=1"),
    ScramFinal("room", "c=biws,r=xy,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="),
    ScramDone("account", "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="),
    Register("anna", "Anna A.", "Côte d'Ivoire", b"s" * 16, 32768, 8, 3, b"k" * 32, b"l" * 32),
    JoinAsGuest("anna", b""),
    JoinAsGuest("anna", b"t" * 32),
    TokenSignIn(7, b"\xff" * 32),
    Welcome(7, "Anna", "member", False, 3, b"\xfb" * 32, "e1", 99, 1, 1_700_000_000_000),
    Refused("SLOW_DOWN", 5, "too many wrong passwords"),
    Bye("shutdown"),
    Events(1, 10, MESSAGES),
    Events(4, 3, ()),
    Synchronise("e1", ((1, 5), (7, 7), (9, 100))),
    Synchronise("e1", ()),
    Post(REF, 1, "hi \t there"),
    Posted(REF, 5, 6),
    NotPosted(REF, "NOT_ALLOWED", 0, "muted"),
    Slowed(3),
    People((ANNA, BEA), True),
    People((), False),
    Presence((ANNA,), (BEA,)),
)
