"""English of `find` and `doctor`."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    # --- find ---------------------------------------------------------------------------------------------------------
    "find.none": (
        "No server answers. Is one running? `python3 -m udpchat find --scan` asks each address of this network, "
        "`python3 -m udpchat doctor HOST` looks at one server."
    ),
    "find.no_network": "No server answers. This computer is on no network: only servers on it can be found.",
    "find.swept": "Asking every address… {percent} %",
    "find.head.name": "NAME",
    "find.head.address": "ADDRESS",
    "find.head.online": "ONLINE",
    "find.head.rtt": "ROUND TRIP",
    "find.head.signup": "SIGN-UP",
    "find.head.known": "CERTIFICATE",
    "find.head.code": "CODE",
    "find.rtt": "{count} ms",
    "find.signup.room": "room password",
    "find.signup.open": "open to all",
    "find.signup.guests": "accounts and guests",
    "find.signup.accounts": "accounts only",
    "find.known.known": "known",
    "find.known.new": "new",
    "find.known.twin": "not the one you know",
    # --- doctor: how it is --------------------------------------------------------------------------------------------
    "doctor.grade.good": "ok",
    "doctor.grade.note": "note",
    "doctor.grade.warning": "maybe",
    "doctor.grade.fault": "FAULT",
    "doctor.expected": "the one you expect",
    "doctor.kind.room": "new accounts need the room password",
    "doctor.kind.open": "anybody may create an account",
    "doctor.kind.guests": "accounts and guests",
    "doctor.kind.accounts": "accounts only",
    "doctor.mark.known": "known",
    "doctor.mark.new": "new",
    "doctor.mark.twin": "not the one you know by this name",
    # --- this computer ------------------------------------------------------------------------------------------------
    "doctor.clock.good": "The clock of this computer says {date}.",
    "doctor.clock.wrong": "The clock of this computer says {date}, which cannot be right.",
    "doctor.clock.wrong.advice": "Set date and time. Connections work all the same, but messages show wrong times.",
    "doctor.clock.ahead": "This computer's clock is {apart} ahead of the server's.",
    "doctor.clock.ahead.advice": "Nothing breaks, but messages show odd times. Set the clock that is wrong.",
    "doctor.clock.behind": "This computer's clock is {apart} behind the server's.",
    "doctor.clock.behind.advice": "Nothing breaks, but messages show odd times. Set the clock that is wrong.",
    "doctor.network.good": "This computer is on a network: {networks}.",
    "doctor.network.none": "This computer is on no network.",
    "doctor.network.none.advice": "Plug in a cable or join the Wi-Fi that the server is on, then check again.",
    "doctor.network.no_address": "The network has given this computer no address of its own: {networks}.",
    "doctor.network.no_address.advice": "Unplug and plug in again, or leave the Wi-Fi and join it anew.",
    # --- name and way -------------------------------------------------------------------------------------------------
    "doctor.name.good": "The name {host} stands for {address}.",
    "doctor.name.unknown": "The name {host} is not known on this network.",
    "doctor.name.unknown.advice": "Check the spelling, or use the IP address that the server shows on its screen.",
    "doctor.name.ipv6": "The name {host} has IPv6 addresses only, which udpchat does not use.",
    "doctor.name.ipv6.advice": "Use the address with four numbers, like 192.168.1.20, from the server's screen.",
    "doctor.way.here": "{host} is this computer itself.",
    "doctor.way.same": "{host} is on the same network as this computer ({network}).",
    "doctor.way.everybody": "{host} is the address of a whole network, not of one computer.",
    "doctor.way.everybody.advice": "Use the address that the server shows on its screen.",
    "doctor.way.none": "No way leads from this computer to {host}.",
    "doctor.way.none.advice": "It belongs to a network that this computer is not on. Join the server's network.",
    "doctor.way.elsewhere": "{host} is on another network than this computer ({source}).",
    "doctor.way.elsewhere.advice": (
        "A router may join the two, but guest Wi-Fi and cable are often kept apart. Join the server's network if you can."
    ),
    "doctor.way.outside": "{host} is on the internet, not on the local network.",
    "doctor.way.outside.advice": "The router over there has to pass the UDP port on to the server.",
    # --- the port -----------------------------------------------------------------------------------------------------
    "doctor.port.answers": "A server answers at {place} after {count} ms.",
    "doctor.port.closed": "The computer {host} is on, but no server uses UDP port {port} there.",
    "doctor.port.closed.advice": "Start the server, or check the port on its screen.",
    "doctor.port.stranger": "Something answers at {place}, but it is not udpchat.",
    "doctor.port.stranger.advice": "Another program uses this port. Check address and port on the server's screen.",
    "doctor.port.filtered": "The computer {host} is on, but what is sent to its UDP port {port} is not answered.",
    "doctor.port.filtered.advice": "Its firewall most likely drops it. Allow the port there, as administrator:",
    "doctor.port.silent": "Nothing answers from {host}, UDP port {port}.",
    "doctor.port.silent.advice": (
        "The computer is off, the server is not started, or a firewall drops what is sent. To allow the port there:"
    ),
    "doctor.host.nobody": "No computer on this network has the address {host}.",
    "doctor.host.nobody.advice": "It is switched off, asleep, or has another address now. Look at the server's screen.",
    "doctor.out.blocked": "This computer does not let anything out to {place}.",
    "doctor.out.blocked.advice": "A firewall or protection program here blocks it. Allow Python or udpchat to use UDP.",
    # --- the server ---------------------------------------------------------------------------------------------------
    "doctor.version.other": "The server at {place} speaks version {theirs} of the protocol; this udpchat speaks {ours}.",
    "doctor.version.other.advice": "Use the same udpchat on both sides. This one is {program}.",
    "doctor.server.good": "It is the server {name}: {kind}.",
    "doctor.server.useless.advice": (
        "Large packets may get lost on the way (a tunnel or VPN), or the other side is no udpchat of this version ({ours})."
    ),
    "doctor.certificate.good": "Its certificate is the right one ({code}).",
    "doctor.certificate.new": "This computer has never met {name}. Its code is {code}.",
    "doctor.certificate.new.advice": "Compare the code with the server's screen, or use an invite.",
    "doctor.certificate.changed": "{name} answers there, which is not {expected}. It shows the code {code}.",
    "doctor.certificate.changed.advice": (
        "Type no password there. If the server was set up anew, its screen shows this code; otherwise ask who runs it."
    ),
    "doctor.signin.good": "{name} can sign in to {server}.",
    "doctor.signin.refused.advice": "Ask the person who runs the server.",
    "doctor.signin.AUTH_FAILED.advice": "Look at Caps Lock and keyboard layout. The operator can give you a one-time code.",
    "doctor.signin.NO_SUCH_USER.advice": "Create the account first, or spell {name} as it was created.",
    "doctor.signin.BANNED.advice": "Only the person who runs the server can end it.",
    "doctor.signin.FULL.advice": "The operator can allow more people in the settings of the server.",
    "doctor.signin.SLOW_DOWN.advice": "Wait as long as it says; trying earlier makes it longer.",
    "doctor.signin.NOT_YOUR_SERVER.advice": "Type no password there. Compare its code with the server's screen.",
    "doctor.done": "Everything that can be seen from here is in order.",
    "doctor.done.advice": "Name and password were not tried.",
    # --- elsewhere ----------------------------------------------------------------------------------------------------
    "doctor.instead.expected": "{name}, the one you look for, answers at {place}.",
    "doctor.instead.expected.advice": "Connect to that address.",
    "doctor.instead.port": "On the same computer {name} answers at port {port}.",
    "doctor.instead.port.advice": "If that is the one, connect to {place}.",
    "doctor.instead.other": "{name} answers at {place}.",
    "doctor.instead.other.advice": "If that is the one, connect there.",
    "doctor.seen": "{name} answers at {place} after {count} ms: {online} online, {kind}.",
    "doctor.seen.none": "No server answers on this network.",
    "doctor.seen.none.advice": "Start one, or name one: its address stands on its screen.",
    "doctor.known.silent": "{name}, which you know, does not answer. It was at {place}.",
    "doctor.known.silent.advice": "If it should be running, examine that address.",
    "doctor.local.none": "No server runs on this computer from the usual folder.",
    "doctor.local.none.advice": "Start one with the server window or `python3 -m udpchat serve`.",
    "doctor.local.running": "{name} runs on this computer, on port {port}.",
    "doctor.local.loopback": "It takes nobody but this computer itself.",
    "doctor.local.loopback.advice": "Start it without --host 127.0.0.1 to let others in.",
    "doctor.local.places": "Others reach it at {places}.",
    "doctor.local.firewall": "If they cannot, let UDP port {port} in through the firewall of this computer:",
    "doctor.note.user": "--user NAME tries name and password too.",
}
