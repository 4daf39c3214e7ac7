"""Verdicts: which reasons bar which acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from bot.domain.people.identity import Flag, Move, NetworkName, Relationship, Standing
from bot.domain.ranking.evidence import Evidence
from bot.domain.ranking.reason import Reason
from bot.domain.ranking.verdict import Act, Circumstances, Patience, Verdict, inherited, verdict
from tests.builders import ALICE, ME, NOON, account, key, person

if TYPE_CHECKING:
    from bot.domain.people.identity import Person

SUSTAINED = Evidence(exchanges=3, threads=3, weeks=3, first=NOON, last=NOON)
NAMED = [Act.INVITE, Act.SEND]


def circumstances(evidence: Evidence = SUSTAINED, **facts: Any) -> Circumstances:  # noqa: ANN401
    """A sustained exchange and nothing against it, but for these facts."""
    heard: dict[str, Any] = {
        "days_heard": 2,
        "has_answered": True,
        "signed_in": frozenset(NetworkName),
    }
    return Circumstances(now=NOON, own=frozenset({ME}), evidence=evidence, **(heard | facts))


def reason(who: Person, where: Circumstances | None = None, act: Act = Act.SUGGEST) -> Reason:
    return verdict(who, where or circumstances(), act).reason


@pytest.mark.parametrize("act", list(Act))
def test_nothing_speaks_against_somebody_you_have_long_talked_with(act: Act) -> None:
    found = verdict(person(), circumstances(), act)

    assert Verdict(Reason.ALLOWED) == found
    assert found.allowed


@pytest.mark.parametrize("barred", [reason for reason in Reason if reason is not Reason.ALLOWED])
def test_no_reason_but_allowed_allows(barred: Reason) -> None:
    assert not Verdict(barred).allowed


BARRING: dict[Reason, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    # What the account says, where the person stands, what else is known: each bars by itself.
    Reason.OWN_ACCOUNT: ({"key": ME}, {}, {}),
    Reason.NEVER: ({}, {"standing": Standing.NEVER}, {}),
    Reason.BOT: ({"is_bot": True}, {}, {}),
    Reason.NOBOT: ({"bio": "Potter. #nobot"}, {}, {}),
    Reason.NOINVITE: ({"fields": (("Please", "#noinvite"),)}, {}, {}),
    Reason.MINOR: ({"display_name": "Zoé | 16"}, {}, {}),
    Reason.GONE: ({"flags": frozenset({Flag.SUSPENDED})}, {}, {}),
    Reason.MOVED: ({"flags": frozenset({Flag.MOVED})}, {}, {}),
    Reason.BLOCKED: ({}, {}, {"relationships": [Relationship(blocked_by=True)]}),
    Reason.MUTED: ({}, {}, {"relationships": [Relationship(muting=True)]}),
    Reason.UNDISCOVERABLE: ({"flags": frozenset({Flag.UNDISCOVERABLE})}, {}, {}),
    Reason.MEMBERS_ONLY: (
        {"flags": frozenset({Flag.NO_UNAUTHENTICATED})},
        {},
        {"signed_in": frozenset({NetworkName.BLUESKY})},
    ),
    Reason.DECLINED: ({}, {}, {"declined": True}),
    Reason.KNOWN: ({}, {"standing": Standing.KNOWN}, {}),
    Reason.SNOOZED: (
        {},
        {"standing": Standing.SNOOZED, "snoozed_until": NOON + timedelta(days=1)},
        {},
    ),
    Reason.UNTOLD: ({}, {}, {"untold": True}),
    Reason.UNANSWERED: ({}, {}, {"has_answered": False}),
    Reason.ONE_DAY: ({}, {}, {"days_heard": 1}),
    Reason.APART: ({}, {}, {"apart_until": NOON - timedelta(days=1)}),
    Reason.ONE_SIDED: ({}, {}, {"evidence": Evidence(weeks=9)}),
    Reason.TOO_EARLY: ({}, {}, {"evidence": Evidence(exchanges=1, weeks=1)}),
    Reason.COOLDOWN: ({}, {}, {"last_suggested": NOON - timedelta(days=1)}),
    Reason.INVITED: ({}, {}, {"invited": True}),
    Reason.OWED: ({}, {}, {"owed": NOON - timedelta(days=2)}),
}
PASSING = {Reason.APART, Reason.ONE_SIDED, Reason.TOO_EARLY, Reason.COOLDOWN, Reason.INVITED}
OF_INVITATIONS = {Reason.UNANSWERED, Reason.ONE_DAY, Reason.OWED}
"""They bar no suggestion: the owner may look at whoever they talk with."""
ORDER = [reason for reason in Reason if reason is not Reason.ALLOWED]


def judged(*reasons: Reason, act: Act = Act.SUGGEST) -> Reason:
    says: dict[str, Any] = {}
    stands: dict[str, Any] = {}
    known: dict[str, Any] = {}
    for barring in reversed(reasons):
        account_says, person_stands, else_known = BARRING[barring]
        flags = says.get("flags", frozenset()) | account_says.get("flags", frozenset())
        told = [*known.get("relationships", []), *else_known.get("relationships", [])]
        says |= account_says | {"flags": flags}
        stands |= person_stands
        known |= else_known | {"relationships": told}
    return reason(person(account(**says), **stands), circumstances(**known), act)


def test_every_reason_is_looked_at() -> None:
    assert set(ORDER) == set(BARRING)


@pytest.mark.parametrize("barring", ORDER)
def test_each_reason_but_those_of_invitations_bars_a_suggestion_by_itself(barring: Reason) -> None:
    assert (Reason.ALLOWED if barring in OF_INVITATIONS else barring) is judged(barring)


@pytest.mark.parametrize("barring", ORDER)
def test_a_digest_on_its_way_names_whom_nothing_binding_speaks_against(barring: Reason) -> None:
    assert (Reason.ALLOWED if barring in OF_INVITATIONS | PASSING else barring) is judged(
        barring, act=Act.NAME
    )


def test_what_is_owed_bars_an_invitation_and_nothing_else() -> None:
    assert Reason.OWED is judged(Reason.OWED, act=Act.INVITE)
    assert Reason.ALLOWED is judged(Reason.OWED, act=Act.SEND)


@pytest.mark.parametrize("act", NAMED)
@pytest.mark.parametrize("barring", [reason for reason in ORDER if reason is not Reason.OWED])
def test_patience_bars_a_suggestion_and_nothing_else(barring: Reason, act: Act) -> None:
    assert (Reason.ALLOWED if barring in PASSING else barring) is judged(barring, act=act)


# Pairs that no one person can be in: two standings, or no exchange and too few.
ONE_AT_A_TIME = [{Reason.NEVER, Reason.KNOWN, Reason.SNOOZED}, {Reason.ONE_SIDED, Reason.TOO_EARLY}]


@pytest.mark.parametrize(
    ("first", "weaker"), [(first, ORDER[place:]) for place, first in enumerate(ORDER, 1)]
)
def test_the_more_binding_of_two_reasons_is_given(first: Reason, weaker: list[Reason]) -> None:
    for second in weaker:
        if any({first, second} <= group for group in ONE_AT_A_TIME):
            continue
        act = Act.INVITE if {first, second} & OF_INVITATIONS else Act.SUGGEST
        # Patience is no matter of invitations.
        given = second if act is Act.INVITE and first in PASSING else first
        assert given is judged(first, second, act=act), second


def test_meeting_already_is_known_however_the_owner_said_it() -> None:
    assert Reason.KNOWN is reason(person(standing=Standing.MET))


def test_any_of_a_person_s_accounts_can_be_the_owner_s_own() -> None:
    assert Reason.OWN_ACCOUNT is reason(person(account(), account(ME)))


@pytest.mark.parametrize("says", [{"is_bot": True}, {"bio": "#nobot"}, {"bio": "I'm 16"}])
def test_what_one_of_the_accounts_says_holds_for_the_person(says: dict[str, Any]) -> None:
    other = account(key("alice", NetworkName.BLUESKY), **says)

    assert Reason.ALLOWED is not reason(person(account(), other))


@pytest.mark.parametrize(
    "text",
    [
        "#nobot",
        "#NoBot",
        "#NOBOT",
        "#nobots",
        "#no_bot",
        "＃nobot",
        "＃ｎｏｂｏｔ",  # noqa: RUF001 (full-width letters)
        "Potter (#nobot)",
        "Potter.#nobot!",
        "#nobot, please",
        "#art#nobot",
    ],
)
def test_nobot_is_heard_however_it_is_written(text: str) -> None:
    assert Reason.NOBOT is reason(person(account(bio=text)))
    assert Reason.NOBOT is reason(person(account(display_name=text)))
    assert Reason.NOBOT is reason(person(account(fields=((text, ""),))))


@pytest.mark.parametrize(
    "text", ["#nobotany", "nobot", "#no bot", "# nobot", "#nobot2", "#nobotés"]
)
def test_what_only_resembles_nobot_is_not_nobot(text: str) -> None:
    assert Reason.ALLOWED is reason(person(account(bio=text)))


@pytest.mark.parametrize("text", ["#noinvite", "#NoInvites", "＃noinvite", "#no_invite"])
def test_noinvite_is_heard_however_it_is_written(text: str) -> None:
    assert Reason.NOINVITE is reason(person(account(bio=text)))


@pytest.mark.parametrize("text", ["#noinvitation", "noinvite", "#invite"])
def test_what_only_resembles_noinvite_is_not_noinvite(text: str) -> None:
    assert Reason.ALLOWED is reason(person(account(bio=text)))


@pytest.mark.parametrize("fields", [(("Age", "16"),), (("Âge", "16 ans"),), (("age", "17 yo"),)])
def test_an_age_in_a_field_is_read(fields: tuple[tuple[str, str], ...]) -> None:
    assert Reason.MINOR is reason(person(account(fields=fields)))


def test_years_of_something_in_a_field_are_no_age() -> None:
    assert Reason.ALLOWED is reason(person(account(fields=(("Experience", "15 years"),))))


@pytest.mark.parametrize("said", [{"blocking": True}, {"blocked_by": True}])
def test_a_block_either_way_bars(said: dict[str, bool]) -> None:
    told = [Relationship(), Relationship(**said)]

    assert Reason.BLOCKED is reason(person(), circumstances(relationships=told))


@pytest.mark.parametrize("silent", [Relationship(), Relationship(following=True)])
def test_what_the_server_does_not_tell_bars_nobody(silent: Relationship) -> None:
    assert Reason.ALLOWED is reason(person(), circumstances(relationships=[silent]))


def test_what_the_server_denies_bars_nobody() -> None:
    denied = Relationship(
        following=False, followed_by=False, blocking=False, blocked_by=False, muting=False
    )

    assert Reason.ALLOWED is reason(person(), circumstances(relationships=[denied]))


def test_one_account_suspended_of_two_is_not_gone() -> None:
    gone = account(flags=frozenset({Flag.SUSPENDED}))
    here = account(key("alice", NetworkName.BLUESKY))

    assert Reason.ALLOWED is reason(person(gone, here))
    assert Reason.GONE is reason(person(gone))


HIDDEN = account(flags=frozenset({Flag.UNDISCOVERABLE}))


def test_following_each_other_lifts_undiscoverable() -> None:
    mutual = Relationship(following=True, followed_by=True)

    assert Reason.ALLOWED is reason(person(HIDDEN), circumstances(relationships=[mutual]))


@pytest.mark.parametrize(
    "told",
    [
        Relationship(following=True),
        Relationship(following=True, followed_by=False),
        Relationship(followed_by=True),
    ],
)
def test_following_one_way_does_not(told: Relationship) -> None:
    assert Reason.UNDISCOVERABLE is reason(person(HIDDEN), circumstances(relationships=[told]))


def test_two_halves_of_a_follow_with_two_watched_accounts_do_not_either() -> None:
    halves = [Relationship(following=True), Relationship(followed_by=True)]

    assert Reason.UNDISCOVERABLE is reason(person(HIDDEN), circumstances(relationships=halves))


MUTUAL: Final = Relationship(following=True, followed_by=True)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("mutual", [True, False])
@pytest.mark.parametrize(
    "says",
    [{"flags": frozenset({Flag.NOINDEX})}, {"bio": "#noindex"}, {"fields": (("", "#NoIndex"),)}],
)
def test_noindex_is_as_good_as_undiscoverable(
    says: dict[str, Any], act: Act, *, mutual: bool
) -> None:
    where = circumstances(relationships=[MUTUAL] if mutual else [])

    found = reason(person(account(**says)), where, act)

    assert (Reason.ALLOWED if mutual else Reason.UNDISCOVERABLE) is found


@pytest.mark.parametrize("network", list(NetworkName))
@pytest.mark.parametrize("signed_in", [(), *((name,) for name in NetworkName), tuple(NetworkName)])
def test_whoever_is_shown_to_members_only_is_left_out_where_nobody_signs_in(
    network: NetworkName, signed_in: tuple[NetworkName, ...]
) -> None:
    hidden = account(key("alice", network), flags=frozenset({Flag.NO_UNAUTHENTICATED}))

    for stands in ([], [MUTUAL]):
        where = circumstances(signed_in=frozenset(signed_in), relationships=stands)
        expected = Reason.ALLOWED if network in signed_in else Reason.MEMBERS_ONLY
        assert expected is reason(person(hidden), where)


def test_a_label_can_say_that_somebody_is_a_minor() -> None:
    assert Reason.MINOR is reason(person(account(flags=frozenset({Flag.MINOR}))))


MARKED: Final[dict[Reason, dict[str, Any]]] = {
    reason: BARRING[reason][0]
    for reason in (Reason.BOT, Reason.NOBOT, Reason.NOINVITE, Reason.MINOR)
}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("stands", [(), (MUTUAL,)])
@pytest.mark.parametrize("marked", MARKED)
@pytest.mark.parametrize("first", [True, False])
def test_a_mark_on_one_account_excludes_whoever_follows_whom(
    marked: Reason, stands: tuple[Relationship, ...], act: Act, *, first: bool
) -> None:
    accounts = [account(**MARKED[marked]), account(key("alice", NetworkName.BLUESKY))]
    who = person(*(accounts if first else reversed(accounts)))

    assert marked is reason(who, circumstances(relationships=stands), act)


TOLD: Final = [None, False, True]


@pytest.mark.parametrize("blocking", TOLD)
@pytest.mark.parametrize("blocked_by", TOLD)
@pytest.mark.parametrize("muting", TOLD)
@pytest.mark.parametrize("followed", [True, False])
@pytest.mark.parametrize("act", list(Act))
def test_every_relationship_that_can_be_told(
    act: Act, *, blocking: bool | None, blocked_by: bool | None, muting: bool | None, followed: bool
) -> None:
    told = Relationship(
        following=followed,
        followed_by=followed,
        blocking=blocking,
        blocked_by=blocked_by,
        muting=muting,
    )
    expected = (
        Reason.BLOCKED if blocking or blocked_by else Reason.MUTED if muting else Reason.ALLOWED
    )

    assert expected is reason(person(), circumstances(relationships=[MUTUAL, told]), act)


@pytest.mark.parametrize(
    ("facts", "says", "expected"),
    [
        ({}, {}, None),
        ({}, {"standing": Standing.NEVER}, Reason.NEVER),
        ({"declined": True}, {}, Reason.DECLINED),
        ({"relationships": [Relationship(blocking=True)]}, {}, Reason.BLOCKED),
        ({"relationships": [Relationship(muting=True)]}, {}, Reason.MUTED),
        ({"untold": True, "owed": NOON}, {"standing": Standing.KNOWN}, None),
    ],
)
def test_what_is_inherited(
    facts: dict[str, Any], says: dict[str, Any], expected: Reason | None
) -> None:
    closed = account(flags=frozenset({Flag.MOVED, Flag.SUSPENDED}))

    assert expected is inherited(person(closed, **says), circumstances(**facts))


@pytest.mark.parametrize("marked", MARKED)
def test_marks_are_inherited(marked: Reason) -> None:
    assert marked is inherited(person(account(**MARKED[marked])), circumstances())


def test_a_snooze_ends_when_it_was_said_to() -> None:
    asleep = person(standing=Standing.SNOOZED, snoozed_until=NOON + timedelta(seconds=1))
    awake = person(standing=Standing.SNOOZED, snoozed_until=NOON)

    assert Verdict(Reason.SNOOZED, {"until": NOON + timedelta(seconds=1)}) == verdict(
        asleep, circumstances(), Act.SUGGEST
    )
    assert Reason.ALLOWED is reason(awake)


@pytest.mark.parametrize(
    ("exchanges", "weeks", "expected"),
    [
        (0, 0, Reason.ONE_SIDED),
        (0, 12, Reason.ONE_SIDED),
        (1, 1, Reason.TOO_EARLY),
        (2, 3, Reason.TOO_EARLY),
        (9, 2, Reason.TOO_EARLY),
        (3, 3, Reason.ALLOWED),
        (40, 12, Reason.ALLOWED),
    ],
)
def test_three_exchanges_in_three_weeks_are_waited_for(
    exchanges: int, weeks: int, expected: Reason
) -> None:
    assert expected is reason(person(), circumstances(Evidence(exchanges=exchanges, weeks=weeks)))


def test_too_early_tells_what_there_is_and_what_is_wanted() -> None:
    early = circumstances(Evidence(exchanges=4, weeks=2), patience=Patience(exchanges=5, weeks=6))

    assert {"exchanges": 4, "weeks": 2, "wanted_exchanges": 5, "wanted_weeks": 6} == verdict(
        person(), early, Act.SUGGEST
    ).details


def test_an_owner_can_be_more_or_less_patient() -> None:
    hasty = Patience(exchanges=1, weeks=1)

    assert Reason.ALLOWED is reason(
        person(), circumstances(Evidence(exchanges=1, weeks=1), patience=hasty)
    )


def test_ninety_days_lie_between_two_suggestions() -> None:
    suggested = NOON - timedelta(days=90)
    almost = suggested + timedelta(seconds=1)

    assert Reason.ALLOWED is reason(person(), circumstances(last_suggested=suggested))
    assert Verdict(
        Reason.COOLDOWN, {"suggested": almost, "until": NOON + timedelta(seconds=1)}
    ) == verdict(person(), circumstances(last_suggested=almost), Act.SUGGEST)


def test_a_separation_is_followed_by_a_cooldown_too() -> None:
    lifted = NOON - timedelta(days=90)
    later = lifted + timedelta(seconds=1)

    assert Reason.ALLOWED is reason(person(), circumstances(apart_until=lifted))
    assert Verdict(Reason.APART, {"apart": later, "until": NOON + timedelta(seconds=1)}) == verdict(
        person(), circumstances(apart_until=later), Act.SUGGEST
    )


def test_whose_only_exchange_was_broken_off_is_early_not_one_sided() -> None:
    assert Reason.TOO_EARLY is reason(person(), circumstances(Evidence(weeks=1, broken_off=1)))


def test_a_shorter_cooldown_is_over_sooner() -> None:
    week = Patience(cooldown=timedelta(days=7))

    assert Reason.ALLOWED is reason(
        person(), circumstances(last_suggested=NOON - timedelta(days=8), patience=week)
    )


def test_accounts_are_told_apart_by_key_not_by_name() -> None:
    assert Reason.ALLOWED is reason(person(account(ALICE, display_name="me")))


def test_codes_stay_as_they_are_once_written_down() -> None:
    assert (
        "allowed own-account never bot nobot noinvite minor gone blocked muted "
        "undiscoverable members-only declined moved known snoozed untold unanswered one-day apart "
        "one-sided too-early cooldown invited owed"
    ) == " ".join(Reason)
    assert "suggest name invite send" == " ".join(Act)


@pytest.mark.parametrize("reason_before", [Reason.NEVER, Reason.DECLINED, Reason.BLOCKED])
def test_an_exclusion_follows_a_move(reason_before: Reason) -> None:
    assert reason_before is reason(person(), circumstances(inherited=reason_before))


def test_one_account_that_moved_of_two_bars_nobody() -> None:
    moved = account(flags=frozenset({Flag.MOVED}))
    here = account(key("alice", NetworkName.BLUESKY))

    assert Reason.ALLOWED is reason(person(moved, here))


def test_of_whom_every_account_has_moved_or_was_closed_it_is_told_where_to() -> None:
    moved = replace(
        account(flags=frozenset({Flag.MOVED})), move=Move(key("elsewhere"), shown=False)
    )
    closed = account(key("bruno"), flags=frozenset({Flag.SUSPENDED}))

    found = verdict(person(moved, closed), circumstances(), Act.SUGGEST)

    assert Verdict(Reason.MOVED, {"target": "elsewhere@village.example"}) == found
    assert Reason.MOVED is reason(person(replace(moved, move=None)))
    assert Reason.ALLOWED is reason(person(moved, account(key("bruno"))))
    assert Reason.GONE is reason(person(closed))


@pytest.mark.parametrize("flag", [Flag.MEMORIAL, Flag.BLOCKS_OWNER])
def test_a_memorial_or_a_blocker_among_the_accounts_bars_the_person(flag: Flag) -> None:
    odd = account(flags=frozenset({flag, Flag.UNDISCOVERABLE}))
    other = account(key=key("alice", NetworkName.BLUESKY))

    barred = reason(person(odd, other))

    assert (Reason.GONE if flag is Flag.MEMORIAL else Reason.BLOCKED) is barred
