"""The questions of `init`: each has a reason and a default, and its answer is kept at once."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from bot.cli.session import spoken_language
from bot.cli.setup.answers import FILE, NONE, Answers, draft_of, needs_bot, save
from bot.cli.terminal import asked, echo
from bot.domain.sentence import marked
from bot.text.language.catalogue import LANGUAGES, Catalogue, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bot.cli.session import Session

DEFAULT_AT: Final = marked("sunday 18:00")
DEFAULT_SLOTS: Final = marked("tuesday 12:30-14:00, saturday 15:00-17:00")
NO_ACCOUNT: Final = marked(
    "“{text}” is not an account. Write it as @me@piaille.fr or me.bsky.social, or paste the "
    "address of your profile."
)


class Questions:
    """Asks what was not told or answered yet."""

    def __init__(self, session: Session, path: Path, given: Answers) -> None:
        self.session = session
        self.path = path
        self.given = given
        self.answers = given
        self.speak(given.language)

    @property
    def is_kept(self) -> bool:
        """Whether answers are kept, as far as can be seen."""
        return os.path.lexists(draft_of(self.path))

    def say(self, sentence: str, **values: object) -> str:
        """A sentence in the owner's language."""
        return self.words.say(sentence, **values)

    def ask_all(self) -> None:
        """Ask all that is missing, in its order."""
        answers = self.answers
        if answers.language is None:
            self._ask_language()
        if not answers.is_complete:
            self._ask_accounts()
        if answers.to is None:
            self._ask_recipient()
        if answers.bot is None:
            self._ask_bot()
        self._ask_the_rest()

    def _ask_language(self) -> None:
        self.answers.language = self._asked(
            self.say("Digests and answers are written in your language."),
            self.say("Your language (en or fr)"),
            spoken_language(),
            lambda text: text.lower() if text.lower() in LANGUAGES else None,
            marked("“{text}” is not one of: en, fr"),
        )
        self.speak(self.answers.language)
        self.keep()

    def _ask_accounts(self) -> None:
        answers = self.answers
        reason = self.say(
            "Your conversations show whom you keep talking with. Nobody else’s are read."
        )
        question = self.say("Your account on Mastodon or Bluesky, or the address of your profile")
        while not answers.accounts:
            answers.accounts.append(self._asked(reason, question, "", read_account, NO_ACCOUNT))
            self.keep()
        while True:
            another = self._asked(
                self.say("Several accounts are counted together."),
                self.say("Another account of yours (- for no more)"),
                NONE,
                lambda text: NONE if text == NONE else read_account(text),
                NO_ACCOUNT,
            )
            if another == NONE:
                break
            if another not in answers.accounts:
                answers.accounts.append(another)
                self.keep()
        answers.is_complete = True
        self.keep()

    def _ask_recipient(self) -> None:
        answers = self.answers
        choices = [*answers.accounts, FILE]
        shown = [self.say("{to}, by direct message", to=account) for account in answers.accounts]
        shown.append(self.say("a file, digest.md, beside the config file"))
        chosen = self._asked(
            self.say("A digest names three people at most; nobody else sees it."),
            self.say("Where digests go (a number)"),
            "1",
            lambda text: (
                choices[int(text) - 1] if text in map(str, range(1, len(choices) + 1)) else None
            ),
            marked("“{text}” is not one of these numbers."),
            choices=shown,
        )
        answers.to = chosen
        self.keep()

    def _ask_bot(self) -> None:
        answers = self.answers
        to = str(answers.to)
        if to.startswith("file:"):
            answers.bot = NONE
        elif needs_bot(to):
            answers.bot = self._asked(
                self.say(
                    "Bluesky allows no message to oneself: make a second account for your bot on "
                    "{page}, and name it here. Without one, digests go into a file.",
                    page="https://bsky.app",
                ),
                self.say("Your bot’s account (- for none)"),
                NONE,
                self._read_bot,
                marked("“{text}” cannot be the bot: it needs another account, on Bluesky."),
            )
            answers.to = FILE if answers.bot == NONE else to
        else:
            answers.bot = self._asked(
                self.say(
                    "Without a bot, your own account writes to itself, and you get no "
                    "notification. A bot is a second account, made for this."
                ),
                self.say("Your bot’s account (- for none)"),
                NONE,
                self._read_bot,
                marked("“{text}” cannot be the bot: it needs another account, on Mastodon."),
            )
        self.keep()

    def _read_bot(self, text: str) -> str | None:
        if text == NONE:
            return NONE
        bot = read_account(text)
        to = str(self.answers.to)
        if bot is None or bot == to or needs_bot(bot) is not needs_bot(to):
            return None
        return bot

    def _ask_the_rest(self) -> None:
        from config.models.zone import machine_zone

        answers = self.answers
        if answers.timezone is None:
            answers.timezone = self._asked(
                self.say("It sets when your days begin and when digests come."),
                self.say("Your time zone"),
                machine_zone().key,
                _read_zone,
                marked("“{text}” is not a time zone. Write it as Europe/Paris."),
            )
            self.keep()
        if answers.at is None:
            answers.at = self._asked(
                self.say(
                    "Digests come every other week. On a Sunday evening, the week to meet somebody "
                    "in is still ahead."
                ),
                self.say("When digests come (a weekday and a time)"),
                self.say(DEFAULT_AT),
                _read_at,
                marked(
                    "“{text}” is not understood. Write a weekday and a time: {weekday}, for one"
                ),
            )
            self.keep()
        if answers.slots is None:
            slots = self._asked(
                self.say("Invitations propose two or three of these times."),
                self.say("When you could meet people (- for no times)"),
                self.say(DEFAULT_SLOTS),
                _read_slots,
                marked(
                    "“{text}” is not understood. Write a weekday and two times, at least an hour "
                    "apart; put commas between several of these: {example}"
                ),
            )
            answers.slots = slots.split(", ") if slots != NONE else []
            self.keep()
        if answers.goal is None:
            goal = self._asked(
                self.say("Once it is met, Terrasse keeps quiet until the next two weeks begin."),
                self.say("How many meetings you want in two weeks"),
                "1",
                lambda text: text if re.fullmatch("[1-9][0-9]?", text) else None,
                marked("“{text}” is not a number from 1 to 99."),
            )
            answers.goal = int(goal)
            self.keep()

    def _asked(  # noqa: PLR0913 (what a question is made of)
        self,
        reason: str,
        question: str,
        default: str,
        read: Callable[[str], str | None],
        wrong: str,
        *,
        choices: Sequence[str] = (),
    ) -> str:
        """Ask until the answer can be read; `wrong` says what is expected."""
        from bot.cli.output import tell

        echo(err=True)
        tell(reason, dim=True)
        for number, choice in enumerate(choices, start=1):
            echo(f"  {number}. {choice}", err=True)
        while (answer := read(text := asked(question, default=default))) is None:
            if text:
                examples = {"example": self.say(DEFAULT_SLOTS), "weekday": self.say(DEFAULT_AT)}
                tell(self.say(wrong, text=text, **examples))
        return answer

    def speak(self, language: str | None) -> None:
        """Use this language from now on; the terminal's, if it is not known."""
        self.session.language = language or spoken_language()
        self.words: Catalogue = catalogue(self.session.language)

    def keep(self) -> None:
        """Keep the answers."""
        save(self.answers, self.path)


def read_account(text: str) -> str | None:
    """The account in what was typed; `None` if it is none."""
    from config.models.account import AccountName

    try:
        return str(AccountName.parse(text))
    except ValueError:
        return None


def _read_zone(text: str) -> str | None:
    from config.models.zone import zone

    try:
        return zone(text).key
    except ValueError:
        return None


def _read_at(text: str) -> str | None:
    from config.models.moment import wall_time

    try:
        return text if wall_time(text).weekday is not None else None
    except ValueError:
        return None


def _read_slots(text: str) -> str | None:
    from config.models.week import hours

    if text == NONE:
        return NONE
    slots = [part.strip() for part in text.split(",") if part.strip()]
    try:
        is_long = all(hours(slot).minutes >= 60 for slot in slots)  # noqa: PLR2004 (minutes)
    except ValueError:
        return None
    return ", ".join(slots) if slots and is_long else None
