"""Settings: the harmless keys alone, checked, and written without losing anything else."""

from __future__ import annotations

import os
import stat
import tomllib
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from starlette.exceptions import HTTPException

from bot.errors import ImpossibleError
from bot.text.language.catalogue import catalogue
from bot.web.settings_form import ConfigFile, answered, save
from config.load import load
from tests.services.situations import tell
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.services.household import Household
    from tests.web.visitor import Fields

pytestmark = pytest.mark.anyio
FILE = """\
# Mine.
[[watch]]
account = "@me@piaille.fr"
secret = "env:W4TCH" # rotated in May
[bot]
account = "@b0t@piaille.fr"
secret = "file:B0T.secret"
[digest] # when
to = "@me@piaille.fr"
every = "2 weeks" # often enough
[[slot]]
when = "Mardi 12h30-14h00" # near work
for = "lunch"
[[slot]]
when = "saturday 22:00-24:00"
priority = "leisure"
[[calendar]]
name = "w0rk"
secret = "file:C4L.secret"
[meetings]
quiet = "00:00-08:00"
places = ["Café X, Rennes", "Bar Y, Rennes"]
[places] # home
home = "Rennes, France" # until June
[store]
url = "sqlite:///ST0RE.db"
[health]
ping = "https://m0nitor.example/ping/P1NG"
"""
HIDDEN = ("W4TCH", "B0T", "C4L", "w0rk", "ST0RE", "P1NG", "piaille", "rotated", "m0nitor")
HARMLESS = {
    "": {"language", "slot"},
    "digest": {"every", "at"},
    "goal": {"meetings", "every"},
    "meetings": {"places"},
    "places": {"home", "reach"},
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "terrasse.toml"
    path.write_text(FILE, encoding="utf-8")
    path.chmod(0o640)
    return path


@pytest.fixture
async def visitor(house: Household, config: Path) -> Visitor:
    return await Visitor(house.context, config=config).enter()


def filled(page: LexborHTMLParser) -> Fields:
    """What a browser sends when the form of the settings is sent as it is."""
    form = page.css_first("form[action='/settings']")
    assert form is not None
    fields: Fields = []
    for node in form.css("input, select, textarea"):
        name = str(node.attributes["name"])
        if node.tag == "textarea":
            fields.append((name, node.text().removeprefix("\n").replace("\n", "\r\n")))
        elif node.tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            fields.append((name, (chosen.attributes.get("value") if chosen else None) or ""))
        else:
            fields.append((name, node.attributes.get("value") or ""))
    return fields


def with_(fields: Fields, **answers: str) -> Fields:
    """The fields with other answers; `slot_for__2` is the third field of that name."""
    counts: dict[str, int] = {}
    changed = []
    for name, value in fields:
        number = counts[name] = counts.get(name, -1) + 1
        key = f"{name}__{number}" if name.startswith("slot_") else name
        changed.append((name, answers.pop(key, value)))
    assert not answers
    return changed


async def saved(visitor: Visitor, **answers: str) -> str:
    """Send the form with some answers; what the next page says."""
    fields = with_(filled(await visitor.page("/settings")), **answers)
    return await visitor.told(await visitor.post("/settings", fields))


def now_in(config: Path) -> str:
    return config.read_text(encoding="utf-8")


def put(config: Path, text: str, encoding: str = "utf-8") -> None:
    config.write_text(text, encoding=encoding)


def mode_of(config: Path) -> int:
    return stat.S_IMODE(config.stat().st_mode)


def harmless_apart(data: dict[str, Any]) -> dict[str, Any]:
    """The data without the harmless keys, and without tables that held these only."""
    rest = deepcopy(data)
    for table, keys in HARMLESS.items():
        for key in keys:
            (rest.get(table, {}) if table else rest).pop(key, None)
        if rest.get(table) == {}:
            del rest[table]
    return rest


def comments(text: str) -> list[str]:
    """The comments of a text without # in its strings."""
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


async def test_the_page_shows_what_stands_there_and_nothing_secret(visitor: Visitor) -> None:
    answer = await visitor.client.get("/settings")

    assert 200 == answer.status_code
    values = dict(filled(LexborHTMLParser(answer.text)))
    assert ("2", "week", "6", "18:00") == tuple(
        values[name] for name in ("every_count", "every_unit", "at_day", "at_time")
    )
    assert "Rennes, France" == values["home"]
    assert "Café X, Rennes\r\nBar Y, Rennes" == values["places"]
    assert [] == [secret for secret in HIDDEN if secret in answer.text]


async def test_an_unchanged_form_changes_nothing(visitor: Visitor, config: Path) -> None:
    assert "Nothing was changed." == await saved(visitor)

    assert FILE == now_in(config)


async def test_answers_are_written_where_they_stood(visitor: Visitor, config: Path) -> None:
    said = await saved(
        visitor,
        language="fr",
        every_count="1",
        at_day="0",
        at_time="09:30",
        goal_meetings="3",
        goal_unit="month",
        home="",
        reach="80",
        places="Café X, Rennes\r\n\r\n  Parc Z,  Rennes ",
        slot_day__0="3",
        slot_for__0="",
        slot_day__1="",
        slot_day__2="4",
        slot_from__2="20:00",
        slot_to__2="00:00",
        slot_priority__2="work",
    )

    assert "Saved in" in said
    text = now_in(config)
    settings = load(config, checks_secrets=False)
    assert "fr" == settings.language
    assert 'every = "1 week" # often enough\nat = "monday 09:30"\n' in text
    assert (3, 2, "month") == (
        settings.goal.meetings,
        settings.goal.every.count,
        settings.goal.every.unit,
    )
    assert (None, 80) == (settings.places.home, settings.places.reach)
    assert ("Café X, Rennes", "Parc Z, Rennes") == settings.meetings.places
    assert [
        {"when": "thursday 12:30-14:00"},
        {"when": "friday 20:00-24:00", "priority": "work"},
    ] == tomllib.loads(text)["slot"]
    assert comments(FILE) == comments(text)
    assert harmless_apart(tomllib.loads(FILE)) == harmless_apart(tomllib.loads(text))
    assert 0o640 == mode_of(config)
    assert [config] == list(config.parent.iterdir())


@pytest.mark.parametrize(
    ("answers", "field", "problem"),
    [
        ({"every_count": "0"}, "every_count", "1 to 366"),
        ({"every_count": "many"}, "every_count", "must be a number of days"),
        ({"every_unit": "day", "at_day": "2"}, "at_day", "leave the weekday out"),
        ({"at_time": "25:00"}, "at_day", "must be a time"),
        ({"language": "de"}, "language", 'must be "en" or "fr"'),
        ({"goal_meetings": "0"}, "goal_meetings", "at least 1"),
        ({"goal_meetings": "two"}, "goal_meetings", "a whole number"),
        ({"goal_count": "400"}, "goal_count", "1 to 366"),
        ({"reach": "5000"}, "reach", "at most 1000"),
        ({"home": "x" * 101}, "home", "at most 100"),
        ({"places": "\r\n".join(map(str, range(21)))}, "places-text", "at most 20"),
        ({"slot_to__0": "12:00"}, "day-0", "later than it begins"),
        ({"slot_to__1": "22:30"}, "day-1", "30 minutes long"),
        ({"slot_day__0": "", "slot_to__1": "22:30"}, "day-1", "30 minutes long"),
        ({"slot_day__3": "1"}, "day-3", "a weekday and two times"),
        ({"slot_for__2": "tea"}, "day-2", "is missing"),
        ({"slot_for__1": "x" * 41}, "for-1", "at most 40"),
        ({"slot_priority__0": "fun"}, "priority-0", 'must be "work"'),
    ],
)
async def test_what_cannot_be_used_is_said_at_its_field(
    visitor: Visitor, config: Path, answers: dict[str, str], field: str, problem: str
) -> None:
    fields = with_(filled(await visitor.page("/settings")), **answers)
    answer = await visitor.post("/settings", fields)

    page = LexborHTMLParser(answer.text)
    assert 422 == answer.status_code
    (wrong,) = page.css(f"#{field}[aria-invalid]")
    (said,) = page.css(f"#{wrong.attributes['aria-describedby']}")
    assert problem.lower() in said.text().lower()
    assert said.text()[0].isupper()
    assert page.css_matches("[role=alert]")
    assert set(fields) - set(filled(page)) <= {("language", "de"), ("slot_priority", "fun")}
    assert FILE == now_in(config)
    assert [] == [secret for secret in HIDDEN if secret in answer.text]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda fields: [*fields, ("secret", "env:MINE")],
        lambda fields: [*fields, ("digest.to", "@eve@evil.example")],
        lambda fields: [*fields, ("home", "Paris")],
        lambda fields: [*fields, ("slot_for", "tea")],
        lambda fields: [*fields, ("seen__", "")],
        lambda fields: fields[1:],
        lambda fields: [field for field in fields if not field[0].startswith("slot_")],
        lambda fields: [field for field in fields if field[0] != "slot_to"],
        lambda _: [],
    ],
)
async def test_a_form_with_other_fields_is_refused(
    visitor: Visitor, config: Path, spoil: Callable[[Fields], Fields]
) -> None:
    fields = with_(filled(await visitor.page("/settings")), every_count="9")

    assert 400 == (await visitor.post("/settings", spoil(fields))).status_code
    assert FILE == now_in(config)


