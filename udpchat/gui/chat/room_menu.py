"""The menus of conversations and people, and the one below my own name, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from udpchat.catalogue import text
from udpchat.gui.presenters.chat_ports import Availability
from udpchat.gui.widgets.chat_data import Offer
from udpchat.gui.widgets.popup_menu import Item

STATES: Final[tuple[Availability, ...]] = ("online", "away", "busy")


def offer_items(offers: Sequence[Offer], do: Callable[[Offer], None]) -> list[Item]:
    """One line for each; no line between others at an end."""
    items: list[Item] = []
    for offer in offers:
        if offer is Offer.APART:
            items += [Item()] if items and items[-1].words else []
        else:
            items.append(Item(text(f"chat.offer.{offer.value}"), partial(do, offer)))
    return items[:-1] if items and not items[-1].words else items


def state_items(
    chosen: str, choose: Callable[[Availability], None], account: Callable[[], None], sign_out: Callable[[], None]
) -> list[Item]:
    """Whether I am there, and what I say about it. Nothing to choose from while there is no connection."""
    states = [Item(text(f"chat.state.{state}"), partial(choose, state), chosen=state == chosen) for state in STATES if chosen]
    return [
        *states,
        *([Item()] if states else []),
        Item(text("chat.state.account"), account),
        Item(text("chat.menu.sign_out"), sign_out),
    ]
