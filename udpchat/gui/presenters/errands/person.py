"""A person's card: who they are, whether they are here, and what I can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.client.events import (
    CodeFound,
    Event,
    PeopleChanged,
    PeopleFound,
    RealmPeopleFound,
    RealmsFound,
    RequestRefused,
    RoomsChanged,
)
from udpchat.client.obeying import Steps
from udpchat.gui.presenters.chat_ports import Moderation
from udpchat.gui.presenters.elsewhere import apart
from udpchat.gui.presenters.errands.errand import Bench, Errand
from udpchat.gui.presenters.errands.ports import Confirmation
from udpchat.gui.presenters.errands.rows import Picture, state_words
from udpchat.gui.presenters.errands.when import full_time

RANKS = {"member": 1, "moderator": 2, "operator": 3}


@dataclass(frozen=True, slots=True)
class PersonCardData:
    """Somebody, and what I may do."""

    picture: Picture
    display: str
    name: str
    state: str
    lines: tuple[tuple[str, str], ...]  # what it is, and what it says
    pills: tuple[str, ...]
    me: bool
    blocked: bool
    groups: tuple[tuple[int, str], ...]  # to which I may add them
    verbs: tuple[Moderation, ...]
    may_reset: bool
    code: str = ""
    code_note: str = ""
    realm: str = ""  # if that is another server


class PersonCard(Errand[PersonCardData]):
    """Of one user id."""

    def __init__(self, bench: Bench, user: int) -> None:
        super().__init__(bench)
        self.user = user
        self._code: CodeFound | None = None
        self._blocked: bool | None = None  # as ordered just now

    def begin(self) -> None:
        self._ask()

    def _ask(self) -> None:
        name = self.bench.crowd.get(self.user).name
        bare, realm = apart(name)
        if realm:
            self.bench.crowd.realms.seek(realm, bare)
        if name:
            self.core.ask_people(name, self.bench.now)

    def take(self, event: Event) -> bool:
        return isinstance(event, PeopleFound | PeopleChanged | RoomsChanged | RealmsFound | RealmPeopleFound)

    def data(self) -> PersonCardData:
        one, around, me = self.bench.crowd.get(self.user), self.bench.around, self.user == self.core.me
        name, realm = apart(one.name)
        state = self.bench.crowd.realms.state_of(one.name) if realm else state_words(one, around.moment, around.wall_ms())
        lines = [
            (text("errands.person.name"), f"@{one.name}"),
            (text("errands.person.country"), one.country),
            (text("errands.person.status"), one.status),
        ]
        role = one.role if one.role in ("moderator", "operator") else ""
        pills = [text(f"errands.role.{role}")] if role else []
        pills += [text("errands.role.guest")] if one.guest else []
        pills += [text("errands.person.plain")] if one.plain else []
        pills += [text("errands.person.blocked")] if self.blocked else []
        return PersonCardData(
            picture=Picture(name, one.user, one.presence),
            display=name if one.display == one.name else one.display,
            name=one.name,
            state=text("errands.people.you") if me else state,
            lines=tuple((key, said) for key, said in lines if said),
            pills=tuple(pills),
            me=me,
            blocked=self.blocked,
            groups=() if me or realm else self._groups(),
            verbs=() if realm else self._verbs(one.role, one.guest),
            may_reset=self.bench.operates and not one.guest and not me and not realm,
            code=self._code.code if self._code else "",
            code_note=text("errands.code.note", name=one.display, when=full_time(self._code.until_ms)) if self._code else "",
            realm=realm,
        )

    @property
    def blocked(self) -> bool:
        """Whether I have blocked them."""
        if self._blocked is not None:
            return self._blocked
        room = self.core.room(numbers.private_with(self.user))
        return self.bench.crowd.get(self.user).blocked or bool(room and room.blocked)

    def _groups(self) -> tuple[tuple[int, str], ...]:
        mine = [room for room in self.core.rooms if room.kind == "group" and room.role in ("owner", "admin")]
        return tuple((room.id, room.title) for room in sorted(mine, key=lambda room: room.title.casefold()))

    def _verbs(self, role: str, guest: bool) -> tuple[Moderation, ...]:
        """Over others one needs the higher rank."""
        rank = 0 if guest else RANKS.get(role, 1)
        if self.user == self.core.me or not self.bench.moderates or RANKS[self.core.my_role] <= rank:
            return ()
        return ("mute", "kick", "ban", "role") if self.bench.operates and not guest else ("mute", "kick", "ban")

    # --- what to do ---------------------------------------------------------------------------------------------------

    def message(self) -> None:
        """Write to them."""
        self.go(numbers.private_with(self.user))

    def add_to(self, group: int) -> None:
        """Into one of my groups; 0: a new one."""
        user = self.user
        if not group:
            self.leave_for(lambda: self.bench.errands.new_group((user,)))
            return
        title = next((title for id, title in self._groups() if id == group), "")
        self.order(lambda: self.core.add_members(group, (user,), self.bench.now), lambda value: self._added(value, title))

    def _added(self, value: int, title: str) -> None:
        if not self.later(value):
            name = self.bench.crowd.get(self.user).display
            self.bench.windows.toast(text("errands.person.added", name=name, title=title))

    def block(self) -> None:
        """Nothing private from them any more, or again."""
        if self.blocked:
            self._block(False)
            return
        name = self.bench.crowd.get(self.user).display
        title, words = text("errands.block.title", name=name), text("errands.block.words")
        self.confirm(Confirmation(title, words, text("errands.block.verb"), "ban"), lambda: self._block(True))

    def _block(self, on: bool) -> None:
        def done(value: int) -> None:
            self.later(value)
            self._blocked = on
            self.refresh()

        self.order(lambda: self.core.block(self.user, on, self.bench.now), done)

    def moderate(self, verb: Moderation) -> None:
        """Keep order."""
        self.leave_for(lambda: self.bench.errands.moderate(self.user, verb))

    def account(self) -> None:
        """It is me: change what others see."""
        self.leave_for(self.bench.errands.account)

    def reset_code(self) -> None:
        """A code for somebody who forgot the password."""
        self.run(self._code_steps, self._code_found)

    def _code_steps(self) -> Steps[CodeFound]:
        ref = self.core.reset_code(self.user, self.bench.now)
        answers = CodeFound | RequestRefused
        event: CodeFound | RequestRefused = yield lambda event: isinstance(event, answers) and event.ref == ref
        if isinstance(event, RequestRefused):
            raise event.refusal
        return event

    def _code_found(self, found: CodeFound) -> None:
        self._code = found
        self.refresh()
