"""English of errors, server log and terminal. A sentence of an error says what happened and what to do next."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, str]] = {
    # --- errors on this side: {detail} is " X" or "", {reason} is ": X." or "." ---------------------------------------
    "error.ERROR": "Something went wrong{reason} Try again; if it stays, restart the program.",
    "error.LOCAL": "That did not work on this computer{reason} Check what you entered and try again.",
    "error.CANCELLED": "Cancelled: nothing was done. Begin anew when you like.",
    "error.NOT_YET": "This is not available yet{reason} Update udpchat when a newer version is out.",
    "error.PORT_IN_USE": (
        "UDP port{detail} is already in use by another program. Stop that program, or choose another port with --port."
    ),
    "error.FOLDER_IN_USE": (
        "The data folder{detail} is in use by another udpchat{pid}. Stop that one first, or choose another folder with "
        "--data."
    ),
    "error.FOLDER_NOT_WRITABLE": (
        "The data folder{detail} cannot be written. Change its permissions, or choose another folder with --data."
    ),
    "error.DAMAGED_KEY": (
        "The server's key{detail} is damaged and was left as it is. Restore the data folder from a backup, or choose a "
        "new folder with --data; people will then be asked to trust the new server."
    ),
    "error.DAMAGED_STORE": (
        "The database{detail} is damaged and was left as it is. Restore it from a backup, or choose another folder "
        "with --data."
    ),
    "error.STORE_TOO_NEW": (
        "The database{detail} was written by a newer version of udpchat. Update this program, or choose another folder "
        "with --data."
    ),
    "error.NO_ROOM_PASSWORD": (
        "Sign-up with the room password needs a room password. Give one with --room-password, or choose another --signup."
    ),
    "invite.characters": "it holds characters that no invite has, or is too long",
    "invite.no_fingerprint": "the part after # is missing",
    "invite.scheme": "it does not start with udpchat://",
    "address.invite": "this looks like an invite; use the whole of it",
    "address.characters": "it is too long or not in plain letters and digits",
    "address.port": "the port is a number from 1 to 65535",
    "address.host": "the host is neither an IPv4 address nor a name",
    "address.numbers": "an IPv4 address is four numbers from 0 to 255",
    "address.nobody": "no server can have this IPv4 address",
    "invite.letters": "after # there may only be the letters A-Z and the digits 2-7",
    "invite.mistyped": "the part after # is mistyped",
    "invite.last": "the last character is mistyped",
    "address.not_here": "{host} is no address of this computer",
    "invite.length": "after # there must be {count} characters, not {found}",
    "invite.for_servers": "it links two servers, and belongs on the page Realms of a server window",
    "error.BAD_INVITE": "That is not a valid invite{reason} Copy the whole line that starts with udpchat:// again.",
    "error.BAD_ADDRESS": (
        "That is not a valid address{reason} Type a name or an IP address, like 192.168.1.20 or lab:11111."
    ),
    "error.BAD_NAME": "That name cannot be used{reason} Choose another name.",
    "error.BAD_PASSWORD": "That password cannot be used{reason} Choose another password.",
    "error.TEXT_TOO_LONG": "The message is too long. Shorten it, or send it in parts.",
    "error.TEXT_EMPTY": "The message is empty. Type something first.",
    "error.NO_ANSWER": (
        "The server{detail} does not answer. Check that it is running, that the address and port are right, and that "
        "no firewall blocks UDP."
    ),
    "error.NAME_DOES_NOT_RESOLVE": (
        "The computer name{detail} is not known on this network. Check the spelling, or use the IP address instead."
    ),
    "error.CERTIFICATE_UNKNOWN": (
        "First visit to this server, and nobody could be asked. Compare its fingerprint{detail} with the "
        "server's screen, then connect again with --trust or with an invite."
    ),
    "error.CERTIFICATE_CHANGED": (
        "This server's fingerprint{detail} is not the one from before. Somebody may be listening in. Ask the person "
        "who runs it before you connect."
    ),
    "error.NOT_YOUR_SERVER": (
        "Another server than the known one{detail} answers there. Look for the known one, or connect to this one as a "
        "new server."
    ),
    "error.UNPROVEN_SERVER": (
        "The server{detail} could not prove that it knows your account, so you were not signed in. Check the address, "
        "or ask the person who runs the server for an invite."
    ),
    "error.SIGN_IN_AGAIN": "The account{detail} is no longer kept signed in here. Type its password once more.",
    "error.GUEST_ENDED": (
        "Your time as a guest was over before this message could be sent. Send it again if it is still wanted."
    ),
    "error.PROFILE_IN_USE": (
        "The account{detail} is open in another window on this computer. Use that window, or close it first."
    ),
    "error.NOT_YOUR_NAME": "That is not your name, so nothing was done. Type your own name to confirm.",
    "error.YOURSELF": "That is you. Name somebody else.",
    "error.NO_GROUP_HERE": "No group is open. Open one first, or name it.",
    "error.MANY_GROUPS": "Several of your groups have that name{reason} Name one by its number instead.",
    "error.NO_MESSAGE_HERE": "There is no such message here. Look again, or load earlier ones.",
    "error.BAD_DAY": "That is no day{reason} Write it like 2026-03-31.",
    "error.NOT_WRITTEN": "The file could not be written{reason} Choose another place or name.",
    "error.BAD_LINE": "That cannot be used{reason} Change it and try again.",
    "error.OUTBOX_FULL": (
        "Too many messages are waiting for the server. Wait until the connection is back, then send this one again."
    ),
    "error.NO_SPACE": "The disk of this computer is full{reason} Make room, then try again.",
    "error.CANNOT_READ": "The file{detail} cannot be opened. Check that it is there and that you may use it.",
    # --- the other side broke the protocol ----------------------------------------------------------------------------
    "error.REMOTE": "The other side sent something unexpected{reason} Connect again; if it stays, update both sides.",
    "error.PROTOCOL_VIOLATION": (
        "The other side broke the protocol{reason} Connect again; if it stays, update udpchat on both sides."
    ),
    # --- refusals by the server ---------------------------------------------------------------------------------------
    "error.REFUSED": "The server refused{reason} Try again later, or ask the person who runs it.",
    "error.USERNAME_TAKEN": (
        "The name{detail} is taken. Choose another name, or sign in with its password if it is yours."
    ),
    "error.NO_SUCH_USER": "There is no account{detail} on this server. Check the spelling.",
    "error.AUTH_FAILED": "The name or the password is wrong. Check both and try again.",
    "error.WRONG_CODE": "That one-time code is wrong, used up or too old. Check it, or ask for a new one.",
    "error.WRONG_PASSWORD": "That is not your present password. Check it, and try again.",
    "error.PASSWORD_NEEDED": "Your present password is needed for that. Type it, and try again.",
    "error.ROOM_PASSWORD": "The room password is missing or wrong. Ask the person who runs the server for it.",
    "error.BANNED": "You are banned from this server{reason}{again} Ask the person who runs it.",
    "error.MUTED": "You are muted{reason} Your text is kept; you can send it {wait}.",
    "error.PAUSED": "The chat is paused. Your text is kept; send it when a moderator goes on.",
    "error.SLOW_MODE": "Slow mode is on here. Your text is kept; send the next message {wait}.",
    "error.PRIVATE_OFF": "Private messages are switched off. Ask a moderator, or write in the lobby.",
    "error.NOT_A_MEMBER": "You are not a member of that conversation{reason} Ask one of its admins to add you.",
    "error.NO_SUCH_GROUP": "There is no such group{detail}, or it was deleted. Check the name.",
    "error.NO_SUCH_MESSAGE": "That message is not there any more. Your text is kept; send it as a new message.",
    "error.GROUP_FULL": "The group is full; it takes no more members. Make a second group for the others.",
    "error.FULL": "The server is full. Try again {wait}.",
    "error.SLOW_DOWN": "That was too fast. Try again {wait}.",
    "error.STORAGE": "The server could not save that; nothing is lost on your side. Try again {wait}.",
    "error.SIGNUP_CLOSED": "This server does not take registrations. Ask the person who runs it for an account.",
    "error.GUESTS_OFF": "This server does not take guests. Sign in with an account, or register one.",
    "error.BAD_REQUEST": "The server could not do that{reason} Check what you entered, and try again.",
    "error.NOT_ALLOWED": "You are not allowed to do that{reason} Ask a moderator or the person who runs the server.",
    "error.INVALID_NAME": "The server does not accept that name{reason} Choose another name.",
    "error.INVALID_TEXT": "The server does not accept that message{reason} Shorten or change it and send it again.",
    "error.QUOTA": "There is no room for that file on the server{reason} Delete files that are not needed any more.",
    "error.FILE_TOO_LARGE": "The server does not take files of that size{reason} Send it in pieces, or ask who runs it.",
    "error.NO_SUCH_FILE": "The file{detail} is not on the server any more. Ask whoever sent it to send it again.",
    "error.FILE_CHANGED": "The file{detail} is not what it was when its transfer began. Try again.",
    "error.DISK_FULL": "The disk of the server is full{reason} Ask the person who runs it to make room.",
    # --- waiting times inside the sentences above ---------------------------------------------------------------------
    "wait.moment": "in a moment",
    "wait.second": "in 1 second",
    "wait.seconds": "in {count} seconds",
    "wait.minutes": "in {count} minutes",
    "wait.hours": "in {count} hours",
    "wait.days": "in {count} days",
    "wait.banned": " You may come again {wait}.",
    "wait.moderator": "when a moderator lets you",
    # --- the rules of names -------------------------------------------------------------------------------------------
    "name.empty": "it is empty",
    "name.taken": "it is taken",
    "name.too_long": "it is longer than {count} characters",
    "name.character": "only letters, digits and _ - . are allowed",
    "name.scripts": "its letters are from more than one alphabet",
    "name.no_letter": "it needs at least one letter or digit",
    "name.marks": "it has too many marks on one letter",
    "name.reserved": "it is reserved for the server itself",
    "name.quote": "it has a double quote in it",
    "name.looks_like": "it reads like the name of somebody else",
    "name.too_many_bytes": "it is too long",
    "name.invisible": "it has invisible or control characters",
    # --- server -------------------------------------------------------------------------------------------------------
    "server.log.joined": "{name} joined from {addr}",
    "server.log.joined_guest": "{name} joined as a guest from {addr}",
    "server.log.left": "{name} left ({reason})",
    "server.log.relayed": "message from {name}, {size} bytes",
    "server.log.refused": "refused {name} from {addr}: {code} {detail}",
    "server.log.closed": "closed {addr}: {reason}",
    "server.log.failed": "failed: {text}",
    "server.log.suppressed": "more lines of the kind {kind!r} are left out for this second",
    "server.log.nobody": "somebody",
    "server.log.operator": "the operator",
    "server.did.AddMembers": "{name} added members to the group {detail}",
    "server.did.Ban": "{name} banned {detail}",
    "server.did.ChangeGroup": "{name} changed the group {detail}",
    "server.did.ChangePassword": "{name} has a new password",
    "server.did.ChangeProfile": "{name} changed the profile",
    "server.did.CreateGroup": "{name} made the group {detail}",
    "server.did.DeleteAccount": "{name} deleted the account",
    "server.did.DeleteGroup": "{name} deleted the group {detail}",
    "server.did.GiveRole": "{name} gave somebody another role in the group {detail}",
    "server.did.ImportUsers": "{name} made {detail} accounts",
    "server.did.Kick": "{name} kicked {detail}",
    "server.did.Leave": "{name} left the group {detail}",
    "server.did.NewLesson": "{name} began a new lesson: the lobby is archived",
    "server.did.Pause": "{name} paused the chat",
    "server.did.PrivateOff": "{name} switched private messages off",
    "server.did.PrivateOn": "{name} switched private messages on",
    "server.did.Recover": "{name} used a one-time code and has a new password",
    "server.did.RemoveMember": "{name} took somebody out of the group {detail}",
    "server.did.ResetCode": "{name} asked for a one-time code for {detail}",
    "server.did.Resume": "{name} ended the pause of the chat",
    "server.did.SetAnnouncers": "{name} lets announcements come from: {detail}",
    "server.did.SetRetention": "{name} set the days that messages are kept to {detail}; 0 is for good",
    "server.did.SetRole": "{name} set the role of {detail}",
    "server.did.Silence": "{name} muted {detail}",
    "server.did.SlowMode": "{name} set slow mode to {detail}",
    "server.did.Unsilence": "{name} ended the mute of {detail}",
    "server.did.Unban": "{name} ended a sanction of {detail}",
    "server.announcers": "only moderators announce here",
    "server.ban_address": "that is no IPv4 address",
    "server.ban_own": "that would ban this computer, or you",
    "server.ban_over": "that time is over already",
    "server.retention_max": "at most {maximum} days",
    "server.slow_max": "at most {maximum} seconds",
    "server.log.started": "listening on {addr}",
    "server.log.stopping": "stopped by the operator: {reason}",
    "server.log.moving": "moving to port {port}; everybody is told and comes along",
    "server.log.operator_came": "the operator signed in from {addr}",
    "server.log.operator_left": "the operator left ({reason})",
    "server.log.settings": "settings changed: {what}",
    "server.log.settings_kept": "settings not changed: {code} {detail}",
    "server.log.settings_damaged": (
        "the saved settings could not be read and are now {path}; the server runs with its usual ones"
    ),
    "server.log.port_file": "the new port could not be written into the data folder: {reason}",
    "server.log.file_begins": "--- {date} udpchat {version}, process {pid} ---",
    "server.change.name": "name {value}",
    "server.change.port": "port {value}",
    "server.change.signup": "sign-up {value}",
    "server.change.guests_on": "guests allowed",
    "server.change.guests_off": "no guests",
    "server.change.room_set": "room password set",
    "server.change.room_none": "no room password",
    "server.change.nothing": "nothing",
    "server.change.port_range": "the port is a number from 1 to {maximum}",
    "server.change.room_needed": "sign-up with the room password needs one",
    # --- client -------------------------------------------------------------------------------------------------------
    "client.lost.asleep": "This computer was asleep or stood still.",
    "client.lost.bye": "The server ended the connection.",
    "client.lost.flood": "The server was sent too much at once.",
    "client.lost.handshake": "Something answers at {server}, but no secure connection came about.",
    "client.lost.idle": "Nothing was heard from the server for a while.",
    "client.lost.internal": "The server had a fault.",
    "client.lost.protocol": "The other side said something that this version does not understand.",
    "client.lost.reset": "The server was restarted.",
    "client.lost.shutdown": "The server was stopped.",
    "client.lost.sign_in": "The server did not finish the sign-in.",
    "client.lost.stranger": "Another server answers at {server}; yours is being waited for.",
    "client.lost.tls": "The secure connection could not be made.",
    "client.lost.unreachable": "The network does not reach the server.",
    "client.lost.unanswered": "Nothing answers at {server}.",
    "client.lost.unwilling": "The server cannot take you right now.",
    "client.ended.replaced": "You signed in elsewhere, and that session took the place of this one.",
    "client.ended.kick": "A moderator ended your session{reason}. You may sign in again.",
    "client.ended.ban": "A moderator has banned you{reason}. Ask them, or the person who runs the server.",
    "client.ended.password": "Your password was changed, on another device or with a one-time code. Sign in with the new one.",
    "client.ended.deleted": "Your account was deleted on another device.",
    "client.ended.version": "The server speaks another version of udpchat. Update the older side.",
    "message.file": "[file {name}, {size}]",
    "client.too_many_files": "more than {count} files at once",
    "client.too_many_people": "at most {count} people at once",
    "client.password.short": "it needs at least {count} characters",
    "client.password.name": "it must not be your name",
    # --- store --------------------------------------------------------------------------------------------------------
    "store.no_sanction": "there is no such mute or ban, or it is over",
    "store.groups": "you own {count} groups already",
    "store.reactions": "you gave this message {count} reactions already",
    # --- terminal -----------------------------------------------------------------------------------------------------
    "terminal.ask.server": "Server (address or invite): ",
    "terminal.ask.user": "Your name: ",
    "terminal.ask.password": "Password of {name}: ",
    "terminal.no_server": "there is none",
    "terminal.no_password": (
        "there is none, and nobody could be asked; use --password-file FILE or the variable UDPCHAT_PASSWORD"
    ),
    "terminal.password_file": "the password file {path} cannot be read as text",
    "terminal.serve.headless": "udpchat serves without a window; stop it with Ctrl-C.",
    "terminal.signed_in": "Signed in to {server} as {name}. /help lists the commands.",
    "terminal.logged_out": "Logged out.",
    "terminal.lost": "Connection lost: {reason} It comes back by itself; what you type meanwhile is kept.",
    "terminal.back": "The connection is back.",
    "terminal.waiting_to_leave": (
        "{count} messages wait for the server before you can leave. Press Ctrl-C twice to leave without waiting."
    ),
    "terminal.who": "{count} online: {names}",
    "terminal.joined": "{name} is here.",
    "terminal.left": "{name} left.",
    "terminal.not_sent": "Not sent: {text} ({why})",
    "terminal.slowed": "You write faster than this server takes it; it slows you down for {seconds} s. Nothing is lost.",
    "terminal.postponed": "Not sent yet: {why} It is kept, and sent as soon as the server takes it.",
    "terminal.not_saved": "This computer cannot save: {reason} Free some space; it is tried again.",
    "terminal.history_reset": "The server was restored from a backup; its messages are loaded again.",
    "terminal.unknown_command": "There is no command {name}. /help lists the commands; // sends a text that starts with /.",
    "terminal.certificate.first": (
        "First visit to this server. Compare with the screen of the person who runs it: {fingerprint}. "
        "Type yes if they match; anything else if they differ or you cannot see it."
    ),
    "terminal.certificate.changed": (
        "WARNING: this server shows another fingerprint than before: {fingerprint}. Somebody may be listening in. "
        "Ask the person who runs it. Type yes only if they tell you that exactly this is right."
    ),
    "terminal.certificate.yes": "yes y",
    "terminal.stranger": "Another server answers there ({fingerprint}). It gets nothing; yours is being waited for.",
    "terminal.certificate.refused": "Not connected. Ask the person who runs the server for an invite.",
}
