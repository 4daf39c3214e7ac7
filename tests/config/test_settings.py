from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.domain.meeting.goal import Goal
from bot.domain.people.identity import NetworkName
from bot.domain.schedule import Period, Schedule, Unit, WallTime
from bot.errors import ConfigError
from config.models.account import AccountName
from config.models.settings import Settings

if TYPE_CHECKING:
    from tests.config.conftest import Loader

ME = AccountName(NetworkName.MASTODON, "me@piaille.fr")
SHORT = '[[watch]]\naccount = "@me@piaille.fr"\nsecret = "file:me.secret"\n'
BLUESKY = '[[watch]]\naccount = "me.bsky.social"\n'
FULL = """\
language = "fr"
timezone = "Europe/Paris"
[[watch]]
account = "@me@piaille.fr"
url = "https://piaille.fr"
secret = "file:me.secret"
weight = 2
[[watch]]
account = "me.bsky.social"
[bot]
account = "bot.example"
url = "http://localhost:2583"
secret = "env:BOT_SECRET"
[digest]
to = "me.bsky.social"
every = "1 month"
at = "lundi 08:30"
people = 2
quiet_when_empty = false
[goal]
meetings = 2
every = "10 days"
[store]
url = "sqlite:///data/log.db"
"""


def test_a_short_file_has_defaults_for_the_rest(
    loaded: Loader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    settings = loaded(SHORT)

    fortnight = Period(2, Unit.WEEK)
    assert settings.language == "en"
    assert settings.watch[0].weight == 1
    assert settings.recipient == ME
    assert settings.sender == settings.watch[0]
    assert settings.digest.people == 3
    assert settings.digest.quiet_when_empty
    zone = ZoneInfo("Europe/Paris")
    assert settings.schedule() == Schedule(fortnight, WallTime(time(18), 6), zone)
    assert settings.meeting_goal() == Goal(1, fortnight)
    assert settings.store_url == f"sqlite:///{tmp_path}/terrasse/terrasse.db"


def test_a_full_file_is_taken_at_its_word(loaded: Loader, tmp_path: Path) -> None:
    settings = loaded(FULL)

    assert settings.language == "fr"
    assert [watched.weight for watched in settings.watch] == [2, 1]
    assert settings.recipient == AccountName(NetworkName.BLUESKY, "me.bsky.social")
    assert settings.sender == settings.bot
    assert settings.bot is not None
    assert settings.bot.url == "http://localhost:2583"
    assert not settings.bot.in_village
    assert settings.digest.people == 2
    assert not settings.digest.quiet_when_empty
    month, monday = Period(1, Unit.MONTH), WallTime(time(8, 30), 0)
    assert settings.schedule() == Schedule(month, monday, ZoneInfo("Europe/Paris"))
    assert settings.meeting_goal() == Goal(2, Period(10, Unit.DAY))
    assert settings.store_url == f"sqlite:///{tmp_path}/data/log.db"


def test_digests_may_go_to_a_file_beside_the_config(loaded: Loader, tmp_path: Path) -> None:
    settings = loaded(BLUESKY + '[digest]\nto = "file:digest.md"')

    assert settings.recipient == tmp_path / "digest.md"
    assert settings.sender is None


def test_a_tilde_is_the_home_directory(loaded: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/marie")

    settings = loaded(
        SHORT + '[digest]\nto = "file:~/digest.md"\n[store]\nurl = "sqlite:///~/t.db"'
    )

    assert settings.recipient == Path("/home/marie/digest.md")
    assert settings.store_url == "sqlite:////home/marie/t.db"


def test_digests_by_the_day_come_on_any_weekday(loaded: Loader) -> None:
    settings = loaded(SHORT + '[digest]\nevery = "3 days"')

    assert settings.schedule().at == WallTime(time(18))


@pytest.mark.parametrize("account", ["@camille@village.example", "camille.village.example"])
def test_the_demo_village_asks_for_no_secret(loaded: Loader, account: str) -> None:
    settings = loaded(
        f'[[watch]]\naccount = "{account}"\nurl = "memory:village"\n[digest]\nto = "file:digest.md"'
    )

    assert settings.watch[0].in_village


def test_each_account_has_a_secret_of_its_own(loaded: Loader) -> None:
    settings = loaded(FULL)
    (mine, *_), bot = settings.watch, settings.bot

    assert mine.secret is not None
    assert "s3cret" == mine.secret.read({}).get_secret_value()
    assert bot is not None
    assert bot.secret is not None
    assert "b0t" == bot.secret.read({"BOT_SECRET": "b0t"}).get_secret_value()
    with pytest.raises(ConfigError, match="env:BOT_SECRET is missing"):
        bot.secret.read({})


def test_without_a_home_the_store_needs_a_place(
    loaded: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(user: int) -> object:
        raise KeyError(user)

    for variable in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)

    with pytest.raises(ConfigError) as caught:
        _ = loaded(SHORT).store_url

    assert str(caught.value) == (
        "There is no home directory to keep the store in: "
        'write url = "sqlite:////path/to/terrasse.db" under [store] in the config file.'
    )


def test_settings_do_not_change(loaded: Loader) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(loaded(SHORT), "language", "fr")  # noqa: B010 (mypy would forbid it, rightly)


def test_pydantic_itself_shows_no_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"watch": [{"account": "s3cret", "secret": "s3cret"}]})

    assert "s3cret" not in str(caught.value)


def test_the_store_may_be_a_postgresql_database(loaded: Loader, tmp_path: Path) -> None:
    secret = tmp_path / "database.secret"
    secret.touch(mode=0o600)
    secret.write_text("opensesame")

    settings = loaded(
        SHORT + '[store]\nurl = "postgresql://me@db.example:5433/terrasse"\n'
        'folder = "data"\nsecret = "file:database.secret"'
    )

    assert "postgresql://me@db.example:5433/terrasse" == settings.store_url
    assert tmp_path / "data" == settings.store.folder
    assert settings.store.secret is not None
    assert "opensesame" == settings.store.secret.read().get_secret_value()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('url = "postgresql://me:opensesame@db.example/t"\nfolder = "data"', "hold a password"),
        ('url = "postgresql://db.example/t?password=opensesame"\nfolder = "x"', "hold a password"),
        ('url = "postgresql://db.example"\nfolder = "data"', "name the database"),
        ('url = "postgresql://db.example:x/t"\nfolder = "data"', "name the database"),
        ('url = "postgresql://db.example/t"', "folder: is missing"),
        ('url = "sqlite:///t.db"\nsecret = "env:PASSWORD"', "must be left out"),
        ('url = "mysql://db.example/t"', "SQLite file"),
    ],
)
def test_another_database_gets_a_clear_error(loaded: Loader, table: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as problem:
        loaded(f"{SHORT}[store]\n{table}")

    assert "opensesame" not in str(problem.value)
