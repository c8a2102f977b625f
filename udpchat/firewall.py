"""The command that lets other computers reach a server, for the firewall of each system."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import Final

_ADMIN_PATH: Final = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"))
"""Where the tools of a firewall are, though the path of a person may not lead there."""


def _which(program: str) -> str | None:
    return shutil.which(program, path=_ADMIN_PATH)


def firewall_command(
    port: int,
    platform: str = sys.platform,
    which: Callable[[str], str | None] = _which,
    python: str = sys.executable,
) -> str:
    """One line to be run as administrator, that allows UDP to `port` (on macOS: to this Python)."""
    match platform:
        case "win32":
            rule = f"dir=in action=allow protocol=UDP localport={port} profile=private,domain"
            return f'netsh advfirewall firewall add rule name="udpchat {port}" {rule}'
        case "darwin":
            tool = "/usr/libexec/ApplicationFirewall/socketfilterfw"
            return f'sudo {tool} --add "{python}" && sudo {tool} --unblockapp "{python}"'
        case _:
            return _linux(port, which)


def firewall_commands(port: int, platform: str = sys.platform) -> tuple[tuple[str, str], ...]:
    """The command for each system, by its name, this system's first: the server may run on any of them."""
    systems = (("Windows", "win32"), ("macOS", "darwin"), ("Linux", "linux"))
    ordered = sorted(systems, key=lambda one: not platform.startswith(one[1]))
    return tuple((name, _for(port, system, platform.startswith(system))) for name, system in ordered)


def _for(port: int, system: str, here: bool) -> str:
    """On another computer it is not known what is installed: the most common."""
    if here:
        return firewall_command(port, system)
    return firewall_command(port, system, lambda name: name if name == "ufw" else None, "/usr/bin/python3")


def _linux(port: int, which: Callable[[str], str | None]) -> str:
    if which("firewall-cmd"):
        return f"sudo firewall-cmd --permanent --add-port={port}/udp && sudo firewall-cmd --reload"
    if which("ufw"):
        return f"sudo ufw allow {port}/udp"
    if which("nft") and not which("iptables"):
        return f"sudo nft insert rule inet filter input udp dport {port} accept"
    return f"sudo iptables -I INPUT -p udp --dport {port} -j ACCEPT"
