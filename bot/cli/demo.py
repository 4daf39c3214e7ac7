"""`demo`: the invented village, in memory."""

from __future__ import annotations

import os

import click

from bot.cli.session import Session, command


@click.command()
@command
async def demo(session: Session) -> None:  # noqa: ARG001 (a village needs no config)
    """Show it all on an invented village: no network, nothing kept."""
    await show_demo()


async def show_demo() -> None:
    """Collect the village, print its people and the digest, and say how to go on."""
    from bot.bootstrap import open_village
    from bot.cli.letter import print_preview
    from bot.cli.listing import print_people
    from bot.cli.progress import shown
    from bot.services.collect import collect
    from bot.services.ranking import current_scene

    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((os.environ[name] for name in names if os.environ.get(name)), "")
    language = "fr" if spoken.startswith("fr") else "en"
    async with open_village(language) as home:
        with shown(home.clock) as report:
            await collect(home, report)
        async with home.store.unit(home.owner) as unit:
            count = await unit.log.count()
        say = home.wishes.words.say
        headline = say("An invented village: {n} interactions in a year.", n=count)
        click.echo(click.style(headline, bold=True))
        click.echo()
        ranked = (await current_scene(home)).ranked()
        print_people(ranked, ranked, home, {})
        click.echo()
        click.echo(click.style(say("The digest that would be sent:"), bold=True))
        click.echo()
        await print_preview(home)
        click.echo()
        click.echo(
            say(
                "To read your own conversations, copy config/example.toml to terrasse.toml, and "
                "name in it\nyour account and where its secret is kept (chmod 600). Then: "
                "terrasse doctor, terrasse collect,\nterrasse people; and let it run: terrasse run"
            )
        )
