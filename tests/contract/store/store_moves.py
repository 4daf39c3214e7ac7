from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from bot.domain.delivery.decision import Decision, InvitationWas, StandingWas
from bot.domain.meeting.goal import Meeting
from bot.domain.meeting.invitation import Invitation, declined
from bot.domain.meeting.suggestion import Suggestion
from bot.domain.people.identity import Flag, Move, NetworkName, Person, Standing, person_id
from bot.domain.people.join import Join, JoinState, Proof, pair_of
from tests.builders import ALICE, BRUNO, ME, NOON, OWNER, account, at, draft, key, person

if TYPE_CHECKING:
    from bot.domain.people.identity import Account, AccountKey
    from bot.ports import Store

NEW: Final = key("alice-elsewhere")
LAST: Final = key("alice-for-good")
SOON, LATER = at("2026-11-22 12:00"), at("2026-12-22 12:00")


def moved(to: AccountKey, former: AccountKey = ALICE, *, shown: bool = True) -> Account:
    """An account that has moved, as a server shows it, or as anybody says."""
    return replace(account(former, flags=frozenset({Flag.MOVED})), move=Move(to, shown=shown))


async def everybody(store: Store) -> list[Person]:
    async with store.unit(OWNER) as unit:
        return list(await unit.people.all())


