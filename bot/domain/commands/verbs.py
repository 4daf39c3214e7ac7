"""The table of verbs; their handlers are in `bot.services.obey.commands`.

The grammar, the answers to `help`, and the subcommands of the command line are made from it. It
imports nothing slow, as `terrasse --help` loads it.
"""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.domain.sentence import marked

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verb(StrEnum):
    """The verbs of commands. Decisions are stored under these values."""

    LIST = "list"
    WHY = "why"
    WHY_NOT = "why-not"
    DRAFT = "draft"
    EDIT = "edit"
    SEND = "send"
    SENT = "sent"
    PLANNED = "planned"
    MET = "met"
    DECLINED = "declined"
    WENT = "went"
    YES = "yes"
    NO = "no"
    NOT_YET = "not-yet"
    GOAL = "goal"
    PAUSE = "pause"
    RESUME = "resume"
    START = "start"
    STOP = "stop"
    NEVER = "never"
    SNOOZE = "snooze"
    KNOWN = "known"
    UNDO = "undo"
    TRIP = "trip"
    TRIPS = "trips"
    PLACE = "place"
    SAME = "same"
    UNJOIN = "unjoin"
    NOT_SAME = "not-same"
    FORGET = "forget"
    HELP = "help"


class People(Enum):
    """How many people are named after a verb."""

    NONE = auto()
    ONE = auto()
    ONE_AT_MOST = auto()
    ONE_OR_HOME = auto()
    """A person, or the owner's home."""
    ONE_OR_EVERYTHING = auto()
    """A person, or all data of the owner."""
    ONE_OR_TWO = auto()
    TWO = auto()
    SOME = auto()
    """At least one."""


class Rest(Enum):
    """What follows the verb and the people. See `bot.domain.commands.shapes`."""

    NOTHING = auto()
    NUMBER = auto()
    """The number of an event in a digest."""
    PERIOD = auto()
    """A duration, or nothing: `3w`."""
    REPLY = auto()
    """`reply`, or nothing."""
    TEXT = auto()
    """A text, kept unchanged; in a message, after a colon."""
    MEETING = auto()
    """A day, a time and optionally a place: `saturday 12:30 Café X`."""
    PLACE = auto()
    JOURNEY = auto()
    """A town and days: `Lyon 12-14 dec`; or the town of a trip that is cancelled."""
    FREQUENCY = auto()
    """A frequency, or nothing: `2 per month`."""
    EVERYTHING = auto()
    """`everything`, or nothing."""
    VERB = auto()
    """A verb, or nothing."""


class Effect(Enum):
    """What a verb does."""

    READS = auto()
    """Nothing changes, so a question mark is allowed: `why 1?`"""
    CHANGES = auto()
    """Something changes. The command line has a subcommand for it."""


class Who(Enum):
    """Which of the owner's accounts may use a verb; each value includes those above it."""

    ADDRESSEE = auto()
    """The account that digests go to."""
    UNPAIRED = auto()
    """Also that account before it is paired with the bot."""
    EVERY_ACCOUNT = auto()
    """Also the owner's other accounts."""


class Entry(NamedTuple):
    """One verb of the table.

    words: by language (`en`, `fr`), the usual word first. A hyphen may be written as a space.
    near: words by language that are answered with the usual word as a suggestion.
    strict: it cannot be undone, or its word is common in everyday talk. Without a person, it is
        ignored in a message that also greets or thanks.
    line: the answer to `help VERB`, one sentence with an example. It is translated.
    usage: the text of `terrasse VERB --help`; `terrasse --help` shows the first paragraph.
    """

    words: Mapping[str, tuple[str, ...]]
    line: str
    near: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    people: People = People.NONE
    rest: Rest = Rest.NOTHING
    strict: bool = False
    effect: Effect = Effect.CHANGES
    who: Who = Who.ADDRESSEE
    usage: str = ""


