"""Disguised marks and ages in profiles are found."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.ranking.profile import marks as marks_on
from bot.domain.ranking.reason import Reason
from bot.domain.safety.cleaning import seen
from tests.builders import account

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.people.identity import Account


def marks(described: Account) -> frozenset[Reason]:
    return marks_on(described, date(2026, 11, 27))


MARKS: Final = {
    "#nobot": Reason.NOBOT,
    "#NoBots": Reason.NOBOT,
    "#no-bot": Reason.NOBOT,
    "#no_bots": Reason.NOBOT,
    "#noinvite": Reason.NOINVITE,
    "#No-Invite": Reason.NOINVITE,
    "#NO_INVITES": Reason.NOINVITE,
}

# Format characters (Cf), and default-ignorable ones of other categories.
HIDDEN: Final = (
    "\u00ad", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a",
    "\u202c", "\u202e", "\u2060", "\u2063", "\u2066", "\u2069", "\u206f", "\ufeff", "\ufff9",
    "\U000e0001", "\U000e0041", "\U000e007f", "\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5",
    "\u180b", "\u180f", "\u2065", "\u3164", "\uffa0", "\ufe00", "\ufe0e", "\ufe0f", "\U000e0100",
    "\U000e01ef", "\u2800", "\x00", "\x07", "\x1b", "\x7f", "\x9b",
)  # fmt: skip
OVERLAID: Final = ("\u0301", "\u0308", "\u0330", "\u0332", "\u0336", "\u0338", "\u20dd", "\u20e3")
DASHES: Final = (
    "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\ufe58", "\ufe63",
    "\uff0d", "\u2043", "\u02d7", "\u30fb", "\u00b7", "_", "\uff3f", "\u203f",
)  # fmt: skip
HASHES: Final = ("\uff03", "\ufe5f", "\u266f", "&#35;", "&#x23;", "&num;", "&amp;#35;", "#\ufe0f")
ENTITIES: Final = ("&shy;", "&zwj;", "&zwnj;", "&ZeroWidthSpace;", "&#8203;", "&#x200B;", "&lrm;")


def between(hidden: str) -> Callable[[str], str]:
    return hidden.join


def once(hidden: str) -> Callable[[str], str]:
    return lambda mark: mark[:3] + hidden + mark[3:]


def over(overlaid: str) -> Callable[[str], str]:
    return lambda mark: "".join(f"{letter}{overlaid}" for letter in mark)


def with_dash(dash: str) -> Callable[[str], str]:
    return lambda mark: f"#no{dash}{mark[3:].lstrip('-_')}"


def with_hash(sign: str) -> Callable[[str], str]:
    return lambda mark: sign + mark[1:]


def shifted(start: int) -> Callable[[str], str]:
    """The same letters in another Unicode alphabet, which starts at this code point."""

    def disguise(mark: str) -> str:
        return "".join(
            chr(start + ord(letter) - ord("a")) if letter.isalpha() else letter
            for letter in mark.lower()
        )

    return disguise


def looking_alike(mark: str) -> str:
    return mark.translate(str.maketrans("obtievnsOBTIE", "оЬтіеνпѕОВТІЕ"))


DISGUISES: Final[dict[str, Callable[[str], str]]] = {
    **{f"{ord(letter):04x} between": between(letter) for letter in HIDDEN},
    **{f"{ord(letter):04x} once": once(letter) for letter in HIDDEN},
    **{f"{entity} once": once(entity) for entity in ENTITIES},
    **{f"{ord(mark):04x} over": over(mark) for mark in OVERLAID},
    **{f"{ord(dash):04x} as dash": with_dash(dash) for dash in DASHES},
    **{f"{sign!a} as hash": with_hash(sign) for sign in HASHES},
    "full width": shifted(0xFF41),
    "bold": shifted(0x1D41A),
    "monospace": shifted(0x1D68A),
    "circled": shifted(0x24D0),
    "circled, negative": shifted(0x1F150),
    "squared, negative": shifted(0x1F170),
    "Cyrillic and Greek": looking_alike,
    "upper case": str.upper,
}
PLACES: Final[dict[str, Callable[[str], Account]]] = {
    "name": lambda text: account(display_name=f"Zoé {text}"),
    "bio": lambda text: account(bio=f"Potière à Lyon.\n{text}, merci"),
    "field name": lambda text: account(fields=((text, "yes"),)),
    "field": lambda text: account(fields=(("Please", text),)),
}

INNOCENT: Final = (
    "#nobotany", "#nobottle", "#nobotox", "#nobother", "#no-bother", "#no_bottles", "#no-botany",
    "#noinvitation", "#no-invitation", "#noinvited", "#nobot2", "#robot", "#nobody", "#noble",
    "#nob", "#notabot", "#snowbot", "nobot", "no-bot", "# nobot", "#no bot", "#no", "#-nobot",
    "#NobôtéE", "#nö", "&num;nobotany", "#no\u200bbottle", "#nobot\u0301any", "＃nobottle",
    "#ногот", "#naïve", "I know #no bother",
)  # fmt: skip


def test_there_are_enough_disguises() -> None:
    assert len(DISGUISES) * len(MARKS) >= 112


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_mark_in_disguise_is_seen_wherever_it_stands(disguise: str) -> None:
    for (mark, said), (place, written) in product(MARKS.items(), PLACES.items()):
        text = DISGUISES[disguise](mark)
        assert {said} == marks(written(text)), (place, ascii(text))


@pytest.mark.parametrize(
    ("mark", "first", "second"),
    [
        (mark, first, second)
        for mark, (first, second) in product(
            ("#nobot", "#noinvite"),
            [("200b once", "squared, negative"), ("full width", "00ad between")]
            + [(f"{sign!a} as hash", "Cyrillic and Greek") for sign in HASHES],
        )
    ],
)
def test_one_disguise_over_another_is_seen(mark: str, first: str, second: str) -> None:
    text = DISGUISES[first](DISGUISES[second](mark))

    said = Reason.NOBOT if mark == "#nobot" else Reason.NOINVITE
    assert {said} == marks(account(bio=text)), ascii(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_tags_are_no_marks(text: str) -> None:
    for written in PLACES.values():
        assert frozenset() == marks(written(text)), ascii(text)


@pytest.mark.parametrize("age", ["16 y/o", "I'm 15", "J'ai 16 ans", "Lycéenne, 17 ans", "minor"])
def test_an_age_in_disguise_is_seen(age: str) -> None:
    for hidden in HIDDEN:
        assert {Reason.MINOR} == marks(account(bio=hidden.join(age))), ascii(hidden)


@pytest.mark.parametrize(
    "text", ["1\ufe0f\u20e36\ufe0f\u20e3 | she/her", "\uff11\uff16 y/o", "&#49;6 ans"]
)
def test_an_age_in_other_signs_is_seen(text: str) -> None:
    assert {Reason.MINOR} == marks(account(bio=text))


def test_a_bot_s_label_is_a_mark() -> None:
    assert {Reason.BOT} == marks(account(is_bot=True))
    assert Reason.NOBOT not in marks(account(is_bot=True))
    assert Reason.NOBOT in marks(account(bio="#no\u200bbot"))


@given(st.text())
@example("\x1e\r")
def test_whatever_was_cleaned_is_clean(text: str) -> None:
    once_seen = seen(text)

    assert f"{once_seen}.".splitlines() == f"{once_seen}.".split("\n")
    assert not set(once_seen) & set(HIDDEN)


@given(st.text(st.sampled_from("aé\u00df 한語ع-#\n")))
def test_what_hides_nothing_stays(text: str) -> None:
    assert text == seen(text)
