from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.fakes.mastodon import client

if TYPE_CHECKING:
    from httpx import AsyncClient  # noqa: TID251 (nothing leaves the process)

    from tests.fakes.mastodon import Account, HandClock, Mastodon


async def test_content_is_html_as_mastodon_writes_it(api: AsyncClient, bruno: Account) -> None:
    text = (
        "Hi @bruno & @nobody <b>\nsee https://www.example.org/a/very/long/path/to/x. #Bread\n\nBye"
    )

    body = (await api.post("/api/v1/statuses", json={"status": text})).json()

    assert (
        '<p>Hi <span class="h-card" translate="no">'
        '<a href="https://mastodon.example/@bruno" class="u-url mention">@<span>bruno</span></a>'
        "</span> &amp; @nobody &lt;b&gt;<br />see "
        '<a href="https://www.example.org/a/very/long/path/to/x" target="_blank" '
        'rel="nofollow noopener" translate="no"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">example.org/a/very/long/path/t</span>'
        '<span class="invisible">o/x</span></a>. '
        '<a href="https://mastodon.example/tags/Bread" class="mention hashtag" rel="tag">'
        "#<span>Bread</span></a></p><p>Bye</p>" == body["content"]
    )
    assert [{"name": "bread", "url": "https://mastodon.example/tags/bread"}] == body["tags"]
    assert [str(bruno.id)] == [mention["id"] for mention in body["mentions"]]