_RENCONTRE: Final = ("rencontré", "rencontrée", "rencontrés", "rencontrées")
HOME: Final = "home"
"""The target of `place home Rennes`."""
EVERYTHING: Final = "everything"
"""The target of `forget everything`."""
_PERSON: Final = "PERSON is a number of a digest, a handle, a link, or a name."

VERBS: Final[Mapping[Verb, Entry]] = {
    Verb.LIST: Entry(
        words={"en": ("list",), "fr": ("liste", "lister")},
        effect=Effect.READS,
        line=marked("list: the people you talk with most"),
    ),
    Verb.WHY: Entry(
        words={"en": ("why",), "fr": ("pourquoi", "pq", "pk")},
        people=People.ONE_OR_TWO,
        effect=Effect.READS,
        line=marked("why 1: what a suggestion rests on; why 1 2 sets two side by side"),
    ),
    Verb.WHY_NOT: Entry(
        words={"en": ("why-not", "whynot"), "fr": ("pourquoi-pas", "pq-pas", "pk-pas")},
        people=People.ONE,
        effect=Effect.READS,
        line=marked("why-not 1: what holds somebody back"),
    ),
    Verb.DRAFT: Entry(
        words={"en": ("draft",), "fr": ("brouillon",)},
        people=People.ONE,
        line=marked("draft 1: an invitation to look at"),
        usage=f"Show the invitation to PERSON, or draft one.\n\n{_PERSON}",
    ),
    Verb.EDIT: Entry(
        words={"en": ("edit",), "fr": ("modifie", "modifier", "modifies")},
        people=People.ONE,
        rest=Rest.TEXT,
        line=marked("edit 1: Hi Alice … – your own words for the invitation"),
        usage="Put your own TEXT in place of the draft.\n\n"
        f"With - it is read from standard input. {_PERSON}",
    ),
    Verb.SEND: Entry(
        words={"en": ("send",), "fr": ("envoie", "envoies", "envoyer")},
        people=People.ONE,
        rest=Rest.REPLY,
        strict=True,
        line=marked("send 1: sends the invitation; send 1 reply answers in your thread"),
        usage="Approve the draft to PERSON, and send it.\n\n"
        "With send_as_me it goes out now, from your account, exactly as it was shown. Otherwise "
        "you get the text, and a link to send it with; then say: terrasse sent PERSON",
    ),
    Verb.SENT: Entry(
        words={"en": ("sent",), "fr": ("envoyé", "envoyée", "envoyés", "envoyées")},
        people=People.ONE,
        line=marked("sent 1: you sent the invitation yourself"),
        usage="Say that you have sent PERSON the invitation yourself.",
    ),
    Verb.PLANNED: Entry(
        words={"en": ("planned",), "fr": ("prévu", "prévue", "prévus", "prévues")},
        people=People.ONE,
        rest=Rest.MEETING,
        line=marked("planned 1 saturday 12:30 Café X: when and where you will meet"),
        usage="Say when and where you will meet PERSON.\n\n"
        "It becomes an .ics file with the next round; saying it again moves the meeting.",
    ),
    Verb.MET: Entry(
        words={"en": ("met",), "fr": (*("vu", "vue", "vus", "vues"), *_RENCONTRE)},
        people=People.ONE,
        line=marked("met 1: you met them"),
        usage="Say that you met PERSON: it counts for the goal.",
    ),
    Verb.DECLINED: Entry(
        words={"en": ("declined",), "fr": ("décliné", "déclinée", "déclinés", "déclinées")},
        people=People.ONE,
        line=marked("declined 1: they said no"),
        usage="Say that PERSON would rather not: nobody asks again.",
    ),
    Verb.WENT: Entry(
        words={"en": ("went",), "fr": ("allé", "allée", "allés", "allées")},
        rest=Rest.NUMBER,
        line=marked("went 3: you were at the event"),
        usage="Say that you were at the event NUMBER of a digest.\n\n"
        "It counts for the goal, whoever else was there.",
    ),
    Verb.YES: Entry(
        words={"en": ("yes",), "fr": ("oui",)},
        near={"en": ("yep", "yeah", "yup", "yea", "sure"), "fr": ("ouais", "ouaip")},
        people=People.ONE_AT_MOST,
        strict=True,
        who=Who.UNPAIRED,
        line=marked("yes: answers a question; yes 1 where there are several"),
        usage="Answer what the bot asked with yes.\n\n"
        "Name PERSON where it has asked about several.",
    ),
    Verb.NO: Entry(
        words={"en": ("no",), "fr": ("non",)},
        near={"en": ("nope", "nah"), "fr": ("nan",)},
        people=People.ONE_AT_MOST,
        strict=True,
        who=Who.UNPAIRED,
        line=marked("no: answers a question; no 1 where there are several"),
        usage="Answer what the bot asked with no.\n\nName PERSON where it has asked about several.",
    ),
    Verb.NOT_YET: Entry(
        words={"en": ("not-yet",), "fr": ("pas-encore",)},
        people=People.ONE_AT_MOST,
        strict=True,
        line=marked("not yet: answers a question; I’ll ask again"),
        usage='Answer "did you meet?" with not yet.\n\n'
        "It is asked again in a week. Name PERSON where it was asked about several.",
    ),
    Verb.GOAL: Entry(
        words={"en": ("goal",), "fr": ("objectif",)},
        rest=Rest.FREQUENCY,
        line=marked(
            "goal: how far it is reached; goal 1 every 2 weeks: how often to meet somebody"
        ),
        usage="Show how far the goal is reached, or set it.\n\n"
        "FREQUENCY is how often you would like to meet somebody, such as 2 per month, or 1 every "
        "3 weeks. What you say here wins over the config file.",
    ),
    Verb.PAUSE: Entry(
        words={"en": ("pause",), "fr": ("pause",)},
        rest=Rest.PERIOD,
        line=marked("pause: no digests until you write resume; pause 2w: for two weeks at most"),
        usage="No digests and no questions, until resume.\n\n"
        "With DURATION, such as 3d, 2w or 1m (days, weeks, months), the pause also ends by itself.",
    ),
    Verb.RESUME: Entry(
        words={"en": ("resume",), "fr": ("reprends", "reprend", "reprendre")},
        line=marked("resume: digests again, after a pause"),
        usage="Digests again, after a pause.",
    ),
    Verb.START: Entry(
        words={"en": ("start",), "fr": ("commence", "commencer")},
        strict=True,
        who=Who.UNPAIRED,
        line=marked("start: connects you with this bot, also after a stop"),
        usage="Begin again after stop.",
    ),
    Verb.STOP: Entry(
        words={"en": ("stop",), "fr": ("arrête", "arrêter", "arrêtes")},
        rest=Rest.EVERYTHING,
        strict=True,
        who=Who.EVERY_ACCOUNT,
        line=marked(
            "stop: no more reading and no more messages; stop everything also deletes what was kept"
        ),
        usage="Read and send nothing more, and delete what was kept: stop everything.\n\n"
        "It is about the account that digests go to. Without “everything” you are asked back, if "
        "its secret is in the config file.",
    ),
    Verb.NEVER: Entry(
        words={"en": ("never",), "fr": ("jamais",)},
        people=People.ONE,
        strict=True,
        line=marked("never 1: never suggest them again"),
        usage=f"Never suggest PERSON again.\n\n{_PERSON}",
    ),
    Verb.SNOOZE: Entry(
        words={"en": ("snooze", "later"), "fr": ("plus-tard",)},
        people=People.ONE,
        rest=Rest.PERIOD,
        line=marked("snooze 1 3w: not before three weeks are over (3d, 3w, 3m)"),
        usage=f"Do not suggest PERSON for a while.\n\n{_PERSON} DURATION is 3d, 2w or 1m: days, "
        "weeks, months; a month if not given.",
    ),
    Verb.KNOWN: Entry(
        words={"en": ("known",), "fr": ("connu", "connue", "connus", "connues")},
        people=People.SOME,
        line=marked("known 1 2: you already meet these people"),
        usage=f"You already meet PERSON: suggest them no more.\n\nThey stay in the log. {_PERSON}",
    ),
    Verb.UNDO: Entry(
        words={"en": ("undo",), "fr": ("annule", "annuler", "annules")},
        line=marked("undo: undoes the last thing you said"),
        usage="Undo the last thing you said, if it is not too late.",
    ),
    Verb.TRIP: Entry(
        words={"en": ("trip",), "fr": ("voyage",)},
        rest=Rest.JOURNEY,
        line=marked(
            "trip Lyon 12-14 dec: where you will be, and when; trip cancel Lyon: not after all"
        ),
        usage="Say where you will be, and when: who lives there is suggested first.\n\n"
        "PLACE is a town, with its region or country where there are several. DAYS are one day, "
        "or the first and the last. With cancel before PLACE, you will not be there after all.",
    ),
    Verb.TRIPS: Entry(
        words={"en": ("trips",), "fr": ("voyages",)},
        effect=Effect.READS,
        line=marked("trips: where you live, and your trips"),
    ),
    Verb.PLACE: Entry(
        words={"en": ("place",), "fr": ("lieu",)},
        people=People.ONE_OR_HOME,
        rest=Rest.PLACE,
        line=marked("place 1 Rennes: where they live; place home Rennes: where you live"),
        usage=f"Say where PERSON lives, or where you live: terrasse place home Rennes\n\n{_PERSON} "
        "PLACE is a town, with its region or country where there are several: Paris, Texas. What "
        "you say comes before what their profile says, and does not expire.",
    ),
    Verb.SAME: Entry(
        words={"en": ("same",), "fr": ("même", "mêmes")},
        people=People.TWO,
        line=marked("same 1 2: these two are one person"),
        usage=f"PERSON and OTHER are one human: join them.\n\n{_PERSON} Their histories count "
        "together; what keeps one from being suggested holds for both. Undone by unjoin.",
    ),
    Verb.UNJOIN: Entry(
        words={"en": ("unjoin",), "fr": ("sépare", "séparer")},
        people=People.ONE,
        line=marked("unjoin 1: their accounts are not one person’s after all"),
        usage=f"The accounts of PERSON are not one human’s: part them.\n\n{_PERSON} They are not "
        "joined again by themselves. A never, and a no to an invitation, hold for each of them.",
    ),
    Verb.NOT_SAME: Entry(
        words={"en": ("not-same",), "fr": ("pas-même", "pas-mêmes")},
        people=People.TWO,
        line=marked("not-same 1 2: these two are not one person"),
        usage=f"PERSON and OTHER are two humans: never join them.\n\n{_PERSON} They are parted if "
        "they were joined.",
    ),
    Verb.FORGET: Entry(
        words={"en": ("forget",), "fr": ("oublie", "oublier")},
        people=People.ONE_OR_EVERYTHING,
        strict=True,
        line=marked(
            "forget 1: deletes all that I keep of them, for good; forget everything: all of it"
        ),
        usage="Delete all that is kept of PERSON, for good; or everything that is kept.\n\n"
        f"{_PERSON} You are asked to confirm. There is no undo, and nothing of them is collected "
        "again. “everything” deletes all your data; reading begins again with: terrasse start",
    ),
    Verb.HELP: Entry(
        words={"en": ("help",), "fr": ("aide",)},
        rest=Rest.VERB,
        effect=Effect.READS,
        line=marked("help snooze: one line about a command"),
    ),
}


def word_for(verb: Verb, language: str) -> str:
    """The usual word for a verb in a language, `en` or `fr`."""
    return VERBS[verb].words[language][0]
