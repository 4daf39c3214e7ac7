from __future__ import annotations

import pytest

from bot.domain.safety.outside import safe
from config.models.endpoint import endpoint, secret_endpoint


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://api.example/v1", "https://api.example/v1"),
        ("https://API.example/openai/v1/", "https://api.example/openai/v1"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_api_has_a_server_and_a_place_on_it(written: str, read: str) -> None:
    assert read == endpoint(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "must be an address such as"),
        ("api.example/v1", "must be an address such as"),
        ("memory:village", "must be an address such as"),
        ("https://[::1/v1", "must be an address such as"),
        ("https://api.example/v1?key=s3cret", "must be an address such as"),
        ("https://api.example/v1#s3cret", "must be an address such as"),
        ("https://api.example/v 1", "must be an address such as"),
        ("https://api.example/v1\n", "must be an address such as"),
        ("http://api.example/v1", "must begin with https://"),
        ("http://192.168.1.2/v1", "must begin with https://"),
        ("https://me:s3cret@api.example/v1", "must not hold a user name or a password"),
    ],
)
def test_an_api_s_address_that_is_none_or_unsafe_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        endpoint(written)

    assert "s3cret" not in str(caught.value)


def test_a_secret_one_is_shown_nowhere() -> None:
    read = secret_endpoint("https://monitor.example/ping/5a1f-0000-1111/")

    assert "https://monitor.example/ping/5a1f-0000-1111" == read.get_secret_value()
    assert "5a1f" not in f"{read!r} {safe('GET /ping/5a1f-0000-1111/fail')}"
