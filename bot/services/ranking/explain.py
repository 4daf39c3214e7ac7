"""Explain a person's place in the list, and why they are not suggested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import Verb, word_for
from bot.domain.people.join import JoinState, Proof
from bot.domain.ranking.comparison import figures_of
from bot.domain.talk.tally import day_of
from bot.domain.talk.weeks import weeks_until
from bot.services.collect.anew import held_back
from bot.services.mishap import keep_failed
from bot.services.owner.decisions import numbers_given
from bot.services.ranking.nearby import SOMEWHERE, nearby
from bot.services.ranking.scene import read_scene
from bot.text.draft import naming
from bot.text.language import dates
from bot.text.language.catalogue import marked
from bot.text.letter import history
from bot.text.place import telling
from bot.text.why import evidence, factors, verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.people.identity import Person, PersonId
    from bot.domain.people.join import Join
    from bot.domain.ranking.comparison import Figures
    from bot.domain.ranking.verdict import Verdict
    from bot.domain.talk.weeks import Week
    from bot.ports import Unit
    from bot.services.context import Context
    from bot.services.ranking.nearby import Nearby
    from bot.services.ranking.scene import Ranked, Scene
    from bot.services.ranking.whereabouts import Whereabouts


PROOFS: Final[Mapping[Proof, str]] = {
    Proof.OWNER: marked("{first} and {second} are one person: you said so on {date}."),
    Proof.BRIDGE: marked("{first} and {second} are one person: one is brid.gy’s copy ({date})."),
    Proof.DOMAIN: marked(
        "{first} and {second} are one person: a verified link to the domain that is the handle "
        "(seen on {date})."
    ),
    Proof.LINKS: marked(
        "{first} and {second} are one person: each profile links to the other (seen on {date})."
    ),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranked person and their place in the list, from 1; `None` if they are not in it.

    `history` lists suggestions, invitations and meetings in sentences, oldest first. `figures`
    and `weeks` count the talk; the weeks are those of the last half year, oldest first. `number`
    is that of the latest digest that named them. `joins` prove that their accounts are theirs.
    """

    ranked: Ranked
    place: int | None
    figures: Figures
    weeks: Sequence[Week]
    history: tuple[str, ...] = ()
    near: Nearby = SOMEWHERE
    number: int | None = None
    joins: tuple[Join, ...] = ()

    @property
    def is_left_out(self) -> bool:
        """Whether they are excluded for their own sake: only the reason is shown then."""
        return self.ranked.verdict.is_for_their_sake


async def judge(
    context: Context, unit: Unit, people: Sequence[Person], scene: Scene | None = None
) -> list[Judged]:
    """The place of each of these people, and whether they may be suggested.

    `scene`: one that was read before, if nothing changed since.
    """
    now = context.clock.now()
    today = day_of(now, context.owner.zone)
    scene = scene or await read_scene(unit, context, now)
    held = await held_back(context, unit)
    places = {person.id: place for place, person in enumerate(scene.best_first(), start=1)}
    await keep_failed(unit, scene.failed, now)
    near = await nearby(context, unit, scene, people)
    numbers = await numbers_given(unit)
    joins = [join for join in await unit.people.joins() if join.state is JoinState.JOINED]
    return [
        Judged(
            ranked=scene.judge(person, untold=person.id in held),
            place=places.get(person.id),
            figures=figures_of(scene.facts.tallies_of(person), today),
            weeks=weeks_until(today, scene.facts.tallies_of(person)),
            history=await _history(context, unit, person),
            near=near[person.id],
            number=numbers.get(person.id),
            joins=tuple(join for join in joins if person.keys.issuperset(join.pair)),
        )
        for person in people
    ]


def why(context: Context, judged: Judged, live_links: Mapping[PersonId, frozenset[str]]) -> str:
    """Explain a person's place: evidence, links, factors, verdict.

    Only links in `live_links` are shown: see `read_live_links`.
    """
    ranked, say = judged.ranked, context.wishes.words.say
    if judged.is_left_out:
        return left_out(context, ranked)
    told = (context.owner.zone, context.clock.now(), context.wishes.words)
    lines = [
        naming.called(ranked.person),
        *join_lines(context, judged),
        evidence.line(ranked.score.evidence, *told),
        *evidence.remarks(ranked.score.evidence, *told),
        *shown_links(context, ranked, live_links),
        *factors.lines(ranked.score, ranked.tasted, context.wishes.words),
    ]
    if judged.place is not None:
        lines.append(say("Number {place} on your list.", place=judged.place))
    lines += judged.history
    lines += place_lines(context, judged)
    lines.append(verdict_line(context, ranked.verdict))
    return "\n".join([*lines, *unknown_blocks(context, ranked)])


