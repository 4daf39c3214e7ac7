"""Settings: the harmless keys of the config file, what was said instead, and the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.dates import get_day_names

from bot.domain.commands.command import Command
from bot.domain.commands.spelling import spell
from bot.domain.commands.verbs import HOME, Verb
from bot.errors import UserError
from bot.services.obey.marks import read_marks
from bot.services.owner.intentions import GOAL, goal_of, is_paused
from bot.services.owner.place import home_of
from bot.text.language.catalogue import marked
from bot.text.place import telling
from bot.web.actions import back_to, read_form
from bot.web.page import render
from bot.web.settings_form import (
    BLANK_SLOTS,
    MOST_FIELDS,
    ConfigFile,
    Problems,
    Values,
    answered,
    values_of,
)
from bot.web.settings_form import save as save_values
from bot.web.site import Said, site_of
from config.writing import CHANGED, check

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.domain.meeting.goal import Goal
    from bot.services.context import Context

PATH: Final = "/settings"
_NO_FILE: Final = marked("The demo village has no config file. terrasse init makes yours.")
_SAVED: Final = marked(
    "Saved in {path}. It holds on this page from now on, and for terrasse run within two minutes."
)
_SAME: Final = marked("Nothing was changed.")


async def show(request: Request, context: Context) -> Response:
    """The page."""
    config = site_of(request).config
    if config is None:
        return await _page(request, context, why_not=context.wishes.words.say(_NO_FILE))
    try:
        file = ConfigFile.read(config)
        check(config)
    except UserError as problem:
        return await _page(request, context, why_not=context.wishes.words.tell(problem))
    return await _page(request, context, file=file)


async def save(request: Request, context: Context) -> Response:
    """Write what the form asks for into the config file; what is wrong is said at its field."""
    words, config = context.wishes.words, site_of(request).config
    form = await read_form(request, MOST_FIELDS)
    if config is None:
        return back_to(request, PATH, Said(words.say(_NO_FILE), is_refusal=True))
    try:
        file = ConfigFile.read(config)
        seen, asked = answered(form.fields, file.values)
        if seen != file.mark:
            return back_to(request, PATH, Said(words.say(CHANGED), is_refusal=True))
        problems = save_values(file, asked)
    except UserError as problem:
        return back_to(request, PATH, Said(words.tell(problem), is_refusal=True))
    if problems is not None:
        return await _page(request, context, file=file, refused=(asked, problems))
    site_of(request).renew()
    is_same = ConfigFile.read(config).mark == file.mark
    return back_to(request, PATH, Said(words.say(_SAME if is_same else _SAVED, path=config)))


async def _page(
    request: Request,
    context: Context,
    *,
    file: ConfigFile | None = None,
    refused: tuple[Values, Problems] | None = None,
    why_not: str = "",
) -> Response:
    """The page: what the file says, or what was asked for and refused; or why nothing can be."""
    words, site = context.wishes.words, site_of(request)
    async with context.store.unit(context.owner) as unit:
        now = context.clock.now()
        goal = await goal_of(context, unit) if await unit.preferences.get(GOAL) else None
        home = await home_of(context, unit) if await unit.preferences.get(HOME) else None
        paused = await is_paused(unit, now)
        marks = await read_marks(unit, [])
    values, problems = refused or (None, Problems())
    values = values or (file.values if file else values_of(context.wishes))
    blank = {"day": "", "from": "", "to": "", "for": "", "priority": "goal"}
    rows = [*values.slots, *([] if refused or why_not else [blank] * BLANK_SLOTS)]
    return render(
        request,
        "settings.html",
        status=422 if refused else 200,
        path=str(site.config or ""),
        mark=file.mark if file else "",
        why_not=why_not,
        values=values.fields,
        rows=rows,
        existing=len(file.values.slots) if file else len(rows),
        problems=problems.told(words),
        days=get_day_names("wide", locale=words.locale),
        said_goal="" if goal is None else _goal(context, goal),
        said_home=telling.in_full(home, words) if home else "",
        is_paused=paused,
        marks=marks,
        feed=site.entrance.feed(now),
    )


def _goal(context: Context, goal: Goal) -> str:
    """The goal as it is said after the verb: `2 per month`."""
    command = Command(Verb.GOAL, times=goal.meetings, period=goal.every)
    return spell(command, context.wishes.words.language).partition(" ")[2]
