"""Whole rounds against a server on loopback that does something odd about one person.

Each row is an oddity and what becomes of that person, odd. With bruno, beside them, all is well: he
is suggested every time, the back-fill completes, and nothing unexpected happens.
"""

from __future__ import annotations

import re
import sqlite3
from codecs import BOM_UTF8
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.rounds.mastodon import Answer, Asked, Home, Rounds
from tests.rounds.oddities import (
    Change,
    Oddity,
    Spoil,
    at,
    both,
    each,
    instead,
    linked,
    listing,
    of_odd,
    refused_above,
    where,
    with_fields,
)

if TYPE_CHECKING:
    from click.testing import Result

    from tests.cli.terminal import Terminal

pytestmark = pytest.mark.anyio

CONFIG: Final = """\
timezone = "Europe/Paris"

[[watch]]
account = "@{name}@home.example"
url = "{url}"
secret = "file:me.secret"

[digest]
to = "file:digest.md"

[store]
url = "sqlite:///terrasse.db"
"""
NOTES: Final = "/api/v1/notifications"
LIKES: Final = "/api/v1/favourites"
SAID: Final = r"/api/v1/accounts/\d+/statuses"
POSTS: Final = r"/api/v1/statuses(/\d+)?"
PROFILES: Final = r"/api/v1/accounts(/\d+)?"
DOMAINS: Final = "/api/v1/domain_blocks"
STANDS: Final = "/api/v1/accounts/relationships"
THREAD: Final = r"/api/v1/statuses/\d+/context"
NODEINFO: Final = r"/(\.well-known/)?nodeinfo.*"
INSTANCE: Final = r"/api/v[12]/instance"
PAGE: Final = b"<!DOCTYPE html><html><title>Down for maintenance</title></html>"
BORDERS: Final[list[Any]] = [
    "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59-23:59",
    "2026-11-10T23:59:60Z", "2026-11-10T09:00:00", "2026-11-10", "1970-01-01T00:00:00Z", "", "soon",
    "2026-02-30T09:00:00Z", None, 0, -1, 1_000_000_000_000, 1e300, True, [], {},
]  # fmt: skip
SEEN: Final = "suggested"
LEFT_OUT: Final = "not suggested"
ANY: Final = "either"


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


def raw_in_odd(name: str, raw: str) -> Oddity:
    """A field of odd's notifications with a value that no JSON writer would write."""

    def spoil(home: Home, _asked: Asked, answer: Answer) -> Answer:
        marked = where("note", lambda value: {**value, name: "HERE"})(home)
        body = marked(Asked("GET", NOTES, {}), answer).body
        return Answer(answer.status, answer.headers, body.replace(b'"HERE"', raw.encode()))

    return at(NOTES, spoil)


def next_link(home: Home, max_id: str, *, path: str = NOTES) -> str:
    return f'<{home.fake.world.base}{path}?max_id={max_id}>; rel="next"'


def empty_pages(count: int, body: bytes = b"[]") -> Oddity:
    """So many pages without an item that counts come before the first."""
    left = dict.fromkeys(range(count))

    def oddity(home: Home) -> Spoil:
        passed = list(left)

        def spoil(asked: Asked, answer: Answer) -> Answer:
            if asked.path != NOTES or not passed:
                return answer
            return Answer(200, {"link": next_link(home, str(10**18 + passed.pop()))}, body)

        return spoil

    return oddity


def endless(path: str, body: bytes | None = None) -> Oddity:
    """Each page links to a next one, with what the first holds."""
    pages = iter(range(10**18, 10**18 + 10_000))

    def spoil(home: Home, asked: Asked, answer: Answer) -> Answer:
        link = next_link(home, str(next(pages)), path=asked.path)
        first = answer.body if asked.is_first else None
        kept.setdefault(home, first or b"[]")
        return Answer(200, {"link": link}, kept[home] if body is None else body)

    kept: dict[Home, bytes] = {}
    return at(path, spoil)


def once(path: str, answer: Answer) -> Oddity:
    def oddity(_home: Home) -> Spoil:
        waiting = [answer]

        def spoil(asked: Asked, good: Answer) -> Answer:
            return waiting.pop() if asked.path == path and waiting else good

        return spoil

    return oddity


