"""The owner's templates: what they may say, and what they may not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.templates import FolderTemplates
from adapters.templates.child import OUTPUT
from bot.errors import TemplateError
from bot.text.draft import faults
from bot.text.draft.brief import BriefKind
from bot.text.draft.values import values
from tests.text.draft.briefs import brief

if TYPE_CHECKING:
    from pathlib import Path

    from bot.text.draft.brief import Brief

pytestmark = pytest.mark.anyio
COFFEE = BriefKind.COFFEE


class Folder:
    """A folder of templates on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.templates = FolderTemplates(path)

    def write(self, name: str, text: str | bytes) -> None:
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    async def render(self, template: str | bytes, *briefs: Brief) -> list[str]:
        self.write("en/coffee.txt", template)
        variants = [values(item) for item in briefs or (brief(),)]
        return list(await self.templates.render("en", COFFEE, variants))

    async def fault(self, template: str | bytes) -> TemplateError:
        with pytest.raises(TemplateError) as caught:
            await self.render(template)
        return caught.value


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


async def test_a_template_says_what_the_owner_wants(folder: Folder) -> None:
    texts = await folder.render(
        "Ahoy {{ name }}!{% if thread %} ‘{{ thread }}’{% endif %}\n",
        brief(),
        brief(name="Élodie", thread=None),
    )

    assert ["Ahoy Alice! ‘Which compost bin do you use?’", "Ahoy Élodie!"] == texts


async def test_what_others_wrote_is_no_template(folder: Folder) -> None:
    (text,) = await folder.render("{{ name }}", brief(name="{{ link }}"))

    assert "{{ link }}" == text


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("Hi\n{{ nmae }}", 2, "'nmae' is undefined"),
        ("Hi\n\n{% if name %}", 3, "Unexpected end of template"),
        ("{{ name", 1, "unexpected end of template"),
        ("Hi\n{% include 'fr/coffee.txt' %}", 2, "no loader"),
        ("{% import '/etc/passwd' as x %}", 1, "no loader"),
        ("{{ ''.__class__ }}", 1, "unsafe"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", 1, "unsafe"),
        ("{{ ''['__class__'] }}", 1, "unsafe"),
        ("{{ ''|attr('__class__') }}", 1, "unsafe"),
        ("{{ '{0.__class__}'.format('') }}", 1, "unsafe"),
        ("{{ self.__init__.__globals__ }}", 1, "unsafe"),
        ("{{ cycler.__init__.__globals__.os }}", 1, "unsafe"),
        ("{{ slots.append('x') }}", 1, "unsafe"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ name | shout }}", 1, "No filter named 'shout'"),
        ("{% for i in range(10 ** 9) %}{% endfor %}", 1, "Range too big"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", 1, "recursion"),
    ],
)
async def test_a_faulty_template_is_told_by_file_line_and_problem(
    folder: Folder, template: str, line: int, said: str
) -> None:
    error = await folder.fault(template)

    assert ("en/coffee.txt", line) == (error.file, error.line)
    assert said in str(error)


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{% for i in range(99999) %}" * 3 + "{% endfor %}" * 3, faults.TOO_SLOW),
        ("{{ (9 ** 9) ** (9 ** 9) }}", faults.TOO_SLOW),
        ("{{ 'a' * 10 ** 10 }}", faults.TOO_MUCH_MEMORY),
        ("{{ range(99999) | list * 10 ** 5 }}", faults.TOO_MUCH_MEMORY),
        (
            "{% set a = 'a' * 10 ** 7 %}" + "{% set a = a ~ a ~ a ~ a ~ a ~ a %}" * 2,
            faults.TOO_MUCH_MEMORY,
        ),
        ("{{ 'a' * 10 ** 7 }}", faults.TOO_LONG_TEXT),
        ("{% for i in range(99999) %}spam{% endfor %}", faults.TOO_LONG_TEXT),
        ("x" * 20_001, faults.TOO_LARGE),
        (b"\xff\xfe", faults.NOT_TEXT),
    ],
)
async def test_a_template_that_wants_too_much_is_stopped(
    folder: Folder, template: str | bytes, problem: str
) -> None:
    assert problem == (await folder.fault(template)).problem


async def test_a_rendering_of_just_the_bound_is_taken(folder: Folder) -> None:
    (text,) = await folder.render("{{ 'é' * " + str(OUTPUT // 2) + " }}")

    assert OUTPUT // 2 == len(text)


async def test_a_template_that_is_not_there_is_told(folder: Folder) -> None:
    with pytest.raises(TemplateError, match=r"fr/lunch.txt: it cannot be read: No such file"):
        await folder.templates.render("fr", BriefKind.LUNCH, [values(brief())])


def test_what_is_there_and_what_is_no_template(folder: Folder) -> None:
    for name in ("fr/lunch.txt", "en/coffee.txt", "en/cofee.txt", "en/.swp", "drafts/coffee.txt"):
        folder.write(name, "Hi")

    assert [("en", COFFEE), ("fr", BriefKind.LUNCH)] == list(folder.templates.there())
    (folder.path / "lunch.txt").write_text("Hi")

    assert ["drafts/coffee.txt", "en/cofee.txt", "lunch.txt"] == list(folder.templates.strangers())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="cannot be read"):
        FolderTemplates(tmp_path / "nowhere").there()
