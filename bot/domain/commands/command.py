"""What a message to the bot was understood as: a command, or not one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.commands.moment import Days, Moment
    from bot.domain.commands.verbs import Verb
    from bot.domain.schedule import Period


@dataclass(frozen=True, slots=True)
class Command:
    """A verb and its arguments; those that a verb does not take stay at their defaults.

    `targets` are numbers of a digest (1–99, no #), handles in lower case or links. `period` is
    for how long (snooze), or in which time `times` meetings are aimed at (goal). `text` is the
    new draft of an `edit`, to the letter. `in_reply` sends as a reply in the shared thread.
    `about` is the verb that help is asked for. `everything` confirms a `stop` that deletes.
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

    @property
    def args(self) -> tuple[str, ...]:
        """What follows the verb and the first target, in the order in which it is written.

        A period is `3d`, `2w` or `1m`. Moments and days are the owner's own words.
        """
        args = (
            *self.targets[1:],
            None if self.times is None else str(self.times),
            None if self.period is None else f"{self.period.count}{self.period.unit[0]}",
            self.text,
            "reply" if self.in_reply else None,
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
    """A message that is no command. `suggestion` is a whole command that may have been meant."""

    suggestion: str | None = None
