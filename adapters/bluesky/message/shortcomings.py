"""What keeps an account from being read in full, or digests from arriving at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from adapters.bluesky.client import at_uri
from adapters.bluesky.client.items import decode_answer, decode_items
from adapters.bluesky.read import profiles
from adapters.bluesky.read.conversation import around
from adapters.bluesky.read.existence import shown_posts
from adapters.bluesky.wire.repository import Listed, Records
from bot.domain.sentence import Sentence, marked
from bot.errors import NetworkError, SignInError

if TYPE_CHECKING:
    from adapters.bluesky.client.api import Api
    from adapters.bluesky.message.chat import Chat
    from bot.domain.people.identity import AccountKey

_CHAT_SETTINGS: Final = Sentence(marked("Chat → ⚙ → Allow new messages from"))


async def shortcomings(
    api: Api, chat: Chat | None, me: str, sender: AccountKey | None
) -> list[Sentence]:
    """A sentence for each helper request that fails, and for what hides `sender`'s messages.

    Args:
        api: asks the servers.
        chat: the chat of the watched account, if it is signed in.
        me: its DID.
        sender: the account that sends the digests, if it is on this network.

    Raises:
        NetworkError: the account could not be asked about.
    """
    found = await _left_out(api, me)
    if sender is not None and sender.id != me and chat is not None:
        found += await _unheard(api, chat, me, sender.id)
    return found


async def _left_out(api: Api, me: str) -> list[Sentence]:
    """Which helpers fail on the account itself and its latest post, in the server's words."""
    found: list[Sentence] = []
    try:
        await profiles.fetch(api, [me])
    except SignInError:
        raise
    except NetworkError as problem:
        said = marked("People's profiles and blocks cannot be read, so nobody is named: {problem}")
        found.append(Sentence(said, problem=problem.said))
    try:
        latest = await _latest_post(api, me)
        if latest is not None:
            await shown_posts(api, [latest])
            await around(api, str(latest), parents=0)
    except SignInError:
        raise
    except NetworkError as problem:
        said = marked("Threads are left out of digests: {problem}")
        found.append(Sentence(said, problem=problem.said))
    return found


async def _latest_post(api: Api, me: str) -> at_uri.AtUri | None:
    answer = await api.rpc.query(
        (await api.watched()).pds,
        "com.atproto.repo.listRecords",
        {"repo": me, "collection": at_uri.POST, "limit": 1},
    )
    records = decode_items(decode_answer(answer, Records).records, Listed).items
    return at_uri.parse(records[0].uri) if records else None


async def _unheard(api: Api, chat: Chat, me: str, sender: str) -> list[Sentence]:
    """Why messages of `sender` (a DID) do not arrive at the account.

    The setting holds for new conversations only, so the chat service decides where it can be asked.
    """
    try:
        if await chat.is_disabled():
            said = marked(
                "Bluesky has shut this account out of its chat (chatDisabled): no digest arrives."
            )
            return [Sentence(said)]
        if await chat.takes_from(sender):
            return []
        is_refused = True
    except SignInError:
        is_refused = False  # an app password without access to messages: the profile tells
    fetched = (await profiles.fetch(api, [me, sender])).found
    own = fetched.get(me)
    settings = own.associated.chat if own is not None and own.associated is not None else None
    allowed = settings.allow_incoming if settings is not None else ""
    viewer = fetched[sender].viewer if sender in fetched else None
    name = at_uri.name(sender, fetched[sender].handle if sender in fetched else "")
    if allowed == "none":
        said = marked(
            "This account takes no new chat messages (allowIncoming: none): a digest of {name} "
            "does not arrive. To change it: {settings}."
        )
        return [Sentence(said, name=name, settings=_CHAT_SETTINGS)]
    if allowed != "all" and not (viewer is not None and viewer.following):
        said = marked(
            "This account takes chat messages only from people it follows, and not {name}: follow "
            "it, or change it: {settings}."
        )
        return [Sentence(said, name=name, settings=_CHAT_SETTINGS)]
    said = marked("Bluesky's chat says that messages of {name} do not arrive here.")
    return [Sentence(said, name=name)] if is_refused else []