def failing_parent(status: int, body: bytes = b'{"error":"Internal error"}') -> Oddity:
    """One post cannot be shown: the one above camille's latest answer to odd."""

    def spoil(home: Home, asked: Asked, answer: Answer) -> Answer:
        parent = str(home.above[home.odd][-1].id)
        is_asked = parent in asked.query.get("id[]", []) or asked.path.endswith(f"/{parent}")
        return Answer(status, {}, body) if is_asked else answer

    return at(POSTS, spoil)


def failing_for_odd(path: str, status: int, body: bytes = b'{"error":"Internal error"}') -> Oddity:
    """What is asked about odd fails."""

    def spoil(home: Home, asked: Asked, answer: Answer) -> Answer:
        odd = str(home.odd.id)
        is_asked = odd in asked.query.get("id[]", []) or asked.path.endswith(f"/{odd}")
        return Answer(status, {}, body) if is_asked else answer

    return at(path, spoil)


def without_me(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "mentions": [one for one in value["mentions"] if one["acct"] != "camille"]}


ACCOUNTS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "memorial": ({"memorial": True}, LEFT_OUT),
    "memorial as a word": ({"memorial": "true"}, LEFT_OUT),
    "memorial as something": ({"memorial": {"since": 2026}}, LEFT_OUT),
    "no memorial": ({"memorial": None}, SEEN),
    "suspended as a number": ({"suspended": 1}, LEFT_OUT),
    "undiscoverable": ({"discoverable": False}, LEFT_OUT),
    "undiscoverable as a word": ({"discoverable": "false"}, LEFT_OUT),
    "undiscoverable as a number": ({"discoverable": 0}, LEFT_OUT),
    "discoverable unsaid": ({"discoverable": None}, SEEN),
    "a group": ({"group": True}, LEFT_OUT),
    "no group": ({"group": False}, SEEN),
    "bot as a word": ({"bot": "yes"}, LEFT_OUT),
    "bot as a number": ({"bot": 1}, LEFT_OUT),
    "bot unsaid": ({"bot": ...}, SEEN),
    "noindex": ({"noindex": True}, LEFT_OUT),
    "noindex as a word": ({"noindex": "true"}, LEFT_OUT),
    "noindex unsaid": ({"noindex": None}, SEEN),
    "mark as a link": (
        {"note": '<p><a href="https://odd.example/tags/nobot">#<span>nobot</span></a>'},
        LEFT_OUT,
    ),
    "mark in a field's link": (
        {
            "fields": [
                {"name": "Tags", "value": '<a href="/tags/NoInvite">#<span>NoInvite</span></a>'}
            ]
        },
        LEFT_OUT,
    ),
    "mark with a joiner": ({"note": "<p>\uff03no\u200b<b>bot</b></p>"}, LEFT_OUT),
    "mark of another": ({"note": "<p>#<span>nobother</span> nobot</p>"}, SEEN),
    "a minor": ({"note": "<p>Seeds.<br>16 she/her</p>"}, LEFT_OUT),
    "a parent": ({"note": "<p>Seeds.<br>mother of a 15 year old</p>"}, SEEN),
    "mark in a list": ({"note": ["#nobot"]}, LEFT_OUT),
    "mark in a table": ({"fields": {"0": {"name": "Please", "value": "#nobot"}}}, LEFT_OUT),
    "mark beside a null": ({"fields": [None, {"name": None, "value": "#nobot"}]}, LEFT_OUT),
    "mark as a line": ({"fields": ["#nobot"]}, LEFT_OUT),
    "lines of nothing": ({"fields": [None, {}, {"name": None, "value": None}]}, SEEN),
    "no lines": ({"fields": None}, SEEN),
    "lines as a number": ({"fields": 5}, SEEN),
    "name as a number": ({"display_name": 5}, SEEN),
    "name with half a pair": ({"display_name": "Odd \ud83d"}, SEEN),
    "no page": ({"url": None}, SEEN),
    "page as a number": ({"url": 5}, SEEN),
    "page of no web": ({"url": "javascript:alert(1)"}, SEEN),
    "moved nowhere": ({"moved": {}}, SEEN),
    "moved somewhere": ({"moved": "yes"}, LEFT_OUT),
    "odd counts": ({"followers_count": -1, "statuses_count": 10**40}, SEEN),
    "no user name": ({"username": ...}, SEEN),
    "long note": ({"note": f"<p>{'x' * 300_000}</p>"}, SEEN),
    "deep note": ({"note": "<div>" * 5_000}, SEEN),
}
STATUSES: Final[dict[str, tuple[dict[str, Any], str]]] = {
    **{f"dated {date!r}": ({"created_at": date}, SEEN) for date in BORDERS},
    "not dated": ({"created_at": ...}, SEEN),
    "parent's author unsaid": ({"in_reply_to_account_id": None}, SEEN),
    "parent as something": ({"in_reply_to_id": {"id": 5}}, ANY),
    "mentions null": ({"mentions": None}, SEEN),
    "mentions missing": ({"mentions": ...}, SEEN),
    "mentions as a table": ({"mentions": {}}, SEEN),
    "mentions as text": ({"mentions": "camille"}, SEEN),
    "mentions of nobody": ({"mentions": [None, {}, {"acct": 5}, 7, {"acct": "@@"}]}, SEEN),
    "visibility unheard of": ({"visibility": "local"}, SEEN),
    "visibility as a number": ({"visibility": 7}, SEEN),
    "language as a number": ({"language": 5}, SEEN),
    "language of a kind": ({"language": "x" * 5_000}, SEEN),
    "no text": ({"content": None}, SEEN),
    "text as a number": ({"content": 5}, SEEN),
    "half a pair": ({"content": "<p>Me too \udc00</p>"}, SEEN),
    "ten million letters": ({"content": "x" * 1_000_000}, SEEN),
    "no addresses": ({"uri": None, "url": None}, SEEN),
    "addresses as numbers": ({"uri": 5, "url": 6}, SEEN),
    "quote as text": ({"quote": "https://far.example/1"}, SEEN),
    "quote in an odd state": ({"quote": {"state": 5, "quoted_status": 7}}, SEEN),
    "quote of nobody": ({"quote": {"state": "accepted", "quoted_status": {"account": {}}}}, SEEN),
    "answers below zero": ({"replies_count": -1}, SEEN),
    "answers beyond number": ({"replies_count": 10**400}, SEEN),
    "liked as a word": ({"favourited": "no"}, SEEN),
    "edited as a truth": ({"edited_at": True}, SEEN),
    "boost of nothing": ({"reblog": {}}, LEFT_OUT),
    "no author": ({"account": None}, LEFT_OUT),
}
NOTIFIED: Final[dict[str, tuple[dict[str, Any], str]]] = {
    **{f"told {date!r}": ({"created_at": date}, SEEN) for date in BORDERS},
    "no status": ({"status": None}, LEFT_OUT),
    "status missing": ({"status": ...}, LEFT_OUT),
    "no sender": ({"account": None}, SEEN),
    "sender as text": ({"account": "odd"}, LEFT_OUT),
    "no type": ({"type": None}, LEFT_OUT),
    "a type unheard of": ({"type": "wave"}, LEFT_OUT),
    "no id": ({"id": ...}, LEFT_OUT),
    "id as a truth": ({"id": True}, LEFT_OUT),
    "awaiting approval": ({"type": "pending.reply"}, LEFT_OUT),
}
STANDING: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "blocked": ({"blocked_by": True}, LEFT_OUT),
    "blocked as a word": ({"blocked_by": "true"}, LEFT_OUT),
    "blocking as something": ({"blocking": {"since": 1}}, LEFT_OUT),
    "muting as a number": ({"muting": 1}, LEFT_OUT),
    "domain blocked": ({"domain_blocking": True}, LEFT_OUT),
    "blocks unsaid": ({"blocked_by": None}, SEEN),
    "following as a word": ({"following": "yes"}, SEEN),
    "no id": ({"id": ...}, LEFT_OUT),
}
APPROVAL: Final = (
    '<p>May I?</p><hr><p><i lang="en">\u2139\ufe0f Note from home.example: This reply is '
    "pending your approval. You can quickly accept it by liking, boosting or replying to it. "
    'You can also accept or reject it at the following link: <a href="https://home.example/settings/user/'
    'interaction_requests/01JJ" rel="noreferrer">https://home.example/settings</a>.</i></p>'
)
LISTS: Final[dict[str, tuple[Oddity, str]]] = {
    "an empty page first": (empty_pages(1), SEEN),
    "twenty empty pages first": (empty_pages(20), SEEN),
    "a page of empty items first": (empty_pages(1, b"[{}, {}]"), SEEN),
    "pages of empty items first": (empty_pages(5, b'[{}, {"id": null}]'), SEEN),
    "a page of nothing first": (empty_pages(1, b"null"), SEEN),
    "a page of what is unheard of": (
        empty_pages(1, b'[{"id":"7","type":"wave","created_at":"2026-11-10T09:00:00Z"}]'),
        SEEN,
    ),
    "pages without end": (endless(NOTES), SEEN),
    "own posts without end": (endless(SAID), SEEN),
    "likes without end": (endless(LIKES), SEEN),
    "empty pages of likes without end": (endless(LIKES, b"[]"), SEEN),
    "a link to itself": (
        linked(NOTES, lambda home, _: f'<{home.fake.world.base}{NOTES}?limit=80>; rel="next"'),
        SEEN,
    ),
    "a link elsewhere": (
        linked(NOTES, lambda _home, _: f'<https://evil.example{NOTES}?max_id=1>; rel="next"'),
        SEEN,
    ),
    "a link of no sense": (linked(NOTES, lambda _home, _: '<http://[>; rel="next"'), SEEN),
    "a link without quotes": (
        linked(NOTES, lambda home, _: next_link(home, "9" * 18).replace('"', ""), b"[]"),
        SEEN,
    ),
    "a link in capitals": (
        linked(NOTES, lambda home, _: next_link(home, "9" * 18).replace("rel", "REL"), b"[]"),
        SEEN,
    ),
    "a link with more to say": (
        linked(
            NOTES,
            lambda home, _: (
                f'<{home.fake.world.base}{NOTES}?since_id=1>; rel="prev", '
                + next_link(home, "9" * 18).replace("; rel", '; title="a, b"; rel')
            ),
            b"[]",
        ),
        SEEN,
    ),
    "a link that names two": (
        linked(
            NOTES, lambda home, _: next_link(home, "9" * 18).replace("next", "last next"), b"[]"
        ),
        SEEN,
    ),
    "a link from here": (
        linked(NOTES, lambda *_: f"<{NOTES}?max_id={'9' * 18}>; rel=next", b"[]"),
        SEEN,
    ),
    "each item twice": (listing(lambda items: [*items, *items], NOTES), SEEN),
    "each post twice": (listing(lambda items: [*items, *items], SAID), SEEN),
    "null among them": (listing(lambda items: [None, *items, 5, "x", []], NOTES), SEEN),
    "null among the posts": (listing(lambda items: [None, *items, 5, "x", []], SAID), SEEN),
    "oldest first": (listing(lambda items: items[::-1], NOTES), SEEN),
    **{
        f"pages of {most}": (refused_above(most, f"{NOTES}|{LIKES}|{SAID}"), SEEN)
        for most in (40, 20, 10, 5)
    },
    "partial content": (at(NOTES, lambda _h, _a, good: Answer(206, good.headers, good.body)), SEEN),
}

