"""Planned meetings as a calendar that other programs subscribe to.

Its address is as good as a password, and the only one that needs no cookie, as calendar programs
have none. It is told once; what is kept is a hash. All that is wrong is answered alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.domain.meeting.invitation import State
from bot.domain.sentence import Sentence, marked
from bot.errors import TerrasseError
from bot.services.mishap import contained
from bot.services.rounds.follow_up import meeting_with
from bot.text.draft import ics, naming
from bot.web.actions import back_to, read_form
from bot.web.site import Said, current_ranking, site_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.services.context import Context

_HEADERS: Final = {"Referrer-Policy": "no-referrer"}
_SUFFIX: Final = ".ics"
_ON: Final = marked(
    "The feed is on. Its address is shown this once: put it into your calendar program, and show "
    "it to nobody, as whoever has it sees when and where you meet people.\n{address}"
)
_OFF: Final = marked("The feed is off. Its address is no longer good.")


async def serve(request: Request) -> Response:
    """The feed under its address; nothing under any other."""
    site, name = site_of(request), request.path_params["name"]
    context = site.context
    try:
        token = name.removesuffix(_SUFFIX)
        is_asked = request.method in {"GET", "HEAD"} and name.endswith(_SUFFIX)
        feed = site.entrance.feed_of(token, context.clock.now()) if is_asked else None
        if feed is None:
            return Response(status_code=404, headers=_HEADERS)
        content = b""
        async with contained(context, Sentence(marked("the feed"))) as failures:
            content = await planned(request, context, full_names=feed.full_names)
    except TerrasseError as problem:
        site.note(problem)
        return Response(status_code=503, headers=_HEADERS)
    if failures:
        return Response(status_code=500, headers=_HEADERS)
    return Response(content, media_type="text/calendar", headers=_HEADERS)


async def switch(request: Request, context: Context) -> Response:
    """Turn the feed on, with a new address, or off."""
    site, words, now = site_of(request), context.wishes.words, context.clock.now()
    form = await read_form(request)
    if form.get("act") == "off":
        site.entrance.end_feed(now)
        said = words.say(_OFF)
    elif form.get("act") == "on":
        token = site.entrance.new_feed(now, full_names=form.get("names") == "full")
        said = words.say(_ON, address=f"{site.address.base}/feed/{token}{_SUFFIX}")
    else:
        raise HTTPException(400)
    return back_to(request, form.get("back"), Said(said))


async def planned(request: Request, context: Context, *, full_names: bool) -> bytes:
    """The planned meetings as iCalendar; people by their initials unless by their full names.

    Who is excluded for their own sake is left out, as they are of questions about the meeting.
    """
    async with context.store.unit(context.owner) as unit:
        plans = [
            (invitation.person, invitation.plan)
            for invitation in await unit.invitations.all()
            if invitation.state is State.PLANNED
            and invitation.plan is not None
            and not invitation.plan.cancelled
        ]
        scene = (await current_ranking(request, context, unit)).scene if plans else None
    meetings = []
    people = {person.id: person for person in scene.facts.people} if scene else {}
    for person_id, plan in plans:
        person = people.get(person_id)
        if person is None or scene is None or scene.is_withdrawn(person):
            continue
        name = naming.called(person) if full_names else naming.initials(person)
        meeting = meeting_with(context, name, plan)
        if not full_names:
            meeting = replace(meeting, place=naming.without_name(plan.place, person))
        meetings.append((meeting, plan.said_at))
    return ics.feed(meetings, name="Terrasse")
