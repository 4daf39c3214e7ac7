"""The French catalogue is complete, and holds nothing else."""

from __future__ import annotations

import ast
import re
from importlib import resources
from inspect import cleandoc
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import adapters
import bot
import config
from bot.text.language.catalogue import LANGUAGES, catalogue
from config.example import _HEAD
from config.models.settings import Settings
from config.problem import tables
from tests.cli.terminal import commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from babel.messages.catalog import Message
    from pydantic.fields import FieldInfo

SOURCES = [("**.py", "python"), ("**.html", "jinja2")]
ROOTS = [Path(str(package.__file__)).parent for package in (bot, adapters, config)]
KEYWORDS = {"say": None, "marked": None, "count": (1, 2)}
PLURAL = 1


def written() -> set[str | tuple[str, ...]]:
    """The sentences in the code; those with a plural as a pair."""
    extracted = {
        message
        for root in ROOTS
        for _, _, message, _, _ in extract_from_dir(root, SOURCES, keywords=KEYWORDS)
        if message
    }
    return extracted | set(told_by_help()) | set(told_of_keys(Settings.model_fields)) | {_HEAD}


def told_by_help() -> Iterator[str]:
    """The paragraphs of each command's help, and what each option does."""
    for _, command in commands():
        for paragraph in cleandoc(command.help or "").split("\n\n"):
            yield " ".join(paragraph.split())
        for param in command.params:
            if isinstance(param, click.Option):
                yield param.help or f"{command.name} {param.name} has no help"


def told_of_keys(fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    """What the example of a config file says of each key and table."""
    named = dict(tables(fields))
    for name, field in fields.items():
        yield field.description or f"{name} has no description"
        if name in named:
            yield from told_of_keys(named[name].model_fields)


def translated() -> list[Message]:
    source = resources.files("bot.text") / "locales" / "fr.po"
    with source.open("rb") as file:
        return [message for message in read_po(file, locale="fr") if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each sentence with its translation."""
    return list(zip(_all(message.id), _all(message.string), strict=True))


def _all(forms: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [forms] if isinstance(forms, str) else list(forms or ())


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


FRENCH = translated()
NOT_FRENCH = (
    r"[^\u202f][;?!]",
    r"[^\u00a0]:(?!\S)",  # that of file:PATH is none of French
    r"«[^\u00a0]|[^\u00a0]»",
    "'",
    r"(?<!Vous )\b(vous|votre|vos) (avez|êtes|pouvez)\b|\bvotre\b",
)


def test_sentences_are_found_in_the_code() -> None:
    in_code = {"You said never.", ("{n} exchange", "{n} exchanges")}
    in_templates = {"Your next two weeks", ("{n} month", "{n} months")}
    assert in_code | in_templates <= written()


def test_no_sentence_hides_in_an_f_string() -> None:
    """Code within strings is not searched for sentences."""
    hidden = [
        f"{path}:{call.lineno}"
        for root in ROOTS
        for path in root.rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute)
        if (call.func.id if isinstance(call.func, ast.Name) else call.func.attr) in KEYWORDS
    ]

    assert hidden == []


def test_every_sentence_is_translated_and_nothing_else() -> None:
    assert written() == {message.id for message in FRENCH}


def test_no_sentence_is_translated_twice() -> None:
    """Reading the file would take one of them, and not say which."""
    source = (resources.files("bot.text") / "locales" / "fr.po").read_text(encoding="utf-8")
    found = re.findall(r'^msgid ((?:".*"\n)+)', source, re.MULTILINE)

    assert [] == [sentence for sentence in set(found) if found.count(sentence) > 1]
    assert len(found) == len(FRENCH) + 1  # the head


def test_every_translation_is_there_and_sure() -> None:
    assert [] == [
        message.id
        for message in FRENCH
        if message.fuzzy or not all(french.strip() for _, french in forms(message))
    ]


def test_a_translation_says_what_the_sentence_says() -> None:
    for message in FRENCH:
        has_plural = not isinstance(message.id, str)
        # "every day" may be said with or without the number
        free = {"n"} if has_plural else set()
        for english, french in forms(message):
            assert fields(english) - free == fields(french) - free, message.id
        if has_plural:
            english, french = forms(message)[PLURAL]
            assert ("n" in fields(english)) == ("n" in fields(french)), message.id


@pytest.mark.parametrize("wrong", NOT_FRENCH)
def test_french_is_set_as_french_is(wrong: str) -> None:
    assert [] == [
        french
        for message in FRENCH
        for _, french in forms(message)
        if re.search(wrong, re.sub(r"\{\w+\}", "x", french))
    ]


def test_there_are_english_and_french() -> None:
    assert ("en", "fr") == LANGUAGES
    assert "en_GB" == catalogue("en").locale
    assert "fr" == catalogue("fr").locale


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        catalogue("tlh")


def test_numbers_choose_their_form() -> None:
    english, french = catalogue("en"), catalogue("fr")

    said = [english.count("{n} thread", "{n} threads", number) for number in (0, 1, 2)]
    assert ["0 threads", "1 thread", "2 threads"] == said
    dit = [french.count("{n} thread", "{n} threads", number) for number in (0, 1, 2)]
    assert ["0 fil", "1 fil", "2 fils"] == dit


def test_what_is_filled_in_is_not_read_again() -> None:
    assert "Sent to {state}." == catalogue("en").say("Sent to {to}.", to="{state}")
