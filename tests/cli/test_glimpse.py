from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from adapters.memory.network import CAPABILITIES, MemoryNetwork
from bot.domain.people.identity import NetworkName
from bot.errors import UnreachableError
from bot.text.language.catalogue import catalogue
from tests.services.household import Household
from tests.stores import in_memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.services.context import Context
    from tests.cli.terminal import Terminal

HANDLE = "me@village.example"


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Household:
    """What `try` looks at: a household in which Alice talks with the owner."""
    house = Household()
    house.chat(house.alice, weeks=3)
    see(replace(house.context, bot=None), monkeypatch)
    return house


def see(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def opened(
        account: str, *, url: str | None, appview: str | None, language: str
    ) -> AsyncIterator[Context]:
        assert (HANDLE, None, None) == (account, url, appview)
        wishes = replace(context.wishes, words=catalogue(language))
        yield replace(context, wishes=wishes, store=in_memory())  # nothing is kept of a look

    monkeypatch.setattr("bot.bootstrap.open_glimpse", opened)


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


@pytest.mark.usefixtures("looked_at")
def test_who_talks_with_the_account_is_listed(terminal: Terminal) -> None:
    shown = terminal.read("try", HANDLE, "--yes")

    assert " 1. ▮▮▮▮▮ Alice Martin  alice@village.example" in shown
    assert "3 exchanges in 3 threads" in shown
    assert "blocks whom" not in shown
    assert [] == list(terminal.folder.iterdir())


@pytest.mark.usefixtures("looked_at")
def test_without_a_yes_nothing_is_read(terminal: Terminal) -> None:
    result = terminal.type("try", HANDLE)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "Then nothing is read" in result.stderr


def test_a_marked_account_is_refused_in_a_sentence(
    terminal: Terminal, looked_at: Household
) -> None:
    me = looked_at.world.account(looked_at.me)
    looked_at.world.describe(replace(me, bio="Hi. #nobot"))

    result = terminal.type("try", HANDLE, "--yes")

    expected = (
        "terrasse: me@village.example is marked #nobot, so it is not looked at without signing in. "
        "If it is yours, name it in a config file, with its secret.\n"
    )
    assert (2, "", expected) == (result.exit_code, result.stdout, result.stderr)


def test_nothing_of_somebody_marked_is_printed(terminal: Terminal, looked_at: Household) -> None:
    before = terminal.read("try", HANDLE, "--yes")
    bruno = looked_at.world.account(looked_at.bruno)
    looked_at.world.describe(replace(bruno, bio="Hi. #noinvite"))
    looked_at.chat(looked_at.bruno, weeks=8)

    shown = terminal.read("try", HANDLE, "--yes")

    assert "Alice Martin" in shown
    assert "runo" not in shown
    assert before.splitlines()[0] == shown.splitlines()[0]


def test_where_blocks_are_not_told_that_is_said(
    terminal: Terminal, looked_at: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = replace(CAPABILITIES[NetworkName.MASTODON], tells_blocked_by=False)
    world, me = looked_at.world, looked_at.me
    network = MemoryNetwork(world, me, looked_at.owner.id, capabilities=silent)
    context = replace(looked_at.context, bot=None, networks={"@me@village.example": network})
    see(context, monkeypatch)

    shown = terminal.read("try", HANDLE, "--yes")

    assert "Alice Martin" in shown
    assert (
        "Mastodon’s public API does not tell who blocks whom: somebody who blocks you, or whom you "
        "block, may be listed.\n"
    ) in shown


def test_where_blocks_could_not_be_asked_for_that_is_said(
    terminal: Terminal, looked_at: Household
) -> None:
    looked_at.world.failures.queue("relationships", *[UnreachableError("No route.")] * 20)

    shown = terminal.read("try", HANDLE, "--yes")

    assert "Alice" not in shown
    assert (
        "Who blocks whom could not be asked (No route.): people of whom that is not known are not "
        "listed. Try again later.\n"
    ) in shown


@pytest.mark.parametrize(
    ("answer", "code", "said"), [("n", 1, "Alors rien n’est lu"), ("o", 0, "Rien n’a été gardé.")]
)
@pytest.mark.usefixtures("looked_at")
def test_in_a_terminal_it_asks_and_tells_in_the_language_of_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, said: str
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    stdin = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("bot.cli.commands.glimpse.sys", SimpleNamespace(stdin=stdin, exit=sys.exit))

    result = terminal.type("try", HANDLE, fed=f"{answer}\n".encode())

    assert code == result.exit_code
    assert f"{HANDLE}\u00a0: c’est bien ton compte\u202f? [o/N]\u00a0: " in result.stderr
    assert said in result.output
