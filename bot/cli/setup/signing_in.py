"""`login` and `logout`: an account's sign-in, renewed and ended."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import click

from bot.cli.session import command
from bot.cli.terminal import asked, asked_in_secret, echo, echo_address
from bot.domain.people.identity import NetworkName
from bot.domain.sentence import Sentence, joined, marked
from bot.text.language.catalogue import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bootstrap.sign_in import Place, SignIns
    from bot.cli.session import Session
    from bot.text.language.catalogue import Catalogue
    from config.models.settings import Settings
    from config.models.tables import Access

WHERE_TO_MAKE: Final = marked(
    "Make an app password for {account} on {page} (Settings → Privacy and security → App "
    "passwords → Add). Your own password is not for this."
)
ALLOW_MESSAGES: Final = marked("Tick “Allow access to your direct messages” there.")
WHERE_TO_END: Final = {
    NetworkName.MASTODON: marked(
        "The access token was not made by terrasse login, so delete it on {host} too: on Mastodon, "
        "Preferences → Development, or Preferences → Account → Authorized apps."
    ),
    NetworkName.BLUESKY: marked(
        "Delete the app password on your server too: Settings → Privacy and security → App "
        "passwords."
    ),
}


@click.command()
@click.argument("account")
@click.option(
    "--no-browser", is_flag=True, help="Show the page's address, and take the code that it shows."
)
@command
async def login(session: Session, *, account: str, no_browser: bool) -> None:
    """Sign ACCOUNT in, or sign it in again."""
    settings = session.settings(checks_secrets=False)
    words = catalogue(settings.language)
    accesses = _named(settings, account)
    from bot.bootstrap.sign_in import open_sign_ins, place_of, sessions_of

    places = list(dict.fromkeys(place_of(access) for access in accesses))
    urls = [place.url for place in places if place.url]
    async with open_sign_ins(urls, sessions_of(settings)) as sign_ins:
        for place in places:
            writes = _writes(settings, place.file)
            await sign_in(sign_ins, place, words, writes=writes, browser=not no_browser)
    echo(words.say("{account} is signed in.", account=places[0].account))


@click.command()
@click.argument("account")
@command
async def logout(session: Session, *, account: str) -> None:
    """Delete the sign-in of ACCOUNT, and revoke it where `login` made it."""
    from bot.bootstrap.sign_in import open_sign_ins, place_of, sessions_of
    from bot.errors import NetworkError, UndeliveredError

    settings = session.settings(checks_secrets=False)
    words = catalogue(settings.language)
    places = dict.fromkeys(place_of(access) for access in _named(settings, account))
    urls = [place.url for place in places if place.url]
    async with open_sign_ins(urls, sessions_of(settings)) as sign_ins:
        for place in places:
            where = Sentence(WHERE_TO_END[place.account.network], host=place.account.host)
            was_in = place.file.exists()
            try:
                is_over = await sign_ins.out(place)
            except NetworkError as problem:
                here = Sentence(marked("{account} is signed out here."), account=str(place.account))
                raise UndeliveredError(joined(here, problem.said, where)) from problem
            if not was_in:
                echo(words.say("{account} was not signed in.", account=place.account))
                continue
            echo(words.say("{account} is signed out.", account=place.account))
            if not is_over:
                echo(words.tell(where))


async def sign_in(
    sign_ins: SignIns, place: Place, words: Catalogue, *, writes: bool, browser: bool
) -> None:
    """Ask for what signs an account in, and keep it. `writes`: the account sends.

    Raises:
        NetworkError: it is not signed in.
        ConfigError: the secret cannot be written.
        SystemExit: a question was not answered.
    """
    from bot.errors import SignInError, UnreachableError

    try:
        await _sign_in(sign_ins, place, words, writes=writes, browser=browser)
    except UnreachableError as problem:
        sentence = marked(
            "{problem} Check your connection, and how {account} is written; then: terrasse login "
            "{account}"
        )
        raise SignInError(sentence, problem=problem, account=str(place.account)) from problem


async def _sign_in(
    sign_ins: SignIns, place: Place, words: Catalogue, *, writes: bool, browser: bool
) -> None:
    from bot.cli.output import tell
    from bot.errors import SignInError

    say = words.say
    echo(err=True)
    if place.account.network is NetworkName.BLUESKY:
        page = "https://bsky.app/settings/app-passwords"
        tell(say(WHERE_TO_MAKE, account=place.account, page=page))
        if writes:
            tell(say(ALLOW_MESSAGES))
        password = asked_in_secret(say("The app password (it is not shown)"))
        if not password:
            sentence = marked("No app password was given: {account} is not signed in.")
            raise SignInError(sentence, account=str(place.account))
        await sign_ins.on_bluesky(place, password, writes=writes)
        return
    is_shown = browser and has_browser()
    end = say("Terrasse has its answer. You can close this page and go back to the terminal.")
    begun = sign_ins.on_mastodon(
        place, sends=writes, page=end if is_shown else None, language=words.language
    )
    async with begun as signing_in:
        pasted = None
        if is_shown:
            tell(
                say(
                    "Your browser opens this page; sign in as {account}, and authorise Terrasse:",
                    account=place.account,
                )
            )
            echo_address(signing_in.url)
            _open(signing_in.url, words)
        else:
            tell(
                say(
                    "Open this page in any browser, sign in as {account}, and authorise Terrasse:",
                    account=place.account,
                )
            )
            echo_address(signing_in.url)
            pasted = asked(say("The code that it shows"))
        await signing_in.finish(pasted)


def has_browser() -> bool:
    """Whether a browser with windows can be opened: one in the terminal would take it over."""
    if sys.platform == "darwin" or os.environ.get("BROWSER"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))


def _open(url: str, words: Catalogue) -> None:
    """Open a page. Some browsers are waited for, so nobody waits for the thread."""
    import threading
    import webbrowser

    from bot.cli.output import tell

    said = words.say(
        "No browser could be opened. Open the page yourself; from another machine, press Ctrl-C "
        "and call this again with --no-browser."
    )

    def be_opened() -> None:
        if not webbrowser.open(url):
            tell(said)

    threading.Thread(target=be_opened, daemon=True).start()


def _named(settings: Settings, account: str) -> list[Access]:
    """The account's tables in the config: it may both be watched and send.

    Raises:
        ImpossibleError: there is none.
    """
    from bot.errors import ImpossibleError
    from config.models.account import AccountName

    accesses = [access for access in settings.accesses if not access.in_village]
    try:
        name = AccountName.parse(account)
    except ValueError:
        name = None
    found = [access for access in accesses if access.account == name]
    if not found:
        named = dict.fromkeys(str(access.account) for access in accesses)
        raise ImpossibleError(
            marked("The config file names no account “{account}”. It names: {named}"),
            account=account,
            named=", ".join(named) or "–",
        )
    return found


def _writes(settings: Settings, file: Path) -> bool:
    """Whether an account whose secret is kept there sends."""
    sending = [settings.sender, *(watch for watch in settings.watch if watch.send_as_me)]
    return any(
        access.secret is not None and access.secret.place == str(file)
        for access in sending
        if access is not None
    )
