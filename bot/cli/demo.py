"""`demo`: the invented village, in memory."""

from __future__ import annotations

import os

import click

from bot.cli.session import Session, command

CONNECT = (
    "To read your own conversations: write config/example.toml's keys into a terrasse.toml,",
    "name your account and where its secret is kept (chmod 600), and check it: terrasse doctor",
    "Then collect (terrasse collect), look (terrasse people), and let it run: terrasse run",
)


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

    language = "fr" if os.environ.get("LANG", "").startswith("fr") else "en"
    async with open_village(language) as home:
        with shown(home.clock) as report:
            await collect(home, report)
        async with home.store.unit(home.owner) as unit:
            count = await unit.log.count()
        click.echo(
            click.style(f"An invented village: {count} interactions in a year.\n", bold=True)
        )
        ranked = (await current_scene(home)).ranked()
        print_people(ranked, ranked, home)
        click.echo(click.style("\nThe digest that would be sent:\n", bold=True))
        await print_preview(home)
    click.echo("")
    for line in CONNECT:
        click.echo(line)