ERROR: Final = b'{"error":"Internal error"}'
ANSWERS: Final[dict[str, tuple[Oddity, str]]] = {
    **{
        f"likes: {status} {body[:20]!r}": (instead(LIKES, status, body), SEEN)
        for status, body in [
            (500, ERROR),
            (502, PAGE),
            (503, b""),
            (401, ERROR),
            (422, b'{"message":"No"}'),
            (403, ERROR),
            (404, ERROR),
            (410, b""),
            (400, b"{}"),
            (200, PAGE),
            (200, b""),
            (204, b""),
            (200, b"null"),
            (200, b"{}"),
            (200, b'{"error":"no"}'),
            (200, b"[{"),
            (200, b"\xff\xfe"),
            (200, b"<?xml version='1.0'?><a/>"),
            (304, b""),
            (418, b"[]"),
            (200, deep(100_000).encode()),
        ]
    },
    "likes elsewhere": (instead(LIKES, 302, location="https://127.0.0.9/likes"), SEEN),
    "likes nest": (instead(LIKES, 200, f"[{deep(1_000)}]".encode()), SEEN),
    **{
        f"a parent: {status} {body[:20]!r}": (failing_parent(status, body), SEEN)
        for status, body in [
            (500, ERROR),
            (503, PAGE),
            (404, ERROR),
            (403, ERROR),
            (401, ERROR),
            (410, b""),
            (422, ERROR),
            (200, PAGE),
            (200, b""),
            (200, b"null"),
            (200, b"[]"),
            (204, b""),
        ]
    },
    **{
        f"a profile: {status}": (failing_for_odd(PROFILES, status), ANY)
        for status in (500, 404, 422)
    },
    **{
        f"profiles: {status} {body[:20]!r}": (instead("/api/v1/accounts", status, body), SEEN)
        for status, body in [
            (500, ERROR),
            (404, ERROR),
            (401, ERROR),
            (200, PAGE),
            (200, b"null"),
            (200, b"{}"),
        ]
    },
    **{
        f"a relationship: {status} {body[:20]!r}": (failing_for_odd(STANDS, status, body), LEFT_OUT)
        for status, body in [(500, ERROR), (404, ERROR), (422, ERROR), (200, PAGE), (200, b"")]
    },
    "a relationship left out": (
        listing(lambda items: [item for item in items if item["blocked_by"] is not True], STANDS),
        SEEN,
    ),
    **{
        f"a thread: {status} {body[:20]!r}": (instead(THREAD, status, body), SEEN)
        for status, body in [
            (500, ERROR),
            (404, ERROR),
            (403, ERROR),
            (200, PAGE),
            (200, b"{}"),
            (200, b"null"),
            (200, b'{"ancestors":null,"descendants":null}'),
            (200, b'{"ancestors":[null,{}],"descendants":[5,"x",[]]}'),
            (200, b'{"ancestors":{},"descendants":%s}' % deep(1_000).encode()),
        ]
    },
    **{
        f"nodeinfo: {status} {body[:20]!r}": (instead(NODEINFO, status, body), SEEN)
        for status, body in [
            (500, ERROR),
            (404, ERROR),
            (200, PAGE),
            (200, b"null"),
            (200, b'{"links":null}'),
            (200, b'{"links":[null]}'),
            (200, b'{"software":{"name":null}}'),
        ]
    },
    **{
        f"instance: {status} {body[:20]!r}": (instead(INSTANCE, status, body), ANY)
        for status, body in [(500, ERROR), (404, ERROR), (200, PAGE), (200, b""), (200, b"null")]
    },
    "instance of limits": (
        instead(
            INSTANCE,
            200,
            b'{"domain":"home.example","version":5,"configuration":{"statuses":'
            b'{"max_characters":-7,"characters_reserved_per_url":1e99}}}',
        ),
        SEEN,
    ),
    "instance v2 fails": (instead("/api/v2/instance", 500, ERROR), SEEN),
    **{
        f"patience {number}": (once(NOTES, Answer(429, headers, b"")), SEEN)
        for number, headers in enumerate(
            [
                {},
                {"retry-after": "9" * 40},
                {"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"},
                {"retry-after": "-5"},
                {"x-ratelimit-reset": "9999-12-31T23:59:60Z"},
                {"x-ratelimit-reset": "1e99", "retry-after": "soon"},
                {"x-ratelimit-limit": "0", "x-ratelimit-remaining": "-1"},
            ]
        )
    },
    "a mark of the byte order": (
        at("/api/.*", lambda _h, _a, good: replace(good, body=BOM_UTF8 + good.body)),
        SEEN,
    ),
    "a failure at first": (once(NOTES, Answer(500, {}, ERROR)), SEEN),
    "a web page at first": (once(NOTES, Answer(200, {}, PAGE)), SEEN),
}
PASSING: Final = {name for name in ANSWERS if name.startswith("patience") or "at first" in name}
"""What may cost a round, and no second one."""
UNTOLD_DOMAIN: Final = of_odd("relationship", domain_blocking=None)


