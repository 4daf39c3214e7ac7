"""Help and wrong usage, in the owner's language."""

from __future__ import annotations

import re
import shlex
from inspect import cleandoc
from itertools import product
from typing import TYPE_CHECKING

import click
import pytest

from bot.cli.examples import EXAMPLES
from bot.cli.index import GROUPS
from bot.cli.main import terrasse
from bot.cli.mistakes import OF_CLICK, translated
from bot.domain.commands.command import Command
from bot.domain.commands.message import understand
from bot.domain.commands.verbs import Verb
from bot.text.language.catalogue import LANGUAGES, catalogue
from tests.cli.terminal import commands

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

PATHS = [path for path, _ in commands()]
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and with you your that what when where which is are it this they them their not "
        "for from be was who how all has have its if no there then must cannot",
    )
)
NO_PROSE = re.compile(r"^  terrasse .*$|^  [a-z-]+(?=  )|--[\w-]+|terrasse [a-z-]+", re.MULTILINE)
WIDTHS = [40, 80, 120]


@pytest.fixture
def french(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal that speaks French, without a config file."""
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    return terminal


def joined(text: str) -> str:
    """The text without line breaks; a no-break space is one of its letters."""
    return re.sub(r"[ \n]+", " ", text)


def english_in(text: str) -> set[str]:
    return set(re.findall(r"[a-z][\w-]*", NO_PROSE.sub("", text).lower())) & ENGLISH


@pytest.mark.parametrize("path", PATHS)
def test_help_is_french_to_whom_speaks_french(
    french: Terminal, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    command = dict(commands())[path]
    options = [param for param in command.params if isinstance(param, click.Option)]
    say = catalogue("fr").as_is
    monkeypatch.setenv("COLUMNS", "80")

    shown = joined(french.read(*path.split(), "--help"))

    assert shown.startswith("Utilisation\u00a0: terrasse")
    assert set() == english_in(french.read(*path.split(), "--help"))
    for paragraph in cleandoc(command.help or "").split("\n\n"):
        assert say(joined(paragraph)) in shown
    for option in options:
        assert say(option.help or "") in shown
    for example in EXAMPLES.get(path, ()):
        assert say(example) in shown


def test_what_is_english_is_found(terminal: Terminal) -> None:
    assert len(english_in(terminal.read("--help"))) > 10
    assert all(english_in(terminal.read(*path.split(), "--help")) for path in PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_help_fits_the_terminal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for width, language in product(WIDTHS, LANGUAGES):
        monkeypatch.setenv("LANG", language)
        monkeypatch.setenv("COLUMNS", str(width))

        lines = terminal.read(*path.split(), "--help").splitlines()

        texts = [line for line in lines if not line.startswith("  terrasse ")]
        # A choice or an address is left whole.
        assert [] == [line for line in texts if len(line) > width and len(line.split()) > 2]
        assert all(line == line.rstrip() for line in lines)


def test_all_groups_of_commands_are_titled_in_french(french: Terminal) -> None:
    shown = french.read("--help")

    assert all(f"\n{catalogue('fr').as_is(title)}\u00a0:\n" in shown for title in GROUPS)


def test_each_command_has_an_example_and_none_is_of_no_command() -> None:
    assert set(EXAMPLES) | {""} == set(PATHS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "example", [line for lines in EXAMPLES.values() for line in lines], ids=lambda line: line[9:40]
)
def test_an_example_works(example: str, language: str) -> None:
    """Its arguments are understood; and what it says, if it is one of the bot's verbs."""
    words = shlex.split(catalogue(language).as_is(example).partition(" <")[0])[1:]
    group: click.Group = terrasse
    with terrasse.make_context("terrasse", list(words)) as context:
        name, command, rest = group.resolve_command(context, words)
        if isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            name, command, rest = command.resolve_command(context, rest)
        assert command is not None
        command.make_context(name, list(rest), parent=context)
    if name in set(Verb) - {"edit"}:
        assert isinstance(understand(" ".join(words).replace(" --", " ")), Command)
    if name == "say":
        assert isinstance(understand(rest[-1]), Command)


WRONG = [
    ("nonsense", "La commande nonsense n’existe pas."),
    ("peple", "La commande peple n’existe pas. Peut-être people"),
    ("config nope", "La commande «\u00a0nope\u00a0» n’existe pas."),
    ("config chek", "La commande «\u00a0chek\u00a0» n’existe pas. Peut-être «\u00a0check\u00a0»"),
    ("people --nope", "L’option «\u00a0--nope\u00a0» n’existe pas."),
    ("people --allo", "Les plus proches\u00a0: «\u00a0--all\u00a0», «\u00a0--allowed\u00a0»."),
    ("people --jsn", "L’option «\u00a0--jsn\u00a0» n’existe pas. Peut-être «\u00a0--json\u00a0»"),
    ("demo --zzzzzz", "L’option «\u00a0--zzzzzz\u00a0» n’existe pas."),
    ("people --json=3", "L’option «\u00a0--json\u00a0» ne prend pas de valeur."),
    ("busy --from", "L’option «\u00a0--from\u00a0» demande une valeur."),
    ("--config", "L’option «\u00a0--config\u00a0» demande une valeur."),
    ("why", "Il manque «\u00a0CONTACT\u00a0»."),
    ("same 1", "Il manque «\u00a0AUTRE\u00a0»."),
    ("place maison", "Il manque «\u00a0LIEU...\u00a0»."),
    (
        "completion",
        "Il manque «\u00a0{bash|zsh|fish}\u00a0». Choix possibles\u00a0: bash, zsh, fish",
    ),
    ("completion ksh", "«\u00a0ksh\u00a0» ne figure pas parmi «\u00a0bash\u00a0»"),
    (
        "outbox show x",
        "Valeur incorrecte pour «\u00a0ID\u00a0»\u00a0: «\u00a0x\u00a0» n’est pas un",
    ),
    ("health --within x", "«\u00a0x\u00a0» n’est pas un nombre entier."),
    ("went 200", "Valeur incorrecte pour «\u00a0NUMÉRO\u00a0»\u00a0: 200 n’est pas dans"),
    ("demo 1", "Argument en trop\u00a0: 1"),
    ("demo 1 2", "Arguments en trop\u00a0: 1 2"),
    ("export --json --vcard", "Choisir entre --json et --vcard."),
    ("say", "say prend soit un texte"),
    ("init --goal 0", "0 n’est pas dans l’intervalle"),
    (
        "init --language de",
        "«\u00a0de\u00a0» ne figure pas parmi «\u00a0en\u00a0», «\u00a0fr\u00a0».",
    ),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[words for words, _ in WRONG])
def test_wrong_usage_is_told_in_french(french: Terminal, words: str, said: str) -> None:
    result = french.type(*words.split())

    message = result.stderr.partition("Erreur\u00a0: ")[2]
    assert (2, "") == (result.exit_code, result.stdout)
    assert said in joined(message)
    assert set() == english_in(result.stderr)
    assert len(re.findall(r"[.?](?= [A-ZÀ-Ý]|$)", message.strip())) <= 2


def test_each_sentence_of_click_that_is_translated_is_one_that_it_says(french: Terminal) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANG", "C")
        said = [french.type(*words.split()).stderr for words, _ in WRONG]
    seen: set[str] = set()

    def say(sentence: str) -> str:
        seen.add(sentence)
        return sentence

    for text in said:
        translated(text, say)
    assert set(OF_CLICK) <= seen


@pytest.mark.parametrize(
    ("config", "environ", "language"),
    [
        ("", {"LANG": "fr_FR.UTF-8"}, "fr"),
        ("", {"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ("", {"LANG": "C", "LC_MESSAGES": "fr_CA.UTF-8"}, "fr"),
        ('language = "en"\n', {"LANG": "fr_FR.UTF-8"}, "en"),
        ('language = "fr"\n', {"LANG": "C"}, "fr"),
        ('language = "fr"\nwach = ["\n', {"LANG": "C"}, "fr"),
        ('language = "tlh"\n', {"LANG": "fr_FR.UTF-8"}, "fr"),
    ],
)
def test_help_is_in_the_language_of_the_config_else_of_the_terminal(
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    config: str,
    environ: dict[str, str],
    language: str,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    if config:
        terminal.write_config(config)
    usage = {"en": "Usage: terrasse", "fr": "Utilisation\u00a0: terrasse"}[language]

    for words in (["--help"], ["why", "-h"], ["outbox", "show", "--help"], ["help"]):
        assert terminal.read(*words).startswith(usage)
    assert terminal.type("why").stderr.startswith(usage)
    elsewhere = terminal.folder / "other.toml"
    elsewhere.write_text('language = "fr"\n')
    for words in (["--help"], ["why", "--help"], ["help", "why"]):
        assert terminal.read("--config", str(elsewhere), *words).startswith("Utilisation")


@pytest.mark.parametrize("yes", ["o", "oui", "y", "YES"])
def test_a_question_is_asked_and_answered_in_french(collected: Terminal, yes: str) -> None:
    config = collected.folder / "terrasse.toml"
    config.write_text(f'language = "fr"\n{config.read_text()}')
    name = collected.json("people")[0]["accounts"][0]["handle"]

    refused = collected.type("forget", name, fed=b"\n")
    assert "[o/N]\u00a0: " in refused.stderr
    assert "Rien n’a été oublié." in refused.stdout

    assert 0 == collected.type("forget", name, fed=f"{yes}\n".encode()).exit_code


ANSWERED = [
    *("collect", "collect --json", "people", "people --all", "why 1", "why 1 2", "why-not 1"),
    *("digest", "digest --send", "outbox", "slots", "busy", "trips", "trip Lyon 12-14 déc"),
    *("trips", "invitations", "draft 1", "rebuild --check", "goal", "place maison Lyon"),
    *("snooze 2", "undo", "undo", "pause", "resume", "config check", "backup copie"),
    *("export amis.json", "restore copie", "say --dry-run nevr 1", "say --dry-run place 1 Xyzzy"),
    *("say --dry-run planned 1 12/12/2020 12h30", "say --dry-run planned 1 samedi 12h30 Café X"),
    "say bonjour",
]


def test_commands_answer_in_french(collected: Terminal) -> None:
    config = collected.folder / "terrasse.toml"
    config.write_text(
        f'language = "fr"\n{config.read_text()}[[slot]]\nwhen = "mardi 12:30-14:00"\n'
        '[places]\nhome = "Rennes"\n'
    )
    for line in ANSWERED:
        result = collected.type(*line.split())
        said = re.sub(
            r"“[^”]*”|https?://\S+|/\S+", "", result.output
        )  # posts are cited as they are

        assert "Traceback" not in said
        assert "--json" in line or set() == english_in(said), line
