"""What somebody's place in the list rests on, and what holds them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ranking.comparison import figures_of
from bot.domain.talk.tally import day_of
from bot.domain.talk.weeks import weeks_until
from bot.services.mishap import keep_failed
from bot.services.ranking.scene import scene
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
    from bot.services.context import Home
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


async def judge(home: Home, unit: Unit, people: Sequence[Person]) -> list[Judged]:
    """Where each of these people stands, and whether they may be suggested."""
    now = home.clock.now()
    today = day_of(now, home.owner.zone)
    seen = await scene(unit, home.owner, home.wishes, now)
    places = {one.id: place for place, one in enumerate(seen.best_first(), start=1)}
    await keep_failed(unit, seen.failed, now)
    return [
        Judged(
            ranked=seen.judge(person),
            place=places.get(person.id),
            figures=figures_of(seen.tallies(person), today),
            weeks=weeks_until(today, seen.tallies(person)),
            history=await _history(home, unit, person),
        )
        for person in people
    ]


def why(home: Home, judged: Judged, seen: Mapping[PersonId, frozenset[str]]) -> str:
    """What somebody's place rests on: evidence, links, factors, verdict.

    `seen`: the links that were seen to exist; only those are shown.
    """
    one, say = judged.ranked, home.wishes.words.say
    if judged.is_left_out:
        return left_out(home, one)
    told = (home.owner.zone, home.clock.now(), home.wishes.words)
    lines = [
        naming.called(one.person),
        evidence.line(one.score.evidence, *told),
        *evidence.remarks(one.score.evidence, *told),
        *shown_links(home, one, seen),
        *factors.lines(one.score, one.tasted, home.wishes.words),
    ]
    if judged.place is not None:
        lines.append(say("Number {place} on your list.", place=judged.place))
    lines += judged.history
    lines.append(verdict_line(home, one.verdict))
    if any(stance.relationship.blocked_by is None for stance in one.relationships):
        lines.append(say("Whether they block you, the server does not say."))
    if not one.relationships:
        lines.append(say("Whether one of you blocks the other has not been asked yet."))
    return "\n".join(lines)


def left_out(home: Home, one: Ranked) -> str:
    """Somebody who is excluded for their own sake: the name and the reason."""
    return f"{naming.called(one.person)}\n{verdict_line(home, one.verdict)}"


def why_not(home: Home, judged: Judged) -> str:
    """What holds somebody back."""
    lines = [naming.called(judged.ranked.person), verdict_line(home, judged.ranked.verdict)]
    if judged.ranked.verdict.allowed:
        lines.append(
            home.wishes.words.count(
                "Number {place} on your list; a digest names {n} person at most.",
                "Number {place} on your list; a digest names {n} people at most.",
                home.wishes.people,
                place=judged.place,
            )
        )
    return "\n".join(lines)


def shown_links(home: Home, one: Ranked, seen: Mapping[PersonId, frozenset[str]]) -> list[str]:
    """The links of somebody's evidence that were seen to exist, or that nobody could look."""
    links = one.score.evidence.links
    if links and one.person.id not in seen:
        return [home.wishes.words.say("Whether its posts still exist could not be seen just now.")]
    return [link for link in links if link in seen[one.person.id]] if links else []


def verdict_line(home: Home, verdict: Verdict) -> str:
    """Why somebody may, or may not, be suggested."""
    return verdicts.sentence(verdict, home.owner.zone, home.clock.now(), home.wishes.words)


async def _history(home: Home, unit: Unit, person: Person) -> tuple[str, ...]:
    return tuple(
        history.lines(
            [one.at for one in await unit.suggestions.all() if one.person == person.id],
            await unit.invitations.history(person.id),
            [one for one in await unit.meetings.all() if one.person == person.id],
            zone=home.owner.zone,
            now=home.clock.now(),
            words=home.wishes.words,
        )
    )
