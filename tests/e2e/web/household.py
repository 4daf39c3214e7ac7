"""Households with a store on disk: in the village, and among neighbours who mean ill."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.e2e.household import Folder
from tests.e2e.labs.ports import free_ports
from tests.fakes.mastodon.running import process

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.fakes.mastodon.running import Remote

DOMAIN: Final = "mastodon.example"
POSTING: Final = "POST /api/v1/statuses"
CONFIG: Final = """\
# Camille's own comment
timezone = "Europe/Paris"
[[watch]]
account = "@me@{domain}"
url = "{url}"
secret = "file:me.secret"
send_as_me = {as_me}
[bot]
account = "@bot@{domain}"
url = "{url}"
secret = "file:bot.secret"
[store]
url = "sqlite:///terrasse.db"
[web]
port = {port}
"""
VILLAGE: Final = """\
timezone = "Europe/Paris"
[[watch]]
account = "@camille@village.example"
url = "memory:village"
[store]
url = "sqlite:///terrasse.db"
[web]
port = {port}
"""
NAMES: Final = {
    "alice": "Alice",
    "script": "<script>document.title = 'caught'</script>Bob",
    "image": "\"'><img src=x onerror=\"document.title='caught'\">",
    "long": "Wolfeschlegelsteinhausenbergerdorff" * 286,
    "bidi": "\u202egnitset\u2066\u202b Dana \u200f\u2067",
    "arabic": "مرحبا بالعالم",
    "emoji": "👩‍👩‍👧‍👦" * 40,
    "marks": "Z" + "\u0301\u0316" * 200,
    "template": "{{ 7 * 7 }}{% raw %}${7*7}",
    "nobody": "\u2800\u3164\u200b",
}
"""What people call themselves, by handle."""
NOTE: Final = (
    "<b>Lyon, France</b><svg onload=\"document.title='caught'\"> javascript:alert(1) "
    "https://" + "a" * 300 + ".example/"
)


@contextmanager
def household(
    path: Path, names: Mapping[str, str] = NAMES, note: str = NOTE, *, send_as_me: bool = False
) -> Iterator[tuple[Remote, Folder]]:
    """The server, and the folder of its owner, who has talked for two months with all of them."""
    with process() as server:
        place = {"domain": DOMAIN, "url": server.url, "port": free_ports(1)[0]}
        config = CONFIG.format(as_me=str(send_as_me).lower(), **place)
        folder = Folder(path, config)
        for who in ("me", "bot"):
            server.act("sign_up", username=who)
            folder.keep_secret(f"{who}.secret", server.act("token", who=who))
        start = datetime.now(UTC) - timedelta(days=57)
        for name, called in names.items():
            server.act("sign_up", username=name, display_name=called, note=note)
            for week in range(8):
                at = (start + timedelta(weeks=week)).isoformat()
                asked = server.act("post", who=name, text=f"@me {note} {week}", at=at)
                answer = server.act("post", who="me", text=f"@{name} Yes!", reply_to=asked, at=at)
                server.act("post", who=name, text="@me Thank you!", reply_to=answer, at=at)
        yield server, folder


def villager(path: Path) -> Folder:
    """A folder with a config that watches the invented village."""
    return Folder(path, VILLAGE.format(port=free_ports(1)[0]))
