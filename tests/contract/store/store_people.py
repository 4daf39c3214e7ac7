from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.people.identity import (
    Flag,
    NetworkName,
    PersonId,
    Relationship,
    Standing,
    person_id,
)
from bot.domain.talk.separation import Separation
from bot.errors import UnknownPersonError
from bot.ports import SaidPlace, Stance
from tests.builders import ALICE, BRUNO, ME, OWNER, account, at, key, person

if TYPE_CHECKING:
    from bot.ports import Store

NOW = at("2026-11-01 12:00")
UNTIL = at("2026-11-22 12:00")


class PeopleContract:
    async def test_an_account_becomes_a_person_of_its_own(self, store: Store) -> None:
        alice, bruno = account(), account(BRUNO)
        async with store.unit(OWNER) as unit:
            await unit.people.save([bruno, alice])
        async with store.unit(OWNER) as unit:
            everybody = await unit.people.all()

            assert sorted([person(alice), person(bruno)], key=lambda one: one.id) == everybody
            assert person(alice) == await unit.people.get(person(alice).id)
            assert await unit.people.get(PersonId("nobody")) is None

    async def test_gives_accounts_back_as_they_were(self, store: Store) -> None:
        told = account(
            key("dinh", NetworkName.BLUESKY),
            fields=(("Place", "Rennes"), ("Site", "https://dinh.example")),
            is_bot=True,
            flags=frozenset({Flag.NOINDEX, Flag.UNDISCOVERABLE}),
            local_ids={"village.example": "17"},
        )
        async with store.unit(OWNER) as unit:
            await unit.people.save([told])
        async with store.unit(OWNER) as unit:
            [found] = await unit.people.all()

            assert (told,) == found.accounts

    async def test_keeps_when_a_profile_was_seen_and_not_for_a_placeholder(
        self, store: Store
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account()], NOW)
            await unit.people.save([account(flags=frozenset({Flag.UNDESCRIBED}))], UNTIL)
            await unit.people.save([account(BRUNO)])
        async with store.unit(OWNER) as unit:
            everybody = await unit.people.all()
            seen = {somebody.accounts[0].key: somebody.accounts[0] for somebody in everybody}

            assert NOW == seen[ALICE].described_at
            assert seen[BRUNO].described_at is None

    async def test_keeps_places_that_the_owner_said_until_they_are_taken_back(
        self, store: Store
    ) -> None:
        rennes, lyon = SaidPlace(ALICE, 2983990, NOW), SaidPlace(BRUNO, 2996944, UNTIL)
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(BRUNO)])
            await unit.people.say_place(ALICE, lyon_of_alice := SaidPlace(ALICE, 2996944, NOW))
            assert [lyon_of_alice] == await unit.people.said_places()
            await unit.people.say_place(ALICE, rennes)
            await unit.people.say_place(BRUNO, lyon)
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(bio="New")], UNTIL)
            assert [lyon, rennes] == await unit.people.said_places()
            await unit.people.say_place(BRUNO, None)
            assert [rennes] == await unit.people.said_places()

    async def test_a_person_has_the_same_id_in_every_store(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account()])

            assert [one.id for one in await unit.people.all()] == ["pdnbtzlh3it2r"]

    async def test_a_new_description_keeps_person_standing_and_local_ids(
        self, store: Store
    ) -> None:
        alice = person_id(ALICE)
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(local_ids={"one.example": "1"})])
            await unit.people.stand(alice, Standing.KNOWN)
            await unit.people.save(
                [account(display_name="Ally", local_ids={"two.example": "2"})] * 2
            )
            found = await unit.people.get(alice)

            assert found is not None
            assert found.standing is Standing.KNOWN
            assert found.name == "Ally"
            assert found.accounts[0].local_ids == {"one.example": "1", "two.example": "2"}

    async def test_a_standing_is_kept_until_the_next(self, store: Store) -> None:
        alice = person_id(ALICE)
        async with store.unit(OWNER) as unit:
            await unit.people.save([account()])
            await unit.people.stand(alice, Standing.SNOOZED, UNTIL)
        async with store.unit(OWNER) as unit:
            snoozed = person(account(), standing=Standing.SNOOZED, snoozed_until=UNTIL)
            assert snoozed == await unit.people.get(alice)

            await unit.people.stand(alice, Standing.NEW)
            assert person(account()) == await unit.people.get(alice)

    async def test_nobody_can_stand_who_is_not_there(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            with pytest.raises(UnknownPersonError):
                await unit.people.stand(PersonId("pnobody"), Standing.KNOWN)

    async def test_the_latest_word_on_a_relationship_is_kept(self, store: Store) -> None:
        before = Stance(ME, ALICE, Relationship(following=True, blocked_by=None), NOW)
        apart = Separation(NOW, UNTIL)
        after = Stance(ME, ALICE, Relationship(following=False, muting=True), UNTIL, apart)
        other = Stance(ME, BRUNO, Relationship(), NOW)
        async with store.unit(OWNER) as unit:
            await unit.people.save_stances([other, before])
            await unit.people.save_stances([after])
            await unit.people.save_stances([])
        async with store.unit(OWNER) as unit:
            assert [after, other] == await unit.people.stances()
