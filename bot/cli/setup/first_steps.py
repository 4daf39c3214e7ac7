"""What `init` does once there is a config file: that digests arrive, and the first list."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.cli.output import tell, warn
from bot.cli.session import message_of
from bot.cli.terminal import asked, confirmed, echo
from bot.domain.people.identity import NetworkName
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.context import Context
    from bot.services.ranking.scene import Ranked
    from bot.text.language.catalogue import Catalogue

FIRST_PAGES: Final = 40.0
"""Seconds for the first pages of one account."""
SHOWN: Final = 12
"""People in the first list."""


async def settle_home(context: Context, given: str | None, *, asks: bool) -> None:
    """Ask where the owner lives, and keep it; the guess is what their own profiles say."""
    from bot.errors import ImpossibleError
    from bot.services.owner.place import home_of, say_home

    words = context.wishes.words
    async with context.store.unit(context.owner) as unit:
        known = await home_of(context, unit)
    if known is not None and given is None:
        return
    guess = await _home(context) if asks and given is None else ""
    while True:
        if asks and given is None:
            reason = words.say("Your town says who is near, and where to meet. It stays here.")
            given = _asked(reason, words.say("Your town (- for none)"), guess or "-")
        if given in {None, "", "-"}:
            return
        try:
            async with context.store.unit(context.owner) as unit:
                tell(await say_home(context, unit, str(given)))
        except ImpossibleError as problem:
            if not asks:
                raise
            tell(message_of(problem, words.language))
            given = None
            guess = ""
        else:
            return


async def see_that_it_arrives(context: Context) -> None:
    """Look whether digests would arrive, until they would or the owner goes on."""
    from bot.services.doctor.checks import check_networks

    words, bot = context.wishes.words, context.post.sender
    account = context.post.addressee
    echo(err=True)
    if context.bot is not None and context.bot[1].name is NetworkName.BLUESKY:
        tell(
            words.say(
                "Follow {bot} from {account} now: on Bluesky, most accounts take messages only "
                "from people they follow. Its page: {page}",
                page=f"https://bsky.app/profile/{bot}",
                bot=bot,
                account=account,
            )
        )
        asked(words.say("Press Enter when you have"))
    while found := [finding for finding in await check_networks(context) if not finding.fine]:
        said = words.say("A digest from {bot} would not arrive yet, or only in part:", bot=bot)
        tell(said)
        if context.bot is not None:
            hint = marked("Often it helps to follow {bot} from {account}.")
            tell(words.say(hint, bot=bot, account=account))
        sentences = [
            words.say("{subject}: {said}", subject=finding.subject, said=finding.said)
            for finding in found
        ]
        if not _is_looked_at_again(words, sentences):
            return
    tell(words.say("Digests can be sent to {to}.", to=context.post.recipient))


async def shake(context: Context) -> None:
    """Wait for the owner's first message to the bot, if there is one."""
    from bot.services.collect.recognise import recognise
    from bot.services.doctor.checks import shake_hands
    from bot.services.obey.messages import obey

    words, bot, account = context.wishes.words, context.post.sender, context.post.addressee
    if context.bot is None or account is None:
        return
    echo(err=True)
    tell(words.say("Your bot obeys you once you have written to it."), dim=True)
    if not confirmed(
        words.say("Do you want to do that now?"), default=True, yes=words.say("y"), may_end=True
    ):
        return
    if context.bot[1].name is NetworkName.BLUESKY:
        said = words.say(
            "For that, {bot} has to take your messages: follow {account} from {bot}, or choose "
            "Everyone in its settings (Chat → ⚙ → Allow new messages from).",
            bot=bot,
            account=account,
        )
        tell(said)
    await recognise(context, *context.bot)
    me = await recognise(context, account, context.networks[account])
    while found := await context.bot[1].shortcomings(me):
        hint = words.say(
            "Messages from {account} would not reach {bot} yet: follow {account} from {bot}, or "
            "let it take messages from everyone in its settings.",
            bot=bot,
            account=account,
        )
        tell(hint)
        if not _is_looked_at_again(words, found):
            return
    await obey(context)  # opens the mailbox: what is older is not obeyed
    tell(
        words.say(
            "Write any word to {bot} from {account} now, as a direct message. Waiting for it…",
            bot=bot,
            account=account,
        )
    )
    if (await shake_hands(context)).fine:
        tell(words.say("Your message has arrived: your bot obeys you now."))
    else:
        tell(words.say("Nothing came. Later: terrasse doctor --handshake"))


