"""Collecting from Bluesky, on real servers: all that they show, once, and nothing else."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
import pytest

from adapters.bluesky import BlueskyNetwork, Servers
from adapters.bluesky.client.moment import written
from adapters.bluesky.client.session import SessionFile
from adapters.gazetteer.table import CityTable
from adapters.memory.clock import StoppedClock
from adapters.store import open_store
from bot.bootstrap import open_context
from bot.domain.meeting.goal import Goal
from bot.domain.people.identity import AccountKey, NetworkName, Owner, OwnerId
from bot.domain.schedule import Period, Schedule, Unit, WallTime
from bot.errors import NetworkError, RateLimitedError, RefusedError, SignInError, UncertainError
from bot.ports import Found, Message, NotThere, RemoteId
from bot.services.collect.collecting import collect
from bot.services.context import Context, Post, Wishes
from bot.text.language.catalogue import catalogue
from config.models.settings import Settings
from tests.e2e.bluesky.bluesky_stage import lab_client, network_of
from tests.e2e.labs.bluesky.control import Mood
from tests.e2e.labs.bluesky.tokens import expired_access_token
from tests.e2e.labs.bluesky.walk import Expected, walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from adapters.http import Client
    from bot.domain.talk.interaction import Interaction
    from bot.ports import Store
    from bot.services.collect.collecting import Collected
    from tests.e2e.labs.bluesky import Lab
    from tests.e2e.labs.bluesky.account import Account
    from tests.e2e.labs.bluesky.seed import Seeded
    from tests.e2e.labs.xrpc import JsonObject

POST = "app.bsky.feed.post"
LIKE = "app.bsky.feed.like"
NOWHERE = "http://127.0.0.1:9"
"""Where nobody listens."""


@dataclass(frozen=True)
class Setting:
    """What all collecting of a test goes on in."""

    lab: Lab
    store: Store
    client: Client
    folder: Path


class Collecting:
    """One watched account, a store in a file, and a clock that can be turned."""

    def __init__(self, setting: Setting, account: Account, *, password: str | None = None) -> None:
        self.lab = lab = setting.lab
        self.account = account
        self.clock = StoppedClock(datetime.now(UTC))
        self.store = store = setting.store
        self.owner = Owner(OwnerId("camille"), ZoneInfo("Europe/Paris"))
        self.key = AccountKey(NetworkName.BLUESKY, account.did)
        self.network: BlueskyNetwork = network_of(
            lab,
            setting.client,
            account,
            setting.folder / "sessions",
            clock=self.clock,
            password=password,
            remembered=self._remembered,
            reach=timedelta(days=400),
        )
        fortnight = Period(2, Unit.WEEK)
        self.context = Context(
            owner=self.owner,
            wishes=Wishes(
                words=catalogue("en"),
                schedule=Schedule(fortnight, WallTime(datetime.min.time(), 6), self.owner.zone),
                goal=Goal(1, fortnight),
                people=3,
                quiet_when_empty=True,
                weights={},
            ),
            store=store,
            clock=self.clock,
            networks={account.handle: self.network},
            post=Post(self.network, account.handle, account.handle, account.handle),
            worker="test",
            gazetteer=CityTable(),
            new_ref=lambda: "k3f9q2",
        )

    async def collect(self) -> Collected:
        self.lab.control.catch_up()
        self.clock.set(max(self.clock.now(), datetime.now(UTC)))
        (collected,) = await collect(self.context)
        return collected

    async def log(self) -> list[Interaction]:
        async with self.store.unit(self.owner) as unit:
            people = await unit.people.all()
            keys = {key for person in people for key in person.keys}
            return list(await unit.log.with_accounts(keys))

    async def found(self) -> set[Expected]:
        return expected_of(await self.log())

    async def _remembered(self, _watched: AccountKey, _among: object = None) -> list[Interaction]:
        return [one for one in await self.log() if one.kind.is_signal or one.url is not None]


def expected_of(log: Iterable[Interaction]) -> set[Expected]:
    """The log in the words of the walk."""
    return {
        Expected(
            one.kind.value,
            one.actor.id,
            one.target.id,
            one.subject_uri
            if one.kind.is_signal and one.kind != "follow"
            else ""
            if one.kind == "follow"
            else one.object_uri,
        )
        for one in log
    }


@pytest.fixture
async def setting(bluesky_lab: Lab, tmp_path: Path) -> AsyncIterator[Setting]:
    store = await open_store(f"sqlite:///{tmp_path / 'terrasse.db'}")
    async with lab_client(bluesky_lab) as client:
        yield Setting(bluesky_lab, store, client, tmp_path)
    await store.close()


async def test_all_that_the_servers_show_is_in_the_log_once(
    setting: Setting, bluesky_community: Seeded
) -> None:
    collecting = Collecting(setting, bluesky_community.owner)
    truth = walk(setting.lab.info.pds, bluesky_community.owner.did)

    first = await collecting.collect()
    log = await collecting.log()
    second = await collecting.collect()

    assert (None, 0) == (first.error, first.rejected)
    shown = {one for one, about in truth.items() if not about.is_dangling}
    assert len(shown) > 1_000
    assert shown <= expected_of(log)
    assert expected_of(log) <= truth.keys()
    assert len(log) == len({one.key for one in log}) == first.added
    assert (None, 0, 0) == (second.error, second.added, second.changed)


class Scene:
    """Two people of the test's own."""

    def __init__(self, lab: Lab, name: str) -> None:
        self.lab = lab
        self.me = lab.sign_up(f"me-{name}")
        self.other = lab.sign_up(f"other-{name}")

    def post(self, who: Account, text: str, at: datetime | None = None, **more: object) -> str:
        record: JsonObject = {"text": text, "createdAt": written(at or datetime.now(UTC)), **more}
        return str(who.write(POST, record)["uri"])

    def naming(self, who: Account, text: str, at: datetime | None = None) -> str:
        whom = self.me if who is self.other else self.other
        handle = f"@{whom.handle}"
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": whom.did}
        facet = {"index": {"byteStart": 0, "byteEnd": len(handle)}, "features": [mention]}
        return self.post(who, f"{handle} {text}", at, facets=[facet])

    def chatter(self, who: Account, times: int) -> None:
        """Name the other in many posts, three days ago."""
        now = datetime.now(UTC)
        whom = self.me if who is self.other else self.other
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": whom.did}
        facets = [{"index": {"byteStart": 0, "byteEnd": 3}, "features": [mention]}]
        writes = [
            {
                "$type": "com.atproto.repo.applyWrites#create",
                "collection": POST,
                "value": {
                    "text": f"You: {number}",
                    "facets": facets,
                    "createdAt": written(now - timedelta(days=3, minutes=number)),
                },
            }
            for number in range(times)
        ]
        who.pds.call("com.atproto.repo.applyWrites", {"repo": who.did, "writes": writes})

    def like(self, who: Account, uri: str, at: datetime | None = None) -> str:
        (post,) = who.pds.query("app.bsky.feed.getPosts", uris=[uri])["posts"]
        subject = {"uri": uri, "cid": post["cid"]}
        record = {"subject": subject, "createdAt": written(at or datetime.now(UTC))}
        return str(who.write(LIKE, record)["uri"])

    def delete(self, who: Account, uri: str) -> None:
        *_, collection, rkey = uri.split("/")
        body = {"repo": who.did, "collection": collection, "rkey": rkey}
        who.pds.call("com.atproto.repo.deleteRecord", body)


