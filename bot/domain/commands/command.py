"""The result of parsing a message to the bot: a command, or no command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.commands.moment import Days, Moment
    from bot.domain.commands.verbs import Verb
    from bot.domain.schedule import Period


@dataclass(frozen=True, slots=True)
class Command:
    """A verb and its arguments; arguments that a verb does not take keep their defaults.

    `targets` are numbers of a digest (1–99, no #), handles in lower case or links. `period` is
    the length of a snooze, or the period of a goal of `times` meetings. `text` is the new draft
    of an `edit`, unchanged. `in_reply` sends as a reply in the shared thread. `about` is the verb
    that help is asked for. `everything` confirms a `stop` that deletes. `cancelled`: the trip to
    `place` will not be made.
    """

    verb: Verb
    targets: tuple[str, ...] = ()
    period: Period | None = None
    times: int | None = None
    text: str | None = None
    moment: Moment | None = None
    days: Days | None = None
    place: str | None = None
    in_reply: bool = False
    about: Verb | None = None
    everything: bool = False
    cancelled: bool = False

    @property
    def args(self) -> tuple[str, ...]:
        """The arguments after the verb and the first target, in the order of writing.

        A period is `3d`, `2w` or `1m`. Moments and days are in the owner's words.
        """
        args = (
            *self.targets[1:],
            None if self.times is None else str(self.times),
            None if self.period is None else f"{self.period.count}{self.period.unit[0]}",
            self.text,
            "reply" if self.in_reply else None,
            "cancel" if self.cancelled else None,
            self.place if self.days is not None else None,
            None if self.moment is None else self.moment.said,
            None if self.days is None else self.days.said,
            self.place if self.days is None else None,
            self.about,
            "everything" if self.everything else None,
        )
        return tuple(str(arg) for arg in args if arg is not None)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A message that is not a command. `suggestion` is a complete command, if one is close."""

    suggestion: str | None = None
