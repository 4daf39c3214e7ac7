"""The settings: the config file, checked and typed."""

from os import environ as _environ
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from bot.domain.meeting.goal import Goal
from bot.domain.schedule import Schedule
from bot.domain.sentence import marked
from bot.errors import UnfitError
from config.models.database import default_database
from config.models.meeting import CalendarTable, MeetingsTable, PlacesTable, SlotTable
from config.models.recipient import Recipient
from config.models.rules import broken_rules
from config.models.tables import (
    Access,
    Bot,
    DigestTable,
    GoalTable,
    HealthTable,
    InvitationTable,
    RetentionTable,
    StoreTable,
    Table,
    Watch,
)
from config.models.web import WebTable
from config.models.zone import machine_zone, zone
from config.parsed import parsed


class Settings(Table):
    """The whole file. Every value is checked, alone and against the others.

    `config.load.load` makes them from a file.
    """

    language: Literal["en", "fr"] = Field(
        default="en",
        description='The language of digests and answers, "en" or "fr".',
        examples=["en"],
    )
    timezone: Annotated[ZoneInfo, parsed(zone)] = Field(
        default_factory=machine_zone,
        description="Your time zone: days begin and digests come by its clock. If not given, that "
        "of this machine ($TZ, else /etc/localtime, else UTC).",
        examples=["Europe/Paris"],
    )
    watch: tuple[Watch, ...] = Field(
        strict=False,  # TOML has arrays, not tuples
        description="An account of yours, whose conversations are read. One such table for each, "
        "as many as you have.",
    )
    bot: Bot | None = Field(
        default=None,
        description="The account that sends the digests. On Mastodon you may do without, and "
        "write to yourself (which brings no notification); Bluesky allows no message to oneself.",
    )
    digest: DigestTable = Field(
        default=DigestTable(), description="What is sent, where to, and when."
    )
    goal: GoalTable = Field(
        default=GoalTable(), description="Your goal, shown at the top of each digest."
    )
    slot: tuple[SlotTable, ...] = Field(
        default=(),
        strict=False,  # TOML has arrays, not tuples
        description="A time of your week that you keep for meetings: invitations propose two or "
        "three of these. One such table for each; without any, they propose no times.",
    )
    calendar: tuple[CalendarTable, ...] = Field(
        default=(),
        strict=False,
        description="A calendar of yours: what it holds is not proposed. One such table for each.",
    )
    meetings: MeetingsTable = Field(
        default=MeetingsTable(),
        description="How times are chosen from your slots, and where meetings are kept.",
    )
    places: PlacesTable = Field(
        default=PlacesTable(), description="Where you live, and how far you go to meet somebody."
    )
    invitation: InvitationTable = Field(
        default=InvitationTable(), description="How drafts of invitations are made."
    )
    retention: RetentionTable = Field(
        default=RetentionTable(),
        description="How long things are kept: a number of days, weeks or months. What is older is "
        "deleted with the next collect.",
    )
    store: StoreTable = Field(
        default=StoreTable(), description="Where the log of your conversations is kept."
    )
    health: HealthTable = Field(
        default=HealthTable(),
        description="Who watches over the daemon. Without any, terrasse health says how it is.",
    )
    web: WebTable | None = Field(
        default=None,
        description="The web page, which terrasse web shows at any time. With this table, terrasse "
        "run shows it too; terrasse web --new-link prints the link to open it.",
    )

    # Not min_length, which would also report a missing table where all tables are faulty.
    @field_validator("watch")
    @classmethod
    def _watch_something(cls, watch: tuple[Watch, ...]) -> tuple[Watch, ...]:
        if not watch:
            raise UnfitError(marked("must hold at least one table."))
        return watch

    @model_validator(mode="after")
    def _keep_the_rules(self) -> Self:
        broken = [
            InitErrorDetails(
                type=PydanticCustomError("rule", "{why}", {"why": why}), loc=where, input=None
            )
            for where, why in broken_rules(self)
        ]
        if broken:
            title = type(self).__name__
            raise ValidationError.from_exception_data(title, broken, hide_input=True)
        return self

    @property
    def recipient(self) -> Recipient:
        """Where digests go: an account of the owner's, or a file by its absolute path."""
        return self.digest.to or self.watch[0].account

    @property
    def accesses(self) -> tuple[Access, ...]:
        """The watched accounts, and the bot's: one that is both is there twice."""
        return (*self.watch, self.bot) if self.bot else self.watch

    @property
    def sender(self) -> Access | None:
        """The account that sends: the bot's, else the recipient's own on Mastodon.

        `None` where digests go to a file and there is no bot.
        """
        return self.bot or next(
            (watched for watched in self.watch if watched.account == self.recipient), None
        )

    @property
    def store_url(self) -> str:
        """Where the store lies: an SQLite URL with an absolute path, or a PostgreSQL URL.

        Raises:
            ConfigError: the file does not say, and there is no home directory to put it into.
        """
        return self.store.url or default_database(_environ)

    def schedule(self) -> Schedule:
        """The schedule of the digests."""
        return Schedule(self.digest.every, self.digest.wall_time, self.timezone)

    def meeting_goal(self) -> Goal:
        """How many meetings the owner set out to have, and in what time."""
        return Goal(self.goal.meetings, self.goal.every)
