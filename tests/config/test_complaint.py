"""The messages about faulty config files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.errors import ConfigError
from bot.text.language.catalogue import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from tests.config.conftest import Complainer, Loader

GOOD = '[[watch]]\naccount = "@me@piaille.fr"\nsecret = "file:me.secret"\n'
TOKEN = "mF9xQ2vB7kL0pR4tY8wZ1sD5gH3jN6cA"  # noqa: S105 (made up)
QUOTES = 'Each line must be a [table] or key = value, with text in "quotes".'

REFUSED = {
    "": "watch: is missing: add a [[watch]] table with your account.",
    "watch = []": "watch: must hold at least one table.",
    '[watch]\naccount = "@me@piaille.fr"': (
        "watch: must be an array of tables, not a table. Write [[watch]] for [watch]."
    ),
    GOOD + "[[digest]]": "digest: must be a table, not an array. Write [digest] for [[digest]].",
    'language = "de"\n' + GOOD: 'language: must be "en" or "fr".',
    'langage = "fr"\n' + GOOD: (
        "langage: is not a key that Terrasse knows. Did you mean “language”?"
    ),
    "x = 1\n" + GOOD: (
        "x: is not a key that Terrasse knows. "
        "Known here: language, timezone, watch, bot, digest, goal, slot, calendar, meetings, "
        "places, invitation, retention, store, health, web."
    ),
    GOOD + "pepole = 3": (
        "watch[1].pepole: is not a key that Terrasse knows. "
        "Known here: account, url, secret, weight, send_as_me."
    ),
    GOOD + "[digest]\npepole = 3": (
        "digest.pepole: is not a key that Terrasse knows. Did you mean “people”?"
    ),
    GOOD + '[goal]\ntimezone = "UTC"': (
        "goal.timezone: stands under the wrong header: "
        "it goes to the top of the file, before any [table]."
    ),
    GOOD + "[goal]\npeople = 2": (
        "goal.people: stands under the wrong header: it goes under [digest]."
    ),
    GOOD + '"a\\nb.c" = 1': (
        'watch[1]."a\\nb.c": is not a key that Terrasse knows. '
        "Known here: account, url, secret, weight, send_as_me."
    ),
    GOOD + "[[watch]]": 'watch[2].account: is missing: write, for one, account = "@me@piaille.fr".',
    GOOD + "weight = 0": "watch[1].weight: must be above 0, not 0.",
    GOOD + "weight = -0.5": "watch[1].weight: must be above 0, not -0.5.",
    GOOD + "weight = inf": "watch[1].weight: must be a finite number.",
    GOOD + "weight = nan": "watch[1].weight: must be a finite number.",
    GOOD + "weight = true": "watch[1].weight: must be a number, not true or false.",
    GOOD + "url = 3": "watch[1].url: must be a string, not a whole number.",
    GOOD + "[digest]\npeople = 4": "digest.people: must be at most 3, not 4.",
    GOOD + "[digest]\npeople = 0": "digest.people: must be at least 1, not 0.",
    GOOD + f"[digest]\npeople = 0x{'f' * 9000}": "digest.people: must be at most 3.",
    GOOD + "[digest]\npeople = 2.0": "digest.people: must be a whole number, not a decimal number.",
    GOOD + "[digest]\npeople = true": "digest.people: must be a whole number, not true or false.",
    GOOD + '[digest]\nquiet_when_empty = "no"': (
        "digest.quiet_when_empty: must be true or false, not a string."
    ),
    GOOD + "[digest]\nat = 18:00:00": (
        "digest.at: must be a string, not a time of day (put it in quotes)."
    ),
    GOOD + "[digest]\nat = 2026-12-06": "digest.at: must be a string, not a date.",
    GOOD
    + "[digest]\nat = 2026-12-06T18:00:00": "digest.at: must be a string, not a date and time.",
    GOOD + '[digest]\nto = "me"': (
        'digest.to: must be a Mastodon account such as "@me@piaille.fr", or a Bluesky handle such '
        'as "me.bsky.social". To write digests to a file: "file:digest.md".'
    ),
    GOOD + '[digest]\nto = "file:"': "digest.to: must name a file.",
    GOOD + "[digest]\nto = []": "digest.to: must be a string, not an array.",
    GOOD + '[digest]\nevery = "0 weeks"': "digest.every: must be 1 to 366 weeks, not 0.",
    GOOD + "[goal]\nmeetings = 0": "goal.meetings: must be at least 1, not 0.",
    GOOD + "[goal]\nmeetings = 100": "goal.meetings: must be at most 99, not 100.",
    GOOD + "[store]\nurl = {}": "store.url: must be a string, not a table.",
    GOOD + f'[store]\nurl = "postgresql://me:{TOKEN}@localhost/t"': (
        "store.url: must not hold a password: put it into a file of its own, chmod 600, and name "
        'that as secret = "file:NAME" under [store].'
    ),
    GOOD + '[store]\nurl = "sqlite://"': (
        'store.url: must be the address of an SQLite file, such as "sqlite:///terrasse.db", '
        "or of a PostgreSQL database."
    ),
    GOOD + "weight = ": f", at its end: Invalid value. {QUOTES}",
    f"secret = {TOKEN}": f", line 1: Invalid value. {QUOTES}",
    f"{TOKEN}.a = 1\n[{TOKEN}]\n[{TOKEN}]": f", line 2: This is not TOML. {QUOTES}",
    f"a = {'9' * 5000}": f"This is not TOML. {QUOTES}",
    '"': f", at its end: Unterminated string. {QUOTES}",
    "a = " + "[" * 5000: " nests its values too deeply for a config file.",
}


@pytest.mark.parametrize(("text", "why"), REFUSED.items(), ids=map(str, range(len(REFUSED))))
def test_each_fault_is_named_with_its_remedy(complaint: Complainer, text: str, why: str) -> None:
    assert complaint(text) == why.lstrip(": ")


@pytest.mark.parametrize("text", REFUSED, ids=map(str, range(len(REFUSED))))
def test_each_fault_is_told_in_french_too(loaded: Loader, tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(text)

    french = catalogue("fr").tell(caught.value).replace(str(tmp_path), "")
    said = re.sub(r'"[^"]*"|\b[a-z_]+ = |[Tt]errasse login|https?://', "", french)
    assert not re.search(r"\b(is|not|must|an|the|of|or|and|be|it|with|cannot|read|nor)\b", said), (
        said
    )


def test_all_faults_are_listed_in_the_order_of_the_file(
    complaint: Complainer, tmp_path: Path
) -> None:
    text = """