async def test_a_late_reply_dated_back_is_found_by_the_sweep(setting: Setting) -> None:
    scene = Scene(setting.lab, "late")
    collecting = Collecting(setting, scene.me)
    scene.chatter(scene.other, 110)
    await collecting.collect()
    late = scene.naming(scene.other, "Found in a drawer", datetime.now(UTC) - timedelta(days=40))

    soon = await collecting.collect()
    collecting.clock.advance(timedelta(days=8))
    swept = await collecting.collect()

    assert (0, 1) == (soon.added, swept.added)
    assert late in {one.object_uri for one in await collecting.log()}


async def test_what_is_taken_back_leaves_the_log(setting: Setting) -> None:
    scene = Scene(setting.lab, "back")
    collecting = Collecting(setting, scene.me)
    mine, theirs = scene.post(scene.me, "Beans"), scene.naming(scene.other, "Peas?")
    kept_post = scene.naming(scene.other, "And lentils")
    liked = [scene.naming(scene.other, f"Lentils, {number}") for number in range(12)]
    setting.lab.control.catch_up()
    my_likes, their_like = (
        {scene.like(scene.me, uri) for uri in liked},
        scene.like(scene.other, mine),
    )
    kept_like = scene.like(scene.me, kept_post)
    reply = scene.naming(scene.me, "Both")
    await collecting.collect()
    before = {one.object_uri for one in await collecting.log()}

    for uri in (*my_likes, reply):
        scene.delete(scene.me, uri)
    await collecting.collect()
    at_once = {one.object_uri: one for one in await collecting.log()}
    scene.delete(scene.other, their_like)
    scene.delete(scene.other, theirs)
    collecting.clock.advance(timedelta(days=8))
    await collecting.collect()
    after = {one.object_uri: one for one in await collecting.log()}

    assert {*my_likes, their_like, kept_like, reply, theirs, kept_post, *liked} == before
    # By chance, which the records' keys decide, some leave a gap that the next part of the
    # repository does not tell of (see `Tree.holds`); the sweep reads the whole of it.
    assert len(my_likes & at_once.keys()) < len(my_likes)
    assert my_likes.isdisjoint(after)
    assert (None, None) == (after[reply].text, after[reply].url)
    assert their_like in at_once
    assert their_like not in after
    assert (None, None) == (after[theirs].text, after[theirs].url)
    assert after[kept_post].text
    assert kept_like in after