class MovesContract:
    async def test_a_move_is_given_back_as_it_was(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([moved(NEW, shown=False)])
        async with store.unit(OWNER) as unit:
            found = await unit.people.get(person_id(ALICE))

            assert found is not None
            assert (moved(NEW, shown=False),) == found.accounts

    @pytest.mark.parametrize("first", ["old", "new", "both"])
    async def test_a_move_that_was_shown_makes_two_accounts_one_person(
        self, store: Store, first: str
    ) -> None:
        steps = {"old": [[moved(NEW)], [account(NEW)]], "new": [[account(NEW)], [moved(NEW)]]}
        for some in steps.get(first, [[account(NEW), moved(NEW)]]):
            async with store.unit(OWNER) as unit:
                await unit.people.save(some)

        # The id is that of who was known; the account in use comes first, and gives the name.
        assert [Person(person_id(ALICE), (account(NEW), moved(NEW)))] == await everybody(store)

    async def test_a_claim_that_nobody_checked_makes_nobody_one(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([moved(BRUNO, shown=False), account(BRUNO)])

        assert {person_id(ALICE), person_id(BRUNO)} == {one.id for one in await everybody(store)}

    async def test_whoever_moves_again_and_back_is_one_person_all_along(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([moved(NEW)])
            await unit.people.save([moved(LAST, NEW), account(LAST)])
            await unit.people.save([moved(ALICE, LAST), moved(LAST, LAST)])
        [found] = await everybody(store)

        assert person_id(ALICE) == found.id
        assert {ALICE, NEW, LAST} == set(found.keys)

    async def test_two_accounts_that_became_one_are_one_person(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([moved(NEW), moved(NEW, BRUNO), account(NEW)])
        [found] = await everybody(store)

        assert {ALICE, BRUNO, NEW} == found.keys

    async def test_where_somebody_went_stays_known(self, store: Store) -> None:
        closed = account(flags=frozenset({Flag.SUSPENDED}))
        async with store.unit(OWNER) as unit:
            await unit.people.save([moved(NEW)])
            await unit.people.save([closed])
            await unit.people.save([replace(closed, move=Move(NEW, shown=False))])
            found = await unit.people.get(person_id(ALICE))
            await unit.people.save([replace(closed, move=Move(LAST, shown=False))])
            after = await unit.people.get(person_id(ALICE))

        assert found is not None
        assert after is not None
        assert Move(NEW, shown=True) == found.accounts[0].move
        assert Move(LAST, shown=False) == after.accounts[0].move

    @pytest.mark.parametrize(
        ("old", "new", "holds"),
        [
            (Standing.NEW, Standing.NEVER, Standing.NEVER),
            (Standing.NEVER, Standing.KNOWN, Standing.NEVER),
            (Standing.NEW, Standing.KNOWN, Standing.KNOWN),
            (Standing.MET, Standing.NEW, Standing.MET),
        ],
    )
    async def test_the_stronger_standing_holds(
        self, store: Store, old: Standing, new: Standing, holds: Standing
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(NEW)])
            await unit.people.stand(person_id(ALICE), old)
            await unit.people.stand(person_id(NEW), new)
            await unit.people.save([moved(NEW)])
        [found] = await everybody(store)

        assert holds is found.standing

    async def test_a_snooze_ends_when_the_longer_of_two_does(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(NEW), account(BRUNO)])
            await unit.people.stand(person_id(ALICE), Standing.SNOOZED, SOON)
            await unit.people.stand(person_id(NEW), Standing.SNOOZED, LATER)
            await unit.people.save([moved(NEW)])
            found = await unit.people.get(person_id(ALICE))

        assert found is not None
        assert (Standing.SNOOZED, LATER) == (found.standing, found.snoozed_until)

    async def test_all_that_was_about_the_new_account_is_about_the_one_person(
        self, store: Store
    ) -> None:
        stays, goes = person_id(ALICE), person_id(NEW)
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(NEW), account(BRUNO)])
            await unit.suggestions.add([Suggestion(goes, 7, NOON, 1, NOON)])
            first = Invitation(await unit.invitations.begin(goes, 7), goes, NOON, 7)
            no = declined(first, NOON)
            assert no is not None
            assert await unit.invitations.put(first)
            assert await unit.invitations.put(no)
            await unit.meetings.add(Meeting(NOON.date(), NOON, goes))
            await unit.outbox.put([draft(names=(goes, person_id(BRUNO)))], NOON)
            await unit.decisions.push(
                Decision("declined", NOON, (InvitationWas(goes, first.id, 1),))
            )
        async with store.unit(OWNER) as unit:
            await unit.people.save([moved(NEW)])
        async with store.unit(OWNER) as unit:
            assert await unit.people.get(goes) is None
            assert [stays] == [one.person for one in await unit.suggestions.all()]
            assert [replace(no, person=stays)] == list(await unit.invitations.all())
            assert [replace(first, person=stays), replace(no, person=stays)] == list(
                await unit.invitations.history(stays)
            )
            assert [stays] == [one.person for one in await unit.meetings.all()]
            [row] = await unit.outbox.all()
            assert (stays, person_id(BRUNO)) == row.draft.names
            was = (InvitationWas(stays, first.id, 1),)
            assert Decision("declined", NOON, was) == await unit.decisions.pop()

    async def test_taking_a_word_about_the_one_back_takes_back_none_about_the_other(
        self, store: Store
    ) -> None:
        stays, goes = person_id(ALICE), person_id(NEW)
        known = Decision("known", NOON, (StandingWas(stays, Standing.NEW),))
        snooze = Decision("snooze", NOON, (StandingWas(goes, Standing.SNOOZED, SOON),))
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(NEW)])
            await unit.people.stand(stays, Standing.KNOWN)
            await unit.people.stand(goes, Standing.NEVER)
            await unit.decisions.push(snooze)
            await unit.decisions.push(known)
            await unit.people.save([moved(NEW)])

            # Before “known” there was a never about the other; before the never, a “known”.
            assert replace(known, before=(StandingWas(stays, Standing.NEVER),)) == (
                await unit.decisions.pop()
            )
            assert replace(snooze, before=(StandingWas(stays, Standing.KNOWN),)) == (
                await unit.decisions.pop()
            )

    async def test_nobody_else_is_touched(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(NEW), account(BRUNO)])
            await unit.people.stand(person_id(BRUNO), Standing.KNOWN)
            await unit.people.save([moved(NEW)])
            found = await unit.people.get(person_id(BRUNO))

        assert person(account(BRUNO), standing=Standing.KNOWN) == found


THERE: Final = key("alice", NetworkName.BLUESKY)


def join(first: AccountKey, second: AccountKey, state: JoinState = JoinState.JOINED) -> Join:
    return Join(*pair_of(first, second), state, Proof.OWNER, NOON)


