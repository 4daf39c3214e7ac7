import pytest

from adapters.http.backend import GuardedBackend
from adapters.http.client import Client, open_client
from adapters.http.guard import Guard
from adapters.http.transport import GuardedTransport
from bot.errors import RefusedError, UncertainError
from tests.adapters.http.server import (
    Dial,
    Names,
    Script,
    Seen,
    answer,
    redirecting,
    saying,
    serving,
)

pytestmark = pytest.mark.anyio

SECRETS = {"Authorization": "Bearer s3cret", "Cookie": "session=s3cret", "DPoP": "s3cret"}


def by_path(**scripts: Script) -> Script:
    """`here` answers /here."""

    async def script(request: Seen, writer: object) -> None:
        await scripts[request.target.strip("/")](request, writer)  # type: ignore[arg-type]

    return script


async def test_a_get_is_redirected_within_its_origin_with_all_its_headers() -> None:
    pages = by_path(old=redirecting("/new"), new=saying(answer(b"here")))
    async with serving(pages) as server, open_client([server.url()]) as client:
        response = await client.get(server.url("/old"), headers=SECRETS)

    assert b"here" == response.body
    assert server.url("/new") == response.url
    assert "Bearer s3cret" == server.seen[1].headers["authorization"]


async def test_no_secret_goes_to_another_origin() -> None:
    async with (
        serving(saying(answer(b"there"))) as other,
        serving(redirecting(other.url())) as server,
        open_client([server.url(), other.url()]) as client,
    ):
        response = await client.get(server.url(), headers={**SECRETS, "Accept": "text/plain"})

    sent = other.seen[0].headers
    assert b"there" == response.body
    assert "text/plain" == sent["accept"]
    assert f"127.0.0.1:{other.port}" == sent["host"]
    assert "s3cret" not in str(sent)


async def test_three_redirects_are_followed_and_a_fourth_is_not() -> None:
    pages = by_path(
        four=redirecting("/three"),
        three=redirecting("/two"),
        two=redirecting("/one"),
        one=redirecting("/none"),
        none=saying(answer(b"here")),
    )
    async with serving(pages) as server, open_client([server.url()]) as client:
        response = await client.get(server.url("/three"))
        with pytest.raises(RefusedError, match="more than 3 times"):
            await client.get(server.url("/four"))

    assert b"here" == response.body


async def test_a_loop_ends() -> None:
    async with serving(redirecting("/")) as server, open_client([server.url()]) as client:
        with pytest.raises(RefusedError):
            await client.get(server.url())

    assert 4 == len(server.seen)


@pytest.mark.parametrize(
    "to",
    [
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "http://93.184.215.14/",
        "http://127.0.0.1:1/",
        "ftp://93.184.215.14/",
        "https://me:secret@93.184.215.14/",
        "https://[broken/",
    ],
)
async def test_a_redirect_to_where_nothing_may_go_is_refused(to: str) -> None:
    async with serving(redirecting(to)) as server, open_client([server.url()]) as client:
        with pytest.raises(RefusedError):
            await client.get(server.url())

    assert 1 == len(server.seen)


async def test_a_redirect_to_a_name_that_leads_inside_is_refused() -> None:
    async with serving(redirecting("https://inside.example/")) as server:
        guard = Guard([server.url()])
        dial = Dial(server)
        backend = GuardedBackend(guard, resolve=Names(["192.168.1.1"]), dial=dial)
        async with Client(GuardedTransport(guard, backend=backend)) as client:
            with pytest.raises(RefusedError, match=r"inside\.example"):
                await client.get(server.url())

    assert ["127.0.0.1"] == dial.dialled


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (301, UncertainError),
        (302, UncertainError),
        (303, UncertainError),
        (307, RefusedError),
        (308, RefusedError),
    ],
)
async def test_a_post_is_not_sent_again_elsewhere(status: int, expected: type[Exception]) -> None:
    async with serving(redirecting("/", status)) as server, open_client([server.url()]) as client:
        with pytest.raises(expected):
            await client.post(server.url(), form={"status": "hello"})

    assert 1 == len(server.seen)


async def test_an_answer_that_only_looks_like_a_redirect_is_an_answer() -> None:
    raw = answer(b"choose", status="300 Multiple Choices")
    async with serving(saying(raw)) as server, open_client([server.url()]) as client:
        response = await client.get(server.url())

    assert (300, b"choose") == (response.status, response.body)
