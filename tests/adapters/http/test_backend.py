"""Scripted name service, connections to a local server."""

import pytest

from adapters.http.backend import GuardedBackend
from adapters.http.client import Client, open_client
from adapters.http.guard import Guard
from adapters.http.transport import GuardedTransport
from bot.errors import RefusedError, UnreachableError
from tests.adapters.http.server import PUBLIC, Dial, Names

pytestmark = pytest.mark.anyio


def client(names: Names, dial: Dial) -> Client:
    guard = Guard()
    backend = GuardedBackend(guard, resolve=names, dial=dial)
    return Client(GuardedTransport(guard, backend=backend))


async def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A rebinding name server: public at first, this machine when asked again."""
    names, dial = Names([PUBLIC], ["127.0.0.1"]), Dial()

    with pytest.raises(UnreachableError):
        await client(names, dial).get("https://rebinding.example")

    assert [PUBLIC] == dial.dialled
    assert ["rebinding.example"] == names.asked


async def test_a_second_request_is_checked_anew() -> None:
    names, dial = Names([PUBLIC], ["127.0.0.1"]), Dial()
    asking = client(names, dial)
    with pytest.raises(UnreachableError):
        await asking.get("https://rebinding.example")

    with pytest.raises(RefusedError):
        await asking.get("https://rebinding.example")

    assert [PUBLIC] == dial.dialled


async def test_addresses_that_are_not_public_are_passed_over() -> None:
    """As behind DNS64, where each host has a translated address too."""
    names, dial = Names(["64:ff9b::5db8:d70e", PUBLIC, "10.0.0.1"]), Dial()

    with pytest.raises(UnreachableError):
        await client(names, dial).get("https://social.example")

    assert [PUBLIC] == dial.dialled


async def test_a_name_that_leads_only_inside_is_refused_without_a_connection() -> None:
    names, dial = Names(["10.0.0.1", "::1", "fe80::1%eth0"]), Dial()

    with pytest.raises(RefusedError, match="not on the public internet"):
        await client(names, dial).post("https://inside.example")

    assert [] == dial.dialled


async def test_a_dead_address_is_followed_by_the_next() -> None:
    names, dial = Names(["2606:4700::1111", PUBLIC]), Dial()

    with pytest.raises(UnreachableError):
        await client(names, dial).get("https://social.example")

    assert ["2606:4700::1111", PUBLIC] == dial.dialled


async def test_only_so_many_addresses_are_tried() -> None:
    names, dial = Names([f"93.184.215.{n}" for n in range(1, 200)]), Dial()

    with pytest.raises(UnreachableError):
        await client(names, dial).get("https://social.example")

    assert 4 == len(dial.dialled)


@pytest.mark.parametrize("host", ["nowhere.example", "a" * 64 + ".example"])
async def test_an_unknown_name_is_unreachable(host: str) -> None:
    with pytest.raises(UnreachableError, match="cannot be resolved"):
        await client(Names(), Dial()).post(f"https://{host}")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"],  # noqa: S104
)
async def test_this_machine_is_refused_in_every_spelling(host: str) -> None:
    """With the system's own name service, which needs no network for these."""
    async with open_client() as asking:
        with pytest.raises(RefusedError):
            await asking.get(f"https://{host}:1")