@pytest.mark.parametrize("text", [f"\ufeff{FILE}", FILE.replace("\n", "\r\n"), FILE.rstrip()])
def test_marks_and_line_ends_stay(config: Path, text: str) -> None:
    config.write_bytes(text.encode())
    file = ConfigFile.read(config)

    assert (
        save(file, replace(file.values, fields={**file.values.fields, "every_count": "9"})) is None
    )

    assert text.encode().replace(b'"2 weeks"', b'"9 weeks"') == config.read_bytes()


async def test_a_file_that_changed_meanwhile_is_left_alone(visitor: Visitor, config: Path) -> None:
    fields = with_(filled(await visitor.page("/settings")), every_count="9")
    put(config, f"{FILE}# new\n")

    answer = await visitor.post("/settings", fields)

    assert "changed meanwhile" in await visitor.told(answer)
    assert f"{FILE}# new\n" == now_in(config)


async def test_a_change_in_the_last_moment_is_seen(config: Path) -> None:
    file = ConfigFile.read(config)
    asked = replace(file.values, fields={**file.values.fields, "reach": "9"})
    put(config, f"{FILE}# new\n")

    with pytest.raises(ImpossibleError, match="changed meanwhile"):
        save(file, asked)

    assert f"{FILE}# new\n" == now_in(config)
    assert [config] == list(config.parent.iterdir())