def unknown_blocks(context: Context, ranked: Ranked) -> list[str]:
    """What is not known of blocks between the two, in sentences."""
    say, found = context.wishes.words.say, []
    if any(stance.relationship.blocked_by is None for stance in ranked.relationships):
        found.append(say("Whether they block you, the server does not say."))
    if not ranked.relationships:
        found.append(say("Whether one of you blocks the other is not known yet."))
    return found


def join_lines(context: Context, judged: Judged) -> list[str]:
    """The other accounts of a person, each pair with its proof, and since when it is known."""
    accounts = {account.key: account for account in judged.ranked.person.accounts}
    words, zone, now = context.wishes.words, context.owner.zone, context.clock.now()
    return [
        words.say(
            PROOFS[join.proof],
            first=naming.handle_of(accounts[join.first]),
            second=naming.handle_of(accounts[join.second]),
            date=dates.date_of(join.at.astimezone(zone).date(), now.astimezone(zone).date(), words),
        )
        for join in judged.joins
    ]


def place_lines(context: Context, judged: Judged) -> list[str]:
    """Where they live, or the question where that is; empty if nothing is known."""
    where, words = judged.near.where, context.wishes.words
    now, zone = context.clock.now(), context.owner.zone
    if where.place is not None:
        today = now.astimezone(zone).date()
        near = telling.how_near(judged.near.proximity, words, today=today)
        line = telling.sentence(where.place, zone, now, words)
        return [line, f"{near[0].upper()}{near[1:]}."] if near else [line]
    if where.area is not None:
        return [telling.area(where.area, zone, now, words)]
    if not where.candidates:
        return []
    target = judged.number or judged.ranked.person.accounts[0].handle
    return [asked_where(context, where, str(target))]


def asked_where(context: Context, where: Whereabouts, target: str) -> str:
    """Ask which of several cities the profile of `target` means."""
    words = context.wishes.words
    town = telling.in_full(where.candidates[0], words, where.candidates)
    command = f"{word_for(Verb.PLACE, words.language)} {target} {town}"
    return telling.question(where.candidates, where.written, command, words)


def left_out(context: Context, ranked: Ranked) -> str:
    """The name of a person who is excluded for their own sake, and the reason."""
    return f"{naming.called(ranked.person)}\n{verdict_line(context, ranked.verdict)}"


def why_not(context: Context, judged: Judged) -> str:
    """Why a person is not suggested."""
    lines = [naming.called(judged.ranked.person), verdict_line(context, judged.ranked.verdict)]
    if judged.ranked.verdict.allowed:
        lines.append(
            context.wishes.words.count(
                "Number {place} on your list; a digest names {n} person at most.",
                "Number {place} on your list; a digest names {n} people at most.",
                context.wishes.people,
                place=judged.place,
            )
        )
    return "\n".join(lines)


def shown_links(
    context: Context, ranked: Ranked, live_links: Mapping[PersonId, frozenset[str]]
) -> list[str]:
    """The live links of a person's evidence, or a sentence that they could not be checked."""
    links = ranked.score.evidence.links
    if links and ranked.person.id not in live_links:
        return [
            context.wishes.words.say("Whether its posts still exist could not be seen just now.")
        ]
    return [link for link in links if link in live_links[ranked.person.id]] if links else []


def verdict_line(context: Context, verdict: Verdict) -> str:
    """A verdict as a sentence in the owner's language."""
    return verdicts.sentence(verdict, context.owner.zone, context.clock.now(), context.wishes.words)


async def _history(context: Context, unit: Unit, person: Person) -> tuple[str, ...]:
    return tuple(
        history.lines(
            [
                suggestion.at
                for suggestion in await unit.suggestions.all()
                if suggestion.person == person.id
            ],
            await unit.invitations.history(person.id),
            [meeting for meeting in await unit.meetings.all() if meeting.person == person.id],
            zone=context.owner.zone,
            now=context.clock.now(),
            words=context.wishes.words,
        )
    )
