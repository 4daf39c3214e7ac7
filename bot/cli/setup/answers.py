"""What `init` was told so far: kept after each answer, and written as a config file at the end."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from bot.domain.people.identity import NetworkName
from bot.domain.sentence import marked, reason
from bot.text.language.catalogue import LANGUAGES, catalogue
from config.models.account import AccountName

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE: Final = "file:digest.md"
NONE: Final = "-"
"""The answer that there is to be none."""

_HEAD: Final = marked(
    "Made by terrasse init. Every key there is, with its default: terrasse config example"
)
_ABOUT: Final = {
    "language": marked("The language of digests and answers: en or fr."),
    "timezone": marked("Your time zone: days begin and digests come by its clock."),
    "watch": marked("An account of yours, whose conversations are read."),
    "secret": marked("Where its sign-in is kept. A new one: terrasse login {account}"),
    "bot": marked("The account that sends the digests."),
    "digest": marked("Where digests go, how often, and when."),
    "goal": marked("Your goal, shown at the top of each digest."),
    "slot": marked("A time of your week that you keep for meetings."),
}


@dataclass
class Answers:
    """The answers; `None` is one that was not given yet, `NONE` that there is to be none.

    `urls` and `secrets` are by account; `done` are the steps that follow the questions.
    """

    language: str | None = None
    accounts: list[str] = field(default_factory=list)
    to: str | None = None
    bot: str | None = None
    timezone: str | None = None
    at: str | None = None
    home: str | None = None
    slots: list[str] | None = None
    goal: int | None = None
    urls: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    is_complete: bool = False
    """Whether all accounts are named."""
    replaces: bool = False
    """Whether a config file that is there may be made anew."""
    done: list[str] = field(default_factory=list)

    @property
    def sender(self) -> str | None:
        """The account that sends the digests, if one does."""
        if self.bot not in {None, NONE}:
            return self.bot
        return self.to if self.to in self.accounts else None

    @property
    def signing_in(self) -> list[str]:
        """The accounts that sign in, each once."""
        bot = [self.bot] if self.bot not in {None, NONE} else []
        return list(dict.fromkeys([*self.accounts, *filter(None, bot)]))

    def secret_of(self, account: str) -> str:
        """Where the secret of an account is kept, as the config file says it."""
        return self.secrets.get(account) or f"file:{AccountName.parse(account).handle}.secret"

    def rename(self, before: str, after: str) -> None:
        """Put an account in the place of another."""
        self.accounts = list(
            dict.fromkeys(after if name == before else name for name in self.accounts)
        )
        self.to = after if self.to == before else self.to
        self.bot = after if self.bot == before else self.bot

    def config(self) -> str:
        """The config file."""
        language = self.language or "en"
        say = catalogue(language).say
        head = say(_HEAD)
        lines = [f"# {head}", ""]

        def about(what: str, **values: str) -> None:
            said = say(_ABOUT[what], **values)
            lines.append(f"# {said}")

        def key(name: str, value: object) -> None:
            # JSON and TOML write strings and numbers alike.
            lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")

        about("language")
        key("language", language)
        about("timezone")
        key("timezone", self.timezone or "UTC")
        for table, what, account in self._tables():
            lines.append("")
            about(what)
            lines.append(table)
            key("account", account)
            if account in self.urls:
                key("url", self.urls[account])
            about("secret", account=account)
            key("secret", self.secret_of(account))
        lines.append("")
        about("digest")
        lines.append("[digest]")
        key("to", self.to)
        key("every", "2 weeks")
        key("at", self.at or "sunday 18:00")
        lines.append("")
        about("goal")
        lines.append("[goal]")
        key("meetings", self.goal or 1)
        key("every", "2 weeks")
        for slot in self.slots or ():
            lines.append("")
            about("slot")
            lines.append("[[slot]]")
            key("when", slot)
        return "\n".join(lines) + "\n"

    def _tables(self) -> Iterator[tuple[str, str, str]]:
        for account in self.accounts:
            yield "[[watch]]", "watch", account
        if self.bot is not None and self.bot != NONE:
            yield "[bot]", "bot", self.bot


def merged(kept: Answers, given: Answers) -> Answers:
    """The answers that were kept, less those that are given anew."""
    return replace(kept, **{name: value for name, value in asdict(given).items() if value})


def needs_bot(to: str) -> bool:
    """Whether digests to there come from another account: Bluesky takes no message to oneself."""
    return not to.startswith("file:") and AccountName.parse(to).network is NetworkName.BLUESKY


def draft_of(config: Path) -> Path:
    """The file beside a config file that keeps the answers."""
    return config.with_name(f"{config.name}.draft")


def old_of(config: Path) -> Path:
    """What a config file is called once it has been made anew: a name that is not in use."""
    taken = olds_of(config)
    names = (f"{config.name}.old{nth}" for nth in chain([""], count(2)))
    return next(path for path in map(config.with_name, names) if path not in taken)


def olds_of(config: Path) -> list[Path]:
    """The config files that have been made anew."""
    kept = re.compile(re.escape(config.name) + r"\.old\d*")
    return [path for path in config.parent.iterdir() if kept.fullmatch(path.name)]


def load(config: Path) -> Answers | None:
    """The answers that were kept; `None` if there are none, or they make no sense.

    Raises:
        ConfigError: they cannot be read.
    """
    from pydantic import TypeAdapter

    from bot import regular_file
    from bot.errors import ConfigError

    try:
        kept = TypeAdapter(Answers).validate_json(regular_file.read(draft_of(config)), strict=True)
        _check(kept, config)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(
            marked("{path} cannot be read: {why}."), path=draft_of(config), why=reason(error)
        ) from None
    except (ValueError, ConfigError):
        return None  # of another version, or somebody wrote into it
    return kept


def _check(kept: Answers, config: Path) -> None:
    """Check what was answered so far, with something in the place of what was not.

    Raises:
        ValueError, ConfigError: no config file can be made of it.
    """
    from config.load import parse

    if kept.language not in {None, *LANGUAGES}:
        raise ValueError(kept.language)
    accounts = kept.accounts or ["@me@mastodon.example"]
    is_open = kept.to is None or (kept.bot is None and needs_bot(kept.to))
    answers = replace(kept, accounts=accounts, to=FILE if is_open else kept.to)
    parse(answers.config().encode(), config, checks_secrets=False)


def save(answers: Answers, config: Path) -> None:
    """Keep the answers.

    Raises:
        ConfigError: they cannot be written.
    """
    from config.secrets.file import write

    write(draft_of(config), json.dumps(asdict(answers), ensure_ascii=False, indent=1) + "\n")
