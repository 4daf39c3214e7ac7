from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.config.conftest import Complainer, Loader

WATCH = '[[watch]]\naccount = "@me@piaille.fr"\nsecret = "file:me.secret"\n'


def test_an_empty_table_shows_the_page_to_this_machine_alone(loaded: Loader) -> None:
    web = loaded(f"{WATCH}[web]\n").web

    assert web is not None
    assert ("127.0.0.1", 8737, None, ()) == (web.listen, web.port, web.url, web.hosts)
    assert loaded(WATCH).web is None


def test_names_are_read_in_lower_case(loaded: Loader) -> None:
    hosts = '["Pi.Local", "192.168.1.2", "2001:DB8:0::1", "[::2]"]'
    text = f'listen = "::"\nhosts = {hosts}\nurl = "https://Home.Example/t/"\n'

    web = loaded(f"{WATCH}[web]\n{text}").web

    assert web is not None
    assert ("pi.local", "192.168.1.2", "[2001:db8::1]", "[::2]") == web.hosts
    assert "https://home.example/t" == web.url


@pytest.mark.parametrize("path", ["", "/", "/terrasse", "/a/people", "/peoples", "/People"])
def test_any_path_that_is_no_page_s_may_be_before_it(loaded: Loader, path: str) -> None:
    web = loaded(f'{WATCH}[web]\nurl = "https://home.example{path}"\n').web

    assert web is not None
    assert f"https://home.example{path}".rstrip("/") == web.url


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('listen = "0.0.0.0"', "web.hosts: is missing"),
        ('listen = "localhost"', "web.listen: must be an IP address"),
        ("port = 0", "web.port: must be at least 1, not 0"),
        ("port = 70000", "web.port: must be at most 65535"),
        ('hosts = ["home.example:8737"]', "web.hosts[1]: must be a name alone"),
        ('hosts = ["*"]', "web.hosts[1]: must be a name alone"),
        ('hosts = ["[::1]:8737"]', "web.hosts[1]: must be a name alone"),
        ('hosts = ["https://home.example"]', "web.hosts[1]: must be a name alone"),
        ('url = "http://home.example/"', "web.url: must begin with https://"),
        ('url = "https://home.example/?a=b"', "web.url: must be an address"),
        *(
            (
                f'url = "https://home.example/{path}"',
                "web.url: must have another path, such as /terrasse",
            )
            for path in ("people", "people/", "people/x", "static", "do", "enter", "feed/a.ics")
        ),
    ],
)
def test_what_would_open_it_to_others_is_refused(
    complaint: Complainer, text: str, why: str
) -> None:
    assert why in complaint(f"{WATCH}[web]\n{text}")
