"""Detect profiles that state an age under 18, in the sixteen languages of `age_words`.

An age counts where the author claims it ("I'm 16", "мне 16"), where its unit says that it is one
and nobody else is spoken of ("16 y/o artist", "15歳"), and where it stands alone between separators
("16 | she/her"). So do a birthday at hand ("je vais avoir 16 ans"), a year of birth, school, the
word "minor", and "not 18 yet". Spans of time ("almost 15 years of Python"), other people's ages
("mother of a 15 year old"), feigned ones ("forever 17") and questions ("Minor? Go away") do not.
In doubt it counts: leaving out an adult costs less. An age from 18 on outweighs weaker signs, such
as school.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from bot.domain.people import age_words as words
from bot.domain.people import school_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

ADULT: Final = 18
_YOUNGEST: Final = 8
"""Younger ages and years of birth are those of pets and projects."""

_SENTENCES: Final = re.compile(
    r"[\n|·•;!。！…‖｜\u2023\u25e6]+|(?<=[?？])|\s+//?\s+|(?<!\b[jbfv])(?<!\b(?:no|"
    r"nr))(?<!\bur)(?<!\b(?:nar|"
    r"geb))(?<!\bsynt)(?<!\d)\.+(?=\s|$)"
    # After a figure: not in a date ("17. Mai"), nor in "8. Klasse".
    rf"|(?<=\d)\.(?=\s*$|\s+(?!\d|{words.ORDINAL}))"
)
_CLAUSES: Final = re.compile(
    r"[,，、\[\]{}（）「」\"“”«»~]|\((?!\d\d\))|(?<!\(\d\d)\)|\s[-–—]+\s|"
    r"[\u2190-\u22ff\u2300-\u263f\u2643-\u26a6\u26a8-\u27ff\U0001f300-\U0001faff]+"
)

_N: Final = (
    r"(?<![\d.,/+-])(?<!\d:)(?P<age>[1-9]\d|[89])(?:[.,]5|1⁄2| ?½)?"
    r"(?![\d%°€$£+]|[.,:/-]\d|\s*[-–]\s*\d)"
)
_END: Final = rf"(?=\s*(?:[^\w\s%°]*$|{words.AND}\b(?!\s*(?:\d|up|over|older|under|above|below))))"
_STOP: Final = (
    r"(?=\s*(?:[^\w\s%°]*$|(?:and|und|och|ja|и|y|e)\b(?!\s*\d))"
    r"|(?<=lat)\s+i\b|(?<=let)\s+a\b|(?<=jaar)\s+en\b|(?<=ans)\s+et\b)"
)
_HALF: Final = (
    r"(?:\s*(?:and a half|et demie?|einhalb|y medio|e mezzo|e meio|en een half|i pol|"
    r"och ett halvt))?"
)

_STRONG: Final = tuple(
    re.compile(expression)
    for expression in (
        rf"{words.I_AM}\s*(?:an?\s+)?{_N}[\s-]*{words.OLD}",
        rf"\bi\s*'?\s*a?m\s+{_N}\s+(?!{words.MEASURE})(?=[^\W\d])",
        # "15 años en la industria" is a span of time; "15 jaar en ..." is not.
        rf"{words.I_AM}\s*{_N}\s*(?:{words.YEARS}{_HALF}(?!(?<!jaar)\s+en\b))?{_END}",
        rf"^\W*{words.AGE}(?!\w)\s*[:=：]?\s*{_N}\s*(?:{words.OLD}|{words.YEARS})?{_END}",
        rf"{_N}\s*yasinday\s?im",
    )
)
_OTHER: Final = tuple(
    re.compile(expression)
    for expression in (
        rf"{_N}[\s-]*{words.OLD}{words.THINGS}",
        (
            rf"\b(?:aged|agee? de|im alter von|"
            rf"w wieku)\s*:?\s*{_N}(?:\s*{words.YEARS})?{_HALF}{_END}"
        ),
        (
            rf"^(?:\w+ ){{0,3}}{words.PERSON}(?: de| van| di| i wieku)?\s+\(?{_N}(?:"
            rf"\s*{words.YEARS}|\)|$|(?=\s+{words.WHO}\b))"
        ),
        (
            rf"^(?:{words.PRONOUN}(?:/\w+)*\s+|de )?{_N}(?!"
            rf" y(?:ea)?rs?\b)\s*{words.YEARS}{_HALF}{_STOP}"
        ),
        (
            rf"{words.TURNED} ?{_N}(?:\s*{words.YEARS}|岁)?"
            rf"(?:{_END}|(?=\s+(?:last|this|geworden)\b))"
        ),
        rf"{_N}\s*(?:{words.YEARS}|歳)?\s*{words.TURNED_AFTER}",
        rf"^{_N} going on\b",
        rf"^{_N} in {words.MONTH}",
        rf"(?:学生|学徒|학생|女子|男子)\s?\({_N}\)",
        (
            r"^(?!tcp|udp|gps|iso|usb|ip|rfc|port|room|bus|tram|line)[^\W\d]{2,}\s?/"
            r"\s?(?P<age>[1-9]\d)\s?/\s?[^\W\d]{2}"
        ),
        rf"^{_N}(?:\s*{words.YEARS})?\s+(?:{words.PRONOUN}(?:/\w+)+|{words.PERSON})\b",
        rf"^{words.PRONOUN}(?:/\w+)*\s+{_N}$",
        rf"^{_N}\s?/?{words.GENDER}(?=$|/)",
        rf"^{_N}\s?[♀♂⚧]",
        rf"^{_N} (?:and|und|et|och) (?!up\b|over|older|counting|more|half|a\b)[^\W\d]+$",
        rf"^{words.GENDER}(?:\s*/\s*|\s+)(?P<age>[1-9]\d)(?=$|/\D)",
    )
)
_ADDRESS: Final = re.compile(
    r"\b(?:rue|avenue|av|bd|boulevard|quai|street|road|lane|stra(?:ss|ß)e|str|platz|via|piazza|"
    r"calle|"
    r"plaza|rua|ul|ulica|straat|gatan|katu|улица)\b"
)
_BARE: Final = re.compile(r"(?:^|[|,;·•/])\s*\d+\s*(?=$|[|,;·•/])")
_ALONE: Final = re.compile(rf"^{_N}$")
_SOON: Final = rf"(?:(?:\s*{words.YEARS})?{_STOP}|{_END}|(?=\s+{words.WHEN}))"
_ALMOST: Final = tuple(
    re.compile(expression)
    for expression in (
        rf"{words.ALMOST}\s*(?:an? )?{_N}(?:[\s-]*{words.OLD}{words.THINGS}|{_SOON})",
        (
            rf"{words.TURNS}(?: [^\W\d]+){{0,3}}?\s*{_N}[岁歲]?"
            rf"(?:\s*{words.YEARS}(?=\s+{words.WHEN})|"
            rf"{_SOON})"
        ),
        rf"{_N}{words.TURNS_AFTER}",
        rf"^(?:in|dans|over|za|om|fra|tra|через) (?:\w+ )?{words.SPAN} {_N}$",
        rf"^{_N} in (?:a few|\w+) (?:days|weeks|months)\b",
    )
)
_MINOR: Final = re.compile(
    rf"^\W*(?:1\d\s*[-–]\s*1[0-7] )?(?:{words.IS}\s*)*{words.MINOR}(?:です|だ|につき|なので|"
    rf"입니다|이에요|임)?"
    rf"(?=\s*(?:$|\()|\s+(?:and|but|so|und|et|och|y|e|pero|mais|aber|also|donc)\b)"
)
_NOT_YET: Final = re.compile(rf"^\W*(?:{'|'.join(words.NOT_YET)})")
_YEAR: Final = r"(?P<year>(?:19|20)\d\d|(?<!\d)'?[012]\d(?!\d))"
_BORN: Final = re.compile(
    rf"^{words.BORN}\s*(?:[\d./-]{{1,6}}|\d{{1,2}}\.?\s\w+|\w{{3,9}})?\s*{_YEAR}(?:\s*roku|"
    rf"\s*г\.?)?(?: (?:i|in|en|à|a|em|w|v|в|nel|te) \w+)?$"
)
_BORN_IN: Final = re.compile(rf"(?<!\d){_YEAR}(?:{words.BORN_AFTER}|年的$){words.THINGS}")
_SHORT_YEAR: Final = re.compile(r"^'(?P<year>[012]\d)$")
_GENERATION: Final = re.compile(r"(?<!\d)(?P<year>[012][05])[后後]")
_DECADES: Final = re.compile(r"\b(?:in my |early |mid |late )([2-7]0)s\b|([2-7]0)代")
_GRADUATES: Final = re.compile(r"\b(?:hs|high[ -]?school) class of ['’]?(?P<year>20\d\d|\d\d)\b")
_SCHOOL: Final = re.compile("|".join(school_words.SCHOOL))
_SCHOOL_GIRL: Final = re.compile(r"^(?:現役)?(?:jk|jc|dk)[1-3]?(?=$|\s|[^\x00-\x7f])")
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class _Weight(IntEnum):
    """How sure a statement is."""

    HINT = 1
    STATED = 2
    CLAIMED = 3


def is_minors(text: str, today: date) -> bool:
    """Whether a folded text states its author's age as under 18."""
    for number, written in words.NUMBERS.items():
        text = written.sub(number, text)
    stated = list(_statements(text, today))
    young = max((weight for weight, is_minor in stated if is_minor), default=0)
    grown = max((weight for weight, is_minor in stated if not is_minor), default=0)
    return young > 0 and young >= grown


