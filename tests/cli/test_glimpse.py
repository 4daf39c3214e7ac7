from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "“nonsense” must be a Mastodon account"),
        (["me.bsky.example", "--url", "http://evil.example"], "must begin with https://"),
        (["me.bsky.example", "--appview", "ftp://x.example"], "must be an address"),
    ],
)
def test_what_cannot_be_looked_at_is_told(terminal: Terminal, words: list[str], said: str) -> None:
    result = terminal.type("try", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert list(terminal.folder.iterdir()) == []
