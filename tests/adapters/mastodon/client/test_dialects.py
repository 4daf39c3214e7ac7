"""Code asks what a server does, never what it runs."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from adapters.mastodon.client.dialects import dialect_of
from tests.adapters.mastodon.dialect import ABSENT
from tests.adapters.mastodon.in_process import Loopback
from tests.adapters.mastodon.stage import BASE, NOW, network_of
from tests.fakes.mastodon import HandClock, Mastodon
from tests.fakes.mastodon.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx  # noqa: TID251 (nothing leaves the process)

ROOT = Path(__file__).parents[4]
MODULES = sorted(
    path for path in (ROOT / "adapters" / "mastodon").rglob("*.py") if path.name != "dialects.py"
)
SOFTWARE = {
    "akkoma",
    "friendica",
    "glitch",
    "gotosocial",
    "hometown",
    "mastodon",
    "pixelfed",
    "pleroma",
    "snac",
}
BODIES = json.loads((ROOT / "tests/fixtures/mastodon/shapes/gotosocial.json").read_text())


def comparisons(source: str) -> list[str]:
    """Where some code depends on the name of a software, or on a row of the table."""
    return [ast.unparse(node) for node in ast.walk(ast.parse(source)) if _depends(node)]


def _depends(node: ast.AST) -> bool:
    match node:
        case ast.Compare() | ast.Match() | ast.Dict() | ast.Set() | ast.Subscript():
            return any(map(_is_software, ast.walk(node)))
        case ast.Call(func=ast.Attribute(attr="startswith" | "endswith" | "get")):
            return any(map(_is_software, ast.walk(node)))
    return False


def _is_software(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=str(text)) | ast.Name(id=text):
            return text.lower() in SOFTWARE
        case ast.Attribute(attr="software"):
            return True
    return False


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_compares_the_name_of_a_software(path: Path) -> None:
    assert [] == comparisons(path.read_text())


@pytest.mark.parametrize(
    "source",
    [
        "server.software == 'snac'",
        "name in {'mastodon', 'glitch'}",
        "match server.software:\n    case 'snac': pass",
        "LIMITS['pixelfed']",
        "server.software.startswith('glitch')",
        "server.dialect is SNAC",
    ],
)
def test_such_a_comparison_is_seen(source: str) -> None:
    assert comparisons(source)


def test_a_software_that_nobody_knows_has_a_dialect() -> None:
    unknown = dialect_of("a-new-one")

    assert unknown.lists_direct_statuses is None
    assert not unknown.idempotency_keys


@pytest.mark.parametrize(
    ("software", "largest"), [("mastodon", {40, 80}), ("pixelfed", {20, 40}), ("new", {40, 80})]
)
async def test_no_page_is_larger_than_the_server_takes(software: str, largest: set[int]) -> None:
    asked: set[int] = set()

    def alter(request: httpx.Request, body: bytes) -> bytes:
        asked.update(int(limit) for limit in request.url.params.get_list("limit"))
        if request.url.path == "/nodeinfo/2.0":
            return body.replace(b'"mastodon"', f'"{software}"'.encode())
        return body

    server = Mastodon(BASE, clock=HandClock(NOW))
    network = network_of(server, server.sign_up("me"), Loopback(server, alter))

    _ = [page async for page in network.history(None)]
    _ = [message async for message in network.direct_messages(None)]

    assert largest == asked


@pytest.mark.parametrize("entity", ABSENT)
def test_what_the_fake_gotosocial_leaves_out_is_absent_there(entity: str) -> None:
    kind = entity.capitalize()
    known = {key.removesuffix("?") for key in SHAPES[kind]}
    seen = {key for body in entities(entity, BODIES) for key in body}

    assert ABSENT[entity] <= known
    assert {"id", "created_at"} <= seen
    assert set() == ABSENT[entity] & seen


def entities(entity: str, value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 (JSON)
    """Those in some JSON."""
    telling = {"account": "followers_count", "status": "reblogs_count", "notification": "type"}
    if isinstance(value, dict):
        if {telling[entity], "id", "created_at"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from entities(entity, item)