def _statements(text: str, today: date) -> Iterator[tuple[_Weight, bool]]:
    """What the text says of its author's age: how sure it is, and if that is under 18."""
    is_japanese = _JAPANESE.search(text) is not None
    is_list = len(_BARE.findall(text)) > 1 or _ADDRESS.search(text) is not None
    for written in _SENTENCES.split(text):
        sentence = written.rstrip(" ?？")
        is_question = sentence != written.rstrip()  # "Minor? Go away" asks the reader.
        clauses = [clause.strip() for clause in _CLAUSES.split(sentence) if clause.strip()]
        figures = [clause for clause in clauses if clause[0].isdigit() or clause[-1].isdigit()]
        for clause in clauses:
            claimed = [int(found["age"]) for rule in _STRONG for found in rule.finditer(clause)]
            yield from ((_Weight.CLAIMED, age < ADULT) for age in claimed)
            if not is_question:
                if _MINOR.search(clause) or _is_not_yet_adult(clause):
                    yield _Weight.CLAIMED, True
                    continue
                if (soon := _soon(clause)) and not _is_of_others(sentence):
                    yield _Weight.CLAIMED, min(soon) <= ADULT
                    continue
            ages = (
                []
                if claimed
                else list(_ages(clause, today, is_alone=len(figures) == 1 and not is_list))
            )
            at_school = _is_at_school(clause, today, is_japanese=is_japanese)
            if (not ages and not at_school) or _is_past(clause) or _is_of_others(sentence):
                continue
            yield from ((_Weight.STATED, age < ADULT) for age in ages)
            if at_school and school_words.TEACHING.search(sentence) is None:
                yield _Weight.HINT, True


