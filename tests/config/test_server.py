from __future__ import annotations

import pytest

from config.models.server import server

SHAPE = 'must be an address such as "https://piaille.fr".'
OPEN = (
    "must begin with https://: http:// would send the secret in the open, "
    "and is for this machine only (localhost, 127.0.0.1, [::1])."
)
PASSWORD = "must not hold a user name or a password: they do not belong in this file."  # noqa: S105 (a message)
LONG = f"must end after the server's name: it {SHAPE}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://Piaille.FR/", "https://piaille.fr"),
        ("HTTPS://pds.example:8443", "https://pds.example:8443"),
        ("http://localhost:2583", "http://localhost:2583"),
        ("http://pds.localhost", "http://pds.localhost"),
        ("http://127.8.0.1:3000", "http://127.8.0.1:3000"),
        ("http://[::1]:3000/", "http://[::1]:3000"),
        ("memory:village", "memory:village"),
    ],
)
def test_an_address_is_an_origin(written: str, read: str) -> None:
    assert read == server(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", SHAPE),
        ("piaille.fr", SHAPE),
        ("ftp://piaille.fr", SHAPE),
        ("https://", SHAPE),
        ("https://[::1", SHAPE),
        ("https://piaille.fr:99999", SHAPE),
        ("https://pia ille.fr", SHAPE),
        ("https://piaille.fr\n", SHAPE),
        ("https://piaillé.fr", SHAPE),
        ("https://-.fr", SHAPE),
        ("http://piaille.fr", OPEN),
        ("http://127.0.0.1.evil.example", OPEN),
        ("http://192.168.1.2", OPEN),
        ("http://[::ffff:10.0.0.1]", OPEN),
        ("https://me:s3cret@piaille.fr", PASSWORD),
        ("https://s3cret@piaille.fr", PASSWORD),
        ("https://piaille.fr/@me", LONG),
        ("https://piaille.fr/?token=s3cret", LONG),
        ("https://piaille.fr#s3cret", LONG),
        ("memory:town", 'must be "memory:village": there is no other network in memory.'),
    ],
)
def test_an_address_that_is_none_or_unsafe_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"^must") as caught:
        server(written)

    assert why == str(caught.value)
