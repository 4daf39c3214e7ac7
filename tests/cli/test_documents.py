"""What the documents say of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.index import COMMANDS
from bot.domain.commands.verbs import VERBS, Effect

ROOT = Path(__file__).parents[2]
EFFECTIVE = [verb.value for verb, entry in VERBS.items() if entry.effect is Effect.CHANGES]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("document", ["README.md", "CHANGELOG.md"])
def test_every_command_is_named(document: str, command: str) -> None:
    assert f"`{command}" in (ROOT / document).read_text().replace("`terrasse ", "`")


@pytest.mark.parametrize("verb", EFFECTIVE)
def test_every_verb_that_has_an_effect_is_a_command(verb: str) -> None:
    assert verb in COMMANDS
    table = [line for line in (ROOT / "README.md").read_text().splitlines() if line[:3] == "| `"]
    assert any(f"`{verb}" in line.replace("`terrasse ", "`") for line in table)


@pytest.mark.parametrize("verb", EFFECTIVE)
def test_the_guide_explains_every_verb_that_has_an_effect(verb: str) -> None:
    assert f"`{verb.replace('-', ' ')}" in (ROOT / "docs/guide.md").read_text()
