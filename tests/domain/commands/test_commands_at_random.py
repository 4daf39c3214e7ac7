"""Ten thousand random texts: commands, near-commands and other texts."""

from __future__ import annotations

from bot.domain.commands.command import Command
from bot.domain.commands.message import understand
from tests.domain.commands.commands_at_random import allowed, samples


def test_no_text_has_another_effect_than_it_means() -> None:
    wrong, commands = [], 0
    for sample in samples(seed=5, count=10_000):
        understood = understand(sample.text)
        meaning = None
        if isinstance(understood, Command):
            meaning = (understood.verb.value, (*understood.targets[:1], *understood.args))
            commands += 1
        if not allowed(sample, meaning):
            wrong.append((sample, meaning))

    assert wrong == []
    assert commands > 1_000
