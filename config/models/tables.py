"""The tables of the config file.

Each key carries its description and an example, which make the example file; where there is
a default, the example is the default.
"""

from datetime import time
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationInfo

from bot.domain.retention import INTERACTIONS, PLACES, TEXT, Retention, span
from bot.domain.schedule import Period, Unit, WallTime
from bot.errors import ConfigError, UnfitError
from config.models.account import AccountName
from config.models.database import database
from config.models.endpoint import endpoint, secret_endpoint
from config.models.moment import period, wall_time
from config.models.recipient import Recipient, recipient
from config.models.server import VILLAGE, server
from config.parsed import Origin, parsed, parsed_in_folder
from config.paths import expanded
from config.secrets.reference import SecretRef

FORTNIGHT: Final = Period(2, Unit.WEEK)


def _checked(secret: SecretRef, info: ValidationInfo) -> SecretRef:
    if isinstance(info.context, Origin) and info.context.checks_secrets:
        try:
            secret.check()
        except ConfigError as error:
            raise UnfitError(error.said) from None
    return secret


Account = Annotated[AccountName, parsed(AccountName.parse)]
Server = Annotated[str, parsed(server)]
Secret = Annotated[SecretRef, parsed_in_folder(SecretRef.parse), AfterValidator(_checked)]
Every = Annotated[Period, parsed(period)]


class Table(BaseModel):
    """A table of the file: nothing unknown in it, nothing converted, nothing changed after."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
        defer_build=True,  # within `Settings`, and not each once more for itself
    )


class RetentionTable(Table):
    """How long things are kept."""

    text: Every = Field(
        default=TEXT,
        description="The text of posts, from the date of the post: older text is not even stored. "
        "At most 12 months.",
        examples=["30 days"],
    )
    interactions: Every = Field(
        default=INTERACTIONS,
        description="Who wrote to whom and when, without the text, and what is counted from it. "
        "At least as long as the text, and 3 months; at most 120.",
        examples=["24 months"],
    )
    places: Every = Field(
        default=PLACES,
        description="Where a profile says that somebody lives, from the day when the profile was "
        "last seen. What you say yourself does not end. At most 24 months.",
        examples=["6 months"],
    )

    def limits(self) -> Retention:
        """The same as spans of time."""
        return Retention(*map(span, (self.text, self.interactions, self.places)))


class Access(Table):
    """An account, its server and its secret."""

    account: Account
    url: Server | None = None
    secret: Secret | None = None

    @property
    def in_village(self) -> bool:
        """Whether the account lives in the demo village, which needs no network."""
        return self.url == VILLAGE


class Watch(Access):
    """An account of the owner's, whose conversations are read."""

    account: Account = Field(
        description='Your account: "@me@piaille.fr" on Mastodon and servers like it, or '
        '"me.bsky.social" (or a DID) on Bluesky. The network and the server are found from it.',
        examples=["@me@piaille.fr"],
    )
    url: Server | None = Field(
        default=None,
        description="The instance or the PDS, where it cannot be found from the account. "
        f'"{VILLAGE}" is the demo village, without network or secret; the account is then '
        '"@camille@village.example" or "camille.village.example".',
        examples=["https://piaille.fr"],
    )
    secret: Secret | None = Field(
        default=None,
        description="Where the access token or the app password is kept, never itself: "
        '"file:PATH" (chmod 600; relative to this file), "env:VARIABLE", "credential:NAME" '
        '(systemd) or "keyring:SERVICE/USER" (an extra). Without it, only what is public is read.',
        examples=["file:me.secret"],
        json_schema_extra={"in_use": True},
    )
    weight: float = Field(
        default=1.0,
        gt=0,
        description="How much the conversations of this account count beside those of the others.",
        examples=[1.0],
    )
    send_as_me: bool = Field(
        default=False,
        description="Whether `send 2` posts an invitation from this account, exactly as you "
        "approved it, once; otherwise you get the text and send it yourself. It needs a secret "
        "that may write: on Mastodon the scope write:statuses, on Bluesky an app password with "
        "access to direct messages.",
        examples=[False],
    )


class Bot(Access):
    """The account that sends the digests."""

    account: Account = Field(
        description="The account that sends, on the network that the digests go to.",
        examples=["@terrasse@piaille.fr"],
    )
    url: Server | None = Field(
        default=None,
        description="Its instance or PDS, as under [[watch]].",
        examples=["https://piaille.fr"],
    )
    secret: Secret | None = Field(
        default=None,
        description="Where its secret is kept, as under [[watch]]. It needs one.",
        examples=["env:BOT_SECRET"],
    )
    run_by: str | None = Field(
        default=None,
        min_length=1,
        max_length=100,
        description="Who runs the bot and how to reach them: it says so when it introduces itself "
        "to an account that you watch without a secret. Your accounts, if not given.",
        examples=["Camille, camille@example.org"],
    )


