"""Draft a proposal: the text of an invitation or an answer, and the slots that it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.domain.digest import Citation
from bot.domain.meeting.invitation import Wording
from bot.domain.people.place import Nearness, nearness
from bot.services.invite.common_ground import language_with, topics_with
from bot.services.invite.drafting import draft_for
from bot.services.invite.slots import choose
from bot.services.ranking.nearby import SOMEWHERE
from bot.text.draft import appointment, naming
from bot.text.draft.brief import Brief, BriefKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.meeting.slot import Slot
    from bot.domain.people.identity import Person
    from bot.domain.people.trip import Trip
    from bot.domain.talk.cue import Cue
    from bot.ports import Network
    from bot.services.context import Context
    from bot.services.invite.channel import Channel
    from bot.services.invite.slots import Agendas
    from bot.services.ranking.nearby import Nearby
    from bot.text.safety.limits import Limits

LUNCHTIME: Final = (time(11, 30), time(14))
"""A slot that begins between these times, in the owner's time zone, is a lunch."""


SHORT: Final = 266
"""The maximum length of a draft, in grapheme clusters, where digests go out in short messages.

With the evidence above it and the commands below it, a draft of this length fits a Mastodon status
(500), so a digest of three people is three or four messages.
"""
ROOMY: Final = 1000, 300
"""Where digests go out in messages this long, a draft may be as long as a Bluesky post."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A wording, and notes to the owner on what could not be done as they may expect."""

    wording: Wording
    notes: tuple[str, ...] = ()


async def propose_to(  # noqa: PLR0913 (what a proposal is made of)
    context: Context,
    person: Person,
    channel: Channel,
    *,
    thread: Citation | None,
    agendas: Agendas,
    engaged: Iterable[Slot],
    near: Nearby = SOMEWHERE,
) -> Proposal:
    """Draft an invitation that fits a direct message on the network of the channel.

    To whom is `near` on a trip, it names the days; to whom is far, it is to a video call.

    Raises:
        ImpossibleError: no text fits the limits.
    """
    trip, city = near.proximity.trip, near.city
    zone = context.owner.zone if trip is None else ZoneInfo(trip.city.zone)
    is_far = near.proximity.nearness is Nearness.FAR
    there = ZoneInfo(city.zone) if city is not None and is_far else None
    found = choose(context, agendas, engaged, trip=trip, their_zone=there)
    kind = _kind(near, zone, found.slots)
    brief = Brief(
        kind=kind,
        name=naming.first_name(person),
        language=await language_with(context, person, kind),
        limits=_limits(context, channel),
        zone=zone,
        their_zone=None
        if city is None or near.proximity.nearness is Nearness.UNKNOWN
        else ZoneInfo(city.zone),
        trip=trip,
        thread=thread,
        topic="" if thread else next(iter(await topics_with(context, person)), ""),
        slots=found.slots,
        place=_venue(context, agendas, trip),
    )
    text, notes = await draft_for(context, brief)
    notes = found.notes + notes if context.wishes.windows else notes
    named, basis = _named(brief, text, context), near.proximity.basis
    return Proposal(Wording(text, brief.language, named, basis=basis), notes)


def _venue(context: Context, agendas: Agendas, trip: Trip | None) -> str:
    """The first of the owner's favourite places that is in reach of home, or of the trip.

    A place whose town is not known is taken to be at home.
    """
    for place in context.wishes.places:
        towns = context.gazetteer.find(place.rpartition(",")[2].strip())
        town = towns[0] if len(towns) == 1 else None
        base = agendas.stays.home if trip is None else trip.city
        found = nearness(base, town, context.wishes.reach)
        if found.is_near or (trip is None and found is Nearness.UNKNOWN):
            return place
    return ""


def _named(brief: Brief, text: str, context: Context) -> tuple[Slot, ...]:
    """The slots that the text names: it may have had no room for all of them."""
    languages = {brief.language, context.wishes.words.language}
    return tuple(
        slot
        for slot in brief.slots
        if any(
            appointment.said(slot.start, brief.zone, None, language) in text
            for language in languages
        )
    )


async def answer_to(context: Context, person: Person, channel: Channel, cue: Cue) -> Proposal:
    """Draft the frame of an answer to a question: the owner writes the answer itself.

    Raises:
        UserError: no text fits the limits.
    """
    brief = Brief(
        kind=BriefKind.ANSWER,
        name=naming.first_name(person),
        language=await language_with(context, person, BriefKind.ANSWER),
        limits=_limits(context, channel),
        zone=context.owner.zone,
        thread=Citation(naming.asked(cue.text), cue.url if cue.is_open else ""),
        private=not cue.is_open,
    )
    text, notes = await draft_for(context, brief)
    return Proposal(Wording(text, brief.language, answers=cue.uri), notes)


def _limits(context: Context, channel: Channel) -> Limits:
    """The limits of a draft: those of a direct message, and of its place in a digest."""
    direct = room_for(channel.network, channel.to.handle)
    long_messages, longest = ROOMY
    digest = context.post.messenger.capabilities.limits.graphemes
    most = longest if digest >= long_messages else SHORT
    return replace(direct, graphemes=min(direct.graphemes, most))


def room_for(network: Network, to: str) -> Limits:
    """The limits of the text of a direct message, without the handle of the recipient."""
    limits = network.capabilities.limits
    spent = len(network.addressed("x", to)) - 1
    return replace(limits, graphemes=limits.graphemes - spent)


def clash(slots: Iterable[Slot], taken: Sequence[Slot]) -> bool:
    """Whether any of the slots overlaps a taken one."""
    return any(
        slot.start < other.end and other.start < slot.end for slot in slots for other in taken
    )


def still_ahead(wording: Wording, now: datetime) -> Wording:
    """The wording without the slots that have begun."""
    return replace(wording, slots=tuple(slot for slot in wording.slots if slot.start > now))


def _kind(near: Nearby, zone: ZoneInfo, slots: Sequence[Slot]) -> BriefKind:
    if near.proximity.nearness is Nearness.FAR:
        return BriefKind.CALL
    first, last = LUNCHTIME
    starts = [slot.start.astimezone(zone).time() for slot in slots]
    at_noon = bool(starts) and all(first <= start < last for start in starts)
    return BriefKind.LUNCH if at_noon else BriefKind.COFFEE
