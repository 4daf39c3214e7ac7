"""How a command is written; `grammar` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.commands.verbs import EVERYTHING, Verb, word_for
from bot.domain.schedule import Unit

if TYPE_CHECKING:
    from bot.domain.commands.command import Command
    from bot.domain.schedule import Period


def spell(command: Command, language: str) -> str:
    """The usual way to write a command in a language, `en` or `fr`."""
    word, args, period = word_for(command.verb, language), list(command.args), command.period
    first = command.targets[:1]
    if command.text is not None:
        return f"{word} {command.targets[0]}{_BEFORE_COLON[language]}: {command.text}"
    if command.verb is Verb.NOT_YET:
        word = word.replace("-", " ")
    if period is not None:
        args[-1] = f"{period.count}{_SPANS[language][period.unit]}"
    if command.times is not None and period is not None:
        args = [str(command.times), _frequency(period, language)]
    if command.moment is not None and command.place is not None:
        args = [f"{command.moment.said},", command.place]
    if command.in_reply:
        args = [_IN_REPLY[language]]
    if command.about is not None:
        args = [word_for(command.about, language)]
    if command.everything:
        args = [_EVERYTHING[language]]
    targets = [_EVERYTHING[language] if target == EVERYTHING else target for target in first]
    return " ".join((word, *targets, *args))


def _frequency(period: Period, language: str) -> str:
    """`per month`, `every 2 weeks`, `toutes les 2 semaines`."""
    unit = _UNITS[language][period.unit]
    if period.count == 1:
        return f"{'per' if language == 'en' else 'par'} {unit}"
    units = unit if unit.endswith("s") else f"{unit}s"
    every = {"en": "every", "fr": "toutes les" if period.unit is Unit.WEEK else "tous les"}
    return f"{every[language]} {period.count} {units}"


_BEFORE_COLON: Final = {"en": "", "fr": "\u00a0"}
_UNITS: Final = {
    "en": {Unit.DAY: "day", Unit.WEEK: "week", Unit.MONTH: "month"},
    "fr": {Unit.DAY: "jour", Unit.WEEK: "semaine", Unit.MONTH: "mois"},
}
_SPANS: Final = {
    "en": {Unit.DAY: "d", Unit.WEEK: "w", Unit.MONTH: "m"},
    "fr": {Unit.DAY: "j", Unit.WEEK: "sem", Unit.MONTH: "mois"},
}
_IN_REPLY: Final = {"en": "reply", "fr": "en réponse"}
_EVERYTHING: Final = {"en": "everything", "fr": "tout"}