class JoinsContract:
    async def test_joined_accounts_are_one_person_and_parted_ones_what_they_were(
        self, store: Store
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(THERE)])
            await unit.people.stand(person_id(THERE), Standing.KNOWN)
            await unit.suggestions.add([Suggestion(person_id(THERE), 2, NOON, 1, NOON)])
            new = await unit.invitations.begin(person_id(THERE), 2)
            await unit.invitations.put(Invitation(new, person_id(THERE), NOON))
            await unit.meetings.add(Meeting(NOON.date(), NOON, person_id(THERE)))
            await unit.outbox.put([draft(names=(person_id(THERE),))], NOON)
        before = await everybody(store)
        async with store.unit(OWNER) as unit:
            await unit.people.relate([join(ALICE, THERE)])
            [found] = await unit.people.all()
            assert person_id(ALICE) == found.id
            assert Standing.KNOWN is found.standing
            assert {frozenset({ALICE}), frozenset({THERE})} == set(found.halves)
            [suggestion] = await unit.suggestions.all()
            [invitation] = await unit.invitations.all()
            [meeting] = await unit.meetings.all()
            [row] = await unit.outbox.all()
            assert {found.id} == {suggestion.person, invitation.person, meeting.person}
            assert (found.id,) == row.draft.names
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(THERE), account()])
            await unit.people.relate([join(ALICE, THERE, JoinState.APART)])
            [suggestion] = await unit.suggestions.all()
            [invitation] = await unit.invitations.all()
            [meeting] = await unit.meetings.all()
            [row] = await unit.outbox.all()

        assert before == await everybody(store)
        assert person_id(THERE) == suggestion.person == invitation.person == meeting.person
        assert {person_id(ALICE), person_id(THERE)} == set(row.draft.names)

    async def test_a_standing_said_while_joined_holds_for_both(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(THERE)])
            await unit.people.relate([join(ALICE, THERE)])
            await unit.people.stand(person_id(ALICE), Standing.NEVER)
            await unit.people.relate([join(ALICE, THERE, JoinState.APART)])

        assert [Standing.NEVER] * 2 == [found.standing for found in await everybody(store)]

    async def test_three_are_joined_in_any_order_and_one_parted(self, store: Store) -> None:
        joins = [join(ALICE, THERE), join(THERE, BRUNO)]
        for some in (joins, joins[::-1]):
            async with store.unit(OWNER) as unit:
                await unit.people.save([account(), account(THERE), account(BRUNO)])
                for one in some:
                    await unit.people.relate([one])
                [found] = await unit.people.all()
                assert {ALICE, THERE, BRUNO} == found.keys
                await unit.people.relate([join(THERE, BRUNO, JoinState.APART)])
                assert {frozenset({ALICE, THERE}), frozenset({BRUNO})} == {
                    found.keys for found in await unit.people.all()
                }
                await unit.people.unrelate([one.pair for one in joins])
                assert 3 == len(await unit.people.all())
                assert [] == await unit.people.joins()

    @pytest.mark.parametrize("first", ["join", "move"])
    async def test_a_move_and_a_join_make_one_person_in_either_order(
        self, store: Store, first: str
    ) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(THERE), account(NEW)])
            if first == "move":
                await unit.people.save([moved(NEW)])
            await unit.people.relate([join(ALICE, THERE)])
            await unit.people.save([moved(NEW)])
            [found] = await unit.people.all()
            assert {ALICE, NEW, THERE} == found.keys
            assert {frozenset({ALICE, NEW}), frozenset({THERE})} == set(found.halves)
            await unit.people.relate([join(ALICE, THERE, JoinState.APART)])

            assert {frozenset({ALICE, NEW}), frozenset({THERE})} == {
                found.keys for found in await unit.people.all()
            }

    async def test_of_whoever_is_erased_no_join_is_left(self, store: Store) -> None:
        async with store.unit(OWNER) as unit:
            await unit.people.save([account(), account(THERE)])
            await unit.people.relate([join(ALICE, THERE)])
            await unit.erase(ME, ["me@village.example"])

            assert [] == await unit.people.all()
            assert [] == await unit.people.joins()
