"""English, by part of the program. Another language is another folder with the same parts."""

from __future__ import annotations

from typing import Final

from udpchat.catalogue.en import (
    admin,
    chat,
    composing,
    connect,
    core,
    desktop,
    doctor,
    errands,
    file_cards,
    file_keeping,
    file_sheets,
    messages,
    office,
    operator,
    plain,
    realms,
    terminal,
)

STRINGS: Final[dict[str, str]] = {
    **core.STRINGS,
    **admin.STRINGS,
    **desktop.STRINGS,
    **doctor.STRINGS,
    **connect.STRINGS,
    **chat.STRINGS,
    **composing.STRINGS,
    **errands.STRINGS,
    **file_cards.STRINGS,
    **file_keeping.STRINGS,
    **file_sheets.STRINGS,
    **messages.STRINGS,
    **office.STRINGS,
    **operator.STRINGS,
    **plain.STRINGS,
    **realms.STRINGS,
    **terminal.STRINGS,
}
