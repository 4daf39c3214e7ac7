"""The tables about meetings: when the owner has time, and what their calendars hold."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from bot.domain.meeting.quiet import QuietHours
from bot.domain.meeting.slot import Priority, Rules, Window
from bot.domain.people.place import REACH
from config.models.calendar import CalendarPlace, calendar_place
from config.models.region import Region, region
from config.models.tables import Secret, Table
from config.models.week import Hours, hours, quiet_hours
from config.parsed import parsed, parsed_in_folder
from config.paths import expanded

Rank = Literal["work", "goal", "leisure"]
NIGHT: Final = QuietHours(time(22), time(8))


class SlotTable(Table):
    """A window of the owner's week."""

    when: Annotated[Hours, parsed(hours)] = Field(
        description="A weekday, in English or French, and from when until when, by the clock of "
        "your time zone.",
        examples=["tuesday 12:30-14:00"],
    )
    label: str = Field(
        default="",
        alias="for",
        max_length=40,
        description="What it is good for: an invitation says so.",
        examples=["lunch"],
    )
    priority: Rank = Field(
        default="goal",
        description='"work", "goal" or "leisure": what a calendar of the same or a higher '
        "priority holds goes before it.",
        examples=["goal"],
    )

    def window(self) -> Window:
        """The window."""
        when = self.when
        return Window(when.weekday, when.start, when.end, self.label, _rank(self.priority))


class CalendarTable(Table):
    """A calendar of the owner's, read only."""

    url: Annotated[CalendarPlace, parsed_in_folder(calendar_place)] | None = Field(
        default=None,
        description='Where it is: "file:PATH" (relative to this file), an https:// or '
        'webcal:// address, or "caldav:" and the https:// address of one calendar. Leave it out '
        "where the address is as good as a password, and keep it as the secret.",
        examples=["caldav:https://cloud.example/dav/calendars/me/work/"],
    )
    name: str | None = Field(
        default=None,
        min_length=1,
        max_length=40,
        description="The name that messages use for it. Its file or its server, if not given.",
        examples=["work"],
    )
    priority: Rank = Field(
        default="work",
        description='"work", "goal" or "leisure": it blocks slots of the same or a lower priority.',
        examples=["work"],
    )
    user: str | None = Field(
        default=None,
        min_length=1,
        description="The user name that its server asks for, if it does; the password is the "
        "secret.",
        examples=["me"],
    )
    secret: Secret | None = Field(
        default=None,
        description="Where the password is kept, or without a url the address: as under [[watch]].",
        examples=["env:CALENDAR_SECRET"],
    )
    email: str | None = Field(
        default=None,
        min_length=3,
        description="Your e-mail address in it: events that you declined do not block.",
        examples=["me@example.org"],
    )
    trips: bool = Field(
        default=False,
        description="Whether its whole days are your trips: an entry whose place or title is a "
        'town ("Lyon", "Trip to Lyon") says where you are, and does not block these days.',
        examples=[False],
    )

    @property
    def rank(self) -> Priority:
        """Its priority."""
        return _rank(self.priority)


class MeetingsTable(Table):
    """How slots are chosen, and where meetings are kept."""

    shortest: int = Field(
        default=60,
        ge=15,
        le=480,
        description="Minutes that a meeting takes at least.",
        examples=[60],
    )
    longest: int = Field(
        default=90,
        ge=15,
        le=480,
        description="Minutes that a meeting takes at most: longer slots are cut.",
        examples=[90],
    )
    travel: int = Field(
        default=30,
        ge=0,
        le=480,
        description="Minutes that are kept free before and after what your calendars hold.",
        examples=[30],
    )
    quiet: Annotated[QuietHours, parsed(quiet_hours)] = Field(
        default=NIGHT,
        description="Hours in which nothing is proposed, whatever the slots say.",
        examples=["22:00-08:00"],
    )
    notice: int = Field(
        default=2,
        ge=0,
        le=60,
        description="Nothing is proposed before this many days from today: 1 is tomorrow.",
        examples=[2],
    )
    ahead: int = Field(
        default=21,
        ge=1,
        le=90,
        description="Nothing is proposed later than this many days from today.",
        examples=[21],
    )
    holidays: Annotated[Region, parsed(region)] | None = Field(
        default=None,
        description='A country ("FR") or a part of one ("DE-BY"), on whose public holidays '
        "nothing is proposed. If not given, they are days like others.",
        examples=["FR"],
    )
    places: tuple[str, ...] = Field(
        default=(),
        strict=False,  # TOML has arrays, not tuples
        max_length=20,
        description="Your favourite places to meet at, with their town.",
        examples=[["Café X, Rennes"]],
    )
    ics: Annotated[Path, parsed_in_folder(expanded)] | None = Field(
        default=None,
        description="The folder that planned meetings are put into as .ics files, relative to this "
        "file. If not given, meetings beside the store.",
        examples=["meetings"],
    )

    def rules(self) -> Rules:
        """How slots are cut."""
        minute = timedelta(minutes=1)
        return Rules(
            shortest=self.shortest * minute,
            longest=self.longest * minute,
            travel=self.travel * minute,
            quiet=self.quiet,
            notice=self.notice,
            horizon=self.ahead,
        )


class PlacesTable(Table):
    """Where the owner lives."""

    home: str | None = Field(
        default=None,
        min_length=1,
        max_length=100,
        description="The town where you live, with its region or country where there are several. "
        "What you say by message or command (place home Rennes) wins over the file.",
        examples=["Rennes, France"],
    )
    reach: int = Field(
        default=int(REACH),
        ge=1,
        le=1000,
        description="How many kilometres you would go for a coffee. To people farther away a video "
        "call is proposed.",
        examples=[50],
    )


def _rank(name: Rank) -> Priority:
    return Priority[name.upper()]
