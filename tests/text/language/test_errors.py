"""Every error, and every reason that it gives, can be said in the owner's language."""

from __future__ import annotations

import ast
import errno
import os
import re
from pathlib import Path

import pytest

import adapters
import bot
import config
from bot import errors
from bot.domain.sentence import Sentence, marked, reason
from bot.errors import CalendarError, TerrasseError, UnreachableError
from bot.text.language.catalogue import catalogue

ROOTS = [Path(str(package.__file__)).parent for package in (bot, adapters, config)]
SAID = {"Sentence", "Obstacle", "CouldNotTell", "Finding", "echo", "asked", "confirmed"}
ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.TerrasseError | errors.UnfitError)
}
PLACE = {"TemplateError": 2}
"""Which argument is the sentence; the first, if not given."""
COMMAND = re.compile(r"terrasse [a-z]+")
WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def unmarked(source: str) -> list[str]:
    """Each place where an error, or a reason in it, is made of words that are not `marked`."""
    tree = ast.parse(source)
    found = []
    kinds = (
        SAID
        | ERRORS
        | {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and any(isinstance(base, ast.Name) and base.id in ERRORS for base in node.bases)
        }
    )
    of_module = _assigned(tree)
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        given = of_module if scope is tree else of_module | _assigned(scope)
        for call in ast.walk(scope):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if name not in kinds:
                continue
            sentence = call.args[PLACE.get(name, 0) :][:1]
            values = [keyword.value for keyword in call.keywords]
            found += [
                f"{call.lineno}: {name}: {loose}"
                for part in (*sentence, *values)
                if (loose := _loose(part, given))
            ]
    return sorted(set(found))


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """What is assigned to each name."""
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            targets = [node.target]
        for target in targets:
            value = getattr(node, "value", None)
            if isinstance(target, ast.Name) and value is not None:
                values.setdefault(target.id, []).append(value)
    return values


def _loose(  # noqa: PLR0911 (one for each kind of expression)
    part: ast.expr, names: dict[str, list[ast.expr]], depth: int = 3
) -> str:
    """The first words in an expression that are not marked; empty if there are none."""
    match part:
        case ast.Call(func=ast.Name(id="marked"), args=[ast.Constant(value=str())]):
            return ""
        case ast.Call(func=ast.Name(id="marked")):
            return f"marked is given no plain text: {ast.unparse(part)}"
        case ast.Call(func=ast.Attribute(attr="say" | "count" | "compile")):
            return ""
        case ast.Call(func=ast.Name(id="say")):
            return ""
        case ast.Constant(value=str(text)):
            return text if WORDS.search(COMMAND.sub("", text)) else ""
        case ast.Name(id=name) if depth:
            return next(
                (
                    loose
                    for value in names.get(name, ())
                    if (loose := _loose(value, names, depth - 1))
                ),
                "",
            )
        case ast.Subscript(value=value):
            return _loose(value, names, depth)
    return next(
        (
            loose
            for child in ast.iter_child_nodes(part)
            if isinstance(child, ast.expr) and (loose := _loose(child, names, depth))
        ),
        "",
    )


def test_nothing_that_a_person_reads_is_made_of_words_that_are_not_marked() -> None:
    assert [] == [
        f"{path}:{place}"
        for root in ROOTS
        for path in sorted(root.rglob("*.py"))
        for place in unmarked(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(
    "source",
    [
        'raise ConfigError("is not there")',
        'raise ConfigError(f"{path} is not there")',
        'raise ConfigError("no such file: {}".format(path))',
        'message = "is not there"\nraise ConfigError(message)',
        'raise ConfigError(marked(f"{path} is not there"))',
        'raise ConfigError(marked("{why}"), why="is not there")',
        'class OddError(StoreError): ...\nraise OddError("is not there")',
        'raise TemplateError("file", 3, "is not there")',
        'def f():\n    said = f"{x} is not there"\n    return Obstacle(said)',
        'Finding(subject, fine=False, said=f"{x} is not there")',
    ],
)
def test_words_that_are_not_marked_are_found(source: str) -> None:
    assert unmarked(source)


def test_the_config_raises_only_what_can_be_translated() -> None:
    """A ValueError that pydantic catches would be shown in English."""
    assert [] == [
        f"{path}:{node.lineno}"
        for path in Path(str(config.__file__)).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "ValueError"
    ]


def test_an_error_within_an_error_is_translated_too() -> None:
    inner = UnreachableError(marked("{host} cannot be reached: {why}."), host="x.example",
                             why=Sentence(marked("it took too long")))  # fmt: skip
    outer = CalendarError(marked("{name} cannot be read: {problem}"), name="work", problem=inner)

    assert str(outer) == "work cannot be read: x.example cannot be reached: it took too long."
    assert catalogue("fr").tell(outer) == (
        "work ne peut pas être lu\u00a0: x.example est inaccessible\u00a0: la réponse a trop tardé."
    )
    assert catalogue("en").tell(outer) == str(outer)


def test_what_is_filled_in_is_not_read_again_and_is_cleaned() -> None:
    error = CalendarError(marked("{name} cannot be read: {why}."), name="{why}", why="a\x1b[31mb")

    assert catalogue("fr").tell(error) == "{why} ne peut pas être lu\u00a0: ab."


def test_text_of_others_is_not_taken_for_a_sentence() -> None:
    assert catalogue("fr").tell("Permission denied") == "Permission denied"
    assert catalogue("fr").tell(TerrasseError()) == ""


def test_common_failures_of_the_system_are_translated() -> None:
    for number in (errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.ECONNREFUSED):
        said = reason(OSError(number, os.strerror(number)))
        assert said == os.strerror(number)
        assert catalogue("fr").tell(said) != said
    assert catalogue("fr").tell(reason(OSError(0, "a {rare} one"))) == "a {rare} one"