def blocked_domains(status: int, body: bytes, **headers: str) -> Oddity:
    """What the list of blocked servers is, where a relationship does not tell."""
    return both(UNTOLD_DOMAIN, instead(DOMAINS, status, body, **headers))


def second_page(home: Home, asked: Asked, _answer: Answer) -> Answer:
    """The server is on the second page of the list."""
    if not asked.is_first:
        return Answer(200, {}, b'["odd.example"]')
    return Answer(200, {"link": next_link(home, "7", path=DOMAINS)}, b'["else.example"]')


OTHERS: Final[dict[str, tuple[Oddity, str]]] = {
    "domain: blocked": (blocked_domains(200, b'["odd.example"]'), LEFT_OUT),
    "domain: in capitals": (blocked_domains(200, b'[5, null, "ODD.example"]'), LEFT_OUT),
    "domain: on the second page": (both(UNTOLD_DOMAIN, at(DOMAINS, second_page)), LEFT_OUT),
    "domain: without end": (both(UNTOLD_DOMAIN, endless(DOMAINS)), SEEN),
    "domain: another": (blocked_domains(200, b'["example", "very.odd.example"]'), SEEN),
    "domain: not told": (blocked_domains(403, ERROR), SEEN),
    "domain: not there": (blocked_domains(404, ERROR), SEEN),
    "domain: failing": (blocked_domains(500, ERROR), SEEN),
    "domain: a page": (blocked_domains(200, PAGE), SEEN),
    "named in the text only": (where("status", without_me), SEEN),
    "awaiting approval": (of_odd("status", content=APPROVAL), LEFT_OUT),
    "ids as numbers": (where("status", lambda value: {**value, "id": int(value["id"])}), SEEN),
    "accounts' ids as numbers": (
        where("account", lambda value: {**value, "id": int(value["id"])}),
        SEEN,
    ),
    "ids beyond 64 bits": (
        where("note", lambda value: {**value, "id": f"{value['id']}{'7' * 10}"}),
        SEEN,
    ),
    "an id of a million letters": (of_odd("note", id="7" * 1_000_000), LEFT_OUT),
    "an answer to itself": (
        where("status", lambda value: {**value, "in_reply_to_id": value["id"]}),
        ANY,
    ),
    "nested 1,000 levels": (raw_in_odd("unread", deep(1_000)), ANY),
    "nested 100,000 levels": (raw_in_odd("unread", deep(100_000)), LEFT_OUT),
    "a number without end": (raw_in_odd("unread", "9" * 5_000), ANY),
    "a control character": (raw_in_odd("unread", '"\x07"'), ANY),
}
TABLE: Final = {**{f"list: {name}": row for name, row in LISTS.items()}, **ANSWERS, **OTHERS}
PEOPLE: Final[dict[str, tuple[str, Change, str]]] = {
    f"{kind}: {name}": (kind, with_fields(**said), then)
    for kind, rows in {
        "account": ACCOUNTS,
        "status": STATUSES,
        "note": NOTIFIED,
        "relationship": STANDING,
    }.items()
    for name, (said, then) in rows.items()
}
"""What is sent of one person only, so that many of them can be met in the same rounds."""
COMPANY: Final = 18


