"""Editing the config file changes what was asked for, and nothing else of it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ImpossibleError
from config.editing import Slot, edited

FILE = '''\
# Mine. Do not touch!
language = "fr" # c'est moi # vraiment
timezone = 'Europe/Paris'

[[watch]] # me
account = "@me@piaille.fr"
secret = "file:me.secret"
# [digest] is below

[digest] # when
to = "@me@piaille.fr"
every = "2 weeks"   # often enough
at = """sunday 18:00"""
# the goal

[goal]
# as many as I can
meetings = 2

# Tuesdays
[[slot]] # first
when = "tuesday 12:30-14:00" # near work
for = "lunch # at noon"
# Saturdays
[[slot]]
when = "saturday 15:00-17:00"

# [[slot]]
# when = "monday 12:00-13:00"
[[calendar]]
url = "file:work.ics" # "quoted"
[places]
home = "Rennes, France" # until June
reach = 50
# the end'''


def comments(text: str) -> list[str]:
    """The comments of a text; in its strings there are no # but in these two."""
    for string in ('"lunch # at noon"', '"A \\"quoted\\" #\\\\"'):
        text = text.replace(string, "")
    return [found.strip() for found in re.findall("#.*", text)]


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        ({("language",): "en"}, 'language = "en" # c\'est moi # vraiment\n'),
        ({("digest", "every"): "1 week"}, 'every = "1 week"   # often enough\n'),
        ({("digest", "people"): 1}, 'at = """sunday 18:00"""\npeople = 1\n# the goal\n'),
        ({("goal", "every"): "1 month"}, 'meetings = 2\nevery = "1 month"\n\n# Tuesdays\n'),
        ({("places", "home"): None}, "[places]\n# until June\nreach = 50\n"),
        ({("meetings", "places"): ["A", "B"]}, '# the end\n\n[meetings]\nplaces = ["A", "B"]\n'),
        ({("places", "home"): 'A "quoted" #\\'}, 'home = "A \\"quoted\\" #\\\\" # until June\n'),
        ({("digest", "at"): "monday 9:00"}, 'at = "monday 9:00"\n# the goal\n'),
    ],
)
def test_a_value_changes_where_it_stands(values: dict[Any, object], changed: str) -> None:
    after = edited(FILE, values)

    assert changed in after
    assert comments(FILE) == comments(after)
    assert len(set(after.splitlines()) ^ set(FILE.splitlines())) <= 4


def test_slots_come_change_and_go() -> None:
    tea: Slot = {"when": "friday 15:00-17:00", "for": "tea"}
    after = edited(FILE, {}, [None, tea, {"when": "monday 9:00-10:00"}])

    assert (
        """\
# Tuesdays
# first
# near work
# Saturdays
[[slot]]
when = "friday 15:00-17:00"
for = "tea"

[[slot]]
when = "monday 9:00-10:00"

# [[slot]]
# when = "monday 12:00-13:00"
[[calendar]]
"""
        in after
    )
    assert comments(FILE) == comments(after)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing but this",
        'digest.every = "1 week"\r\ndigest.at = "18:00" # dotted\r\n',
        'digest = {every = "1 week"} # inline\ngoal = {meetings = 3}\n',
        '"digest"."every" = "1 week"\n',
        'slot = [{when = "monday 9:00-10:00"}, {when = "friday 9:00-10:00"}] # inline\n',
        'slot = [\n  {when = "monday 9:00-10:00"},\n  {when = "friday 9:00-10:00"},\n]\n',
        '  [ digest ]  # odd\n  every="1 week"',
        "[[ slot ]]\nwhen='monday 9:00-10:00'",
        "[meetings]\nplaces = [\n  'A', 'B'\n]",
    ],
)
def test_a_file_may_be_written_in_other_ways(text: str) -> None:
    slots: list[Any] = tomllib.loads(text).get("slot", [])

    after = edited(text, {("digest", "every"): "3 weeks"}, [*slots, {"when": "sunday 9:00-10:00"}])

    data = tomllib.loads(after)
    assert "3 weeks" == data["digest"]["every"]
    assert [*slots, {"when": "sunday 9:00-10:00"}] == data["slot"]
    assert comments(text) == comments(after)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[meetings]\nplaces = ['A', # near\n'B']", {("meetings", "places"): ["B"]}),
        ('["places"]\nreach = 1', {("places", "home"): "Rennes"}),
        ("not = toml = at all", {("language",): "en"}),
    ],
)
def test_what_would_lose_something_is_refused(text: str, values: dict[Any, object]) -> None:
    with pytest.raises(ImpossibleError, match="in an editor"):
        edited(text, values)


VALUES: st.SearchStrategy[dict[Any, object]] = st.fixed_dictionaries(
    {},
    optional={
        ("language",): st.text(),
        ("digest", "every"): st.text(),
        ("digest", "at"): st.text(),
        ("goal", "meetings"): st.integers(-9, 9),
        ("goal", "every"): st.text(),
        ("meetings", "places"): st.lists(st.text()),
        ("places", "home"): st.none() | st.text(),
        ("places", "reach"): st.integers(0, 999),
    },
)
ROWS = st.fixed_dictionaries(
    {"when": st.text()}, optional={"for": st.text(), "priority": st.text(max_size=4)}
)


@given(VALUES, st.tuples(*[st.none() | ROWS] * 2), st.lists(ROWS, max_size=3))
def test_whatever_is_asked_for_all_else_stays(
    values: dict[Any, object], old: tuple[Any, ...], new: list[dict[str, object]]
) -> None:
    after = tomllib.loads(edited(FILE, values, [*old, *new]))

    before: dict[str, Any] = tomllib.loads(FILE)
    for (*tables, key), value in values.items():
        table, was = after, before
        for name in tables:
            table, was = table.get(name, {}), was.get(name, {})
        assert value == table.pop(key, [] if value == [] else None)
        was.pop(key, None)
    rows = [row for row in [*old, *new] if row is not None]
    assert rows == after.pop("slot", [])
    before.pop("slot")
    assert {**before, "meetings": {}} == {**after, "meetings": after.get("meetings", {})}


def test_a_slot_may_hold_a_table() -> None:
    text = '[[slot]]\nwhen = "sunday"\nother = {key = 1}\n'

    after = edited(text, {}, [{"when": "monday", "other": {"key": 1}}])

    assert text.replace("sunday", "monday") == after
