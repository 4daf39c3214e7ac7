"""`people`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import command
from bot.cli.terminal import echo, echo_json
from bot.domain.people.trip import NOWHERE
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.cli.session import Session
    from bot.domain.people.identity import PersonId
    from bot.services.context import Context
    from bot.services.ranking.nearby import Nearby
    from bot.services.ranking.scene import Ranked

SHOWN: Final = 30
"""So many people are listed unless all are asked for; JSON has them all."""
NOBODY_NOW: Final = marked(
    "Nobody may be suggested now. All of them, with reasons: terrasse people"
)


@click.command()
@click.option("--allowed", is_flag=True, help="Only those who may be suggested now.")
@click.option("--all", "whole", is_flag=True, help=f"Everyone, not only the best {SHOWN}.")
@click.option("--json", "as_json", is_flag=True, help="The list as JSON, best first: everyone.")
@click.option(
    "--near",
    metavar="[PLACE]",
    is_flag=False,
    flag_value="",
    help="Only those who live within reach of PLACE; without it, of your home or a trip. In "
    "JSON, nearness is seen from there.",
)
@command
async def people(
    session: Session, *, allowed: bool, whole: bool, as_json: bool, near: str | None
) -> None:
    """List everyone you had an exchange with, best first."""
    from bot.services.collect.anew import held_back
    from bot.services.mishap import keep_failed
    from bot.services.owner.trips import asked_stays
    from bot.services.ranking.nearby import nearby
    from bot.services.ranking.scene import current_scene

    async with session.context() as context:
        scene = await current_scene(context)
        order = scene.best_first()
        is_whole = allowed or whole or as_json or near is not None
        ranked = scene.judged(order if is_whole else order[:SHOWN])
        async with context.store.unit(context.owner) as unit:
            held = await held_back(context, unit)
            stays = await asked_stays(context, unit, near)
            places = await nearby(context, unit, scene, [entry.person for entry in ranked], stays)
            failures = await keep_failed(unit, scene.failed, context.clock.now())
        if near is not None:
            ranked = [
                entry for entry in ranked if places[entry.person.id].proximity.nearness.is_near
            ]
        ranked = [
            scene.judge(entry.person, untold=True) if entry.person.id in held else entry
            for entry in ranked
        ]
        reach = [] if as_json else await reach_of(context)
        numbers = {} if as_json else await _numbers(context)
    for failure in failures:
        echo(f"terrasse: {context.wishes.words.tell(failure)}", err=True)
    left_out = [] if allowed or near is not None else scene.excluded()
    shown = [entry for entry in ranked if entry.verdict.allowed or not allowed]
    if as_json:
        from bot.cli.output import near_json, ranked_json

        shown += [scene.judge(person) for person, _ in left_out]
        echo_json(
            [
                {**ranked_json(entry, context), **near_json(places.get(entry.person.id))}
                for entry in shown
            ]
        )
        return
    from bot.cli.output import left_out_lines, wrapped

    best = shown if whole else shown[:SHOWN]
    if near is not None and not shown:
        echo(context.wishes.words.say("Nobody whose place I know lives within reach of there."))
    elif not ranked and scene.excluded():
        if allowed:
            echo(context.wishes.words.say(NOBODY_NOW))
    else:
        print_people(best, ranked, context, numbers, _told(places, near))
    everyone = shown if allowed or near is not None else order
    if others := len(everyone) - len(best):
        words = context.wishes.words
        more = words.count("… and {n} other, with --all.", "… and {n} others, with --all.", others)
        echo(more)
    for line in left_out_lines(left_out, context):
        echo(*line)
    for sentence in reach:
        echo(wrapped(sentence))


def print_people(
    shown: list[Ranked],
    ranked: list[Ranked],
    context: Context,
    numbers: Mapping[PersonId, int],
    places: Mapping[PersonId, Nearby],
) -> None:
    """Print the list, or what to do when it is empty."""
    from bot.cli.output import ranked_lines

    say = context.wishes.words.say
    if not ranked:
        echo(say("Nobody yet: no exchange has been collected. Try: terrasse collect"))
    elif not shown:
        echo(say(NOBODY_NOW))
    best = max((entry.score.value for entry in ranked), default=0)
    for line in ranked_lines(shown, context, best, numbers, places):
        echo(*line)


def _told(places: Mapping[PersonId, Nearby], near: str | None) -> Mapping[PersonId, Nearby]:
    """Without how near they live where that is seen from a town that is not the owner's."""
    if not near:
        return places
    return {person: replace(place, proximity=NOWHERE) for person, place in places.items()}


async def _numbers(context: Context) -> dict[PersonId, int]:
    from bot.services.owner.decisions import numbers_given

    async with context.store.unit(context.owner) as unit:
        return await numbers_given(unit)


async def reach_of(context: Context) -> list[str]:
    """How far back each account was read, where that is not all of it."""
    from bot.text.language import dates

    words, zone = context.wishes.words, context.owner.zone
    today = context.clock.now().astimezone(zone).date()
    async with context.store.unit(context.owner) as unit:
        watches = {watch.account: watch for watch in await unit.watches.all()}
    found = []
    for account in context.networks:
        watch = watches.get(account)
        if watch is None or (watch.complete_at is None and watch.reaches_back_to is None):
            found.append(
                words.say("{account}: not read yet. Try: terrasse collect", account=account)
            )
        elif watch.complete_at is None and watch.reaches_back_to is not None:
            day = dates.date_of(watch.reaches_back_to.astimezone(zone).date(), today, words)
            found.append(
                words.say(
                    "{account}: read back to {day} so far; the rest comes with the next collect.",
                    account=account,
                    day=day,
                )
            )
    return found
