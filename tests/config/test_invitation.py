"""How drafts are made, as the config says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.config.conftest import Complainer, Loader

ME = '[[watch]]\naccount = "@me@piaille.fr"\nsecret = "file:me.secret"\n'


def test_by_default_templates_are_ours_and_nobody_polishes(loaded: Loader) -> None:
    invitation = loaded(ME).invitation

    assert invitation.templates is None
    assert invitation.polish is None


def test_a_folder_of_templates_is_relative_to_the_file(loaded: Loader, tmp_path: Path) -> None:
    settings = loaded(ME + '[invitation]\ntemplates = "mine"')

    assert tmp_path / "mine" == settings.invitation.templates


def test_who_polishes_has_an_address_and_a_model(loaded: Loader) -> None:
    polish = loaded(
        ME + '[invitation.polish]\nurl = "https://api.example/v1/"\nmodel = "small"\n'
        'secret = "file:me.secret"'
    ).invitation.polish

    assert polish is not None
    assert ("https://api.example/v1", "small") == (polish.url, polish.model)
    assert polish.secret is not None
    assert "s3cret" == polish.secret.read({}).get_secret_value()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            '[invitation.polish]\nmodel = "small"',
            'invitation.polish.url: is missing: write, for one, url = "http://localhost:11434/v1".',
        ),
        (
            '[invitation.polish]\nurl = "https://api.example"\nmodel = "x"\ntools = []',
            (
                "invitation.polish.tools: is not a key that Terrasse knows. "
                "Known here: url, model, secret."
            ),
        ),
        ("[invitation]\npolish = true", "invitation.polish: must be a table, not true or false."),
        (
            "[invitation]\ntemplates = 3",
            "invitation.templates: must be a string, not a whole number.",
        ),
    ],
)
def test_what_cannot_be_used_is_told(complaint: Complainer, text: str, why: str) -> None:
    assert why == complaint(ME + text)
