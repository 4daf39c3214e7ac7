"""Drafts from the owner's templates, or from ours if those fail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import TemplateError
from bot.services.doctor.templates import check_templates
from bot.services.invite.drafting import draft_for
from bot.text.draft import faults
from bot.text.draft.brief import BriefKind
from bot.text.draft.compose import compose
from bot.text.language.catalogue import catalogue
from bot.text.safety.limits import Limits
from tests.text.draft.briefs import SATURDAY, SUNDAY, brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.context import Context
    from bot.text.draft.values import Values
    from tests.services.household import Household

pytestmark = pytest.mark.anyio
COFFEE, LUNCH = BriefKind.COFFEE, BriefKind.LUNCH


@dataclass
class FakeTemplates:
    """Templates given as format strings, or as errors to raise."""

    texts: dict[tuple[str, BriefKind], str | TemplateError] = field(default_factory=dict)
    odd: tuple[str, ...] = ()

    def there(self) -> Sequence[tuple[str, BriefKind]]:
        return list(self.texts)

    def strangers(self) -> Sequence[str]:
        return self.odd

    async def render(
        self, language: str, kind: BriefKind, variants: Sequence[Values]
    ) -> Sequence[str]:
        text = self.texts[language, kind]
        if isinstance(text, TemplateError):
            raise text
        return [text.format(**variant) for variant in variants]


def context(house: Household, text: str | TemplateError, language: str = "en") -> Context:
    return replace(house.context, templates=FakeTemplates({(language, COFFEE): text}))


async def test_without_templates_of_the_owner_s_it_is_ours(house: Household) -> None:
    assert (compose(brief()), ()) == await draft_for(house.context, brief())


async def test_the_owner_s_template_comes_first(house: Household) -> None:
    assert ("Ahoy Alice!", ()) == await draft_for(context(house, "Ahoy {name}!\n"), brief())


async def test_a_kind_that_the_owner_has_no_template_for_is_ours(house: Household) -> None:
    lunch = brief(LUNCH)

    assert (compose(lunch), ()) == await draft_for(context(house, "Ahoy {name}!"), lunch)


async def test_the_owner_s_template_says_less_where_room_is_short(house: Household) -> None:
    told = brief(slots=(SATURDAY, SUNDAY), limits=Limits(40))
    text, notes = await draft_for(context(house, "{name}: {when}?"), told)

    assert ("Alice: Saturday 5 December at 12:30?", ()) == (text, notes)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            TemplateError("en/coffee.txt", 3, faults.FAULTY, said="'nmae' is undefined"),
            "en/coffee.txt, line 3: 'nmae' is undefined",
        ),
        (
            TemplateError("en/coffee.txt", None, faults.TOO_SLOW),
            "en/coffee.txt: it takes longer than a second.",
        ),
        ("spam" * 300, "en/coffee.txt: what it makes has more than 1000 characters, or none."),
        ("\n", "en/coffee.txt: what it makes has more than 1000 characters, or none."),
        ("Hi @alice!", "en/coffee.txt: what it makes mentions somebody (@)."),
    ],
)
async def test_a_template_that_fails_is_told_and_ours_stands_in(
    house: Household, text: str | TemplateError, note: str
) -> None:
    found = await draft_for(context(house, text), brief())

    assert (
        compose(brief()),
        (f"Your template cannot be used, so this draft is from mine. {note}",),
    ) == found


async def test_the_owner_is_told_in_their_language(house: Household) -> None:
    french = replace(
        context(house, TemplateError("en/coffee.txt", 3, faults.TOO_SLOW)),
        wishes=replace(house.context.wishes, words=catalogue("fr")),
    )
    _, (note,) = await draft_for(french, brief())

    assert (
        "Ton modèle n’est pas utilisable\u00a0: ce brouillon vient du mien. "
        "en/coffee.txt, ligne 3\u00a0: il lui faut plus d’une seconde."
    ) == note


async def test_a_template_in_another_language_has_its_dates_too(house: Household) -> None:
    german = brief(language="de", slots=(SATURDAY,))
    text, notes = await draft_for(context(house, "Hallo {name}, {when}?", "de"), german)

    assert ("Hallo Alice, Sa., 5. Dezember, 12:30?", ()) == (text, notes)


async def test_where_no_template_speaks_the_language_the_draft_is_in_the_owner_s(
    house: Household,
) -> None:
    found = await draft_for(context(house, "Hallo!", "de"), brief(LUNCH, language="de"))
    note = "There is no template for this in “de”: the draft is in your language."

    assert (compose(brief(LUNCH)), (note,)) == found


async def test_doctor_tries_every_template(house: Household) -> None:
    fault = TemplateError("fr/coffee.txt", 1, faults.TOO_SLOW)
    texts: dict[tuple[str, BriefKind], str | TemplateError] = {
        ("en", COFFEE): "Hi {name}",
        ("en", BriefKind.EVENT): "{event[name]}",
        ("fr", COFFEE): fault,
    }
    findings = await check_templates(
        replace(house.context, templates=FakeTemplates(texts, odd=("en/cofee.txt",)))
    )

    assert [
        ("template en/cofee.txt", False),
        ("template en/coffee.txt", True),
        ("template en/event.txt", True),
        ("template fr/coffee.txt", False),
    ] == [(finding.subject, finding.fine) for finding in findings]
    assert "fr/coffee.txt, line 1: it takes longer than a second." == findings[-1].said


async def test_doctor_has_nothing_to_say_where_there_is_no_folder(house: Household) -> None:
    assert [] == await check_templates(house.context)