def read_only(config: Path) -> None:
    config.chmod(0o440)


def folder_read_only(config: Path) -> None:
    config.parent.chmod(0o550)


def link(config: Path) -> None:
    config.rename(config.with_name("real.toml"))
    config.symlink_to("real.toml")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [(read_only, "is read-only"), (folder_read_only, "The folder"), (link, "is a link")],
)
async def test_a_file_that_cannot_be_replaced_is_said(
    visitor: Visitor, config: Path, spoil: Callable[[Path], None], why: str
) -> None:
    fields = with_(filled(await visitor.page("/settings")), every_count="9")
    spoil(config)
    try:
        page = await visitor.page("/settings")
        assert why in (page.css_first(".refusal") or page).text()
        assert page.css_matches("form[action='/settings'] fieldset[disabled]")
        assert why in await visitor.told(await visitor.post("/settings", fields))
    finally:
        config.parent.chmod(0o750)
    assert FILE == now_in(config)


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
async def test_where_writing_fails_the_old_file_stays(
    visitor: Visitor, config: Path, call: str
) -> None:
    fields = with_(filled(await visitor.page("/settings")), every_count="9")
    failure = OSError(28, os.strerror(28))

    with patch(call, side_effect=failure):
        answer = await visitor.post("/settings", fields)

    assert "No space left" in await visitor.told(answer)
    assert FILE == now_in(config)
    assert [config] == list(config.parent.iterdir())


@pytest.mark.parametrize("text", ["no toml", "[[watch]]\n", 'sekret = "T0PSECRET"\n', "\xff"])
async def test_a_file_that_cannot_be_used_is_said(
    visitor: Visitor, config: Path, text: str
) -> None:
    put(config, text, "latin-1")

    page = await visitor.page("/settings")

    assert page.css_matches("form[action='/settings'] fieldset[disabled]")
    assert "terrasse.toml" in (page.css_first(".refusal") or page).text()
    assert "T0PSECRET" not in (page.html or "")


