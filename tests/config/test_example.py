from __future__ import annotations

import re
import runpy
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.text.language.catalogue import LANGUAGES
from config.example import PATHS, example
from config.models.settings import Settings
from config.problem import tables
from config.reference import PATH as REFERENCE
from config.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from tests.config.conftest import Loader


def fields() -> Iterator[tuple[str, FieldInfo]]:
    named = dict(tables(Settings.model_fields))
    yield from Settings.model_fields.items()
    for name, table in named.items():
        yield from ((f"{name}.{key}", field) for key, field in table.model_fields.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_the_one_that_the_models_make(language: str) -> None:
    text = PATHS[language].read_text(encoding="utf-8")

    assert text == example(language), "run python -m config.example"


def test_the_examples_differ_in_their_comments_alone() -> None:
    texts = [PATHS[language].read_text(encoding="utf-8") for language in LANGUAGES]
    keys = [[line for line in text.splitlines() if not line.startswith("# ")] for text in texts]
    prose = [set(re.findall("^# .*$", text, re.MULTILINE)) for text in texts]

    assert keys[0] == keys[1]
    assert not prose[0] & prose[1]
    assert set(LANGUAGES) == set(PATHS)


def test_the_reference_is_the_one_that_the_models_make() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "run python -m config.reference"


def test_the_examples_of_the_reference_name_every_key_and_load(
    loaded: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    examples = "".join(re.findall(r"```toml\n(.*?)```", reference(), re.DOTALL))

    written = {
        name if not table else f"{table}.{name}"
        for table, value in [("", tomllib.loads(examples)), *tomllib.loads(examples).items()]
        for part in (value if isinstance(value, list) else [value])
        if isinstance(part, dict)
        for name in part
    }

    assert {name.replace("slot.label", "slot.for") for name, _ in fields()} == written
    # Its store is a file, which has no password.
    loaded(examples.replace('secret = "env:DATABASE_PASSWORD"\n', ""))


@pytest.mark.parametrize(("name", "field"), list(fields()), ids=lambda given: str(given)[:24])
def test_every_key_is_described(name: str, field: FieldInfo) -> None:
    assert field.description, name
    assert field.description.endswith((".", "…")), name


def test_the_example_loads(loaded: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")

    settings = loaded(example())

    assert settings == loaded(
        '[[watch]]\naccount = "@me@piaille.fr"\nsecret = "file:me.secret"\n'
        "[digest]\n[goal]\n[invitation]\n[store]"
    )


def test_the_example_loads_with_every_key_in_use(
    loaded: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    in_use = re.sub(r"^#(?! )", "", example(), flags=re.MULTILINE)
    # Its store is a file, which has no password.
    in_use = in_use.replace('secret = "env:DATABASE_PASSWORD"\n', "")

    settings = loaded(in_use)

    written = settings.model_fields_set | settings.watch[0].model_fields_set
    assert written >= Settings.model_fields.keys() | {"account", "url", "secret", "weight"}
    # What the example shows of a default is the default.
    defaults = loaded(example())
    assert settings.goal == defaults.goal
    assert settings.timezone == defaults.timezone
    assert settings.language == defaults.language
    assert settings.watch[0].weight == defaults.watch[0].weight
    assert settings.schedule() == defaults.schedule()
    assert settings.recipient == defaults.recipient
    assert settings.digest.people == defaults.digest.people
    assert settings.digest.quiet_when_empty == defaults.digest.quiet_when_empty


def test_the_command_writes_it_beside_itself(tmp_path: Path) -> None:
    copy = Path(shutil.copy(PATHS["en"].with_name("example.py"), tmp_path))

    runpy.run_path(str(copy), run_name="__main__")

    for language, path in PATHS.items():
        assert (tmp_path / path.name).read_text(encoding="utf-8") == example(language)
