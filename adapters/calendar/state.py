"""Whether an event keeps the owner busy."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.calendar.content import Component, Property

OUTLOOK: Final = "X-MICROSOFT-CDO-BUSYSTATUS"


class State(IntEnum):
    """What an event does to the owner's time."""

    FREE = 0
    PERHAPS = 1
    BUSY = 2


def state_of(component: Component, address: str | None) -> State:
    """What an event that is not off does, by its status and by the owner's answer to it."""

    def says(name: str, *values: str) -> bool:
        """Whether all properties of this name have one of these values."""
        properties = component.all(name)
        return bool(properties) and all(prop.value.upper() in values for prop in properties)

    answers = set(_answers(component, address))
    if says(OUTLOOK, "FREE") or says("TRANSP", "TRANSPARENT"):
        return State.FREE
    is_organizer = any(_is_from(prop, address) for prop in component.all("ORGANIZER"))
    unsure = {"TENTATIVE"} if is_organizer else {"TENTATIVE", "NEEDS-ACTION"}
    if says("STATUS", "TENTATIVE") or says(OUTLOOK, "TENTATIVE", "WORKINGELSEWHERE"):
        return State.PERHAPS
    return State.PERHAPS if answers and answers <= unsure | {"DECLINED"} else State.BUSY


def is_off(component: Component, address: str | None) -> bool:
    """Whether an event is cancelled, or the owner declined it: they are not there."""
    status = {prop.value.upper() for prop in component.all("STATUS")}
    cancelled = bool(status) and status <= {"CANCELLED", "CANCELED"}
    return cancelled or set(_answers(component, address)) == {"DECLINED"}


def _answers(component: Component, address: str | None) -> Iterator[str]:
    """The owner's answers to an invitation."""
    for prop in component.all("ATTENDEE"):
        if _is_from(prop, address):
            yield prop.params.get("PARTSTAT", "").upper() or "NEEDS-ACTION"


def _is_from(prop: Property, address: str | None) -> bool:
    named = {_address(prop.value), _address(prop.params.get("EMAIL", ""))}
    return address is not None and _address(address) in named


def _address(text: str) -> str:
    plain = unquote(text.strip()).casefold().removeprefix("mailto:")
    return plain.partition("?")[0].strip(" <>\"'")
