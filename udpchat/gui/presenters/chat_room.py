"""One conversation as the chat window holds it: what was said, which part is shown, what was read, what is being typed."""

from __future__ import annotations

from collections.abc import Sequence

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_reading import Reading
from udpchat.gui.presenters.timeline import Timeline
from udpchat.gui.presenters.timeline_diff import changes
from udpchat.gui.presenters.timeline_items import MomentOf, Said
from udpchat.gui.presenters.timeline_rows import Lines, rows, short_time
from udpchat.gui.presenters.timeline_window import TimelineWindow
from udpchat.gui.widgets.chat_data import ConversationData, Kind
from udpchat.gui.widgets.chat_rows import Change, EarlierRow, EmptyRow, NoticeRow, Row, Tick
from udpchat.limits import DISPLAY_LINE_CHARS
from udpchat.sanitize import one_line


class Room:
    """A conversation by its id; `kind` says what sort it is."""

    def __init__(self, id: int, kind: Kind, title: str, moment: MomentOf) -> None:
        self.id = id
        self.kind = kind
        self.title = title
        self.timeline = Timeline(moment)
        self.window = TimelineWindow(self.timeline)
        self.reading = Reading()
        self.draft = ""
        self.draft_kept = ""  # as it is on disk
        self.loading = False  # earlier messages were asked for
        self.more = True  # the disk may have earlier ones
        self.stalled = False  # the last answer brought nothing: not again by itself
        self._restored = False  # the log was replaced, and nobody was told yet
        self._shown: list[Row] = []

    # --- the past -----------------------------------------------------------------------------------------------------

    def wants_earlier(self) -> int | None:
        """Before which seq to load from disk; None: nothing to load, or not now."""
        oldest_seq = self.timeline.oldest_seq
        if oldest_seq is None or oldest_seq <= 1 or self.loading or self.timeline.full:
            return None
        return oldest_seq if self.more or self.timeline.trimmed else None

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
        line_after = self.reading.line_after
        new_at = self.timeline.first_unread(line_after) if line_after is not None else None
        shown = [*self._top(caught_up), *rows(self.window.items, Lines(today, new_at))]
        steps, self._shown = changes(self._shown, shown), shown
        return steps

    def _top(self, caught_up: bool) -> list[Row]:
        if not len(self.timeline):
            if caught_up:
                return [EmptyRow("empty", text("chat.empty.title"), text("chat.empty.text"))]
            return [NoticeRow("loading", text("chat.loading"))]
        if self.loading:
            return [EarlierRow("earlier", text("chat.earlier.loading"), False)]
        if self.window.lo > 0 or self.wants_earlier() is not None:
            return [EarlierRow("earlier", text("chat.earlier"), True)]
        key = "chat.earlier.full" if self.timeline.full else "chat.earlier.none"
        return [EarlierRow("earlier", text(key), False)] if caught_up else []

    def line(self, today: int, is_open: bool) -> ConversationData:
        """Its line in the side list."""
        last = self.timeline.last_said()
        draft = one_line(self.draft, DISPLAY_LINE_CHARS) if self.draft and not is_open else ""
        return ConversationData(
            id=self.id,
            kind=self.kind,
            title=self.title,
            preview=text("chat.preview.draft", text=draft) if draft else _preview(last),
            time=short_time(last.moment, today) if last else "",
            unread=self.reading.unread_count,
            mention=self.reading.mentioned,
            draft=bool(draft),
            pending=not draft and last is not None and last.tick is Tick.PENDING,
        )


def _preview(last: Said | None) -> str:
    if last is None:
        return text("chat.preview.none")
    words = one_line(last.text, DISPLAY_LINE_CHARS)
    return text("chat.preview.me", text=words) if last.own else text("chat.preview", name=last.name, text=words)
