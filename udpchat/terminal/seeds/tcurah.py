"""TCurah: words in hashes. Each command asks for what it needs, one line after another; #EXIT# cancels, #END# ends a list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.client.obeying import Lines, Steps, Task
from udpchat.client.target import AccountSignIn, Registration
from udpchat.errors import AuthFailed, Cancelled, NoSuchUser, UdpchatError, UsernameTaken
from udpchat.terminal.seeds.bench import Bench

CANCEL: Final = "#EXIT#"
END: Final = "#END#"


def command(line: str, bench: Bench, signed_in: bool) -> Callable[[], Task | Lines] | None:
    """What the line asks for; None if it is no word in hashes of this system."""
    row = _COMMANDS.get(line.strip().upper())
    if row is None:
        return None
    run, needs_sign_in = row
    if needs_sign_in is not signed_in and needs_sign_in is not None:
        return lambda: (text("seed.tcurah.sign_in" if needs_sign_in else "seed.tcurah.signed_in"),)
    return partial(run, bench)


def explained(error: UdpchatError) -> Lines:
    """Why it did not work, in one line."""
    match error:
        case Cancelled():
            return (text("seed.tcurah.cancelled"),)
        case UsernameTaken():
            return (text("seed.tcurah.taken"),)
        case NoSuchUser() | AuthFailed() if not error.detail:
            return (text("seed.tcurah.wrong"),)
        case _:
            return (error.sentence,)


def _ask(bench: Bench, key: str) -> Steps[str]:
    """A word or name stands without the spaces around it, a message with them."""
    line = yield from bench.ask(text(f"seed.tcurah.ask.{key}"))
    word = line.strip()
    if word.upper() == CANCEL:
        raise Cancelled
    return line if key == "message" else word


def _register(bench: Bench) -> Task:
    """#BUAT#: the account is made; one comes in with #MASUK#."""
    name = yield from _ask(bench, "username")
    password = yield from _ask(bench, "password")
    yield from bench.sign_in(Registration(name, password, display=name))
    yield from bench.log_out()
    return (text("seed.tcurah.registered", name=name),)


def _sign_in(bench: Bench) -> Task:
    name = yield from _ask(bench, "username")
    password = yield from _ask(bench, "password")
    try:
        yield from bench.sign_in(AccountSignIn(name, password))
    except (NoSuchUser, AuthFailed):
        raise AuthFailed from None
    return (text("seed.tcurah.welcome", name=bench.work.core.my_name),)


def _private(bench: Bench) -> Task:
    name = yield from _ask(bench, "recipient")
    said = yield from _ask(bench, "message")
    yield from bench.send((name,), said)
    return (text("seed.tcurah.sent", name=name),)


def _broadcast(bench: Bench) -> Task:
    said = yield from _ask(bench, "message")
    core = bench.work.core
    yield from bench.work.outcome(core.announce(said, bench.work.now))
    return (text("seed.tcurah.broadcast"),)


def _groups(bench: Bench) -> Lines:
    titles = [room.title for room in bench.work.core.rooms if room.kind == "group"]
    listed = text("seed.tcurah.groups", titles=", ".join(titles)) if titles else text("seed.tcurah.no_groups")
    return listed, text("seed.tcurah.group_commands")


def _create(bench: Bench) -> Task:
    title = yield from _ask(bench, "new_group")
    core = bench.work.core
    group = yield from bench.work.outcome(core.create_group(title, bench.work.now))
    yield lambda event: core.room(group) is not None
    return (text("seed.tcurah.created", title=title),)


def _add(bench: Bench) -> Task:
    title = yield from _ask(bench, "group")
    group = bench.work.group(title)
    added: list[str] = []
    while (name := (yield from _ask(bench, "member"))).upper() != END:
        try:
            user = yield from bench.work.person(name)
            yield from bench.work.outcome(bench.work.core.add_members(group.id, (user,), bench.work.now))
        except UdpchatError as error:
            bench.say(error.sentence)
            continue
        added.append(bench.work.core.name_of(user))
    return (text("seed.tcurah.added", names=", ".join(added) or "-", title=group.title),)


def _say_in_group(bench: Bench) -> Task:
    title = yield from _ask(bench, "group")
    group = bench.work.group(title)
    said = yield from _ask(bench, "message")
    yield from bench.work.outcome(bench.work.core.send_message(said, bench.work.now, group.id))
    return (text("seed.tcurah.sent", name=group.title),)


def _leave(bench: Bench) -> Lines:
    bench.leave(bench.work.now)
    return (text("seed.tcurah.bye"),)


_COMMANDS: Final[dict[str, tuple[Callable[[Bench], Task | Lines], bool | None]]] = {
    "#BUAT#": (_register, False),
    "#MASUK#": (_sign_in, False),
    "#PRIBADI#": (_private, True),
    "#BROADCAST#": (_broadcast, True),
    "#GRUP#": (_groups, True),
    "#BUATGRUP#": (_create, True),
    "#TAMBAHMEMBER#": (_add, True),
    "#CHATGRUP#": (_say_in_group, True),
    "#KELUAR#": (_leave, None),
}
"""By word: what to do, and whether one has to be signed in for it (None: it does not matter)."""
