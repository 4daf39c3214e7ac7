"""Writing to one recipient, once, with Mastodon.py.

The outcome of a request is read from its answer and not from what Mastodon.py raises, which also
fails on odd headers and bodies of an answer to a request that was carried out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from adapters.http import Response, translated
from adapters.mastodon.client.address import key_of, local_part, mention
from adapters.mastodon.client.identity import named
from adapters.mastodon.client.items import each_value, whole
from adapters.mastodon.client.refusal import NotAllowedError, NotFoundError, problem
from adapters.mastodon.client.wire import Account as Entity
from adapters.mastodon.client.wire import SearchResult, Status
from adapters.mastodon.read.profile import successor
from adapters.mastodon.read.relations import relationships
from adapters.mastodon.read.shortcomings import may_write
from adapters.mastodon.read.translate import addressed, author
from bot.domain.sentence import Sentence, marked
from bot.errors import ClosedError, NetworkError, RefusedError, UncertainError
from bot.ports import Obstacle, RemoteId

if TYPE_CHECKING:
    from adapters.mastodon.client.server import Server
    from adapters.mastodon.read.connection import Connection
    from bot.domain.people.identity import AccountKey
    from bot.ports import Message, Recipient

TIMEOUT: Final = 25.0
"""Seconds; less than an attempt of the outbox may take."""

_DIRECT: Final = "direct"
Sessions = Callable[[], Any]
"""Makes a `requests.Session` that sends through the guard."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """The recipient of a message, as the server shows the account now."""

    key: AccountKey
    local_id: str
    is_suspended: bool = False
    moved_to: str | None = None

    @property
    def gone(self) -> Sentence | None:
        """Why nobody would read a message to it; `None` if somebody may."""
        if self.is_suspended:
            return Sentence(marked("The account {account} is suspended"), account=self.key.id)
        if self.moved_to is not None:
            said = marked("The account {account} has moved to {moved_to}: name the new one")
            return Sentence(said, account=self.key.id, moved_to=self.moved_to)
        return None


class RecordingSession:
    """A session for Mastodon.py that sends one request and keeps its answer.

    It adds `allowed_mentions[]`, which Mastodon.py does not know. Servers that support it refuse
    a status that would mention anybody else.
    """

    def __init__(self, session: Any, allowed: str) -> None:  # noqa: ANN401 (requests' is banned here)
        self._session = session
        self._allowed = allowed
        self.answer: Response | None = None

    def request(self, method: str, url: str, **options: Any) -> Any:  # noqa: ANN401 (as requests)
        """Send it."""
        form = {**(options.pop("data", None) or {}), "allowed_mentions[]": [self._allowed]}
        answer = self._session.request(method, url, data=form, **options)
        self.answer = Response(
            status=answer.status_code,
            headers=answer.headers,
            body=answer.content,
            url=url,
            effect=True,
        )
        return answer


def with_mention(text: str, to: str, handle: str) -> str:
    """The text with a mention of `to` before it, unless it is there; `handle` is who sends it.

    Raises:
        RefusedError: `to` is not a handle.
    """
    greeting = _greeting(to, handle)
    return f"{greeting}{text.removeprefix(greeting)}"


async def recipient(connection: Connection, to: str, pin: Recipient | None = None) -> Addressee:
    """The account that a handle means; with a `pin`, it must be that very account.

    Raises:
        RefusedError: it means nobody, or another account than the pinned one.
        NetworkError: that could not be asked.
    """
    api, people, server = connection.api, connection.people, connection.server
    nobody = RefusedError(
        marked("{host} knows nobody called {to}; nothing was sent."), host=server.host, to=to
    )
    key = named(to, server)
    if key is None:
        raise nobody
    acct = local_part(key, server.domain)
    entity: Entity | None
    try:
        entity = await api.get_one("/api/v1/accounts/lookup", Entity, {"acct": acct})
    except NotFoundError:
        entity = await _search(connection, key)
    try:
        found = people.learn(entity) if entity is not None else None
    except ValueError as error:
        raise nobody from error
    if entity is None or found is None or found != people.key_by_acct(key.id):
        raise nobody
    if pin is not None and not pin.is_of(found, server.host, str(entity.id)):
        raise RefusedError(
            marked("{to} belongs to another account by now; nothing was sent."), to=to
        )
    return Addressee(
        found,
        str(entity.id),
        is_suspended=entity.suspended is True,
        moved_to=_moved_to(entity, server),
    )


async def send(connection: Connection, sessions: Sessions, message: Message) -> RemoteId:
    """Send a message once, with a mention of the recipient before it: see `bot.ports.Messenger`.

    Raises:
        NetworkError: it was not sent, or may not have been.
    """
    greeting = _greeting(message.to, connection.api.handle)
    said = message.text.removeprefix(greeting)
    if not connection.server.limits_after(greeting).fit(said):
        raise RefusedError(marked("The message is longer than the server takes; nothing was sent."))
    to = await recipient(connection, message.to, message.recipient)
    if to.gone is not None:
        raise RefusedError(marked("{gone}; nothing was sent."), gone=to.gone)
    above, visibility = await _above(connection, message, to)
    token, server = connection.api.token(), connection.server

    def attempt() -> Response:
        from mastodon import Mastodon  # noqa: PLC0415 (it takes its time to load)

        with sessions() as session:
            recording = RecordingSession(session, to.local_id)
            mastodon = Mastodon(
                access_token=token,
                api_base_url=server.base,
                ratelimit_method="throw",
                request_timeout=TIMEOUT,
                version_check_mode="none",
                session=recording,  # type: ignore[arg-type] # no more of a session is used
            )
            try:
                mastodon.status_post(
                    f"{greeting}{said}",
                    in_reply_to_id=above,
                    visibility=visibility,
                    language=message.language,
                    idempotency_key=message.key,
                )
            except Exception as error:  # it raises anything on odd answers
                if recording.answer is None:
                    raise _unanswered(error) from error
            return recording.answer if recording.answer is not None else _no_answer()

    answer = await asyncio.to_thread(attempt)
    error = problem(
        answer, connection.api.clock.now(), server.dialect, account=f"@{connection.api.handle}"
    )
    may_be_policy = message.kind == "reply" and server.dialect.reply_policies
    if (
        may_be_policy
        and isinstance(error, NotAllowedError)
        and not await _is_out_of_scope(connection, answer)
    ):
        # The same token has just read the parent, and may write: the 403 is about replying.
        raise ClosedError(
            marked("{to} lets only some answer that post; nothing was sent."),
            to=message.to,
            closed="no-replies",
        )
    if error is not None:
        raise error
    status = whole(answer, Status)
    await _check(connection, status, to)
    connection.posts.learn(status)
    return RemoteId(status.known_as)


async def _is_out_of_scope(connection: Connection, answer: Response) -> bool:
    """Whether a 403 is about the token: the answer speaks of scopes, or it may write nothing."""
    return b"scope" in answer.body.lower() or not await may_write(connection)


async def obstacle(connection: Connection, to: str) -> Obstacle | None:
    """Why a message to a handle could not be delivered, if so.

    Servers do not say who accepts direct messages from whom: the recipient's server may filter
    them silently.

    Raises:
        NetworkError: that could not be asked.
    """
    try:
        found = await recipient(connection, to)
    except RefusedError as error:
        return Obstacle(error.said)
    stands = None
    if found.key != connection.watched.key:
        told = await relationships(connection.api, connection.people, [found.key])
        stands = told.get(found.key)
    if stands is not None and stands.blocked_by:
        return Obstacle(Sentence(marked("{to} blocks this account."), to=to), "blocked")
    if found.gone is not None:
        return Obstacle(Sentence("{gone}.", gone=found.gone))
    if stands is not None and stands.blocking:
        return Obstacle(Sentence(marked("This account blocks {to}."), to=to), "blocked")
    return None


def _greeting(to: str, handle: str) -> str:
    try:
        return f"{mention(to, handle.rpartition('@')[2])} "
    except ValueError as error:
        raise RefusedError(
            marked("{to} is not a handle on Mastodon; nothing was sent."), to=to
        ) from error


def _moved_to(entity: Entity, server: Server) -> str | None:
    """Where an account has moved to, if it has; servers do not always show where."""
    if not entity.moved:
        return None
    found = successor(entity, server)
    return found[0].id if found is not None else Sentence(marked("another one"))


async def _search(connection: Connection, key: AccountKey) -> Entity | None:
    """Let the server look up an account that it has not seen."""
    asked: dict[str, str | int | list[str]] = {"q": key.id, "type": "accounts", "resolve": "true"}
    try:
        found = await connection.api.get_one("/api/v2/search", SearchResult, asked)
    except (NotAllowedError, NotFoundError):
        return None
    for entity in each_value(found.accounts, Entity):
        if key_of(entity.acct, connection.server.domain) == key:
            return entity
    return None


async def _above(connection: Connection, message: Message, to: Addressee) -> tuple[str | None, str]:
    """The parent of a message and its visibility: at most that of the parent."""
    if message.reply_to is None:
        return None, _DIRECT
    try:
        local_id = await connection.posts.find(message.reply_to)
    except NotFoundError:
        local_id = None
    status = await connection.posts.show(local_id) if local_id is not None else None
    if status is not None:
        if message.kind == "direct":
            return str(status.proper.id), _DIRECT
        if author(status.proper, connection.people) != to.key:
            raise RefusedError(
                marked("The post to answer is not by {to}; nothing was sent."), to=message.to
            )
        return str(status.proper.id), status.visibility or _DIRECT
    if message.kind == "reply":
        raise RefusedError(marked("The post to answer is gone; nothing was sent."))
    return None, _DIRECT


async def _check(connection: Connection, status: Status, to: Addressee) -> None:
    """Check that the recipient and nobody else was addressed; delete the status otherwise.

    Raises:
        ClosedError: it reached nobody, as the recipient blocks this account.
        RefusedError: it reached the wrong people.
    """
    try:
        reached = set(addressed(status, connection.people, connection.watched))
    except ValueError:
        reached = set()
    if reached == {to.key}:
        return
    try:
        await connection.api.delete(f"/api/v1/statuses/{status.id}")
        outcome = Sentence(marked("It was deleted again."))
    except NetworkError:
        outcome = Sentence(marked("It could not be deleted again."))
    if not reached and await _is_blocked(connection, to):
        # Mastodon leaves whoever blocks the author out of a status.
        raise ClosedError(
            marked("{to} blocks this account. {outcome}"),
            to=to.key.id,
            outcome=outcome,
            closed="blocked",
        )
    names = ", ".join(sorted(key.id for key in reached)) or Sentence(marked("nobody"))
    raise RefusedError(
        marked("The message was for {to}, and the server sent it to {names}. {outcome}"),
        to=to.key.id,
        names=names,
        outcome=outcome,
    )


async def _is_blocked(connection: Connection, to: Addressee) -> bool:
    try:
        told = await relationships(connection.api, connection.people, [to.key])
    except NetworkError:
        return False  # the caller reports the message's fate all the same
    return to.key in told and told[to.key].blocked_by is True


def _unanswered(error: Exception) -> NetworkError:
    known = translated(error, effect=True)
    return known or UncertainError(
        marked("{said} The message may have gone out nevertheless."), said=error
    )


def _no_answer() -> Response:
    raise UncertainError(
        marked("Mastodon.py says that it has sent the message, and no answer was seen.")
    )