async def test_a_direct_status_is_for_those_it_mentions(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    direct = server.post(anna, "@bruno psst", visibility="direct")
    own = (await api.get(f"/api/v1/accounts/{anna.id}/statuses")).json()
    for who, expected in ((bruno, 200), (server.sign_up("chloe"), 404)):
        async with client(server, server.token(who)) as other:
            seen = await other.get(f"/api/v1/statuses/{direct.id}")

        assert expected == seen.status_code

    assert [str(direct.id)] == [status["id"] for status in own]


async def test_going_on_after_ones_own_answer_answers_the_same_person(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    answer = server.post(anna, "@bruno yes", reply_to=server.post(bruno, "Who comes?"))

    body = (
        await api.post("/api/v1/statuses", json={"status": "me", "in_reply_to_id": str(answer.id)})
    ).json()

    assert (str(answer.id), str(bruno.id)) == (
        body["in_reply_to_id"],
        body["in_reply_to_account_id"],
    )


async def test_a_deleted_parent_leaves_whom_one_answered(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    root = server.post(bruno, "Who comes?")
    answer = server.post(anna, "@bruno me", reply_to=root)

    server.delete(root)
    body = (await api.get(f"/api/v1/statuses/{answer.id}")).json()

    assert (None, str(bruno.id)) == (body["in_reply_to_id"], body["in_reply_to_account_id"])


async def test_a_thread_is_read_from_the_middle(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    root = server.post(anna, "root")
    middle = server.post(bruno, "middle", reply_to=root)
    other = server.post(bruno, "by another", reply_to=middle)
    own = server.post(bruno, "by the same", reply_to=middle)
    deep = server.post(anna, "deep", reply_to=other)

    body = (await api.get(f"/api/v1/statuses/{middle.id}/context")).json()

    assert [str(root.id)] == [status["id"] for status in body["ancestors"]]
    assert {str(other.id), str(own.id), str(deep.id)} == {
        status["id"] for status in body["descendants"]
    }


async def test_edits_are_kept_and_tell_those_who_boosted(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account, clock: HandClock
) -> None:
    status = server.post(bruno, "one")
    server.boost(anna, status)
    clock.advance(timedelta(minutes=1))

    server.edit(status, "two")
    history = (await api.get(f"/api/v1/statuses/{status.id}/history")).json()
    told = (await api.get("/api/v1/notifications")).json()

    assert ["<p>one</p>", "<p>two</p>"] == [version["content"] for version in history]
    assert ["update"] == [one["type"] for one in told]


async def test_a_quote_links_back_and_can_be_revoked(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    quoted = server.post(anna, "Original")
    quoting = server.post(bruno, "Look", quoting=quoted)

    before = (await api.get(f"/api/v1/statuses/{quoting.id}")).json()
    told = (await api.get("/api/v1/notifications")).json()
    after = (await api.post(f"/api/v1/statuses/{quoted.id}/quotes/{quoting.id}/revoke")).json()

    assert before["content"].startswith('<p class="quote-inline">RE: <a href="')
    assert str(quoted.id) == before["quote"]["quoted_status"]["id"]
    assert ["quote"] == [one["type"] for one in told]
    assert {"state": "revoked", "quoted_status": None} == after["quote"]


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({"status": " "}, 422, "Validation failed: Text can't be blank"),
        ({"status": "x" * 501}, 422, "Validation failed: Text character limit of 500 exceeded"),
        ({"status": "x" * 476 + " https://a.example/" + "y" * 99}, 200, None),
        (
            {"status": "x", "in_reply_to_id": "12"},
            404,
            "The post you are trying to reply to does not appear to exist.",
        ),
        (
            {"status": "x", "quoted_status_id": "12"},
            404,
            "The post you are trying to quote does not appear to exist.",
        ),
    ],
)
async def test_what_cannot_be_said(
    api: AsyncClient, body: dict[str, str], status: int, error: str | None
) -> None:
    answer = await api.post("/api/v1/statuses", json=body)

    assert (status, error) == (answer.status_code, answer.json().get("error"))


async def test_errors_speak_the_users_language(server: Mastodon) -> None:
    token = server.token(server.sign_up("emiko", locale="ja"))
    async with client(server, token) as api:
        answer = await api.post("/api/v1/statuses", data={"status": ""})
        missing = await api.get("/api/v1/statuses/1")

    assert "バリデーションに失敗しました: Textを入力してください" == answer.json()["error"]
    assert "Record not found" == missing.json()["error"]


@pytest.mark.parametrize("encoding", ["json", "data"])
async def test_unexpected_mentions_are_refused(
    api: AsyncClient, server: Mastodon, bruno: Account, encoding: str
) -> None:
    chloe = server.sign_up("chloe")
    key = "allowed_mentions" if encoding == "json" else "allowed_mentions[]"
    body = {"status": "@bruno @chloe hi", key: [str(bruno.id)]}

    answer = await api.post("/api/v1/statuses", **{encoding: body})  # type: ignore[arg-type]

    assert 422 == answer.status_code
    assert "Post would be sent to unexpected accounts" == answer.json()["error"]
    assert [str(chloe.id)] == [one["id"] for one in answer.json()["unexpected_accounts"]]


async def test_a_key_is_good_for_an_hour(api: AsyncClient, clock: HandClock) -> None:
    async def post(key: str) -> str:
        body = (
            await api.post(
                "/api/v1/statuses", json={"status": "once"}, headers={"Idempotency-Key": key}
            )
        ).json()
        return str(body["id"])

    first = await post("a")
    clock.advance(timedelta(minutes=59))
    again, other = await post("a"), await post("b")
    clock.advance(timedelta(minutes=2))
    late = await post("a")

    assert first == again
    assert 3 == len({first, other, late})


async def test_a_key_whose_status_is_deleted_finds_nothing(api: AsyncClient) -> None:
    headers = {"Idempotency-Key": "a"}
    made = (await api.post("/api/v1/statuses", json={"status": "x"}, headers=headers)).json()
    await api.delete(f"/api/v1/statuses/{made['id']}")

    again = await api.post("/api/v1/statuses", json={"status": "x"}, headers=headers)

    assert 404 == again.status_code


async def test_home_shows_own_direct_statuses_and_no_answers_to_strangers(
    api: AsyncClient, server: Mastodon, anna: Account, bruno: Account
) -> None:
    chloe = server.sign_up("chloe")
    server.follow(anna, bruno)
    direct = server.post(anna, "note to myself", visibility="direct")
    plain = server.post(bruno, "plain")
    server.post(bruno, "@chloe to a stranger", reply_to=server.post(chloe, "hi"))

    shown = (await api.get("/api/v1/timelines/home")).json()

    assert [str(plain.id), str(direct.id)] == [status["id"] for status in shown]


async def test_liking_and_boosting_twice_is_once(
    api: AsyncClient, server: Mastodon, bruno: Account
) -> None:
    status = server.post(bruno, "Hello").id
    for act in ("favourite", "reblog", "favourite", "reblog"):
        await api.post(f"/api/v1/statuses/{status}/{act}")

    shown = (await api.get(f"/api/v1/statuses/{status}")).json()
    liked = (await api.get("/api/v1/favourites")).json()

    assert (1, 1) == (shown["favourites_count"], shown["reblogs_count"])
    assert [str(status)] == [one["id"] for one in liked]
