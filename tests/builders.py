"""Invented people and what they did, with defaults, so that a test names what matters to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.delivery.outbox import Draft
from bot.domain.people.identity import (
    Account,
    AccountKey,
    Flag,
    NetworkName,
    Owner,
    OwnerId,
    Person,
    Standing,
    person_id,
)
from bot.domain.talk.interaction import Interaction, Kind, Visibility

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.people.identity import PersonId


def at(moment: str) -> datetime:
    """`at("2026-11-01 12:00")`, UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def key(name: str, network: NetworkName = NetworkName.MASTODON) -> AccountKey:
    """`key("alice")` is alice@village.example."""
    host = "village.example"
    return AccountKey(
        network, f"did:plc:{name}" if network is NetworkName.BLUESKY else f"{name}@{host}"
    )


ME = key("me")
ALICE = key("alice")
BRUNO = key("bruno")
OWNER = Owner(OwnerId("me"), ZoneInfo("Europe/Paris"))
NOON = at("2026-11-01 12:00")


def interaction(  # noqa: PLR0913 (a test sets one or two)
    kind: Kind = Kind.REPLY,
    *,
    by: AccountKey = ALICE,
    to: AccountKey = ME,
    uri: str = "https://village.example/@alice/1",
    when: datetime = NOON,
    root: str = "https://village.example/@me/1",
    subject: str = "",
    text: str | None = None,
    url: str | None = None,
    visibility: Visibility = Visibility.PUBLIC,
    owner: OwnerId = OWNER.id,
    watched: AccountKey = ME,
) -> Interaction:
    """Alice answers me, unless told otherwise."""
    return Interaction(
        owner=owner,
        watched=watched,
        kind=kind,
        actor=by,
        target=to,
        object_uri=uri,
        at=when,
        seen_at=when,
        subject_uri=subject,
        root_uri="" if kind.is_signal else root,
        text=text,
        visibility=visibility,
        url=url,
    )


def account(  # noqa: PLR0913 (a test sets one or two)
    key: AccountKey = ALICE,
    *,
    display_name: str = "Alice Martin",
    bio: str = "Seeds, bread, bicycles.",
    fields: tuple[tuple[str, str], ...] = (),
    is_bot: bool = False,
    flags: frozenset[Flag] = frozenset(),
    local_ids: Mapping[str, str] | None = None,
) -> Account:
    """Alice, unless told otherwise."""
    return Account(
        key=key,
        handle=key.id,
        display_name=display_name,
        url=f"https://village.example/@{key.id.partition('@')[0]}",
        bio=bio,
        fields=fields,
        is_bot=is_bot,
        flags=flags,
        language="en",
        local_ids=local_ids or {},
    )


def person(
    *accounts: Account, standing: Standing = Standing.NEW, snoozed_until: datetime | None = None
) -> Person:
    """Somebody with these accounts; Alice, if there are none."""
    known = accounts or (account(),)
    return Person(person_id(known[0].key), known, standing, snoozed_until)


def draft(  # noqa: PLR0913 (a test sets one or two)
    batch: str = "digest:me:2026-11-01T12:00:00Z:1",
    part: int = 1,
    *,
    sender: AccountKey | None = ME,
    recipient: str = "me@village.example",
    body: str = "Sunday 1 November\n\nk3f9q2",
    names: tuple[PersonId, ...] = (),
) -> Draft:
    """The only part of a digest, unless told otherwise."""
    return Draft(
        kind="digest",
        sender=sender,
        recipient=recipient,
        batch=batch,
        part=part,
        body=body,
        ref="k3f9q2",
        names=names,
    )
