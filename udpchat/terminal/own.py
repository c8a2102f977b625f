"""The commands that only a terminal has: its help, the ways to come in, and what a sanction says."""

from __future__ import annotations

from typing import Final

from udpchat.catalogue import text
from udpchat.client.commands import BY_NAME, Command, available
from udpchat.client.events import Rules, Sanctioned
from udpchat.client.parsing import Call
from udpchat.client.showing import clock
from udpchat.client.target import AccountSignIn, Credentials, GuestSignIn, Recovery, Registration
from udpchat.limits import INTEGER_MAX

_RULES: Final = {"paused": ("paused", "resumed"), "private_off": ("private_off", "private_on")}

WAYS_IN: Final = ("login", "register", "guest", "recover")


def help_lines(call: Call, role: str) -> list[str]:
    """All commands, or one."""
    wanted = call.get("command")
    if wanted:
        command = BY_NAME.get(wanted.lower())
        found = [command] if command else [one for one in BY_NAME.values() if one.name.startswith(wanted.lower())]
        return [_help_line(one, 0) for one in dict.fromkeys(found)] or [f"* {text('terminal.unknown_command', name=wanted)}"]
    commands = available(role, "terminal")
    width = max(len(command.usage) for command in commands if len(command.usage) < 40)
    return [_help_line(command, width) for command in commands]


def _help_line(command: Command, width: int) -> str:
    return f"* {command.usage:{width}}  {text(command.key)}"


def credentials(call: Call) -> Credentials:
    """Who wants to come in, from the arguments of one of the ways in."""
    name, password = call.get("name"), call.get("password")
    match call.command.name:
        case "register":
            return Registration(name, password, display=call.get("text") or name)
        case "guest":
            return GuestSignIn(name, password)
        case "recover":
            return Recovery(name, call.get("code"), password)
        case _:
            return AccountSignIn(name, password)


def rules_lines(before: Rules | None, now: Rules) -> list[str]:
    """What holds for everybody and did not before; at the sign-in only what is out of the ordinary."""
    lines = []
    for name in ("paused", "private_off"):
        on, was = getattr(now, name), getattr(before, name, False)
        if on != was:
            lines.append(text(f"terminal.rules.{_RULES[name][0 if on else 1]}"))
    return lines


def sanction_line(sanction: Sanctioned) -> str:
    """That a moderator muted me, and for how long; what ends the session is told as its end."""
    reason = f" ({sanction.reason})" if sanction.reason else ""
    if not sanction.until_ms:
        return text("terminal.sanction.over")
    if sanction.until_ms >= INTEGER_MAX:
        return text("terminal.sanction.mute", reason=reason)
    return text("terminal.sanction.mute_until", reason=reason, until=clock(sanction.until_ms))
