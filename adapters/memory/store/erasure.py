"""Deleting what was kept of a watched account, in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.domain.identity import Standing
from bot.domain.invitation import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from adapters.memory.store.kept import Kept
    from bot.domain.identity import AccountKey, PersonId


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def erase(kept: Kept, watched: AccountKey, handles: Collection[str]) -> None:
    """Delete what `bot.ports.Unit.erase` names."""
    _drop(kept.log, [key for key, talk in kept.log.items() if talk.watched == watched])
    _drop(kept.stances, [pair for pair in kept.stances if pair[0] == watched])
    _drop(kept.quarantine, [item for item in kept.quarantine if item[0] == watched])
    uris = {talk.object_uri for talk in kept.log.values()}
    _drop(kept.withdrawn, [uri for uri in kept.withdrawn if uri not in uris])
    kept.decisions.clear()
    kept.mishaps.clear()
    _people(kept)
    recipients = {*handles, watched.id}
    _drop(
        kept.outbox,
        [
            number
            for number, row in kept.outbox.items()
            if row.draft.sender == watched
            or row.draft.recipient in recipients
            or not kept.people.keys() >= set(row.draft.names)
        ],
    )
    if watched in kept.watches:
        kept.watches[watched] = replace(
            kept.watches[watched],
            cursor=None,
            reaches_back_to=None,
            complete_at=None,
            collected_at=None,
        )


def _people(kept: Kept) -> None:
    """Delete everybody whom no other watched account has talked with; a "no" is kept for those."""
    others = {talk.other for talk in kept.log.values()}
    left = {number for number, person in kept.people.items() if person.keys & others}
    if kept.log:
        left |= _refused(kept)
    _drop(kept.people, [number for number in kept.people if number not in left])
    _drop(kept.behind, [key for key, number in kept.behind.items() if number not in left])
    kept.suggestions[:] = [made for made in kept.suggestions if made.person in left]
    _drop(
        kept.invitations,
        [number for number, versions in kept.invitations.items() if versions[0].person not in left],
    )
    gone = [
        number
        for number, meeting in kept.meetings.items()
        if (meeting.person is not None and meeting.person not in left) or not kept.log
    ]
    _drop(kept.meetings, gone)
    _drop(kept.stances, [pair for pair in kept.stances if pair[1] not in kept.behind])
    if not kept.log:
        kept.occurrences.clear()
        kept.preferences.clear()


def _refused(kept: Kept) -> set[PersonId]:
    declined = {
        versions[0].person
        for versions in kept.invitations.values()
        if any(version.state is State.DECLINED for version in versions)
    }
    never = {number for number, person in kept.people.items() if person.standing is Standing.NEVER}
    return declined | never


def _drop(rows: dict[_Key, _Value], keys: Iterable[_Key]) -> None:
    for key in keys:
        del rows[key]
