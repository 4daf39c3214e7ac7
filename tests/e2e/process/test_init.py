"""`init` from nothing to the first list: real processes, on a terminal."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
import tomllib
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot import regular_file
from bot.cli.session import Session
from bot.cli.setup.answers import Answers, draft_of, save
from bot.cli.setup.answers import load as answers_kept
from bot.cli.setup.guide import Guide
from bot.errors import ConfigError, ImpossibleError
from config.load import load
from tests.adapters.bluesky.server import PASSWORD as APP_PASSWORD
from tests.cli.setup.bluesky import served_bluesky, tokens_of
from tests.cli.setup.conftest import PASSWORD
from tests.cli.setup.test_wrong_turns import failing
from tests.e2e.process.dialogue import Dialogue
from tests.fakes.mastodon import process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.setup.conftest import Browser
    from tests.cli.terminal import Terminal
    from tests.fakes.mastodon import Remote

ME = "@me@mastodon.example"
BOT = "@bot@mastodon.example"
BUTLER = "@butler@mastodon.example"
OTHER = "@other@mastodon.example"
BIOS = {"alice": "I live in Rennes."}
QUESTIONS = [
    ("Your language (en or fr)", ""),
    ("Your account on Mastodon or Bluesky", "https://mastodon.example/@me"),
    ("Another account of yours", ""),
    ("Where digests go", ""),
    ("Your bot’s account", ""),
    ("Your time zone", "Europe/Paris"),
    ("When digests come", ""),
    ("When you could meet people", ""),
    ("How many meetings", ""),
]
"""The questions before the config file is written, and an answer to each."""


@pytest.fixture(scope="module")
def world() -> Iterator[Remote]:
    """A server on which @me talks with Alice."""
    with process() as remote:
        for name in ("me", "bot", "butler", "other", "alice"):
            remote.act("sign_up", username=name, password=PASSWORD, note=BIOS.get(name, ""))
        now = datetime.now(UTC)
        for weeks in range(6, 0, -1):
            at = now - timedelta(weeks=weeks)
            asked = remote.act("post", who="me", text="@alice seeds?", at=at.isoformat())
            at += timedelta(hours=1)
            text = "@me yes, many!"
            remote.act("post", who="alice", text=text, reply_to=asked, at=at.isoformat())
        yield remote


@pytest.fixture
def start(terminal: Terminal, world: Remote) -> Start:
    return Start(terminal.folder, world)


class Start:
    def __init__(self, folder: Path, world: Remote) -> None:
        self.folder = folder
        self.config = folder / "home" / ".config" / "terrasse" / "terrasse.toml"
        self._world = world

    def __call__(self, *words: str, **environ: str) -> Dialogue:
        urls = [f"--url={name}={self._world.url}" for name in (ME, BOT, BUTLER, OTHER)]
        return Dialogue(self.folder, "init", *urls, *words, **environ)


def is_private(path: Path) -> bool:
    return stat.S_IMODE(path.stat().st_mode) == 0o600


def answer_all(dialogue: Dialogue, **other: str) -> Dialogue:
    for question, answer in QUESTIONS:
        dialogue.answer(question, other.get(question.split()[-1], answer))
    return dialogue


@pytest.mark.usefixtures("browser")
def test_from_nothing_to_the_first_list_and_a_message(
    terminal: Terminal, start: Start, world: Remote
) -> None:
    began = time.monotonic()
    dialogue = answer_all(start())
    dialogue.wait_for("Your browser opens this page").wait_for(f"{ME} is signed in.")
    dialogue.answer("Your town", "Rennes").wait_for("You live in Rennes")
    dialogue.wait_for(f"Digests can be sent to {ME[1:]}.")
    dialogue.answer("Send one to", "y").wait_for("Sent to")
    dialogue.wait_for("alice@mastodon.example").wait_for("Rennes, says their bio · in your town")
    dialogue.answer("Which of these people do you already meet in person?", "7")
    dialogue.answer("Give their numbers", "1").wait_for("The next three commands")

    assert 0 == dialogue.ended()
    assert time.monotonic() - began < 180
    written = load(start.config)
    assert is_private(start.config)
    assert is_private(start.config.with_name("me@mastodon.example.secret"))
    assert not draft_of(start.config).exists()
    assert (ME, "Europe/Paris") == (str(written.watch[0].account), written.timezone.key)
    assert 2 == len(written.slot)
    assert "!!" not in terminal.read("doctor")
    (alice,) = terminal.json("people")
    assert "known" in alice["verdict"]["reason"]
    (sent,) = [said for said in world.act("statuses", who="me") if said["visibility"] == "direct"]
    assert "A test" in sent["text"]


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(("key", "code"), [("interrupt", 130), ("close_input", 2)])
def test_an_end_at_each_question_keeps_what_was_answered(start: Start, key: str, code: int) -> None:
    before: tuple[str, str] | None = None
    for question, answer in [*QUESTIONS, ("The code that it shows", "")]:
        stopped = start()
        if before is not None:
            stopped.wait_for("Going on where you stopped" if before != QUESTIONS[0] else "")
            stopped.answer(*before)
        stopped.wait_for(question)
        assert code == getattr(stopped, key)()
        assert "Traceback" not in stopped.said
        is_kept = draft_of(start.config).exists()
        assert is_kept is ("To go on from there: terrasse init" in stopped.said)
        before = question, answer
    kept = Answers(**json.loads(draft_of(start.config).read_text()))
    assert [ME] == kept.accounts
    assert ("-", 1, "Europe/Paris") == (kept.bot, kept.goal, kept.timezone)
    assert not start.config.exists()
    assert is_private(draft_of(start.config))


@pytest.mark.parametrize(("key", "code"), [("interrupt", 130), ("close_input", 2)])
def test_an_end_at_each_later_question_goes_on_from_there(
    start: Start, world: Remote, key: str, code: int
) -> None:
    """Those that are asked once the config file is written, and the one about it."""
    for name in ("me", "butler"):
        secret = start.config.with_name(f"{name}@mastodon.example.secret")
        secret.parent.mkdir(parents=True, exist_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(world.act("token", who=name))
    start.config.write_text("# the old one\n")
    for who, whom in (("me", "butler"), ("butler", "me")):
        world.act("follow", who=who, whom=whom)
    asked = [
        ("Write a new one?", "y"),
        ("Your town", "-"),
        ("Do you want to do that now?", "n"),
        ("Send one to", "n"),
        ("Which of these people do you already meet in person?", ""),
    ]

    before: list[tuple[str, str]] = []
    for question, answer in asked:
        stopped = start()
        for earlier in before:
            stopped.answer(*earlier)
        if before[-1:] == asked[:1]:
            answer_all(stopped, account=BUTLER)
        stopped.wait_for(question)
        assert code == getattr(stopped, key)(), stopped.said
        assert "Traceback" not in stopped.said
        assert (question != asked[0][0]) is ("To go on from there: terrasse init" in stopped.said)
        # A home that is not told is asked for again; all else is asked once.
        before = [*(line for line in before if line[0] == "Your town"), (question, answer)]
    assert "# the old one\n" == start.config.with_name("terrasse.toml.old").read_text()

    last = start()
    for line in before:
        last.answer(*line)
    last.wait_for("The next three commands")
    assert 0 == last.ended()
    assert not draft_of(start.config).exists()


def test_a_bot_is_signed_in_and_paired(
    terminal: Terminal, start: Start, world: Remote, browser: Browser
) -> None:
    secret = start.config.with_name("me@mastodon.example.secret")
    secret.parent.mkdir(parents=True)
    secret.touch(mode=0o600)
    secret.write_text(world.act("token", who="me"))
    browser.is_of("other")
    dialogue = answer_all(start(), account=BOT)
    dialogue.wait_for("You signed in as @other@mastodon.example, not as @bot@mastodon.example")
    browser.is_of("bot")
    dialogue.answer("Press Enter to try again").wait_for(f"{BOT} is signed in.")
    dialogue.answer("Your town").wait_for("A digest from @bot@mastodon.example would not arrive")
    dialogue.wait_for("it helps to follow @bot@mastodon.example").answer("to look again")
    dialogue.wait_for("it helps to follow @bot@mastodon.example")
    world.act("follow", who="me", whom="bot")
    dialogue.answer("to look again").wait_for("Digests can be sent")
    dialogue.answer("Do you want to do that now?")
    dialogue.wait_for("Messages from @me@mastodon.example would not reach @bot@mastodon.example")
    world.act("follow", who="bot", whom="me")
    dialogue.answer("to look again").wait_for("Waiting for it…")
    world.act("post", who="me", text="@bot hello", visibility="direct")
    dialogue.wait_for("your bot obeys you now.")
    dialogue.answer("Send one to", "n")
    dialogue.answer("Which of these people do you already meet in person?")
    dialogue.wait_for("The next three commands")

    assert 0 == dialogue.ended()
    assert "!!" not in terminal.read("doctor")


@pytest.mark.usefixtures("no_browser")
def test_wrong_turns_are_told_and_asked_again(start: Start) -> None:
    dialogue = start()
    dialogue.answer("Your language", "klingon").wait_for("is not one of: en, fr")
    dialogue.answer("Your language", "fr")
    dialogue.answer("Ton compte sur Mastodon", "moi").wait_for("« moi » n’est pas un compte")
    dialogue.answer("Ton compte sur Mastodon", "@other@mastodon.example")
    dialogue.answer("Un autre de tes comptes")
    dialogue.answer("Où vont les courriers", "3").wait_for("n’est pas l’un de ces numéros")
    dialogue.answer("Où vont les courriers", "2")
    dialogue.answer("Ton fuseau horaire", "Rennes").wait_for("n’est pas un fuseau horaire")
    dialogue.answer("Ton fuseau horaire")
    dialogue.answer("Quand envoyer les courriers", "18h").wait_for("Je ne comprends pas")
    dialogue.answer("Quand envoyer les courriers", "lundi 8h00")
    dialogue.answer("Quand tu pourrais", "mardi 12:30-13:00").wait_for("Je ne comprends pas")
    dialogue.answer("Quand tu pourrais", "mardi 12:30-14:00")
    dialogue.answer("Combien de rencontres", "0").wait_for("n’est pas un nombre")
    dialogue.answer("Combien de rencontres", "2")
    dialogue.answer("Le code qu’elle affiche", "abc").wait_for("n’accepte pas ce code")
    dialogue.answer("ou tape un autre compte", ME).wait_for(f"connecte-toi en tant que {ME}")

    dialogue.wait_for("Le code qu’elle affiche")
    assert 130 == dialogue.interrupt()
    assert "Tes réponses sont gardées" in dialogue.said
    kept = Answers(**json.loads(draft_of(start.config).read_text()))
    assert ([ME], "file:digest.md", ["mardi 12:30-14:00"]) == (kept.accounts, kept.to, kept.slots)


def test_on_bluesky_the_app_password_is_asked_for_and_not_shown(
    terminal: Terminal, start: Start
) -> None:
    with served_bluesky(terminal.folder / "server") as (world, url):
        tokens_of(world, "com.atproto.appPass")
        labs = {"TERRASSE_PLC": url, "TERRASSE_APPVIEW": url}
        words = ("init", f"--url=me.example={url}")
        dialogue = Dialogue(terminal.folder, *words, **labs)
        for question, answer in QUESTIONS:
            is_account = question.startswith("Your account")
            dialogue.answer(
                question, "https://bsky.app/profile/me.example" if is_account else answer
            )
        for key, code in (("interrupt", 130), ("close_input", 2)):
            dialogue.wait_for("The app password")
            assert code == getattr(dialogue, key)()
            assert "To go on from there: terrasse init" in dialogue.said
            dialogue = Dialogue(terminal.folder, *words, **labs).wait_for("Going on")
        dialogue.wait_for("App passwords")
        dialogue.answer("The app password", "oops").wait_for("is not accepted")
        dialogue.answer("Press Enter to try again").answer("The app password", APP_PASSWORD)
        dialogue.wait_for("me.example is signed in.").answer("Your town", "-")
        dialogue.wait_for("The next three commands")

        assert 0 == dialogue.ended()
    assert APP_PASSWORD not in dialogue.said
    assert "oops" not in dialogue.said
    assert "file:digest.md" == tomllib.loads(start.config.read_text())["digest"]["to"]
    assert f"{APP_PASSWORD}\n" == start.config.with_name("me.example.secret").read_text()


@pytest.mark.usefixtures("browser")
def test_a_config_file_that_is_there_is_not_overwritten_unasked(
    terminal: Terminal, start: Start
) -> None:
    terminal.write_config()
    before = (terminal.folder / "terrasse.toml").read_text()

    refused = Dialogue(terminal.folder, "init").answer("Write a new one?", "n").answer("Your town")
    refused.answer("Which of these people").wait_for("The next three commands")
    assert 0 == refused.ended()
    assert before == (terminal.folder / "terrasse.toml").read_text()

    agreed = start().answer("Write a new one?", "y")
    answer_all(agreed).wait_for("The old config file is now")
    agreed.wait_for("Your town")
    agreed.interrupt()
    assert before == (terminal.folder / "terrasse.toml.old").read_text()
    assert ME in (terminal.folder / "terrasse.toml").read_text()

    again = start()
    again.wait_for("Going on where you stopped").answer("Your town").wait_for("Digests can be sent")
    again.interrupt()


def test_in_a_script_nothing_is_asked(terminal: Terminal, start: Start) -> None:
    words = ("--account", "me.bsky.social", "--account", ME, "--home", "Rennes", "--goal", "2")
    secret = f"--secret={ME}=env:TOKEN"

    said = terminal.read(
        "init", "--non-interactive", *words, secret, "--slot", "friday 12:00-14:00"
    )

    written = tomllib.loads(start.config.read_text())
    assert "file:digest.md" == written["digest"]["to"]
    assert ["file:me.bsky.social.secret", "env:TOKEN"] == [
        watch["secret"] for watch in written["watch"]
    ]
    assert [{"when": "friday 12:00-14:00"}] == written["slot"]
    assert "terrasse login me.bsky.social" in said
    assert f"terrasse login {ME}" not in said

    again = terminal.type("init", "--non-interactive", *words)
    assert (2, True) == (again.exit_code, "--replace" in again.stderr)
    first = start.config.read_bytes()
    for goal in ("3", "4"):
        terminal.read("init", "--non-interactive", *words, "--replace", "--goal", goal)
    assert first == start.config.with_name("terrasse.toml.old").read_bytes()
    assert b"meetings = 3" in start.config.with_name("terrasse.toml.old2").read_bytes()


def test_a_folder_that_is_none_is_told(terminal: Terminal) -> None:
    (terminal.folder / "file").write_text("mine")
    where = str(terminal.folder / "file" / "terrasse.toml")

    stopped = Dialogue(terminal.folder, "--config", where, "init")

    assert 2 == stopped.ended()
    assert "cannot be read: Not a directory" in " ".join(stopped.said.split())
    assert "Traceback" not in stopped.said


@pytest.mark.parametrize(
    ("path", "en", "fr"),
    [
        (
            "file/terrasse.toml",
            "file/terrasse.toml cannot be written",
            "file/terrasse.toml ne peut pas",
        ),
        ("folder", "Is a directory", "c’est un dossier"),
        ("linked", "Is a directory", "c’est un dossier"),
    ],
)
def test_a_place_for_no_config_file_is_told(
    terminal: Terminal, path: str, en: str, fr: str
) -> None:
    (terminal.folder / "file").write_text("mine")
    (terminal.folder / "folder").mkdir()
    (terminal.folder / "linked").symlink_to("folder")
    words = ("--config", path, "init", "--non-interactive", "--account", ME, "--replace")

    for language, told in (("en", en), ("fr", fr)):
        said = terminal.type(*words, "--language", language)

        assert (2, True) == (said.exit_code, told in said.stderr), said.output
        assert "Traceback" not in said.output


def test_a_config_file_that_another_init_wrote_meanwhile_stays(terminal: Terminal) -> None:
    path = terminal.folder / "terrasse.toml"
    guide = Guide(Session(str(path)), path, Answers(accounts=[ME], to=ME))
    path.write_text("# the other one's\n")

    with pytest.raises(ImpossibleError, match="is there already"):
        guide._write()

    assert "# the other one's\n" == path.read_text()


GOOD = Answers(language="fr", accounts=[ME, "me.bsky.social"], to="me.bsky.social")


def test_answers_so_far_are_kept(tmp_path: Path) -> None:
    config = tmp_path / "terrasse.toml"
    for answers in (Answers(), Answers(language="en"), GOOD, replace(GOOD, bot="b.bsky.social")):
        save(answers, config)
        assert answers == answers_kept(config)


@pytest.mark.parametrize(
    "wrong",
    [
        {"accounts": None},
        {"accounts": 5},
        {"accounts": ["x y"]},
        {"language": "de"},
        {"to": "1"},
        {"to": "file:"},
        {"to": 3},
        {"bot": "x y"},
        {"timezone": "Mars/Base"},
        {"at": "noon-ish"},
        {"slots": "abc"},
        {"slots": ["abc"]},
        {"goal": "two"},
        {"goal": -1},
        {"urls": {ME: "no address"}},
        {"done": "written"},
    ],
    ids=str,
)
def test_answers_that_somebody_wrote_into_are_asked_for_again(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    config = tmp_path / "terrasse.toml"
    draft_of(config).write_text(json.dumps(asdict(GOOD) | wrong))

    assert answers_kept(config) is None


@pytest.mark.parametrize("text", [b"[" * 100_000, b"[]", b"\xff\x00", b""], ids=len)
def test_what_is_no_answers_is_asked_for_again(tmp_path: Path, text: bytes) -> None:
    config = tmp_path / "terrasse.toml"
    draft_of(config).write_bytes(text)

    assert answers_kept(config) is None


def test_a_folder_that_cannot_be_looked_into_holds_no_answers_to_go_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object, **_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    path = tmp_path / "terrasse.toml"
    guide = Guide(Session(str(path)), path, Answers())
    save(Answers(), path)
    assert guide.is_kept

    with monkeypatch.context() as closed:
        for name in ("stat", "lstat"):
            closed.setattr(os, name, refuse)
        is_kept = guide.is_kept

    assert not is_kept


@pytest.mark.parametrize("nth", [1, 2])
def test_a_full_disk_leaves_the_old_config(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    terminal.write_config("# mine\n")
    path = terminal.folder / "terrasse.toml"
    guide = Guide(Session(str(path)), path, Answers(accounts=[ME], to=ME, replaces=True))
    monkeypatch.setattr(regular_file, "write", failing(nth))

    with pytest.raises(ConfigError, match="No space left on device"):
        guide._write()

    assert "# mine\n" == path.read_text()
    assert nth - 1 == len(list(terminal.folder.glob("terrasse.toml.*")))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "in a terminal"),
        (("--non-interactive",), "Name an account"),
        (("--non-interactive", "--account", "x y"), "is not an account"),
        (("--non-interactive", "--account", ME, "--secret", "x"), "ACCOUNT=…"),
        (("--non-interactive", "--account", ME, "--secret", f"{ME}=tok3n"), "secret is kept"),
        (("--non-interactive", "--account", ME, "--timezone", "Mars"), "time zone"),
        (("--non-interactive", "--account", ME, "--slot", "noon"), "weekday"),
        (("--non-interactive", "--account", ME, "--home", "Nowhereville"), "no town"),
        (("--non-interactive", "--account", ME, "--bot", "a.bsky.social"), "cannot write"),
    ],
    ids=lambda value: value[-2:] if isinstance(value, tuple) else "",
)
def test_what_does_not_fit_is_told(terminal: Terminal, words: tuple[str, ...], told: str) -> None:
    result = terminal.type("init", *words)

    assert 2 == result.exit_code
    assert told in result.stderr
    assert not (terminal.folder / "home" / ".config").exists()
    assert "tok3n" not in result.output
