"""`why` and `why-not`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.session import command
from bot.cli.terminal import echo, echo_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.cli.session import Session
    from bot.domain.people.identity import PersonId
    from bot.services.context import Context
    from bot.services.ranking.comparing import Pair
    from bot.services.ranking.explain import Judged

_PERSON = click.argument("person")
_JSON = click.option("--json", "as_json", is_flag=True, help="The same as JSON.")


@click.command()
@_PERSON
@click.argument("other", required=False)
@_JSON
@command
async def why(session: Session, *, person: str, other: str | None, as_json: bool) -> None:
    """Show what PERSON's place rests on: factors, evidence, links, weeks.

    With OTHER, what puts one of the two before the other. PERSON and OTHER are numbers of a
    digest, handles, links, or names. Links are shown if their posts are seen to exist now.
    """
    from bot.services.invite.live_links import read_live_links
    from bot.services.owner.decisions import find_person
    from bot.services.ranking.comparing import side_by_side
    from bot.services.ranking.explain import judge

    names = [person] if other is None else [person, other]
    async with session.context() as context:
        live_links = await read_live_links(context, names)
        async with context.store.unit(context.owner) as unit:
            found = [await find_person(unit, name) for name in names]
            people = list({asked.id: asked for asked in found}.values())
            judged = await judge(context, unit, people)
        if len(judged) == 1:
            _print_one(context, judged[0], live_links, as_json=as_json)
        else:
            _print_two(context, side_by_side(*judged), live_links, as_json=as_json)


@click.command(name="why-not")
@_PERSON
@_JSON
@command
async def why_not(session: Session, *, person: str, as_json: bool) -> None:
    """Say what holds PERSON back from being suggested.

    PERSON is a number of a digest, a handle, a link, or a name.
    """
    from bot.cli.output import ranked_json
    from bot.services.owner.decisions import find_person
    from bot.services.ranking import explain

    async with session.context() as context:
        async with context.store.unit(context.owner) as unit:
            (judged,) = await explain.judge(context, unit, [await find_person(unit, person)])
        if as_json:
            echo_json(ranked_json(judged.ranked, context))
        else:
            _echo(explain.why_not(context, judged))


def _print_one(
    context: Context,
    judged: Judged,
    live_links: Mapping[PersonId, frozenset[str]],
    *,
    as_json: bool,
) -> None:
    from bot.cli.output import terminal_encoding
    from bot.services.ranking import explain
    from bot.text.why import sparkline

    if as_json:
        echo_json(_judged_json(context, judged, live_links))
        return
    _echo(explain.why(context, judged, live_links))
    if judged.is_left_out:
        return
    for line in sparkline.lines(judged.weeks, context.wishes.words, terminal_encoding()):
        echo(line)


def _print_two(
    context: Context, pair: Pair, live_links: Mapping[PersonId, frozenset[str]], *, as_json: bool
) -> None:
    from bot.services.ranking import comparing
    from bot.text.draft import naming
    from bot.text.why import factors

    both = pair.first, pair.second
    if as_json:
        found = None if any(judged.is_left_out for judged in both) else pair.comparison
        echo_json(
            {
                "first": _judged_json(context, pair.first, live_links),
                "second": _judged_json(context, pair.second, live_links),
                "for_first": {difference.part: difference.ratio for difference in found.for_first}
                if found
                else {},
                "for_second": {difference.part: difference.ratio for difference in found.for_second}
                if found
                else {},
                "text": comparing.reasons(context, pair),
            }
        )
        return
    _echo(comparing.why_first(context, pair, live_links))
    if any(judged.is_left_out for judged in both):
        return
    echo("")
    names = [naming.called(judged.ranked.person) for judged in both]
    for line in factors.table(
        [judged.ranked.score for judged in both], names, context.wishes.words
    ):
        echo(line)


def _judged_json(
    context: Context, judged: Judged, live_links: Mapping[PersonId, frozenset[str]]
) -> dict[str, object]:
    """As in listings, with place and weeks; links only to posts that were seen to exist."""
    from dataclasses import replace

    from bot.cli.output import instant, near_json, ranked_json

    ranked = judged.ranked
    living = live_links.get(ranked.person.id, frozenset())
    links = tuple(link for link in ranked.score.evidence.links if link in living)
    score = replace(ranked.score, evidence=replace(ranked.score.evidence, links=links))
    return {
        **ranked_json(replace(ranked, score=score), context),
        "place": judged.place,
        **near_json(None if judged.is_left_out else judged.near),
        "joins": [
            {
                "accounts": [key.id for key in join.pair],
                "proof": join.proof,
                "since": instant(join.at),
            }
            for join in judged.joins
            if not judged.is_left_out
        ],
        "weeks": [
            {"week": week.monday.isoformat(), "out": week.said, "in": week.heard}
            for week in judged.weeks
            if not judged.is_left_out
        ],
    }


def _echo(text: str) -> None:
    from bot.cli.output import wrapped

    for line in text.splitlines():
        echo(wrapped(line))