def _is_past(clause: str) -> bool:
    return words.ONCE.search(clause) is not None


def _is_of_others(sentence: str) -> bool:
    return words.OTHERS.search(sentence) is not None


def _is_not_yet_adult(clause: str) -> bool:
    return _NOT_YET.search(clause) is not None and not _is_past(clause)


def _soon(clause: str) -> list[int]:
    """The ages that somebody is about to reach, or has just reached."""
    return [int(found["age"]) for rule in _ALMOST for found in rule.finditer(clause)]


def _ages(clause: str, today: date, *, is_alone: bool) -> Iterator[int]:
    """Ages and years of birth; `is_alone`: there is no other figure in the sentence."""
    for rule in (*_OTHER, *((_ALONE,) if is_alone else ())):
        for found in rule.finditer(clause):
            yield int(found["age"])
    if found := _DECADES.search(clause):
        yield int(found[1] or found[2])
    for rule in (_BORN, _BORN_IN, _SHORT_YEAR, _GENERATION):
        if (found := rule.search(clause)) and (
            age := today.year - _full(found["year"])
        ) > _YOUNGEST:
            # Who turns 18 this year may be 17 still.
            yield ADULT - 1 if age == ADULT else age


def _is_at_school(clause: str, today: date, *, is_japanese: bool) -> bool:
    graduates = _GRADUATES.search(clause)
    return (
        _SCHOOL.search(clause) is not None
        or (is_japanese and _SCHOOL_GIRL.search(clause) is not None)
        or (graduates is not None and _full(graduates["year"]) > today.year)
    )


def _full(year: str) -> int:
    number = int(year.lstrip("'"))
    return number if len(year) > len("'20") else 2000 + number
