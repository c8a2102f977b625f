"""One conversation as the chat window holds it: what was said, which part is shown, what was read, what is being typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from udpchat.catalogue import text
from udpchat.client import events, numbers
from udpchat.gui.presenters.chat_reading import Reading
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_diff import changes
from udpchat.gui.presenters.timeline_items import Item, MomentOf, Said
from udpchat.gui.presenters.timeline_rows import Lines, rows
from udpchat.gui.presenters.timeline_window import TimelineWindow
from udpchat.gui.widgets.chat_data import Kind
from udpchat.gui.widgets.chat_rows import Change, EarlierRow, EmptyRow, NoticeRow, Row
from udpchat.limits import INTEGER_MAX

KINDS = {"lobby": Kind.LOBBY, "announcements": Kind.ANNOUNCEMENTS, "group": Kind.GROUP, "private": Kind.PRIVATE}


class Room:
    """A conversation by its number. `info` is what the core says of it; None: nobody said anything there yet."""

    def __init__(self, id: int, moment: MomentOf, info: events.Room | None = None, peer_name: str = "") -> None:
        self.id = id
        self.info = info
        self._peer_name = peer_name
        self.timeline = Timeline(moment)
        self.window = TimelineWindow(self.timeline)
        self.reading = Reading()
        self.name_of: Callable[[int], str] = lambda _user: ""
        self.note_of: Callable[[int], str] = lambda _user: ""
        self.on_shown: Callable[[Sequence[Item]], None] = lambda _items: None
        """Hears what is in the window, whenever it is drawn."""
        self.draft = ""
        self.draft_kept = ""  # as it is on disk
        self.loading = False  # earlier messages were asked for
        self.more = True  # the disk may have earlier ones
        self.stalled = False  # the last answer brought nothing: not again by itself
        self._restored = False  # the log was replaced, and nobody was told yet
        self._shown: list[Row] = []

    # --- what it is ---------------------------------------------------------------------------------------------------

    @property
    def kind(self) -> Kind:
        """What sort it is."""
        if self.info is not None:
            return KINDS[self.info.kind]
        return Kind.LOBBY if self.id == numbers.LOBBY else Kind.PRIVATE if self.id < 0 else Kind.GROUP

    @property
    def title(self) -> str:
        """What it is called here."""
        match self.kind:
            case Kind.LOBBY:
                return text("chat.lobby")
            case Kind.ANNOUNCEMENTS:
                return text("chat.announcements")
            case Kind.PRIVATE:
                return (self.info.peer_name if self.info else "") or self._peer_name or text("chat.somebody")
            case _:
                return (self.info.title if self.info else "") or text("chat.group")

    @property
    def peer(self) -> int:
        """With whom a private one is, else 0."""
        return numbers.peer_of(self.id)

    @property
    def hue(self) -> int | str:
        """What its colour is made from."""
        return self.peer or (self.id if self.kind is Kind.GROUP else self.title)

    @property
    def muted(self) -> bool:
        """No sounds and notices from there."""
        return self.info is not None and self.info.muted

    @property
    def newest_seq(self) -> int:
        """The seq of the last thing that happened there, for the order of the list."""
        newest = self.info.newest.seq if self.info and self.info.newest else 0
        return max(newest, self.timeline.newest_seq)

    def unsent(self) -> list[str]:
        """What I wrote there and nobody has: messages that wait or were refused, and the draft."""
        mine = [item for item in self.timeline.items if isinstance(item, Said) and item.seq is None and not item.deleted]
        return [said for said in (*(item.text for item in mine), self.draft) if said.strip()]

    # --- the past -----------------------------------------------------------------------------------------------------

    def wants_earlier(self) -> int | None:
        """Before which seq to load from disk; None: nothing to load, or not now."""
        oldest_seq = self.timeline.oldest_seq
        if self.loading or self.timeline.full:
            return None
        if oldest_seq is None:  # nothing is held: only what the core knows to be there is worth a look
            return INTEGER_MAX if self.more and self.info and self.info.newest else None
        return oldest_seq if oldest_seq > 1 and (self.more or self.timeline.trimmed) else None

    def restart(self) -> None:
        """The log is another one."""
        self.timeline.clear()
        self.reading.reset()
        self.window.following = True
        self.loading, self.more, self.stalled = False, True, False
        self._restored = True

    # --- what is shown ------------------------------------------------------------------------------------------------

    def forget_shown(self) -> list[Change]:
        """The step that empties a view, before another conversation is shown in it."""
        steps, self._shown = changes(self._shown, []), []
        return steps

    def refresh(self, today: int, caught_up: bool, now_ms: int) -> Sequence[Change]:
        """The steps from what was shown to what is so now."""
        if self._restored and caught_up:
            self._restored = False
            self.timeline.tell(text("chat.notice.reset"), now_ms)
        self.timeline.trim()
        self.window.settle()
        self.on_shown(self.window.items)
        line_after = self.reading.line_after
        new_at = self.timeline.first_unread(line_after) if line_after is not None else None
        lines = Lines(today, new_at, self.name_of, self.note_of)
        shown = [*self._top(caught_up), *rows(self.window.items, lines)]
        steps, self._shown = changes(self._shown, shown), shown
        return steps

    def _top(self, caught_up: bool) -> list[Row]:
        kind = self.kind.name.lower()
        if not len(self.timeline) and self.wants_earlier() is None and not self.loading:
            if caught_up:
                title = text(f"chat.empty.title.{kind}", name=self.title)
                return [EmptyRow("empty", title, text(f"chat.empty.text.{kind}", name=self.title))]
            return [NoticeRow("loading", text("chat.loading"))]
        if self.loading:
            return [EarlierRow("earlier", text("chat.earlier.loading"), False)]
        if self.window.lo > 0 or self.wants_earlier() is not None:
            return [EarlierRow("earlier", text("chat.earlier"), True)]
        if self.timeline.full:
            return [EarlierRow("earlier", text("chat.earlier.full"), False)]
        begin = text(f"chat.earlier.none.{kind}", title=self.title)
        return [EarlierRow("earlier", begin, False)] if caught_up else []
