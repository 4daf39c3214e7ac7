from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.config.conftest import Complainer, Loader

MASTODON = '[[watch]]\naccount = "@me@piaille.fr"\n'
SIGNED_IN = f'{MASTODON}secret = "file:me.secret"\n'
BLUESKY = '[[watch]]\naccount = "me.bsky.social"\n'
BOT = '[bot]\naccount = "bot.example"\nsecret = "env:BOT_SECRET"\n'
VILLAGER = '[[watch]]\naccount = "@camille@village.example"\nurl = "memory:village"\n'
INSTEAD = 'or write to = "file:digest.md" under [digest].'

REFUSED = {
    "Bluesky to oneself": (
        BLUESKY,
        (
            "digest.to: is me.bsky.social, and Bluesky allows no message to oneself: "
            f"add a [bot] account that sends, {INSTEAD}"
        ),
    ),
    "Bluesky to oneself, as a bot": (
        BLUESKY + BOT.replace("bot.example", "me.bsky.social"),
        (
            "bot.account: is me.bsky.social itself, and Bluesky allows no message to oneself: "
            f"name another account, {INSTEAD}"
        ),
    ),
    "Mastodon to oneself without a secret": (
        MASTODON,
        (
            "digest.to: is @me@piaille.fr, which cannot write to itself without a secret: "
            f"add one to watch[1], add a [bot] account that sends, {INSTEAD}"
        ),
    ),
    "from one network to another": (
        SIGNED_IN + BOT,
        (
            "bot.account: is bot.example on Bluesky, and cannot write to @me@piaille.fr on "
            f"Mastodon: name a bot on that network, {INSTEAD}"
        ),
    ),
    "to a stranger": (
        SIGNED_IN + BLUESKY + '[digest]\nto = "@you@piaille.fr"',
        (
            "digest.to: is not an account that you watch: digests go to nobody but their owner. "
            'Write "@me@piaille.fr", "me.bsky.social" or "file:digest.md".'
        ),
    ),
    "invitations from an account that cannot sign in": (
        f'{MASTODON}send_as_me = true\n[digest]\nto = "file:digest.md"',
        "watch[1].send_as_me: needs a secret to send with: add one, or leave send_as_me out.",
    ),
    "a bot that cannot sign in": (
        BLUESKY + '[bot]\naccount = "bot.example"',
        (
            "bot.secret: is missing: the bot has to sign in. "
            'Write, for one, secret = "file:bot.secret".'
        ),
    ),
    "an account twice": (
        SIGNED_IN + BLUESKY + '[[watch]]\naccount = "Me@PIAILLE.fr"',
        (
            "watch[3].account: is @me@piaille.fr, which watch[1] watches already: "
            "leave one of the two out."
        ),
    ),
    "a weekday with days": (
        SIGNED_IN + '[digest]\nevery = "2 days"\nat = "sunday 18:00"',
        (
            "digest.at: has a weekday, which goes with weeks and months only: "
            "leave the weekday out, or count every in weeks."
        ),
    ),
    "a secret for the village": (
        VILLAGER + 'secret = "file:me.secret"',
        "watch[1].secret: must be left out: the demo village asks for none.",
    ),
    "a stranger in the village": (
        f'{MASTODON}url = "memory:village"\n',
        (
            'watch[1].account: must be "@camille@village.example" or "camille.village.example": '
            "nobody else lives in memory:village."
        ),
    ),
    "a real bot for the village": (
        VILLAGER + BOT.replace("bot.example", "@bot@piaille.fr"),
        (
            "bot.account: cannot write to @camille@village.example: "
            "only one of the two lives in memory:village."
        ),
    ),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_settings_that_contradict_each_other_are_refused(
    complaint: Complainer, text: str, why: str
) -> None:
    assert complaint(text) == why


def test_a_bot_for_the_village_lives_there(loaded: Loader, complaint: Complainer) -> None:
    text = VILLAGER + '[bot]\naccount = "@bot@village.example"\nurl = "memory:village"\n'

    sender = loaded(text).sender

    assert sender is not None
    assert sender.in_village
    assert complaint(text + 'secret = "env:BOT"') == (
        "bot.secret: must be left out: the demo village asks for none."
    )
