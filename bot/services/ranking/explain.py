"""What somebody's place in the list rests on, and what holds them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ranking.comparison import figures_of
from bot.domain.talk.tally import day_of
from bot.domain.talk.weeks import weeks_until
from bot.services.mishap import keep_failed
from bot.services.ranking.scene import read_scene
from bot.text.draft import naming
from bot.text.letter import history
from bot.text.why import evidence, factors, verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.people.identity import Person, PersonId
    from bot.domain.ranking.comparison import Figures
    from bot.domain.ranking.consent import Verdict
    from bot.domain.talk.weeks import Week
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.ranking.scene import Ranked


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranked person and their place in the list, from 1, where they have one.

    `history` tells in sentences what was between them and the owner, oldest first; `figures` and
    `weeks` count the talk, the weeks of the last half year, oldest first.
    """

    ranked: Ranked
    place: int | None
    figures: Figures
    weeks: Sequence[Week]
    history: tuple[str, ...] = ()

    @property
    def is_left_out(self) -> bool:
        """Whether they are excluded for their own sake: nothing but the reason is told of them."""
        return self.ranked.verdict.is_for_their_sake


async def judge(context: Context, unit: Unit, people: Sequence[Person]) -> list[Judged]:
    """Where each of these people stands, and whether they may be suggested."""
    now = context.clock.now()
    today = day_of(now, context.owner.zone)
    scene = await read_scene(unit, context.owner, context.wishes, now)
    places = {one.id: place for place, one in enumerate(scene.best_first(), start=1)}
    await keep_failed(unit, scene.failed, now)
    return [
        Judged(
            ranked=scene.judge(person),
            place=places.get(person.id),
            figures=figures_of(scene.tallies(person), today),
            weeks=weeks_until(today, scene.tallies(person)),
            history=await _history(context, unit, person),
        )
        for person in people
    ]


def why(context: Context, judged: Judged, live_links: Mapping[PersonId, frozenset[str]]) -> str:
    """What somebody's place rests on: evidence, links, factors, verdict.

    `seen`: the links that were seen to exist; only those are shown.
    """
    one, say = judged.ranked, context.wishes.words.say
    if judged.is_left_out:
        return left_out(context, one)
    told = (context.owner.zone, context.clock.now(), context.wishes.words)
    lines = [
        naming.called(one.person),
        evidence.line(one.score.evidence, *told),
        *evidence.remarks(one.score.evidence, *told),
        *shown_links(context, one, live_links),
        *factors.lines(one.score, one.tasted, context.wishes.words),
    ]
    if judged.place is not None:
        lines.append(say("Number {place} of your list.", place=judged.place))
    lines += judged.history
    lines.append(verdict_line(context, one.verdict))
    if any(stance.relationship.blocked_by is None for stance in one.relationships):
        lines.append(say("Whether they block you, the server does not say."))
    if not one.relationships:
        lines.append(say("Whether one of you blocks the other has not been asked yet."))
    return "\n".join(lines)


def left_out(context: Context, one: Ranked) -> str:
    """Somebody who is excluded for their own sake: the name and the reason."""
    return f"{naming.called(one.person)}\n{verdict_line(context, one.verdict)}"


def why_not(context: Context, judged: Judged) -> str:
    """What holds somebody back."""
    lines = [naming.called(judged.ranked.person), verdict_line(context, judged.ranked.verdict)]
    if judged.ranked.verdict.allowed:
        lines.append(
            context.wishes.words.say(
                "Number {place} of your list; a digest names {people} at most.",
                place=judged.place,
                people=context.wishes.people,
            )
        )
    return "\n".join(lines)


def shown_links(
    context: Context, one: Ranked, live_links: Mapping[PersonId, frozenset[str]]
) -> list[str]:
    """The links of somebody's evidence that were seen to exist, or that nobody could look."""
    links = one.score.evidence.links
    if links and one.person.id not in live_links:
        return [
            context.wishes.words.say("Whether its posts still exist could not be seen just now.")
        ]
    return [link for link in links if link in live_links[one.person.id]] if links else []


def verdict_line(context: Context, verdict: Verdict) -> str:
    """Why somebody may, or may not, be suggested."""
    return verdicts.sentence(verdict, context.owner.zone, context.clock.now(), context.wishes.words)


async def _history(context: Context, unit: Unit, person: Person) -> tuple[str, ...]:
    return tuple(
        history.lines(
            [one.at for one in await unit.suggestions.all() if one.person == person.id],
            await unit.invitations.history(person.id),
            [one for one in await unit.meetings.all() if one.person == person.id],
            zone=context.owner.zone,
            now=context.clock.now(),
            words=context.wishes.words,
        )
    )
