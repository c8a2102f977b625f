"""The command that lets other computers reach a server, for the firewall of each system."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable


def firewall_command(
    port: int,
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
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


def _linux(port: int, which: Callable[[str], str | None]) -> str:
    if which("firewall-cmd"):
        return f"sudo firewall-cmd --permanent --add-port={port}/udp && sudo firewall-cmd --reload"
    if which("ufw"):
        return f"sudo ufw allow {port}/udp"
    if which("nft") and not which("iptables"):
        return f"sudo nft insert rule inet filter input udp dport {port} accept"
    return f"sudo iptables -I INPUT -p udp --dport {port} -j ACCEPT"
