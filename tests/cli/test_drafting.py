"""What the config says of drafts, seen by `doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bootstrap.drafting import open_drafter
from config.load import load
from tests.cli.terminal import CONFIG

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

POLISH = """
[invitation.polish]
url = "http://localhost:11434/v1"
model = "small"
secret = "env:POLISH_KEY"
"""


def test_doctor_tries_the_templates_in_the_folder(terminal: Terminal) -> None:
    terminal.write_config(CONFIG + '[invitation]\ntemplates = "mine"\n')
    folder = terminal.folder / "mine" / "fr"
    folder.mkdir(parents=True)
    (folder / "coffee.txt").write_text("Salut {{ name }} ! {{ when }} ?")
    (folder / "lunch.txt").write_text("Salut\n{{ nmae }}")

    said = terminal.type("doctor", "--offline").output

    assert "ok  template fr/coffee.txt: can be used" in said
    assert "!!  template fr/lunch.txt: fr/lunch.txt, line 2: 'nmae' is undefined" in said


def test_doctor_tells_of_a_folder_that_is_not_there(terminal: Terminal) -> None:
    terminal.write_config(CONFIG + '[invitation]\ntemplates = "nowhere"\n')

    said = terminal.type("doctor", "--offline").output

    assert "!!  templates: " in said
    assert "nowhere: it cannot be read: No such file or directory." in said


def test_doctor_reads_the_secret_of_who_polishes(terminal: Terminal) -> None:
    terminal.write_config(CONFIG + POLISH)

    said = terminal.type("doctor", "--offline").output

    assert "!!  secret of [invitation.polish]: " in said
    assert "POLISH_KEY" in said


@pytest.mark.anyio
async def test_somebody_polishes_if_the_config_says_so(terminal: Terminal) -> None:
    file = terminal.folder / "terrasse.toml"
    terminal.write_config()
    async with open_drafter(load(file)) as nobody:
        assert nobody is None
    terminal.write_config(CONFIG + POLISH)
    async with open_drafter(load(file)) as somebody:
        assert somebody is not None
