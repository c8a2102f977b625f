"""Helpers of the tests about talking: requests with a ref and their answers, and a naive reading of the whole log."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.unit.server.lab import Client, ServerTest, verifier
from udpchat import limits, words
from udpchat.store import FOREVER
from udpchat.wire.channels import Channel
from udpchat.words import Done, Events, NotDone, NotPosted, Posted

TARGETED = ("edit", "delete", "react", "unreact")
Answer = Done | NotDone | Posted | NotPosted


class TalkTest(ServerTest):
    """A lab whose people ask for things."""

    def send(self, client: Client, kind: type, *fields: Any, ref: bytes | None = None) -> bytes:
        """Say a request; it goes with the next turn."""
        ref = ref or self.lab.rng.randbytes(16)
        client.say(kind(ref, *fields), words_channel(kind))
        return ref

    def ask(self, client: Client, kind: type, *fields: Any, ref: bytes | None = None) -> Any:
        """Say a request and let everybody act; the answer."""
        ref = self.send(client, kind, *fields, ref=ref)
        self.lab.turn()
        if answer_to(client, ref) is None:
            self.lab.later(0.3)  # much else was on its way
        return answer_to(client, ref)

    def do(self, client: Client, kind: type, *fields: Any, ref: bytes | None = None) -> int:
        """The same, for what must succeed: the id that it is answered with."""
        answer = self.ask(client, kind, *fields, ref=ref)
        assert isinstance(answer, Done | Posted), answer
        return answer.id if isinstance(answer, Done) else answer.seq

    def code(self, client: Client, kind: type, *fields: Any, ref: bytes | None = None) -> str:
        """The same, for what must be refused: the code."""
        answer = self.ask(client, kind, *fields, ref=ref)
        assert isinstance(answer, NotDone | NotPosted), answer
        return answer.code

    def group(self, owner: Client, *members: Client, title: str = "chess", history_open: bool = False) -> int:
        """A new group."""
        return self.do(owner, words.CreateGroup, title, "", history_open, tuple(user_of(member) for member in members))

    def post(self, client: Client, conversation: int, text: str, reply: int = 0) -> int:
        """A text for a conversation; its seq."""
        return self.do(client, words.Post, conversation, 0, text, reply)

    def tell(self, client: Client, other: Client, text: str) -> int:
        """A private text; its seq."""
        return self.do(client, words.Post, 0, user_of(other), text, 0)

    def pupils(self, count: int) -> list[int]:
        """The ids of so many accounts that the operator makes; their password is "password"."""
        operator, made = self.lab.operator(), verifier("password")
        rows = [
            words.NewAccount(f"pupil{n:03}", f"Pupil {n}", "", made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
            for n in range(count)
        ]
        for start in range(0, count, limits.IMPORT_COUNT):
            self.do(operator, words.ImportUsers, tuple(rows[start : start + limits.IMPORT_COUNT]))
        found = [self.lab.store.user_named(row.name) for row in rows]
        return [user.id for user in found if user is not None]

    def promote(self, client: Client, role: str = "moderator") -> Client:
        """Give somebody a role, as the operator of the relay would."""
        self.do(self.lab.operator(), words.SetRole, user_of(client), role)
        return client


def words_channel(kind: type) -> Channel:
    """Posts go on CHAT."""
    return Channel.CHAT if kind in (words.Post, words.PostMany) else Channel.CONTROL


def answer_to(client: Client, ref: bytes) -> Answer | None:
    """The last answer to a ref."""
    found = [word for word in client.heard if isinstance(word, Done | NotDone | Posted | NotPosted) and word.ref == ref]
    return found[-1] if found else None


def user_of(client: Client) -> int:
    """Whose client it is."""
    return client.last(words.Welcome).user


def events_of(client: Client) -> list[words.Event]:
    """All events that it was told live or catching up, in the order of their arrival."""
    return [event for events in client.all(Events) for event in events.events]


def seen(client: Client, kind: type, conversation: int | None = None) -> list[Any]:
    """Those of a kind."""
    return [e for e in events_of(client) if isinstance(e, kind) and conversation in (None, e.conversation)]


def rooms_of(client: Client) -> dict[int, words.Room]:
    """The conversation list as the client knows it now."""
    found: dict[int, words.Room] = {}
    for word in client.heard:
        match word:
            case words.Rooms(rooms):
                found |= {room.id: room for room in rooms}
            case words.RoomChanged(room):
                found[room.id] = room
            case words.RoomGone(conversation):
                found.pop(conversation, None)
    return found


# --- the naive reading ------------------------------------------------------------------------------------------------


@dataclass
class Row:
    """A row of the log."""

    seq: int
    scope: int
    kind: str
    target: int
    author: int
    body: str
    hidden: int


@dataclass
class Place:
    """A conversation, read event by event. `spans`: for each user [from, to, the seq at which it began]."""

    kind: str
    open: bool
    archived: int = 0
    gone: bool = False
    spans: dict[int, list[list[int]]] = field(default_factory=dict)


class Naive:
    """Who may see what, worked out from the rows of the log alone, without any of the relay's code."""

    def __init__(self, path: Path, people: list[int]) -> None:
        with closing(sqlite3.connect(path)) as connection:
            self.rows = [
                Row(*row)
                for row in connection.execute("SELECT seq, scope, kind, coalesce(target, 0), author, body, hidden FROM event")
            ]
            kinds = connection.execute("SELECT id, kind, gone FROM conversation").fetchall()
            opened = dict(connection.execute("SELECT id, history_open FROM conversation"))
        titles = [row for row in self.rows if row.kind == "title"]
        first_open = {row.scope: not json.loads(row.body)[2] for row in reversed(titles)}  # unknown before the first change
        self.first_open = first_open
        self.places = {place: Place(kind, bool(opened[place]), gone=bool(gone)) for place, kind, gone in kinds}
        self.by_seq = {row.seq: row for row in self.rows}
        for place in self.places.values():
            if place.kind in ("lobby", "announcements"):
                place.spans = {user: [[1, FOREVER, 1]] for user in people}

    def walk(self, made_open: dict[int, bool]) -> Naive:
        """Follow the log; `made_open` says how each group was made."""
        for number, place in self.places.items():
            place.open = made_open.get(number, False)
        for row in self.rows:
            place = self.places[row.scope]
            spans = place.spans.setdefault(row.target, [])
            if row.kind == "join" and row.hidden:
                continue  # takes up a seq, for whom the other blocks
            if row.kind == "join" and place.kind in ("private", "group"):
                spans.append([1 if place.open else row.seq, FOREVER, row.seq])
            elif row.kind == "leave":
                spans[-1][1] = row.seq
            elif row.kind == "gone":
                for ended in place.spans.values():
                    if ended and ended[-1][1] == FOREVER:
                        ended[-1][1] = row.seq
            elif row.kind == "title":
                place.open = bool(json.loads(row.body)[2])
            elif row.kind == "archive":
                place.archived = row.seq
        return self

    def may_see(self, user: int, row: Row, now: bool, live: bool = False) -> bool:
        """`now`: what is archived or gone does not count; `live`: only if it was theirs when it was said."""
        place = self.places[row.scope]
        if row.kind == "gone" or row.hidden == user or (row.kind in ("join", "leave") and place.kind != "group"):
            return False
        if now and (place.gone or row.seq < place.archived):
            return False
        spans = place.spans.get(user, [])
        if not any((span[2] if live else span[0]) <= row.seq <= span[1] for span in spans):
            return False
        if row.kind not in TARGETED:
            return True
        target = self.by_seq[row.target]
        known = [span for span in spans if not live or span[2] <= row.seq]
        visible = any(span[0] <= target.seq <= span[1] for span in known) and target.hidden != user
        return visible and not (now and target.seq < place.archived)

    def seqs(self, user: int, now: bool = True, live: bool = False) -> set[int]:
        """Everything for the eyes of a user."""
        return {row.seq for row in self.rows if self.may_see(user, row, now, live)}