async def test_message(context: Context) -> None:
    """Send the owner a test message, if they want one."""
    from bot.services.doctor.checks import send_test

    words = context.wishes.words
    echo(err=True)
    tell(words.say("A test message shows how digests reach you."), dim=True)
    if not confirmed(
        words.say("Send one to {to} now?", to=context.post.recipient),
        default=True,
        yes=words.say("y"),
        may_end=True,
    ):
        return
    finding = await send_test(context)
    if finding.fine:
        tell(words.say("Sent to {to}.", to=context.post.recipient))
    else:
        warn(finding.said)


async def read_first_pages(context: Context) -> None:
    """Read the newest of each account, for a while; the rest is for `collect` and `run`."""
    from bot.cli.progress import shown
    from bot.services.collect.collecting import collect
    from bot.services.collect.relationships import STALE, refresh_relationships

    words = context.wishes.words
    echo(err=True)
    tell(words.say("Reading the newest conversations…"))
    with shown(context.clock, words) as report:
        for account in context.networks:
            only = replace(context, networks={account: context.networks[account]}, bot=None)
            with suppress(TimeoutError):  # what was read is kept
                async with asyncio.timeout(FIRST_PAGES):
                    for outcome in await collect(only, report):
                        if outcome.error is not None:
                            warn(message_of(outcome.error, words.language))
    await refresh_relationships(context, older_than=STALE)


async def show_first_list(context: Context) -> list[Ranked]:
    """Print the best people, with where they live and why, as `people` does; returns them."""
    from bot.cli.commands.listing import print_people, reach_of
    from bot.services.owner.trips import asked_stays
    from bot.services.ranking.nearby import nearby
    from bot.services.ranking.scene import current_scene

    scene = await current_scene(context)
    ranked = scene.ranked()
    async with context.store.unit(context.owner) as unit:
        stays = await asked_stays(context, unit, None)
        people = [entry.person for entry in ranked[:SHOWN]]
        places = await nearby(context, unit, scene, people, stays)
    print_people(ranked[:SHOWN], ranked, context, {}, places)
    for line in await reach_of(context):
        echo(line)
    return ranked[:SHOWN]


async def ask_whom_they_know(context: Context, people: Sequence[Ranked]) -> None:
    """Ask which of the listed people the owner meets already, and note it."""
    from bot.domain.commands.command import Command
    from bot.domain.commands.verbs import Verb
    from bot.services.obey.messages import do

    words = context.wishes.words
    while people:
        answer = _asked(
            words.say("They are not suggested as new people then. They stay in the list."),
            words.say("Which of these people do you already meet in person? (their ranks, as 1 3)"),
            "-",
        )
        ranks = [int(rank) for rank in re.findall(r"[0-9]+", answer)]
        if answer == "-" or (not ranks and not answer):
            return
        if ranks and all(1 <= rank <= len(people) for rank in ranks):
            handles = [people[rank - 1].person.accounts[0].handle for rank in dict.fromkeys(ranks)]
            echo(await do(context, Command(Verb.KNOWN, tuple(handles))), err=True)
            return
        tell(words.say("Give their numbers, 1 to {n}, or - for nobody.", n=len(people)))


def _is_looked_at_again(words: Catalogue, found: Sequence[str]) -> bool:
    """Show what is wrong, and ask whether to look again."""
    for sentence in found:
        warn(sentence)
    return asked(words.say("Press Enter to look again, or type - to go on anyway")) != "-"


async def _home(context: Context) -> str:
    """The town that the owner's own profiles say, if they say one; else that of the time zone."""
    from bot.errors import NetworkError
    from bot.services.places.reading import read_profile
    from bot.text.place.telling import in_full

    for network in context.networks.values():
        with suppress(NetworkError):  # it is a guess only
            me = await network.whoami()
            cities = read_profile(me.bio, me.fields, context.gazetteer).cities
            if len(cities) == 1:
                return in_full(cities[0], context.wishes.words)
    town = context.owner.zone.key.rpartition("/")[2].replace("_", " ")
    return town if len(context.gazetteer.find(town)) == 1 else ""


def _asked(reason: str, question: str, default: str) -> str:
    echo(err=True)
    tell(reason, dim=True)
    return asked(question, default=default)
