"""Only the owner's browser, on a page of ours: hosts, origins, headers, and no change by GET."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from bot.web.app import PAGES, application
from bot.web.guard import HEADERS, Address, Guard
from config.models.web import TAKEN
from tests.services.situations import SITUATIONS, in_situation
from tests.web.visitor import BASE, OWN, Visitor, pressed

if TYPE_CHECKING:
    from tests.services.household import Household

pytestmark = pytest.mark.anyio
PATHS = [path for path in PAGES if "{" not in path]


async def rows(house: Household) -> object:
    async with house.store.unit(house.owner) as unit:
        return await unit.rows()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8737",
        "127.0.0.2",
        "0.0.0.0:8737",
        "[::]",
        "evil.example:127.0.0.1",
        "",
        "localhost@evil.example",
        "localhost:80@evil.example",
        "localhost:x",
        "localhost:",
        "localhost:1:2",
        "localhost.",
        "[::1]evil.example",
        "[::1",
        "127.1",
    ],
)
async def test_another_host_is_refused_everywhere(visitor: Visitor, host: str) -> None:
    for path in (*PATHS, "/static/terrasse.css", visitor.link()):
        answer = await visitor.client.get(path, headers={"Host": host})

        assert 403 == answer.status_code
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8737", "[::1]:8737"])
async def test_our_own_hosts_are_served_on_any_port(visitor: Visitor, host: str) -> None:
    answer = await visitor.client.get("/static/terrasse.css", headers={"Host": host})

    assert 200 == answer.status_code


def test_two_hosts_are_refused() -> None:
    guard = Guard(_nothing, Address(BASE))
    pair = Headers(raw=[(b"host", b"localhost"), (b"host", b"evil.example")])

    assert guard._refusal("GET", pair) is not None


async def _nothing(*_: object) -> None:
    """Serve nothing."""


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:8000"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://localhost:8737"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": BASE, "Sec-Fetch-Site": "cross-site"},
    {"Origin": BASE, "Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_form_of_another_page_does_nothing(
    visitor: Visitor, house: Household, headers: dict[str, str]
) -> None:
    path, fields = pressed(await visitor.page(), "never")
    before = await rows(house)

    for target in (path, "/outbox", "/leave"):
        answer = await visitor.client.post(target, data=dict(fields), headers=headers)
        assert 403 == answer.status_code

    assert before == await rows(house)
    assert 200 == (await visitor.client.get("/")).status_code


@given(
    origin=st.one_of(
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
        st.builds(
            "{}://{}:{}".format,
            st.sampled_from(["http", "https"]),
            st.sampled_from(["127.0.0.1", "localhost", "evil.example"]),
            st.integers(1, 65535),
        ),
    ),
    site=st.sampled_from([None, "same-origin", "same-site", "cross-site", "none"]),
)
def test_only_our_own_origin_may_change_anything(origin: str, site: str | None) -> None:
    headers = {"host": "127.0.0.1:8737", "origin": origin}
    found = Guard(_nothing, Address(BASE))._refusal(
        "POST", Headers({**headers, **({"sec-fetch-site": site} if site else {})})
    )

    is_ours = origin in {BASE, BASE.replace("http:", "https:")}
    assert (found is None) == (is_ours and site not in {"same-site", "cross-site"})


async def test_a_browser_that_sends_no_origin_but_says_where_it_is_may(visitor: Visitor) -> None:
    path, fields = pressed(await visitor.page(), "never")

    answer = await visitor.client.post(
        path, data=dict(fields), headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert 303 == answer.status_code


async def test_no_part_of_another_page_is_served(visitor: Visitor) -> None:
    for site in ("cross-site", "same-site"):
        answer = await visitor.client.get(
            "/static/terrasse.svg", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
        )
        assert 403 == answer.status_code


async def test_every_answer_says_what_the_browser_may_do(visitor: Visitor) -> None:
    stranger = visitor.another()
    answers = [
        await visitor.client.get("/"),
        await visitor.client.get("/no/such/page"),
        await visitor.client.get("/static/none.css"),
        await visitor.client.get("/", headers={"Host": "evil.example"}),
        await visitor.client.post("/", headers=OWN),
        await stranger.get("/"),
        await stranger.get("/enter/wrong"),
        await stranger.get(visitor.link()),
    ]

    assert [200, 404, 404, 403, 405, 403, 403, 303] == [answer.status_code for answer in answers]
    for answer in answers:
        for name, value in HEADERS.items():
            if name != "Referrer-Policy":
                assert value == answer.headers[name]
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert "server" not in answer.headers


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_nothing_is_changed_by_looking(situation: str) -> None:
    house = await in_situation(situation)
    visitor = await Visitor(house.context).enter()
    before = await rows(house)

    for path in PATHS:
        await visitor.page(path)
        await visitor.client.head(path)
    for path in ("/do", "/outbox", "/leave"):
        answer = await visitor.client.get(path, params={"verb": "never"})
        assert answer.status_code in {404, 405}

    assert before == await rows(house)


@pytest.mark.parametrize("path", [*PATHS, "/people/p123", "/no/such/page", "/do", "/outbox"])
async def test_without_a_cookie_there_is_nothing_to_see(visitor: Visitor, path: str) -> None:
    stranger = visitor.another()
    for cookie in (None, "guessed", ""):
        headers = {} if cookie is None else {"Cookie": f"terrasse-8737={cookie}"}
        answer = await stranger.get(path, headers=headers)
        assert answer.status_code in {403, 405}
        assert "Alice" not in answer.text
        if path in {"/do", "/outbox"}:
            answer = await stranger.post(path, headers={**headers, **OWN})
            assert 403 == answer.status_code


@pytest.mark.parametrize("strips", [True, False])
async def test_behind_a_proxy_under_a_path(house: Household, *, strips: bool) -> None:
    """A proxy passes on the name that the browser asked for; it may cut the path off, or not."""
    public = "https://home.example"
    address = Address(f"{public}/terrasse", frozenset({"home.example"}), "/terrasse")
    visitor = Visitor(house.context, address)
    visitor.client = visitor.another(public)

    def passed(path: str) -> str:
        return path.removeprefix("/terrasse") if strips else path

    answer = await visitor.client.get(passed(visitor.link()))
    assert (303, "/terrasse/") == (answer.status_code, answer.headers["location"])
    assert "Path=/terrasse/" in answer.headers["set-cookie"]
    assert "Secure" in answer.headers["set-cookie"]
    name, value = answer.headers["set-cookie"].partition(";")[0].split("=", 1)
    visitor.client.cookies.clear()
    visitor.client.headers["Cookie"] = f"{name}={value}"  # whose path the test's browser lacks

    assert strips or (await visitor.client.get("/terrasse")).status_code == 200
    page = await visitor.page(passed("/terrasse/"))
    local = [
        str(node.attributes.get("href") or node.attributes.get("src") or node.attributes["action"])
        for node in page.css("[href], [src], [action]")
    ]
    assert local
    assert [] == [
        link for link in local if not link.startswith(("/terrasse/", "#", "https://village"))
    ]
    assert 200 == (await visitor.client.get(passed("/terrasse/static/terrasse.css"))).status_code
    path, fields = pressed(page, "never")
    answer = await visitor.post(passed(path), fields, Origin=public)
    assert (303, "/terrasse/") == (answer.status_code, answer.headers["location"])
    assert "Undo" in await visitor.told(answer)


async def test_no_address_of_ours_can_be_the_path_of_a_proxy(visitor: Visitor) -> None:
    app = application(visitor.site)
    assert isinstance(app, Guard)
    routes = app._app.routes  # type: ignore[attr-defined]
    first = {route.path.split("/")[1].partition("{")[0] for route in routes}

    assert {*TAKEN, ""} == first