class DigestTable(Table):
    """What is sent, where to, and when."""

    to: Annotated[Recipient, parsed_in_folder(recipient)] | None = Field(
        default=None,
        description="Where digests go: one of your watched accounts, by direct message, or a "
        'file ("file:digest.md"). The first watched account, if not given.',
        examples=["@me@piaille.fr"],
    )
    every: Every = Field(
        default=FORTNIGHT,
        description="How often: a number of days, weeks or months.",
        examples=["2 weeks"],
    )
    at: Annotated[WallTime, parsed(wall_time)] = Field(
        default=WallTime(time(18), weekday=6),
        description="When, by the clock of your time zone, with or without a weekday (in English "
        "or French). A weekday goes with weeks and months only.",
        examples=["sunday 18:00"],
    )
    people: int = Field(
        default=3, ge=1, le=3, description="The most people in one digest, 1 to 3.", examples=[3]
    )
    quiet_when_empty: bool = Field(
        default=True,
        description="Send nothing when there is nobody to suggest; false sends one line.",
        examples=[True],
    )
    learn: bool = Field(
        default=True,
        description="Whether the people you met, know, passed over or said never to change the "
        "order of the others, by a quarter at most. Only how you talk counts, never what is said.",
        examples=[True],
    )

    @property
    def wall_time(self) -> WallTime:
        """`at`, whose default loses its weekday where digests come every so many days."""
        if self.every.unit is Unit.DAY and "at" not in self.model_fields_set:
            return WallTime(self.at.at)
        return self.at


class GoalTable(Table):
    """What the owner sets out to do: it stands at the head of each digest."""

    meetings: int = Field(
        default=1,
        ge=1,
        le=99,
        description="How many meetings you want in each period.",
        examples=[1],
    )
    every: Every = Field(
        default=FORTNIGHT,
        description="The period: a number of days, weeks or months. What you say of both by "
        "message or command (goal 2 per month) wins over the file.",
        examples=["2 weeks"],
    )


class PolishTable(Table):
    """Who rewords drafts."""

    url: Annotated[str, parsed(endpoint)] = Field(
        description="The base address of the API, below which /chat/completions lies: https, or "
        "http on this machine.",
        examples=["http://localhost:11434/v1"],
    )
    model: str = Field(
        min_length=1, description="The model, by its name there.", examples=["mistral-small"]
    )
    secret: Secret | None = Field(
        default=None,
        description="Where the API key is kept, as under [[watch]], if it asks for one.",
        examples=["env:POLISH_KEY"],
    )


class InvitationTable(Table):
    """How drafts of invitations are made."""

    templates: Annotated[Path, parsed_in_folder(expanded)] | None = Field(
        default=None,
        description="A folder with templates of your own (Jinja), relative to this file: "
        "en/coffee.txt, fr/lunch.txt and so on, for answer, event, coffee, lunch and call. "
        "Terrasse uses its own for those that are missing. terrasse doctor tries them.",
        examples=["templates"],
    )
    polish: PolishTable | None = Field(
        default=None,
        description="A service that rewords drafts: an OpenAI-compatible API. It is sent the "
        "draft, with the other's first name, what is cited of your public thread, times and place; "
        "nothing that was not said in the open. Where it changes or adds a link, a time, a name "
        "or a place, the draft stays as it was. Off, if not given.",
    )


class StoreTable(Table):
    """Where the log of conversations is kept."""

    url: Annotated[str, parsed_in_folder(database)] | None = Field(
        default=None,
        description="An SQLite file, relative to this one, or a PostgreSQL database "
        "(postgresql://USER@HOST/DATABASE, an extra). If not given, terrasse.db in "
        "$XDG_DATA_HOME/terrasse, or in ~/.local/share/terrasse.",
        examples=["sqlite:///terrasse.db"],
    )
    secret: Secret | None = Field(
        default=None,
        description="Where the password of the PostgreSQL user is kept, as under [[watch]]. It may "
        "also be in PostgreSQL's own file, ~/.pgpass.",
        examples=["env:DATABASE_PASSWORD"],
    )
    folder: Annotated[Path, parsed_in_folder(expanded)] | None = Field(
        default=None,
        description="Where sign-ins and planned meetings are kept, relative to this file. If not "
        "given, beside the SQLite file; PostgreSQL needs it.",
        examples=["data"],
    )


class HealthTable(Table):
    """Who watches over the daemon."""

    ping: Annotated[SecretStr, parsed(secret_endpoint)] | None = Field(
        default=None,
        description="An address that is asked for after each round that went well, and with /fail "
        "at its end after one that did not: a check of healthchecks.io, or of a monitor like it. "
        "It tells you when nothing comes any more. Whoever knows the address can do the same: "
        "keep this file to yourself then.",
        examples=["https://monitor.example/ping/a-long-secret"],
    )