async def test_without_a_file_the_page_shows_what_holds(house: Household) -> None:
    visitor = await Visitor(house.context).enter()
    page = await visitor.page("/settings")

    assert "terrasse init" in (page.css_first(".refusal") or page).text()
    assert "2" == dict(filled(page))["every_count"]
    answer = await visitor.post("/settings", filled(page))
    assert "terrasse init" in await visitor.told(answer)


async def test_what_was_said_wins_and_the_page_says_so(visitor: Visitor, house: Household) -> None:
    page = await visitor.page("/settings")
    assert "wins over the file" not in (page.css_first("main form") or page).text()

    await tell(house, "goal 2 per month")
    await tell(house, "place home Lyon, France")
    await tell(house, "pause")
    page = await visitor.page("/settings")

    said = (page.css_first("form[action='/settings']") or page).text()
    assert "You said: 2 per month. That wins" in said
    assert "You said: Lyon, " in said
    assert "You paused digests" in said
    assert page.css_matches("button:lexbor-contains('Digests on again')")


async def test_goal_and_home_are_said_from_the_page(visitor: Visitor) -> None:
    for verb, text, answer in (("goal", "3 per week", "3 meetings"), ("place", "Lyon", "Lyon")):
        page = await visitor.page("/settings")
        form = next(form for form in page.css("form") if form.css(f"[name=verb][value={verb}]"))
        hidden = [
            (str(node.attributes["name"]), node.attributes.get("value") or "")
            for node in form.css("input[type=hidden]")
        ]
        assert answer in await visitor.told(await visitor.post("/do", [*hidden, ("text", text)]))


async def test_in_french_too(house: Household, config: Path) -> None:
    wishes = replace(house.context.wishes, words=catalogue("fr"))
    visitor = await Visitor(replace(house.context, wishes=wishes), config=config).enter()

    fields = with_(filled(await visitor.page("/settings")), every_count="0")
    page = LexborHTMLParser((await visitor.post("/settings", fields)).text)

    assert "Rien n’a été enregistré" in (page.css_first("[role=alert]") or page).text()
    assert "mardi" in (page.css_first("#day-0") or page).text()


NAMES = [
    *("seen", "language", "every_count", "every_unit", "at_day", "at_time", "goal_meetings"),
    *("goal_count", "goal_unit", "places", "home", "reach"),
]
ROW = [f"slot_{name}" for name in ("day", "from", "to", "for", "priority")]
LIKELY = ["1", "2", "18:00", "20:00", "week", "day", "", "en", "fr", "work", "goal"]
SAID = st.sampled_from(LIKELY) | st.text(max_size=12)


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, list[str]]:
    """Forms that are whole, and forms with anything in them."""
    rows = draw(st.integers(2, 4))
    body = {name: [draw(SAID)] for name in NAMES} | {
        name: [draw(SAID) for _ in range(rows)] for name in ROW
    }
    odd = st.dictionaries(
        st.sampled_from([*NAMES, *ROW, "to", "secret", "url", "store.url"]) | st.text(max_size=9),
        st.lists(SAID, max_size=4),
        max_size=2,
    )
    return body | draw(st.just({}) | odd)


@given(bodies(), st.sets(st.sampled_from(NAMES)))
def test_no_form_whatever_changes_another_key(
    tmp_path_factory: pytest.TempPathFactory, body: dict[str, list[str]], same: set[str]
) -> None:
    path = tmp_path_factory.mktemp("web") / "terrasse.toml"
    path.write_text(FILE, encoding="utf-8")
    file = ConfigFile.read(path)
    body |= {name: [file.values.fields[name]] for name in same - {"seen"}}
    try:
        _, asked = answered(body, file.values)
        problems = save(file, asked)
    except (HTTPException, ImpossibleError):
        problems = None
        assert FILE == path.read_text(encoding="utf-8")
    if problems is not None:
        assert problems.number
        assert FILE == path.read_text(encoding="utf-8")

    text = path.read_text(encoding="utf-8")
    load(path, checks_secrets=False)
    assert harmless_apart(tomllib.loads(FILE)) == harmless_apart(tomllib.loads(text))
    for comment in comments(FILE):
        assert f"#{comment}\n" in text
