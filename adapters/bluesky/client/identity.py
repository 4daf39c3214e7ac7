"""Finding an account: from its handle to its DID and its PDS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_answer
from adapters.bluesky.client.refusal import NamedRefusalError, problem
from adapters.bluesky.wire.identity import DidDocument, Resolved
from bot.domain.sentence import Sentence, marked
from bot.errors import NetworkError, SignInError

if TYPE_CHECKING:
    from adapters.bluesky.client.rpc import Rpc
    from bot.ports import Known

_PDS: Final = "#atproto_pds"
_LONGEST_DID: Final = 2_048
_OK: Final = 200
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers that are configured.

    `plc` is the directory of DIDs, `appview` answers without a token. `pds` is the owner's
    setting; by default the PDS is looked up. `tells_blocks`: the AppView publishes blocks, as
    Bluesky's does since late 2025 (bluesky-social/atproto#4418); an older one looks like one
    without any blocks.
    """

    plc: str = "https://plc.directory"
    appview: str = "https://public.api.bsky.app"
    pds: str | None = None
    tells_blocks: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """An account and its PDS."""

    did: str
    handle: str
    pds: str


class Resolver:
    """Looks accounts up. Results may change: accounts change handles and move between PDSes."""

    def __init__(self, rpc: Rpc, servers: Servers) -> None:
        self._rpc = rpc
        self.servers = servers

    async def identity(self, name: str) -> Identity:
        """Look an account up by its handle or DID.

        Raises:
            SignInError: there is no such account, or it does not claim the handle.
            NetworkError: a server could not be asked.
        """
        did = name if at_uri.is_did(name) else await self.did(name)
        document = await self.document(did)
        handle = next(filter(None, map(at_uri.handle_in, document.also_known_as or ())), "")
        if name not in (did, handle):
            raise SignInError(
                marked(
                    "{name} leads to {did}, which calls itself {handle}: write the account's "
                    "present handle, or its DID."
                ),
                name=name,
                did=did,
                handle=handle or Sentence(marked("nothing")),
            )
        return Identity(did, handle or did, self.servers.pds or _pds(document, name))

    async def did(self, handle: str) -> str:
        """Resolve a handle to its DID.

        The AppView is asked first, as it also knows DNS records; then the handle's own host.

        Raises:
            SignInError: no account has this handle.
            NetworkError: a server could not be asked.
        """
        try:
            answer = await self._rpc.query(
                self.servers.appview, "com.atproto.identity.resolveHandle", {"handle": handle}
            )
            return decode_answer(answer, Resolved).did
        except NetworkError as error:
            did = await self._well_known(handle)
            if did is not None:
                return did
            if not isinstance(error, NamedRefusalError):
                raise
            message = marked("Nobody on Bluesky is called {handle}: check the spelling.")
            raise SignInError(message, handle=handle) from error

    async def document(self, did: str) -> DidDocument:
        """Fetch the public document of a DID.

        Raises:
            SignInError: there is none.
            NetworkError: it could not be fetched.
        """
        method, _, rest = did.removeprefix("did:").partition(":")
        if method == "plc":
            url = f"{self.servers.plc}/{did}"
        elif method == "web":
            url = f"https://{unquote(rest)}/.well-known/did.json"
        else:
            raise SignInError(marked("{did} is of a kind that Bluesky does not know."), did=did)
        answer = await self._rpc.client.get(url)
        error = problem(answer, "a DID document", self._rpc.clock.now())
        if isinstance(error, NamedRefusalError):
            raise SignInError(marked("There is no account {did} (any more)."), did=did) from error
        if error is not None:
            raise error
        return decode_answer(answer, DidDocument)

    async def _well_known(self, handle: str) -> str | None:
        try:
            answer = await self._rpc.client.get(
                f"https://{handle}/.well-known/atproto-did", max_bytes=_LONGEST_DID
            )
        except NetworkError:
            return None
        did = answer.body.decode("ascii", "replace").strip()
        return did if answer.status == _OK and at_uri.is_did(did) else None


async def remembered_did(known: Known | None, name: str) -> str | None:
    """The DID of the account with this name in the config; of a handle, if it is stored.

    A handle may belong to somebody else by now: the stored DID wins.
    """
    if at_uri.is_did(name):
        return name
    watches = await known() if known is not None else ()
    named = [watch for watch in watches if watch.account == name]
    latest = max(named, key=lambda watch: watch.collected_at or _LONG_AGO, default=None)
    return latest.key.id if latest else None


def _pds(document: DidDocument, name: str) -> str:
    for service in document.service or ():
        endpoint = service.service_endpoint
        if service.id.endswith(_PDS) and isinstance(endpoint, str) and endpoint.startswith("http"):
            return endpoint.rstrip("/")
    raise SignInError(
        marked("{name} has no server to keep its posts: the account was closed or is moving."),
        name=name,
    )