def keep_house(terminal: Terminal, home: Home, name: str = "camille") -> None:
    terminal.write_config(CONFIG.format(url=home.fake.world.base, name=name))
    secret = terminal.folder / "me.secret"
    secret.write_text(home.token)
    secret.chmod(0o600)


def go_round(terminal: Terminal) -> Result:
    result = terminal.type("run", "--once")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def stored(terminal: Terminal, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(terminal.folder / "terrasse.db")) as store:
        return store.execute(query).fetchall()


@pytest.mark.parametrize("first", range(0, len(PEOPLE), COMPANY))
async def test_odd_people_cost_no_more_than_themselves(first: int) -> None:
    rows = list(PEOPLE.items())[first : first + COMPANY]
    accts = {name: f"odd{number}@odd.example" for number, (name, _row) in enumerate(rows)}
    home = Home("https://home.example", *accts.values())
    home.spoil = each({accts[name]: (kind, change) for name, (kind, change, _then) in rows})(home)

    told = await Rounds(home).go()

    assert ([], []) == (told.errors, told.mishaps)
    assert "Bruno" in told.digest
    assert told.watch.complete_at is not None
    then = {name: then for name, (_kind, _change, then) in rows if then != ANY}
    named = set(re.findall(r"\bodd\d+\b", told.digest))
    assert then == {
        name: SEEN if accts[name].partition("@")[0] in named else LEFT_OUT for name in then
    }


@pytest.mark.parametrize("name", TABLE)
async def test_an_oddity_costs_no_more_than_itself(name: str) -> None:
    oddity, becomes = TABLE[name]
    home = Home("https://home.example")
    home.spoil = oddity(home)

    told = await Rounds(home).go(3 if name in PASSING else 2)

    assert [] == told.errors
    assert [] == told.mishaps
    assert "Bruno" in told.digest
    assert told.watch.complete_at is not None
    if becomes != ANY:
        assert (becomes == SEEN) == ("@odd" in told.digest or "Odd" in told.digest)
