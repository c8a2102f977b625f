"""The View of the presenter on the parts of the chat window: data in, onto the widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from udpchat.catalogue import text
from udpchat.gui.chat.window_parts import WindowParts
from udpchat.gui.dialogs import confirm
from udpchat.gui.widgets.chat_data import (
    AnnouncementData,
    BannerData,
    ComposerData,
    ContextData,
    FindData,
    FooterData,
    HeaderData,
    ListData,
    MeData,
    MovingData,
    PeopleData,
    QuestionData,
)
from udpchat.gui.widgets.chat_rows import Change


class WindowView(WindowParts):
    """Part of the chat window."""

    _my_state = ""

    def show_title(self, title: str, unread: int) -> None:
        self._program.title(title, unread)

    def show_me(self, me: MeData) -> None:
        self._my_state = me.chosen
        self.side.set_me(me)
        self.chat.set_my_name(me.name)

    def show_conversations(self, conversations: ListData) -> None:
        self.side.set_conversations(conversations)

    def show_header(self, header: HeaderData) -> None:
        self.header.set_header(header)

    def show_people(self, people: PeopleData) -> None:
        self.people.set_people(people)

    def show_footer(self, footer: FooterData) -> None:
        self.side.set_footer(footer)

    def show_moving(self, moving: MovingData | None) -> None:
        self.side.set_moving(moving)

    def show_banner(self, banner: BannerData | None) -> None:
        self.banner.set_banner(banner)

    def show_jump(self, count: int) -> None:
        self.chat.jump_button.set_count(count)

    def show_find(self, find: FindData) -> None:
        self.find_bar.set_find(find)

    def change_rows(self, changes: Sequence[Change]) -> None:
        self.chat.change(changes)

    def scroll_to_end(self) -> None:
        self.chat.to_end()

    def scroll_to(self, key: str) -> None:
        self.chat.choose(key)

    def show_composer(self, composer: ComposerData) -> None:
        if composer.is_open:
            self.composer.open(composer.hint)
        else:
            self.composer.close(composer.hint)

    def set_draft(self, draft: str) -> None:
        if not self.composer.value:
            self.composer.set(draft)

    def complain(self, sentence: str) -> None:
        self.composer.complain(sentence)

    def show_typing(self, line: str) -> None:
        self.typing.set_words(line)

    def show_context(self, context: ContextData | None) -> None:
        self.composer.set_context(context)

    def show_announcement(self, announcement: AnnouncementData | None) -> None:
        self.announcement.set_announcement(announcement)

    def set_text(self, said: str) -> None:
        self.composer.set(said)
        self.composer.caret_to_end()

    def confirm(self, question: QuestionData, on_yes: Callable[[], None]) -> None:
        about = question.title, question.text, question.verb, question.back
        confirm(self._kit, self, *about, on_yes, danger=question.danger, icon=question.icon)

    def ask_fingerprint(self, fingerprint: str, address: str) -> None:
        confirm(
            self._kit,
            self,
            text("chat.question.title", address=address),
            text("chat.question.text", fingerprint=fingerprint),
            text("chat.question.yes"),
            text("chat.question.no"),
            lambda: self._actions.trust(True),
            danger=True,
            icon="shield",
        )