async def test_an_expired_token_is_renewed_and_never_noticed(setting: Setting) -> None:
    scene = Scene(setting.lab, "expired")
    password = scene.me.app_password("terrasse", messages=True)
    collecting = Collecting(setting, scene.me, password=password)
    await collecting.collect()
    file = SessionFile(setting.folder / "sessions", scene.me.handle)
    kept = file.read()
    late = msgspec.structs.replace(kept, access=expired_access_token(scene.me.did))
    file.write(late)
    scene.naming(scene.other, "Saturday?")
    later = Collecting(setting, scene.me, password=password)

    collected = await later.collect()

    renewed = file.read()
    assert (None, 1) == (collected.error, collected.added)
    assert renewed.access != late.access
    assert renewed.refresh != kept.refresh
    assert len(renewed.sign_ins) == 1


RENEW = """
import asyncio, sys
from pathlib import Path
from adapters.bluesky import BlueskyNetwork, Servers
from adapters.clock import SystemClock
from adapters.http import open_client
from bot.domain.people.identity import OwnerId

async def main(handle, password, folder, plc, pds, appview):
    async with open_client([plc, pds, appview]) as client:
        network = BlueskyNetwork(
            client, handle, OwnerId("camille"), secret=lambda: password, sessions=Path(folder),
            clock=SystemClock(), servers=Servers(plc=plc, appview=appview),
        )
        for _ in range(5):
            print((await network.whoami()).handle)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_two_processes_that_renew_at_once_both_go_on(setting: Setting) -> None:
    scene = Scene(setting.lab, "race")
    setting.lab.control.catch_up()
    password = scene.me.app_password("terrasse", messages=True)
    folder = setting.folder / "sessions"
    network = network_of(setting.lab, setting.client, scene.me, folder, password=password)
    await network.whoami()
    file = SessionFile(folder, scene.me.handle)
    kept = file.read()
    file.write(msgspec.structs.replace(kept, access=expired_access_token(scene.me.did)))
    info = setting.lab.info
    servers = (info.plc, info.pds, info.appview)

    async def go_on() -> bytes:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", RENEW, scene.me.handle, password, str(folder), *servers),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return said

    said = await asyncio.gather(*(go_on() for _ in range(4)))

    assert [f"{scene.me.handle}\n".encode() * 5] * 4 == said
    assert len(file.read().sign_ins) == 1
    assert stat.S_IMODE(os.stat(folder / f"{scene.me.handle}.json").st_mode) == 0o600  # noqa: PTH116
    assert scene.me.handle == (await network.whoami()).handle


async def test_an_answer_is_posted_once_however_often_it_is_sent(setting: Setting) -> None:
    scene = Scene(setting.lab, "twice")
    asked = scene.naming(scene.other, "Which compost bin?")
    setting.lab.control.catch_up()
    network = network_of(setting.lab, setting.client, scene.me, setting.folder / "sessions")
    answer = Message("reply", scene.other.handle, "A wooden one.", "one", "", reply_to=asked)
    now = datetime.now(UTC)
    before = await network.find_sent(answer, now)

    first, second = await network.send(answer), await network.send(answer)
    other = await network.send(replace(answer, key="two"))

    setting.lab.control.catch_up()
    posted = {one.object_uri for one in await network.thread(asked) if one.outgoing}
    assert (NotThere(), Found(first)) == (before, await network.find_sent(answer, now))
    assert first == second
    assert {first, other} == posted


async def test_who_accepts_no_messages_is_named_with_the_reason(setting: Setting) -> None:
    scene = Scene(setting.lab, "shut")
    network = network_of(setting.lab, setting.client, scene.me, setting.folder / "sessions")
    message = Message("direct", scene.other.handle, "Hello", "one", "hello")
    setting.lab.control.catch_up()

    with pytest.raises(RefusedError, match="only from people they follow"):
        await network.send(message)
    obstacle = await network.obstacle(scene.other.handle)
    assert obstacle is not None
    assert ("followed-only", True) == (obstacle.closed, "people they follow" in obstacle.said)

    scene.other.write("chat.bsky.actor.declaration", {"allowIncoming": "none"}, "self")
    setting.lab.control.catch_up()
    with pytest.raises(RefusedError, match="accepts no messages"):
        await network.send(message)


async def test_a_password_without_access_to_messages_says_what_to_do(setting: Setting) -> None:
    scene = Scene(setting.lab, "deaf")
    network = network_of(
        setting.lab, setting.client, scene.me, setting.folder / "sessions", messages=False
    )
    setting.lab.control.catch_up()

    with pytest.raises(SignInError, match="Allow access to your direct messages"):
        await network.send(Message("direct", scene.other.handle, "Hello", "one", "hello"))
    with pytest.raises(SignInError, match="Allow access"):
        [one async for one in network.direct_messages(None)]


async def test_a_limited_chat_is_left_alone_for_hours(setting: Setting) -> None:
    scene = Scene(setting.lab, "moody")
    scene.other.write("chat.bsky.actor.declaration", {"allowIncoming": "all"}, "self")
    setting.lab.control.catch_up()
    network = network_of(setting.lab, setting.client, scene.me, setting.folder / "sessions")
    message = Message("direct", scene.other.handle, "Hello", "one", "hello")
    setting.lab.control.set_mood(Mood.LIMITED, times=1, did=scene.me.did)

    with pytest.raises(RateLimitedError) as limited:
        await network.send(message)
    with pytest.raises(RateLimitedError):
        await network.send(message)

    assert limited.value.until > datetime.now(UTC) + timedelta(hours=2)
    assert NotThere() == await network.find_sent(message, datetime.now(UTC))


@pytest.mark.parametrize("mood", [Mood.BROKEN, Mood.LOST, Mood.HANGUP, Mood.HTML, Mood.CUT])
async def test_whatever_the_chat_does_a_message_is_there_or_not(
    setting: Setting, mood: Mood
) -> None:
    scene = Scene(setting.lab, f"m-{mood}".replace("_", "-"))
    scene.other.write("chat.bsky.actor.declaration", {"allowIncoming": "all"}, "self")
    setting.lab.control.catch_up()
    network = network_of(setting.lab, setting.client, scene.me, setting.folder / "sessions")
    message = Message("direct", scene.other.handle, f"{mood} k3f9q2", "one", "k3f9q2")
    setting.lab.control.set_mood(mood, times=1, did=scene.me.did)

    with pytest.raises(UncertainError):
        await network.send(message)

    kept = [one for one in setting.lab.control.kept_messages() if one["text"] == message.text]
    told = await network.find_sent(message, datetime.now(UTC))
    expected = Found(RemoteId(kept[0]["id"])) if kept else NotThere()
    assert expected == told


async def test_a_server_that_is_away_for_a_while_costs_nothing(setting: Setting) -> None:
    scene = Scene(setting.lab, "away")
    collecting = Collecting(setting, scene.me)
    scene.naming(scene.other, "Saturday?")
    await collecting.collect()
    scene.naming(scene.other, "Or Sunday?")
    nowhere = Servers(plc=setting.lab.info.plc, appview=setting.lab.info.appview, pds=NOWHERE)
    gone = BlueskyNetwork(
        setting.client,
        scene.me.handle,
        collecting.owner.id,
        secret=lambda: "never asked for",
        sessions=setting.folder / "elsewhere",
        clock=collecting.clock,
        servers=nowhere,
    )
    collecting.context.networks[scene.me.handle] = gone  # type: ignore[index]

    away = await collecting.collect()
    collecting.context.networks[scene.me.handle] = collecting.network  # type: ignore[index]
    back = await collecting.collect()

    assert isinstance(away.error, NetworkError)
    assert (None, 1) == (back.error, back.added)


async def test_the_config_file_is_all_it_takes(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(setting.lab, "config")
    scene.naming(scene.other, "Saturday?")
    setting.lab.control.catch_up()
    monkeypatch.setenv("TERRASSE_PLC", setting.lab.info.plc)
    monkeypatch.setenv("TERRASSE_APPVIEW", setting.lab.info.appview)
    monkeypatch.setenv("ME", scene.me.app_password("terrasse", messages=True))
    watch = {"account": scene.me.handle, "url": setting.lab.info.pds, "secret": "env:ME"}
    store = {"url": f"sqlite:///{setting.folder / 'home' / 'terrasse.db'}"}
    (setting.folder / "home").mkdir(mode=0o700)
    digest = {"to": f"file:{setting.folder / 'digest.md'}"}
    settings = Settings.model_validate({"watch": [watch], "store": store, "digest": digest})

    async with open_context(settings) as context:
        (first,) = await collect(context)
        (second,) = await collect(context)

    assert (None, 1) == (first.error, first.added)
    assert (None, 0) == (second.error, second.added)
    sessions = setting.folder / "home" / "sessions"
    assert stat.S_IMODE(os.stat(sessions).st_mode) == 0o700  # noqa: PTH116


async def test_a_blocked_account_is_hidden_and_not_taken_for_deleted(setting: Setting) -> None:
    scene = Scene(setting.lab, "hidden")
    collecting = Collecting(setting, scene.me)
    scene.naming(scene.other, "Peas?")
    await collecting.collect()
    block = {"subject": scene.other.did, "createdAt": written(datetime.now(UTC))}
    scene.me.write("app.bsky.graph.block", block)
    collecting.clock.advance(timedelta(days=8))

    await collecting.collect()

    (kept,) = await collecting.log()
    assert kept.text


async def test_acts_of_one_instant_are_all_found(setting: Setting) -> None:
    scene = Scene(setting.lab, "ties")
    at = datetime.now(UTC) - timedelta(days=3)
    posts = [scene.post(scene.me, f"Bean number {number}", at) for number in range(130)]
    setting.lab.control.catch_up()
    for number, post in enumerate(posts):
        # Ninety of their own time, and then thirty of one, across the end of a page.
        when = at + timedelta(minutes=200 - number) if number < 90 else at
        scene.like(scene.other, post, when)
    collecting = Collecting(setting, scene.me)

    collected = await collecting.collect()

    assert (None, 130) == (collected.error, collected.added)