timezone = "paris"
[goal]
meetings = 0
[digest]
people = 5
pepole = 5
[[watch]]
account = "@me@piaille.fr"
secret = "file:missing"
[[watch]]
weight = -1
"""

    assert complaint(text).splitlines() == [
        "has 7 problems:",
        '  timezone: must be a time zone such as "Europe/Paris". Did you mean “Europe/Paris”?',
        "  goal.meetings: must be at least 1, not 0.",
        "  digest.people: must be at most 3, not 5.",
        "  digest.pepole: is not a key that Terrasse knows. Did you mean “people”?",
        (
            f"  watch[1].secret: The secret file {tmp_path}/missing does not exist. For an "
            "account, terrasse login ACCOUNT makes it; else write the secret into it, and make it "
            "yours alone with chmod 600."
        ),
        "  watch[2].weight: must be above 0, not -1.",
        '  watch[2].account: is missing: write, for one, account = "@me@piaille.fr".',
    ]


def test_very_many_faults_are_cut_short(complaint: Complainer) -> None:
    lines = complaint(GOOD + "".join(f"k{number} = 1\n" for number in range(9000))).splitlines()

    assert lines[0] == "has 9000 problems:"
    assert lines[-1] == "  and 8970 more."
    assert len(lines) == 32


@pytest.mark.parametrize("secret", [TOKEN, "abcd-efgh-ijkl-mnop", "hunter2"])
@pytest.mark.parametrize(
    "text",
    [
        '[[watch]]\naccount = "{}"',
        '[[watch]]\naccount = "@me@piaille.fr"\nsecret = "{}"',
        '[[watch]]\naccount = "@me@piaille.fr"\nsecret = ["{}"]',
        '[[watch]]\naccount = "@me@piaille.fr"\nurl = "https://me:{}@piaille.fr"',
        '[[watch]]\naccount = "@me@piaille.fr"\nurl = "https://piaille.fr/{}"',
        'timezone = "{}"',
        'language = "{}"',
        '[digest]\nto = "{}"\nat = "{}"\nevery = "{}"\npeople = "{}"',
        '[store]\nurl = "postgres://me:{}@localhost"',
        "a = {}",
        '"{}',
    ],
)
def test_a_secret_is_never_repeated(complaint: Complainer, text: str, secret: str) -> None:
    assert secret not in complaint(text.replace("{}", secret))


@pytest.mark.parametrize("secret", [TOKEN, "abcd-efgh-ijkl-mnop"])
@pytest.mark.parametrize(
    "text", ["{} = 1", "[{}]\n[{}]", "a = {{} = 1, {} = 2}", "[digest]\n{} = 1", "{} = 1\n{} = 2"]
)
def test_a_key_that_looks_secret_is_not_shown(
    complaint: Complainer, text: str, secret: str
) -> None:
    assert secret not in complaint(text.replace("{}", secret))
