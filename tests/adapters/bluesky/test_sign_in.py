"""Sessions: kept, renewed once, and never shown."""

from __future__ import annotations

import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import anyio
import msgspec
import pytest

from adapters.bluesky.client.session import Session, SessionFile
from adapters.bluesky.client.sign_in import SIGN_INS_A_DAY
from bot.errors import RateLimitedError, SignInError, UnreachableError
from tests.adapters.bluesky.server import HANDLE, ME, NOWHERE, Answer

if TYPE_CHECKING:
    from adapters.memory.clock import StoppedClock
    from tests.adapters.bluesky.server import Place

CREATE = "com.atproto.server.createSession"
REFRESH = "com.atproto.server.refreshSession"


def kept(place: Place) -> SessionFile:
    return SessionFile(place.folder / "sessions", HANDLE)


async def test_a_session_is_kept_for_its_owner_alone(place: Place, clock: StoppedClock) -> None:
    await place.network(clock).whoami()
    await place.network(clock).whoami()

    folder = place.folder / "sessions"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]]
    assert [0o700, *[0o600] * (len(modes) - 1)] == modes
    assert {f"{HANDLE}.json", f"{HANDLE}.lock"} == {path.name for path in folder.iterdir()}
    assert 1 == place.world.times(CREATE)


async def test_a_session_that_others_may_read_is_not_used(
    place: Place, clock: StoppedClock
) -> None:
    await place.network(clock).whoami()
    (place.folder / "sessions" / f"{HANDLE}.json").chmod(0o644)

    with pytest.raises(SignInError, match="chmod 600"):
        await place.network(clock).whoami()


@pytest.mark.parametrize("text", ["", "{", '{"access": 7}', "\xff"])
async def test_a_damaged_session_is_replaced(place: Place, clock: StoppedClock, text: str) -> None:
    kept(place).write(Session())
    (place.folder / "sessions" / f"{HANDLE}.json").write_text(text)

    await place.network(clock).whoami()

    assert ME == kept(place).read().did


async def test_tasks_that_find_the_token_expired_renew_it_once(
    place: Place, clock: StoppedClock
) -> None:
    network, other = place.network(clock), place.network(clock)
    await network.whoami()
    await other.whoami()
    place.world.expire()

    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(network.whoami)
            group.start_soon(other.whoami)

    assert (1, 1) == (place.world.times(CREATE), place.world.times(REFRESH))


async def test_new_tokens_are_kept_before_they_are_used(place: Place, clock: StoppedClock) -> None:
    network = place.network(clock)
    await network.whoami()
    place.world.expire()
    profiles = "app.bsky.actor.getProfiles"
    seen: list[str] = []

    def note(_: object) -> Answer:
        seen.append(kept(place).read().access)
        return Answer({"profiles": []})

    place.world.more[profiles] = note
    await network.whoami()

    assert ["access-2"] == seen


async def test_a_refresh_token_past_its_time_leads_to_signing_in(
    place: Place, clock: StoppedClock
) -> None:
    network = place.network(clock)
    await network.whoami()
    place.world.expire()
    place.world.refresh = "another"

    await network.whoami()

    assert 2 == place.world.times(CREATE)


async def test_a_lost_answer_to_a_refresh_locks_nobody_out(
    place: Place, clock: StoppedClock
) -> None:
    network = place.network(clock)
    await network.whoami()
    place.world.expire()
    place.world.next[REFRESH] = [Answer(b"<html>", 502)]

    with pytest.raises(UnreachableError):
        await network.whoami()
    await network.whoami()

    assert (1, 2) == (place.world.times(CREATE), place.world.times(REFRESH))


async def test_a_wrong_password_is_tried_a_few_times_a_day_at_most(
    place: Place, clock: StoppedClock
) -> None:
    for _ in range(SIGN_INS_A_DAY):
        with pytest.raises(SignInError, match="app password"):
            await place.network(clock, secret=lambda: "wrong").whoami()
    with pytest.raises(RateLimitedError) as limited:
        await place.network(clock, secret=lambda: "wrong").whoami()

    assert SIGN_INS_A_DAY == place.world.times(CREATE)
    assert clock.now() + timedelta(days=1) == limited.value.until


async def test_a_new_password_is_used_at_once(place: Place, clock: StoppedClock) -> None:
    await place.network(clock).whoami()

    with pytest.raises(SignInError):
        await place.network(clock, secret=lambda: "replaced").whoami()


async def test_an_account_that_has_moved_is_found_again(place: Place, clock: StoppedClock) -> None:
    await place.network(clock).whoami()
    file = kept(place)
    file.write(msgspec.structs.replace(file.read(), pds=NOWHERE))

    await place.network(clock).whoami()

    assert place.world.pds == file.read().pds


async def test_a_changed_handle_ends_no_session(place: Place, clock: StoppedClock) -> None:
    await place.network(clock).whoami()
    place.world.handle = "renamed.example"
    clock.advance(timedelta(days=2))

    me = await place.network(clock).whoami()

    assert (ME, "renamed.example") == (me.key.id, me.handle)
    assert 1 == place.world.times(CREATE)


async def test_a_directory_that_is_away_ends_no_session(place: Place, clock: StoppedClock) -> None:
    await place.network(clock).whoami()
    place.world.is_directory_away = True
    clock.advance(timedelta(days=2))

    assert ME == (await place.network(clock).whoami()).key.id
    assert 1 == place.world.times(CREATE)


async def test_a_handle_of_somebody_else_is_refused(place: Place, clock: StoppedClock) -> None:
    place.world.handle = "other.example"

    with pytest.raises(SignInError, match="calls itself"):
        await place.network(clock).whoami()


async def test_no_part_of_a_session_is_shown(place: Place, clock: StoppedClock) -> None:
    await place.network(clock).whoami()

    session = kept(place).read()

    assert session.access
    assert "Session(…)" == f"{session}" == repr(session)
