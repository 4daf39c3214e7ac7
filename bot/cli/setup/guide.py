"""The walk through the set-up: questions, sign-ins, the config file, and the first steps."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from bot.cli.session import message_of, spoken_language
from bot.cli.setup.answers import FILE, NONE, Answers, draft_of, load, merged, needs_bot, old_of
from bot.cli.setup.questions import NO_ACCOUNT, Questions, read_account
from bot.cli.terminal import asked, confirmed, echo
from bot.domain.sentence import marked

if TYPE_CHECKING:
    from pathlib import Path

    from config.models.settings import Settings
    from config.models.tables import Access


THERE: Final = marked(
    "{path} is there already. To write a new one (the old one is kept): --replace"
)


class Guide(Questions):
    """Goes through the set-up, with questions or without."""

    async def obey(self, *, replace: bool) -> None:
        """Make the config file of the options alone."""
        from bot.errors import ImpossibleError

        if self.path.exists() and not replace:
            raise ImpossibleError(THERE, path=str(self.path))
        answers = self.answers
        if not answers.accounts:
            raise ImpossibleError(marked("Name an account of yours: --account"))
        answers.replaces = replace
        from config.models.zone import machine_zone

        answers.language = answers.language or spoken_language()
        answers.timezone = answers.timezone or machine_zone().key
        answers.to = answers.to or _usual_recipient(answers)
        settings = self._settings(answers.config())
        if answers.home not in {None, NONE}:
            from bot.cli.setup.first_steps import settle_home

            async with self.session.context(settings) as context:
                await settle_home(context, answers.home, asks=False)
        self._write()
        echo(self.say("{path} is written. Next:", path=self.path))
        for access, _ in _unsigned(settings):
            echo(f"  terrasse login {access.account}")
        for line in ("terrasse doctor", "terrasse collect", "terrasse people"):
            echo(f"  {line}")

    async def ask(self, *, replace: bool, browser: bool) -> None:
        """Ask what was not told or answered yet, then do the first steps."""
        if not sys.stdin.isatty():
            from bot.errors import ImpossibleError

            raise ImpossibleError(
                marked("terrasse init asks questions in a terminal. In scripts: --non-interactive")
            )
        kept = None if replace else load(self.path)
        if kept is not None:
            self.answers = merged(kept, self.given)
            self.speak(self.answers.language)
            path = draft_of(self.path)
            echo(
                self.say("Going on where you stopped. To start over, delete {path}.", path=path),
                err=True,
            )
        elif self.is_kept and not replace:
            unfit = marked("The answers in {path} cannot be used: they are asked for again.")
            echo(self.say(unfit, path=draft_of(self.path)), err=True)
        answers = self.answers
        answers.replaces |= replace
        if self.path.exists() and not answers.replaces and "written" not in answers.done:
            echo(self.say("{path} is there already.", path=self.path), err=True)
            if confirmed(
                self.say("Write a new one? (The old one is kept beside it.)"),
                yes=self.say("y"),
                may_end=True,
            ):
                answers.replaces = True
            else:
                answers.done.append("written")
        if "written" in answers.done:
            settings = self.session.settings(checks_secrets=False)
            self.speak(settings.language)
            await self._sign_in(settings, browser=browser)
        else:
            self.ask_all()
            await self._sign_in(self._settings(answers.config()), browser=browser)
            settings = self._write()
            self._done("written")
        await self._first_steps(settings)
        draft_of(self.path).unlink(missing_ok=True)

    async def _sign_in(self, settings: Settings, *, browser: bool) -> None:
        """Sign in each account that has no secret yet; in a new config, one may be named anew."""
        from bot.bootstrap.sign_in import Place, open_sign_ins, sessions_of
        from bot.cli.output import warn
        from bot.cli.setup.signing_in import sign_in
        from bot.errors import ConfigError, NetworkError

        urls = [access.url for access in settings.accesses if access.url]
        async with open_sign_ins(urls, sessions_of(settings)) as sign_ins:
            while unsigned := _unsigned(settings):
                access, file = unsigned[0]
                name = str(access.account)
                writes = settings.sender is not None and settings.sender.account == access.account
                place = Place(access.account, access.url, file)
                try:
                    await sign_in(sign_ins, place, self.words, writes=writes, browser=browser)
                except (NetworkError, ConfigError) as problem:
                    warn(message_of(problem, self.words.language))
                    settings = self._named_anew(settings, name)
                else:
                    echo(self.say("{account} is signed in.", account=name), err=True)

    def _named_anew(self, settings: Settings, before: str) -> Settings:
        """Ask whether to try again; in a new config file, with another account."""
        if "written" in self.answers.done:
            asked(self.say("Press Enter to try again"))
            return settings
        text = asked(self.say("Press Enter to try again, or type another account"))
        after = read_account(text)
        if after is None:
            if text:
                echo(self.say(NO_ACCOUNT, text=text), err=True)
            return settings
        self.answers.rename(before, after)
        self.keep()
        return self._settings(self.answers.config())

    async def _first_steps(self, settings: Settings) -> None:
        from bot.cli.output import warn
        from bot.cli.setup import first_steps as steps
        from bot.services.rounds.sign_ins import verify

        done = self.answers.done
        async with self.session.context(settings) as context:
            for problem in await verify(context):
                warn(message_of(problem, self.words.language))
            await steps.settle_home(context, self.answers.home, asks=True)
            if context.post.addressee and "arrives" not in done:
                await steps.see_that_it_arrives(context)
                self._done("arrives")
            if context.bot is not None and "handshake" not in done:
                await steps.shake(context)
                self._done("handshake")
            if context.post.addressee and "test" not in done:
                await steps.test_message(context)
                self._done("test")
            await steps.read_first_pages(context)
            people = await steps.show_first_list(context)
            if "known" not in done:
                await steps.ask_whom_they_know(context, people)
        echo(err=True)
        echo(self.say("That is all. The next three commands:"), err=True)
        for line, what in (
            ("terrasse people", self.say("everyone, with reasons")),
            ("terrasse digest --preview", self.say("the digest as it would be now")),
            ("terrasse run", self.say("let it run: it reads, and sends when a digest is due")),
        ):
            echo(f"  {line:<26} {what}")

    def _done(self, step: str) -> None:
        self.answers.done.append(step)
        self.keep()

    def _write(self) -> Settings:
        """Write the config file; one that is there is kept under another name, and first of all.

        Raises:
            ConfigError: the answers do not fit together, or it cannot be written.
            ImpossibleError: another `init` has written one meanwhile.
        """
        from bot import regular_file
        from bot.errors import ImpossibleError
        from config.secrets.file import write

        text = self.answers.config()
        settings = self._settings(text)
        if self.path.exists():
            if not self.answers.replaces:
                raise ImpossibleError(THERE, path=str(self.path))
            old = old_of(self.path)
            write(old, regular_file.read(self.path).decode())
            echo(self.say("The old config file is now {path}.", path=old), err=True)
        write(self.path, text)
        return settings

    def _settings(self, text: str) -> Settings:
        from config.load import parse

        return parse(text.encode(), self.path, checks_secrets=False)


def _unsigned(settings: Settings) -> list[tuple[Access, Path]]:
    """The accounts whose secrets are to be in a file that is not there yet."""
    from pathlib import Path

    from config.secrets.reference import SecretKind

    files = [
        (access, Path(access.secret.place))
        for access in settings.accesses
        if access.secret is not None and access.secret.kind is SecretKind.FILE
    ]
    return [(access, file) for access, file in files if not file.exists()]


def _usual_recipient(answers: Answers) -> str:
    first = answers.accounts[0]
    return FILE if needs_bot(first) and answers.bot in {None, NONE} else first
