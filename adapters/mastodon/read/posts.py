"""Statuses that were seen: their ids, and what they reply to, to find the roots of threads.

A status names its parent by a local id, and its root not at all. Most parents are among the
account's own statuses and notifications; the others are asked for, several at once, up to the
root. No thread is read for that.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from adapters.mastodon.client.items import each_value, listed, readable
from adapters.mastodon.client.refusal import NotAllowedError, NotFoundError
from adapters.mastodon.client.wire import SearchResult, Status
from bot.errors import RefusedError, SignInError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from adapters.mastodon.client.api import Api
    from adapters.mastodon.client.server import Server

PER_REQUEST: Final = 20
"""Statuses asked for in one request, where the server takes several (Mastodon from 4.3)."""
MOST_FAILURES: Final = 5
"""Statuses that fail one after the other before the others of a list are not asked for."""

_MOST: Final = 20_000
_HIGHEST: Final = 12
"""Steps up a thread; a root higher than that is not found."""
_HIGHEST_ONE_BY_ONE: Final = 2


@dataclass(slots=True)
class Node:
    """A status: its URI, the local id of its parent, and that of its author."""

    uri: str
    parent: str | None = None
    author: str = ""


class Posts:
    """The latest 20,000 statuses that were seen on a server since the process started."""

    def __init__(self, api: Api, server: Server) -> None:
        self._api = api
        self._server = server
        self._nodes: OrderedDict[str, Node | None] = OrderedDict()
        self._ids: dict[str, str] = {}
        self._takes_several = True

    def learn(self, status: Status) -> None:
        """Remember a status."""
        proper = status.proper
        local, known_as, parent = str(proper.id), proper.known_as, proper.in_reply_to_id
        above = None if parent is None else str(parent)
        self._keep(local, Node(known_as, above, str(proper.account.id)))
        self._ids[known_as] = local

    def uri(self, local_id: str | int | None) -> str:
        """The URI of a status; empty if it is not known."""
        node = self._nodes.get(str(local_id))
        return node.uri if node else ""

    def author(self, local_id: str | int | None) -> str | None:
        """The local id of the author of a status, if it was seen."""
        node = self._nodes.get(str(local_id))
        return node.author if node else None

    def is_known(self, local_id: str) -> bool:
        """Whether a status was seen."""
        return self._nodes.get(local_id) is not None

    def known_id(self, uri: str) -> str | None:
        """The local id of a status, if it was seen."""
        return self._ids.get(uri)

    def root(self, status: Status, remembered: Mapping[str, str]) -> str:
        """The root of a status' thread, or its highest known ancestor.

        `remembered` are the roots that the log holds, by status; they take precedence.
        """
        highest = status.known_as
        for highest in self.above(status):
            if highest in remembered:
                return remembered[highest]
        return highest

    def above(self, status: Status) -> list[str]:
        """The URIs of a status and of its known ancestors, upwards."""
        passed = {status.known_as: None}
        parent: str | int | None = status.in_reply_to_id
        while parent is not None:
            node = self._nodes.get(str(parent))
            if node is None or node.uri in passed:
                break
            passed[node.uri] = None
            parent = node.parent
        return list(passed)

    def height(self, local_id: str) -> int:
        """How many ancestors of a status are known."""
        passed: set[str] = set()
        while (node := self._nodes.get(local_id)) and node.parent and local_id not in passed:
            passed.add(local_id)
            local_id = node.parent
        return len(passed)

    def unknown(self, local_ids: Iterable[str]) -> list[str]:
        """The ids that were neither seen nor found missing."""
        return [local_id for local_id in dict.fromkeys(local_ids) if local_id not in self._nodes]

    async def learn_ancestors(
        self,
        local_ids: Iterable[str],
        recall: Callable[[Iterable[str]], Awaitable[Mapping[str, str]]],
    ) -> None:
        """Ask for these statuses and their ancestors; those that cannot be read stay unknown.

        `recall` gives the roots of statuses that the log holds; their ancestors are not asked for.

        Raises:
            NetworkError: see `Api.optional`.
        """
        wanted = self.unknown(local_ids)
        for height in range(_HIGHEST):
            if not wanted or (height >= _HIGHEST_ONE_BY_ONE and not self._takes_several):
                return
            await self._fetch(wanted)
            nodes = [node for local_id in wanted if (node := self._nodes.get(local_id))]
            remembered = await recall(node.uri for node in nodes)
            wanted = self.unknown(
                node.parent
                for node in nodes
                if node.parent is not None and node.uri not in remembered
            )

    async def learn_parents(self, local_ids: Iterable[str | int | None]) -> None:
        """Ask for these statuses; those that cannot be read stay unknown.

        Raises:
            NetworkError: see `Api.optional`.
        """
        wanted = [str(local_id) for local_id in local_ids if local_id is not None]
        await self._fetch(self.unknown(wanted))

    def languages(self, status: Status) -> tuple[str, ...]:
        """The language tag of a status, if the server's tags can be trusted."""
        if not status.language or not self._server.dialect.language_tags:
            return ()
        return (status.language,)

    async def find(self, uri: str) -> str | None:
        """The local id of a status, which is asked for; `None` if the server shows none.

        Raises:
            NotAllowedError: the token does not permit searching, or there is no token.
            NetworkError: it could not be asked.
        """
        if uri in self._ids:
            return self._ids[uri]
        parts = urlsplit(uri)
        if parts.netloc == self._server.host and self._server.dialect.ids_in_uris:
            return parts.path.rstrip("/").rpartition("/")[2] or None
        if not self._api.is_signed_in:
            # Without a token Mastodon finds no address: its empty answer would prove nothing.
            message = f"{self._server.host} looks up no address without a secret."
            raise NotAllowedError(message)
        resolve = "true" if self._server.dialect.resolves_addresses else "false"
        asked: dict[str, str | int | list[str]] = {"q": uri, "type": "statuses"}
        found = await self._api.get_one(
            "/api/v2/search", SearchResult, {**asked, "resolve": resolve}
        )
        for status in each_value(found.statuses, Status):
            self.learn(status)
            if uri in {status.proper.known_as, status.proper.url}:
                return str(status.proper.id)
        return None

    async def show(self, local_id: str) -> Status | None:
        """A status; `None` if it cannot be seen.

        Raises:
            NetworkError: it could not be asked for.
        """
        try:
            status = await self._api.get_one(f"/api/v1/statuses/{local_id}", Status)
        except NotFoundError:
            self._keep(local_id, None)
            return None
        self.learn(status)
        return status

    async def fetch_several(self, local_ids: list[str]) -> list[Status] | None:
        """Those of at most `PER_REQUEST` statuses that can be seen; `None` if it takes one id only.

        Raises:
            NetworkError: they could not be asked for.
        """
        if not self._takes_several:
            return None
        try:
            answer = await self._api.get("/api/v1/statuses", {"id[]": local_ids})
        except (RefusedError, SignInError) as error:
            if not self._api.may_fail(error):
                raise
            self._takes_several = False
            return None
        found = readable(listed(answer, Status))
        for status in found:
            self.learn(status)
        return found

    async def _fetch(self, local_ids: list[str]) -> None:
        """Ask for statuses; those that cannot be read stay unknown, and are not asked for again.

        Raises:
            NetworkError: see `Api.optional`.
        """
        for start in range(0, len(local_ids), PER_REQUEST):
            some = local_ids[start : start + PER_REQUEST]
            found = None
            with self._api.optional("a list of posts"):
                found = await self.fetch_several(some)
            failed = 0
            for local_id in self.unknown(some) if found is None else ():
                if failed == MOST_FAILURES:
                    break
                failed += 1
                with self._api.optional(f"post {local_id}"):
                    await self.show(local_id)
                    failed = 0
            for local_id in self.unknown(some):
                self._keep(local_id, None)

    def _keep(self, local_id: str, node: Node | None) -> None:
        self._nodes[local_id] = node
        self._nodes.move_to_end(local_id)
        if len(self._nodes) > _MOST:
            _, old = self._nodes.popitem(last=False)
            if old is not None:
                self._ids.pop(old.uri, None)
