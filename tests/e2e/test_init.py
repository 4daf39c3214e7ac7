"""`terrasse init` on fresh accounts: from nothing to the first people and the first message."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bot.text.language.catalogue import catalogue
from tests.e2e.browser import chromium
from tests.e2e.labs.snac import Lab as SnacLab
from tests.e2e.meeting.lines import LANGUAGES
from tests.e2e.meeting.on_bluesky import DECLARATION, BlueskyStage, put
from tests.e2e.meeting.on_mastodon import DOMAIN, MastodonStage
from tests.e2e.meeting.on_snac import LOOKALIKE, SnacStage
from tests.e2e.meeting.stage import BOT, NAMES, OTHER, OWNER, wait_until
from tests.e2e.newcomer import FIRST_MESSAGE, FIRST_PEOPLE, Newcomer
from tests.e2e.process.dialogue import Dialogue
from tests.fakes.mastodon.running import process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.labs.bluesky import Lab as BlueskyLab
    from tests.e2e.meeting.stage import Stage

PASSWORD: Final = "correct horse"  # noqa: S105 (invented)
TEST_MESSAGE: Final = "A test: this is how Terrasse will reach you."
QUESTIONS: Final = {
    "language": "Your language (en or fr)",
    "account": "Your account on Mastodon or Bluesky, or the address of your profile",
    "more": "Another account of yours (- for no more)",
    "to": "Where digests go (a number)",
    "bot": "Your bot’s account (- for none)",
    "zone": "Your time zone",
    "at": "When digests come (a weekday and a time)",
    "slots": "When you could meet people (- for no times)",
    "goal": "How many meetings you want in two weeks",
}


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def household(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of somebody new."""
    for name in ("TERRASSE_CONFIG", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "BROWSER", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_on_mastodon_a_browser_signs_in(
    browser: Browser, household: Path, language: str, tmp_path: Path
) -> None:
    say, me = catalogue(language).say, f"@{OWNER}@{DOMAIN}"
    with process() as server:
        stage = MastodonStage(server, LANGUAGES[language], tmp_path)
        opener = tmp_path / "opener"
        opener.write_text('#!/bin/sh\nprintf %s "$1" > "$0.new" && mv "$0.new" "$0.address"\n')
        opener.chmod(0o700)
        newcomer = Newcomer(household, language, {me: server.url}, BROWSER=str(opener))
        answer_all(newcomer, language, account=me)
        address = tmp_path / "opener.address"
        wait_until(address.exists)
        page = browser.new_page()
        page.goto(address.read_text())
        be_asked_by_a_page(page)
        newcomer.type_in(page, "[name=username]", OWNER)
        newcomer.type_in(page, "[name=password]", PASSWORD)
        newcomer.click(page, "[value=allow]")
        end = say("Terrasse has its answer. You can close this page and go back to the terminal.")
        page.get_by_text(end).wait_for()
        newcomer.wait_for(say("{account} is signed in.", account=me))
        newcomer.answer(say("Your town (- for none)"))
        see_message_and_people(newcomer, language, me[1:])

        assert_it_works(household)
        assert is_tested(stage, language)
    newcomer.assert_as_kept(f"init.mastodon.{language}")


def test_on_snac_the_code_is_pasted(
    browser: Browser, household: Path, language: str, tmp_path: Path
) -> None:
    say = catalogue(language).say
    with SnacLab(*NAMES, LOOKALIKE) as lab:
        SnacStage(lab, LANGUAGES[language], tmp_path)
        me = f"@{OWNER}@{lab.info.url.partition('://')[2]}"
        newcomer = Newcomer(household, language, {me: lab.info.url})
        answer_all(newcomer, language, account=me)
        newcomer.wait_for("oauth/authorize?").wait_for(say("The code that it shows"))
        (address,) = re.findall(r"(?m)^https?://\S+oauth\S+", newcomer.said)
        page = browser.new_page()
        page.goto(address)
        newcomer.type_in(page, "[name=login]", OWNER)
        newcomer.type_in(page, "[name=passwd]", lab.info.passwords[OWNER])
        newcomer.click(page, "[type=submit]")
        code = page.locator("body").inner_text().strip()
        newcomer.answer("", code, is_pasted=True)
        newcomer.wait_for(say("{account} is signed in.", account=me))
        newcomer.answer(say("Your town (- for none)"))
        see_message_and_people(newcomer, language, me[1:])

        assert_it_works(household)
        said = catalogue(language).say(TEST_MESSAGE)  # to oneself, snac notifies of nothing
        kept = [path.read_text() for path in Path(lab.info.data).glob("object/*/*.json")]
        assert [said in text for text in kept].count(True) == 1
    newcomer.assert_as_kept(f"init.snac.{language}")


def test_on_bluesky_a_bot_is_followed(
    bluesky_lab: BlueskyLab, household: Path, language: str, tmp_path: Path
) -> None:
    say = catalogue(language).say
    stage = BlueskyStage(bluesky_lab, LANGUAGES[language], tmp_path)
    owner, bot = stage.accounts[OWNER], stage.accounts[BOT]
    put(owner, DECLARATION, {"allowIncoming": "following"})
    info = bluesky_lab.info
    labs = {"TERRASSE_PLC": info.plc, "TERRASSE_APPVIEW": info.appview}
    urls = {owner.handle: info.pds, bot.handle: info.pds}
    newcomer = Newcomer(household, language, urls, **labs)
    answer_all(newcomer, language, account=owner.handle, bot=bot.handle)
    for account in (owner, bot):
        password = account.app_password("Terrasse", messages=account is bot)
        newcomer.answer(say("The app password (it is not shown)"), password, is_pasted=True)
        newcomer.wait_for(say("{account} is signed in.", account=account.handle))
        assert password not in newcomer.said
    newcomer.answer(say("Your town (- for none)"))
    newcomer.answer(say("Press Enter when you have"))
    newcomer.wait_for(
        say("A digest from {bot} would not arrive yet, or only in part:", bot=bot.handle)
    )
    now = datetime.now(UTC).isoformat()
    owner.write("app.bsky.graph.follow", {"subject": bot.did, "createdAt": now})
    bluesky_lab.control.catch_up()
    newcomer.answer(say("Press Enter to look again, or type - to go on anyway"))
    newcomer.wait_for(say("Digests can be sent to {to}.", to=owner.handle))
    newcomer.answer(say("Do you want to do that now?"))
    written = "Write any word to {bot} from {account} now, as a direct message. Waiting for it…"
    newcomer.wait_for(say(written, bot=bot.handle, account=owner.handle))
    stage.write(OWNER, BOT, "hello")
    newcomer.wait_for(say("Your message has arrived: your bot obeys you now."))
    see_message_and_people(newcomer, language, owner.handle)

    assert_it_works(household, **labs)
    assert is_tested(stage, language)
    newcomer.assert_as_kept(f"init.bluesky.{language}")


def be_asked_by_a_page(page: Page) -> None:
    """Let a script of a page, which even knows the state, ask for the callback: it is not heard."""
    told = parse_qs(urlsplit(page.url).query)
    query = urlencode({"code": "stolen", "state": told["state"][0]})
    answered = page.evaluate(
        "url => fetch(url, {mode: 'no-cors'}).then(answer => answer.type)",
        f"{told['redirect_uri'][0]}?{query}",
    )
    assert answered == "opaque"


def answer_all(newcomer: Newcomer, language: str, **answers: str) -> None:
    """Answer these questions so, and press Enter at the others."""
    for name, question in QUESTIONS.items():
        newcomer.answer(catalogue(language).say(question), answers.get(name, ""))


def see_message_and_people(newcomer: Newcomer, language: str, to: str) -> None:
    """Have a test message sent, see the first list, and know the first in it."""
    say = catalogue(language).say
    newcomer.answer(say("Send one to {to} now?", to=to))
    newcomer.wait_for(say("Sent to {to}.", to=to)).mark(FIRST_MESSAGE)
    newcomer.wait_for("1. ▮").wait_for(NAMES[OTHER]).mark(FIRST_PEOPLE)
    newcomer.answer(
        say("Which of these people do you already meet in person? (their ranks, as 1 3)"), "1"
    )
    newcomer.wait_for(say("That is all. The next three commands:"))
    assert newcomer.ended() == 0


def assert_it_works(household: Path, **environ: str) -> None:
    """What `init` wrote is whole: nothing is edited by hand."""
    doctor = Dialogue(household, "doctor", HOME=str(household), **environ)
    assert doctor.ended() == 0, doctor.said
    assert "!!" not in doctor.said


def is_tested(stage: Stage, language: str) -> bool:
    """Whether the test message is there, once."""
    said = catalogue(language).say(TEST_MESSAGE)
    return [said in letter.text for letter in stage.letters()].count(True) == 1
