"""Pages of notifications as servers send them: recorded bodies, with invented people.

`bodies/` holds some of each kind; a page repeats them, each time with other people, posts and
times.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODIES: Final = Path(__file__).with_name("bodies")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def mastodon_page(items: int = 80) -> bytes:
    """What `GET /api/v1/notifications` answers, newest first."""
    return _joined(_numbered("mastodon.json", items))


def bluesky_page(items: int = 100) -> bytes:
    """What `app.bsky.notification.listNotifications` answers."""
    return b'{"notifications":' + _joined(_numbered("bluesky.json", items)) + b"}"


def _joined(items: Iterator[str]) -> bytes:
    return f"[{','.join(items)}]".encode()


def _numbered(name: str, items: int) -> Iterator[str]:
    bodies: list[Any] = json.loads((_BODIES / name).read_bytes())
    texts = [json.dumps(body, ensure_ascii=False, separators=(",", ":")) for body in bodies]
    for number in range(items):
        yield (
            texts[number % len(texts)]
            .replace("{n}", f"{number:03}")
            .replace("{l}", "".join(_LETTERS[number // 26**place % 26] for place in (2, 1, 0)))
            .replace("{m}", f"{59 - number * 60 // items:02}")
        )
