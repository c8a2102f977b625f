"""English text of linked servers."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    # --- refusals -----------------------------------------------------------------------------------------------------
    "error.NO_SUCH_REALM": "This server is not linked with a server of that name{reason} See /realm for those that it knows.",
    "error.REALM_TAKEN": "That name or server is linked already{reason} Remove the former link first, or choose another name.",
    "error.REALM_ITSELF": "That is this server itself. Name another one.",
    "error.REALM_SHUT": "That link is blocked{reason} Ask the operators of both servers.",
    "error.REALM_NAME": "The server there has another name{reason} Ask its operator how it is called.",
    "error.REALM_SECRET": "The other server does not know the secret of this link. Make a new invite, or add it anew.",
    "error.REALM_ELSEWHERE": (
        "Another server answers there than the one that this link is with. Ask its operator; if it was set up anew, remove the "
        "link and add it again."
    ),
    "error.REALM_FULL": "Too much waits there already{reason} Try again when the other server can be reached.",
    "error.FATE_UNKNOWN": (
        "The other server could not be reached for days. The message may have arrived or not; ask, or send it again."
    ),
    # --- the log of the server ----------------------------------------------------------------------------------------
    "realm.log.up": "linked with {name} ({addr}, {print})",
    "realm.log.down": "the link with {name} broke: {reason}",
    "realm.log.asked": "{name} at {addr} wants to be linked with this server; its fingerprint: {print}",
    "realm.log.proposed": "{by} proposes a link with {name} at {addr}",
    "realm.log.found": "the server of {name} answered; its fingerprint: {print}",
    "realm.log.refused": "refused a link from {addr}, which says that it is {name}: {code}",
    "realm.log.not_linked": "no link with {name} yet: {code}",
    "realm.log.unknown": "somebody of {name} wrote to {count} people whose fate is unknown",
    "realm.log.given_up": "{count} messages for {name} waited too long; their authors are told that nobody knows whether they came",
    # --- what operators did -------------------------------------------------------------------------------------------
    "server.did.AddRealm": "{name} wants a link: {detail}",
    "server.did.AddRealmInvite": "{name} took an invite: {detail}",
    "server.did.MakeRealmInvite": "{name} made an invite for another server",
    "server.did.ChangeRealm": "{name} changed a link: {detail}",
    "server.did.NameRealm": "{name} named this server as a realm: {detail}",
    "realm.log.by_us": "it is not wanted any more",
    "realm.log.closed": "the other side is gone",
    "realm.deed": "{deed} {name}",
    "realm.invite_bad": "it starts with udpchat-realm:// and has a name, an address, a fingerprint and a secret",
    "realm.address": "a link needs an IPv4 address, as in 192.168.1.20",
    "realm.has_links": "it has links; remove them first",
    "realm.not_now": "that cannot be done with a link that is {standing}",
    "plain.realm_usage": "addrealm TOKEN REALM IP PORT",
    "realm.no_groups": "people of other servers cannot be in groups yet",
    # --- people -------------------------------------------------------------------------------------------------------
    "realm.undelivered": "This did not reach {name}: {sentence}",
    "realm.standing.proposed": "proposed; the operator here has to accept",
    "realm.standing.requested": "requested; waits for the operator there",
    "realm.standing.asked": "asks to be linked; the operator here has to accept",
    "realm.standing.invited": "an invite that nobody has used",
    "realm.standing.linked": "linked",
    "realm.standing.down": "cannot be reached now; what you send waits",
    "realm.standing.blocked": "blocked",
    "realm.none": "This server is linked with no other. Here it is called {name}.",
    "realm.here": "This server is called {name}. People of others write to you as {you}@{name}.",
    "realm.row": "{name}: {standing}",
    "realm.person": "{name}@{realm}{display}{online}",
    "realm.online": ", online",
    "realm.elsewhere": "on another server",
    "realm.nobody": "Nobody of that name there.",
    "realm.hidden": "{realm} does not tell who is there, or cannot be asked now.",
    "realm.proposed": "Proposed to the operator of this server.",
    "realm.requested": "Asked for. The operator there has to accept.",
    "command.realm": "servers that this one is linked with",
    "command.realm_people": "who is on another server",
    "command.addrealm": "link this server with another, or propose it to its operator",
    "command.sendprivaterealm": "a message to somebody of another server",
    "command.sendgrouprealm": "the same to several people there",
    "command.sendfilerealm": "a file to somebody of another server",
    "command.getinboxrealm": "your messages with somebody of another server",
    "command.argument.realm": "name of a server",
    "command.argument.host": "address of a server",
    "command.argument.port": "port",
    "command.argument.prefix": "beginning of a name",
    # --- admin --------------------------------------------------------------------------------------------------------
    "admin.realm.none": "No links. As a realm this server is called {name}.",
    "admin.realm.row": "#{id} {name}: {standing}, {addr}, {print}, {queued} waiting, {got} got{rtt}{by}{trouble}",
    "admin.realm.rtt": ", round trip {ms:.1f} ms",
    "admin.realm.by": ", proposed by {name}",
    "admin.realm.trouble": ", last trouble: {code}",
    "admin.realm.unknown": "fingerprint not known yet",
    "admin.realm.called": "As a realm this server is called {name}.",
    "admin.realm.invite": "{invite}",
}
