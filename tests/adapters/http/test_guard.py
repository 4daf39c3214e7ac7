import httpx
import pytest

from adapters.http.address import parse
from adapters.http.failure import ForbiddenError
from adapters.http.guard import Guard

LAB = "http://127.0.0.1:3000"
GUARD = Guard([LAB, "http://localhost:4000/", "http://[::1]:5000", "https://social.example"])


@pytest.mark.parametrize(
    "url",
    [
        "https://social.example/api",
        "https://social.example:8443/api",
        "https://other.example",
        f"{LAB}/api",
        "http://localhost:4000/api",
        "http://[::1]:5000/api",
    ],
)
def test_https_and_configured_loopback_servers_may_be_asked(url: str) -> None:
    GUARD.check(httpx.URL(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://social.example/api",
        "http://127.0.0.1:3001/another-port",
        "http://127.0.0.1/no-port",
        "http://localhost:3000/not-as-configured",
        "http://127.0.0.2:3000/",
        "ftp://social.example/",
        "file:///etc/passwd",
        "//social.example",
        "https://",
        "https://me:secret@social.example",
    ],
)
def test_nothing_else_may(url: str) -> None:
    with pytest.raises(ForbiddenError) as caught:
        GUARD.check(httpx.URL(url))

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("sent_by", "url"),
    [
        ("https://social.example", "http://social.example"),
        ("https://social.example", LAB),
        ("https://social.example", "https://127.0.0.1:3000"),
        ("https://localhost:4000", LAB),
    ],
)
def test_a_redirect_leads_neither_down_to_http_nor_into_this_machine(
    sent_by: str, url: str
) -> None:
    with pytest.raises(ForbiddenError):
        GUARD.check(httpx.URL(url), sent_by=httpx.URL(sent_by))


@pytest.mark.parametrize(
    ("sent_by", "url"),
    [
        ("https://social.example", "https://other.example"),
        (LAB, f"{LAB}/there"),
        (LAB, "http://localhost:4000"),
        (LAB, "https://social.example"),
    ],
)
def test_a_redirect_may_lead_on(sent_by: str, url: str) -> None:
    GUARD.check(httpx.URL(url), sent_by=httpx.URL(sent_by))


@pytest.mark.parametrize(
    ("host", "port", "address", "expected"),
    [
        ("social.example", 443, "93.184.215.14", True),
        ("social.example", 443, "127.0.0.1", False),
        ("social.example", 443, "10.1.2.3", False),
        ("localhost", 4000, "127.0.0.1", True),
        ("localhost", 4000, "::1", True),
        ("localhost", 4001, "127.0.0.1", False),
        ("localhost", 4000, "93.184.215.14", False),
        ("localhost", 4000, "192.168.1.1", False),
    ],
)
def test_a_name_leads_to_where_its_kind_of_name_may(
    host: str,
    port: int,
    address: str,
    expected: bool,  # noqa: FBT001
) -> None:
    parsed = parse(address)

    assert parsed
    assert expected == GUARD.admits(host, port, parsed)
