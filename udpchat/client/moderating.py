"""What needs the server's yes at once: password and account, and what moderators and operators may do.

These are not kept for later: one that is not answered in time (the connection may come and go meanwhile) is refused with
NO_ANSWER. Each returns the ref under which RequestDone or RequestRefused tells its outcome.
"""

from __future__ import annotations

from functools import partial
from typing import Literal

from udpchat.client.person import Person
from udpchat.client.proving import Proved
from udpchat.driver import Job
from udpchat.limits import DETAIL_CHARS
from udpchat.sanitize import one_line
from udpchat.scram import SALT_BYTES, Verifier, make_verifier, unfit_password
from udpchat.words import messages as words


class Moderating(Person):
    """Part of ClientCore."""

    # --- my account ---------------------------------------------------------------------------------------------------

    def change_password(self, password: str, now: float, present: str = "") -> bytes:
        """A new password; every other session of mine ends. BadPassword.

        `present`: the one in force, which is proved first (WrongPassword); "" serves shortly after a sign-in with it only.
        """
        self._writing()
        run, ref = self._run, self._ref()
        if (unfit := unfit_password(password, self.my_name, run.password_chars)) is not None:
            raise unfit
        make = partial(make_verifier, password, self._randbytes(SALT_BYTES))

        def done(made: Verifier | None, error: Exception | None, at: float) -> None:
            if made is not None:
                run.new_password = password
                keys = (made.salt, made.n, made.r, made.p, made.stored_key, made.server_key)
                self._prove(words.ChangePassword(ref, *keys), present, at)

        run.queue(Job("scrypt", "make verifier", make), done)
        return ref

    def delete_account(self, now: float, present: str = "") -> bytes:
        """My account ends, and nothing of it stays on this computer. LoggedOut follows RequestDone. `present` as above."""
        self._writing()
        word = words.DeleteAccount(self._ref())
        self._prove(word, present, now)
        return word.ref

    def _prove(self, word: Proved, present: str, now: float) -> None:
        if present:
            self._run.proving.ask(word, present, now)
        else:
            self._ask(word, now)

    # --- moderators ---------------------------------------------------------------------------------------------------

    def kick(self, user: int, reason: str, now: float) -> bytes:
        """End somebody's sessions; they may come back."""
        return self._ask(words.Kick(self._ref(), user, _reason(reason)), now)

    def silence(self, user: int, until_ms: int, reason: str, now: float) -> bytes:
        """Nothing of this person is taken until then (ms of the wall clock); 0 ends it."""
        return self._ask(words.Silence(self._ref(), user, until_ms, _reason(reason)), now)

    def ban(self, user: int, address: str, until_ms: int, reason: str, now: float) -> bytes:
        """Do not let in this user (or 0), or this IP address (or "")."""
        return self._ask(words.Ban(self._ref(), user, address, until_ms, _reason(reason)), now)

    def unban(self, number: int, now: float) -> bytes:
        """End the sanction of that number; `ask_sanctions` lists them."""
        return self._ask(words.Unban(self._ref(), number), now)

    def slow_mode(self, conversation: int, seconds: int, now: float) -> bytes:
        """So many seconds between two messages of one person there; 0 ends it. NoSuchGroup."""
        id = self._group(self._writing(), conversation).id
        return self._ask(words.SlowMode(self._ref(), id, seconds), now)

    def pause(self, on: bool, now: float) -> bytes:
        """Only moderators are heard."""
        return self._ask(words.Pause(self._ref(), on), now)

    def private_off(self, on: bool, now: float) -> bytes:
        """No private messages but to and from moderators."""
        return self._ask(words.PrivateOff(self._ref(), on), now)

    def new_lesson(self, now: float) -> bytes:
        """Archive the lobby and start a clean one."""
        return self._ask(words.NewLesson(self._ref()), now)

    def ask_sanctions(self, now: float, before: int = 0) -> None:
        """Which sanctions are in force? SanctionsFound is the answer."""
        self._ask(words.AskSanctions(before), now)

    def ask_audit(self, now: float, before: int = 0) -> None:
        """Who used a right over others? AuditFound is the answer."""
        self._ask(words.AskAudit(before), now)

    # --- operators ----------------------------------------------------------------------------------------------------

    def set_role(self, user: int, role: Literal["member", "moderator", "operator"], now: float) -> bytes:
        """What somebody may do on this server."""
        return self._ask(words.SetRole(self._ref(), user, role), now)

    def reset_code(self, user: int, now: float) -> bytes:
        """A one-time code for somebody who forgot the password: CodeFound is the answer."""
        return self._ask(words.ResetCode(self._ref(), user), now)

    def set_announcers(self, who: words.AnnouncedBy, now: float) -> bytes:
        """Who may send announcements."""
        return self._ask(words.SetAnnouncers(self._ref(), who), now)

    def set_retention(self, days: int, now: float) -> bytes:
        """Messages older than so many days are deleted; 0: none."""
        return self._ask(words.SetRetention(self._ref(), days), now)


def _reason(raw: str) -> str:
    return one_line(raw, DETAIL_CHARS)
