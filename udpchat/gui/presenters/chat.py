"""The chat window without the window: events of the core in, calls on the view out, and what the person does.

Whatever changes only touches; a flush soon after draws everything at once, at most 33 times a second, so a flood of
messages costs a bounded share of the time however large it is. What is shown is always computed from what is held, and
the view gets the difference: there is no second truth in the widgets.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import assert_never

from udpchat.catalogue import text
from udpchat.client import numbers
from udpchat.gui.presenters.chat_hearing import Hearing
from udpchat.gui.presenters.chat_ports import Around, Availability, Compose, Core, Deeds, Errands, View
from udpchat.gui.presenters.room_deeds import mention
from udpchat.gui.presenters.timeline_items import Said
from udpchat.gui.widgets.chat_data import Act, Offer, Show
from udpchat.gui.widgets.chat_rows import Tick
from udpchat.invites import human_fingerprint


class ChatPresenter(Hearing):
    """One signed-in person's window. Feed it every event of the core with `on_event`; end it with `close`."""

    def __init__(self, core: Core, view: View, around: Around) -> None:
        super().__init__(core, view, around)
        self._touch()

    def attach(self, compose: Compose, errands: Errands, deeds: Deeds) -> None:
        """The parts that do more than the stand-ins. Each event goes to them after it was taken here."""
        self.compose, self.errands, self.deeds = compose, errands, deeds

    def close(self) -> None:
        """The window goes. What was typed and read is kept."""
        self.errands.close()
        self._notes.keep_drafts()
        self._notes.keep_marks()
        self._keep_open()
        self._timers.close()
        self._alerts.hush()
        self._connection.close()

    # --- from the person: writing -------------------------------------------------------------------------------------

    def send(self, said: str) -> bool:
        """Send a text to the open conversation. False: not taken, the view was told why."""
        room = self._open
        if not self.compose.send(said):
            return False
        self._notes.sent(room, said)
        return True

    def choose_files(self) -> None:
        """Choose files for the open conversation."""
        if self._may_write():
            self.errands.attach(self._open.id)

    def send_files(self, paths: Sequence[str]) -> None:
        """Files that were dropped, pasted or named: look them over, then send them to the open conversation."""
        if paths and self._may_write():
            self.errands.send_files(paths, self._open.id)

    def _may_write(self) -> bool:
        is_open = self._standing.composer(self._open, self._connection.over).is_open
        if not is_open:
            self._view.toast(text("sending.closed"))
        return is_open

    def typed(self, draft: str) -> None:
        """The text in the composer changed."""
        if self.compose.keeps(draft):
            self._notes.typed(self._open, draft)

    def retry(self, key: str) -> None:
        """Send a failed message again."""
        said = self._open.timeline.by_key(key)
        if isinstance(said, Said) and said.tick is Tick.FAILED and self.compose.post(said.text, said.reply):
            self.discard(key)

    def discard(self, key: str) -> None:
        """Let a failed message go."""
        self._open.timeline.discard(key)
        self._touch()

    # --- from the person: reading -------------------------------------------------------------------------------------

    def focused(self, focused: bool) -> None:
        """The window got or lost the keyboard."""
        self._focused = self._log.focused = focused
        if focused:
            self._alerts.hush()
        self._touch()

    def active(self) -> None:
        """A key or the pointer moved in the window."""
        self._state.touched()

    def scrolled(self, at_bottom: bool) -> None:
        """The view stands at its last row, or not."""
        window = self._open.window
        following = at_bottom and (window.following or window.at_end)
        if following != window.following:
            window.following = following
            self._touch()

    def earlier(self, asked: bool = False) -> None:
        """The top of the view is near; `asked`: by a click on the button."""
        room = self._open
        if room.window.grow_up():
            self._flush()
            return
        if asked or not room.stalled:
            self._load_earlier(room)

    def newer(self) -> None:
        """The bottom of the view is near, and it may not be the end of the conversation."""
        if self._open.window.grow_down():
            self._flush()

    def filter_people(self, wanted: str) -> None:
        """Show those people only whose name contains this."""
        self._people.filter(wanted)
        self._touch()

    # --- from the person: conversations and people --------------------------------------------------------------------

    def show_only(self, show: Show) -> None:
        """Which conversations the list shows."""
        self._list.show = show
        self._touch()

    def step(self, step: int, unread: bool = False) -> None:
        """To the next conversation down the list, or up; `unread`: the next one with something unread."""
        if (id := self._list.neighbour(self._open, step, unread)) is not None:
            self.open_conversation(id)

    def open_at(self, place: int) -> None:
        """To the conversation at a place of the list, 0 the first."""
        if (id := self._list.at(place, self._open)) is not None:
            self.open_conversation(id)

    def offer(self, offer: Offer) -> None:
        """A line of the menu of the open conversation."""
        self._room_deeds.offer(offer, self._open)

    def room_offers(self, id: int) -> tuple[Offer, ...]:
        """The menu of any conversation in the list: it need not be opened for that, and so stays unread."""
        room = self._book.find(id)
        if room is None:
            return ()
        unread = room.reading.unread_count > 0
        return (*([Offer.READ, Offer.APART] if unread else []), *self._head.offers(room))

    def room_offer(self, offer: Offer, id: int) -> None:
        """A line of that."""
        room = self._book.find(id)
        if room is None:
            return
        if offer is Offer.READ:
            self._command(lambda: self._core.mark_read(id, room.newest_seq, self._around.now()))
        else:
            self._room_deeds.offer(offer, room)

    def mute(self) -> None:
        """The bell: silence the open conversation, or let it be heard again."""
        self.offer(Offer.UNMUTE if self._open.muted else Offer.MUTE)

    def person_offers(self, user: int) -> tuple[Offer, ...]:
        """What one may do with somebody."""
        return self._head.person_offers(user, self._open)

    def person_offer(self, offer: Offer, user: int) -> None:
        """A line of the menu of somebody."""
        match offer:
            case Offer.OPEN:
                self.write_to(user)
            case Offer.MENTION:
                self._view.set_text(mention(self.compose.text, self._core.name_of(user)))
                self._view.write()
            case _:
                self._room_deeds.person(offer, user, self._open)

    def write_to(self, user: int) -> None:
        """To somebody in private."""
        self.open_conversation(numbers.private_with(user))
        self._view.write()

    def set_state(self, state: Availability) -> None:
        """Whether I am there."""
        self._state.choose(state)

    def announcement(self, wanted: bool) -> None:
        """The strip of an announcement: read it there, or put it away."""
        shown = self._announcing.shown
        self._announcing.dismiss()
        if wanted and shown is not None:
            self.open_conversation(shown.conversation, shown.seq)

    # --- from the person: finding -------------------------------------------------------------------------------------

    def find(self, wanted: str) -> None:
        """Look for something in the open conversation."""
        self._finding.begin(wanted, self._open)

    def find_step(self, older: int) -> None:
        """To the next older hit, or with -1 to the next newer."""
        self._finding.step(older)

    def find_end(self) -> None:
        """No more."""
        self._finding.end()

    # --- from the person: the connection ------------------------------------------------------------------------------

    def act(self, act: Act) -> None:
        """The button of the banner."""
        match act:
            case Act.TRY_NOW:
                self._command(lambda: self._core.network_changed(self._around.now()))
            case Act.SIGN_IN:
                self._around.sign_in_again()
            case Act.LEAVE_NOW:
                self._command(lambda: self._core.leave_now(self._around.now()))
            case Act.COMPARE:
                if (question := self._connection.troubles.question) is not None:
                    self._view.ask_fingerprint(human_fingerprint(question), self._around.address())
            case Act.DISMISS:
                self._connection.saved()
            case other:
                assert_never(other)

    def trust(self, trusted: bool) -> None:
        """The answer about the fingerprint; one that comes too late is no matter."""
        if self._connection.troubles.question is None:
            return
        answer = self._core.accept_certificate if trusted else self._core.refuse_certificate
        self._command(partial(answer, self._around.now()))

    def sign_out(self) -> None:
        """Sign out once everything typed has arrived; the banner offers not to wait."""
        if self._connection.troubles.ended:
            self._around.ended()
            return
        self._notes.keep_drafts()
        self._connection.leave()
        self._command(lambda: self._core.log_out(self._around.now()))
