"""Commands and texts that look like some, each with what it means: the oracle of the grammar.

What a text means is known from how it was made, or read off a plain list of patterns; nothing
here asks the grammar.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Meaning = tuple[str, tuple[str, ...]]
"""The verb, and all that was said with it."""

PLAIN: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("list", "list", ()),
    ("liste", "list", ()),
    ("undo", "undo", ()),
    ("annule", "undo", ()),
    ("pause", "pause", ()),
    ("resume", "resume", ()),
    ("reprends", "resume", ()),
    ("stop", "stop", ()),
    ("arrête", "stop", ()),
    ("help", "help", ()),
    ("aide", "help", ()),
    ("yes", "yes", ()),
    ("oui", "yes", ()),
    ("no", "no", ()),
    ("non", "no", ()),
    ("not yet", "not-yet", ()),
    ("pas encore", "not-yet", ()),
    *(
        (f"{word} 7", verb, ("7",))
        for word, verb in (
            ("why", "why"),
            ("pourquoi", "why"),
            ("why not", "why-not"),
            ("why-not", "why-not"),
            ("pourquoi pas", "why-not"),
            ("pourquoi-pas", "why-not"),
            ("draft", "draft"),
            ("brouillon", "draft"),
            ("send", "send"),
            ("envoie", "send"),
            ("envoyer", "send"),
            ("sent", "sent"),
            ("envoyé", "sent"),
            ("snooze", "snooze"),
            ("later", "snooze"),
            ("plus tard", "snooze"),
            ("plus-tard", "snooze"),
            ("never", "never"),
            ("jamais", "never"),
            ("known", "known"),
            ("connu", "known"),
            ("met", "met"),
            ("vu", "met"),
            ("declined", "declined"),
            ("décliné", "declined"),
            ("went", "went"),
            ("allé", "went"),
            ("unjoin", "unjoin"),
            ("forget", "forget"),
            ("oublie", "forget"),
            ("yes", "yes"),
            ("oui", "yes"),
            ("not yet", "not-yet"),
        )
    ),
    ("send 7 reply", "send", ("7", "reply")),
    ("envoie 7 en réponse", "send", ("7", "reply")),
    ("snooze 7 3w", "snooze", ("7", "3w")),
    ("plus tard 7 3 semaines", "snooze", ("7", "3w")),
    ("plus-tard 7 1mois", "snooze", ("7", "1m")),
    ("why 7 8", "why", ("7", "8")),
    ("known 7 8 9", "known", ("7", "8", "9")),
    ("same 7 8", "same", ("7", "8")),
    ("même 7 8", "same", ("7", "8")),
    ("not-same 7 8", "not-same", ("7", "8")),
    ("pas même 7 8", "not-same", ("7", "8")),
    ("goal", "goal", ()),
    ("goal 2 per month", "goal", ("2", "1m")),
    ("goal 1 every 2 weeks", "goal", ("1", "2w")),
    ("objectif 1 par quinzaine", "goal", ("1", "2w")),
    ("help snooze", "help", ("snooze",)),
    ("aide envoie", "help", ("send",)),
)
"""Commands that hold nothing of the owner's own, and what they mean."""

OWN: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("planned 7 ", "planned", ("7", "saturday 12:30", "Café X")),
    ("prévu 7 ", "planned", ("7", "samedi 12h30", "la Bonne Table")),
    ("planned 7 ", "planned", ("7", "5 december 12:30")),
    ("place 7 ", "place", ("7", "Saint-Étienne")),
    ("lieu 7 ", "place", ("7", "Rennes")),
    ("trip ", "trip", ("Lyon", "12-14 dec")),
    ("voyage ", "trip", ("Le Mans", "du 12 au 14 décembre")),
)
"""Commands that end in a moment or a place, and what they mean."""

READING: Final = {"list", "why", "why-not", "help"}
NEGATIONS: Final = ("don't", "don’t", "do not", "not", "never", "ne", "n'ai", "pas", "jamais", "no")
QUESTIONS: Final = ("should I", "shall I", "can you", "could you", "peux-tu", "dois-je", "and if I")
SENTENCES: Final = (
    "never mind",
    "never say never",
    "jamais de la vie",
    "no way",
    "no thanks to 2",
    "yes but not now",
    "oui mais pas maintenant",
    "known unknowns",
    "I met 2 people there",
    "we met",
    "send my regards to 2",
    "I sent 2 of them",
    "the place is lovely",
    "a place in 2 words",
    "why oh why",
    "pas encore vu 2",
    "n'envoie pas 2",
    "ne jamais envoyer 2",
    "je n'ai pas envoyé 2",
    "help me send 2",
    "stop it",
    "stop sending 2",
    "please stop never 2",
    "list of people to never send 2",
    "later, 2 of us",
    "goal 2 : meet people",
    "forget it",
    "forget about 2",
    "oublie ça",
    "c'est prévu",
    "planned 2 sometime soon",
    "same here",
    "pause 2 beats",
    "> send 2",
    "you wrote:\n> never 2\n> send 2",
    "why 1 · draft 1 · edit 1: … · snooze 1 3w · never 1 · known 1 · help",
)
VOCABULARY: Final = [
    *sorted({word for text, _, _ in PLAIN for word in text.split()}),
    *("and", "or", "the", "2", "12", "99", "me", "you", "3w", "mind", "et", "de", "please"),
]
SPACES: Final = (" ", "  ", "\u00a0", "\u202f", "\t", "\n", "\r\n", " \u200b", "\u3000")
UNSEEN: Final = ("\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and what it may mean: `None` stands for no effect."""

    text: str
    meanings: tuple[Meaning | None, ...]


def samples(seed: int, count: int) -> Iterator[Sample]:
    """This many texts, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    makers = (_true, _negated, _asked, _doubled, _sentence, _soup, _slip, _garbled, _garbage)
    for _ in range(count):
        yield chance.choice(makers)(chance)


def _command(chance: random.Random) -> tuple[str, Meaning]:
    """A command in its usual spelling, with random numbers."""
    numbers = {sign: str(chance.randint(1, 99)) for sign in "789"}
    if chance.random() < 0.25:
        text, verb, args = chance.choice(OWN)
        said = list(args[1:] if verb != "trip" else args)
        text += " ".join(said)
        where = text.find(" 7 ")
        if where >= 0:
            text = text[: where + 1] + numbers["7"] + text[where + 2 :]
            args = (numbers["7"], *args[1:])
        return text, (verb, args)
    text, verb, args = chance.choice(PLAIN)
    drawn = " ".join(numbers.get(word, word) for word in text.split(" "))
    return drawn, (verb, tuple(numbers.get(arg, arg) for arg in args))


def noisy(chance: random.Random, text: str, verb: str) -> str:
    """The text with what makes no difference: case, accents, spaces, mention, quotes, please."""
    words = text.split(" ")
    verbatim = {"planned", "place", "trip"}
    last = 1 if verb in verbatim else len(words)
    for place, word in enumerate(words[:last]):
        changed = "".join(chance.choice((str.upper, str.lower, str))(letter) for letter in word)
        if chance.random() < 0.5:
            changed = "".join(
                letter
                for letter in unicodedata.normalize("NFD", changed)
                if not unicodedata.combining(letter)
            )
        if chance.random() < 0.2:
            cut = chance.randint(0, len(changed))
            changed = changed[:cut] + chance.choice(UNSEEN) + changed[cut:]
        words[place] = changed
    said = words[0]
    for word in words[1:]:
        said += chance.choice(SPACES) + word
    before, after = chance.choice((("", ""), ("", ""), ("« ", " »"), ("“", "”"), ('"', '"')))
    said = before + said + chance.choice(("", "", ".", "!", " !")) + after
    said = chance.choice(("", "", "please ", "Please, ", "@bot@example.org ", "@bot: ")) + said
    return said + chance.choice(("", "", " please", ", s’il te plaît", " stp"))


def _true(chance: random.Random) -> Sample:
    text, meaning = _command(chance)
    return Sample(noisy(chance, text, meaning[0]), (meaning,))


def _negated(chance: random.Random) -> Sample:
    """A negation somewhere; where that makes another command, the patterns below know it."""
    text, _ = _command(chance)
    words = text.split(" ")
    words.insert(chance.randint(0, len(words)), chance.choice(NEGATIONS))
    return _by_pattern(" ".join(words))


def _asked(chance: random.Random) -> Sample:
    text, meaning = _command(chance)
    kind = chance.randint(0, 2)
    if kind == 0:
        mark = chance.choice(("?", " ?", "\u202f?", "？", "?!", "⁇"))  # noqa: RUF001
        reads = meaning[0] in READING or meaning == ("goal", ())
        return Sample(text + mark, (None, meaning) if reads else (None,))
    end = "?" if kind == 1 else ""
    return Sample(f"{chance.choice(QUESTIONS)} {text}{end}", (None,))


def _doubled(chance: random.Random) -> Sample:
    (first, _), (second, _) = _command(chance), _command(chance)
    join = chance.choice((" and ", " et ", ", ", "; ", "\n", ". ", " then ", " puis "))
    return _by_pattern(f"{first}{join}{second}")


def _sentence(chance: random.Random) -> Sample:
    return Sample(noisy(chance, chance.choice(SENTENCES), "place"), (None,))


def _soup(chance: random.Random) -> Sample:
    return _by_pattern(" ".join(chance.choices(VOCABULARY, k=chance.randint(1, 6))))


def _slip(chance: random.Random) -> Sample:
    """Two letters of a command change places, or one is lost or doubled."""
    text, _ = _command(chance)
    place = chance.randrange(len(text))
    kind = chance.randint(0, 2)
    if kind == 0:
        slipped = text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]
    else:
        slipped = text[:place] + (text[place] * 2 if kind == 1 else "") + text[place + 1 :]
    return _by_pattern(slipped)


def _garbled(chance: random.Random) -> Sample:
    """A sign that is no letter, digit or space somewhere in a command: the same, or nothing."""
    text, meaning = _command(chance)
    sign = " "
    while _makes_a_difference(sign):
        first, last = chance.choice(((0x20, 0x3000), (0xE000, 0x1FFFF)))
        sign = chr(chance.randrange(first, last))
    place = chance.randint(0, len(text))
    garbled = text[:place] + sign + text[place:]
    if meaning[0] in {"planned", "place", "trip"}:
        return Sample(garbled, (None, meaning, _ANY))
    return Sample(garbled, (None, meaning))


def _makes_a_difference(sign: str) -> bool:
    letters = unicodedata.normalize("NFKD", sign)
    return sign in ":,/-–." or any(letter.isalnum() or letter.isspace() for letter in letters)


def _garbage(chance: random.Random) -> Sample:
    signs = (chr(chance.randrange(0xA0, 0x1FFFF)) for _ in range(chance.randint(0, 30)))
    return Sample("".join(signs).encode("utf-8", "replace").decode(), (None,))


_ANY: Final[Meaning] = ("*", ())
_N: Final = "([1-9][0-9]?)"
_PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("list|liste", "list"),
    ("undo|annule", "undo"),
    ("goal|objectif", "goal"),
    ("pause", "pause"),
    ("resume|reprends?", "resume"),
    ("stop|arrete", "stop"),
    ("help|aide", "help"),
    (f"(?:yes|oui)(?: {_N})?", "yes"),
    (f"(?:no|non)(?: {_N})?", "no"),
    (f"(?:not[ -]yet|pas[ -]encore)(?: {_N})?", "not-yet"),
    (f"(?:why|pourquoi) {_N}(?:,?(?: and| et)? {_N})?", "why"),
    (f"(?:why[ -]not|whynot|pourquoi[ -]pas) {_N}", "why-not"),
    (f"(?:draft|brouillon) {_N}", "draft"),
    (f"(?:send|envoie|envoies|envoyer) {_N}", "send"),
    (f"(?:sent|envoyee?) {_N}", "sent"),
    (f"(?:snooze|later|plus[ -]tard) {_N}", "snooze"),
    (f"(?:never|jamais) {_N}", "never"),
    (f"(?:known|connue?) {_N}" + f"(?:,?(?: and| et)? {_N})?" * 4, "known"),
    (f"(?:met|vue?) {_N}", "met"),
    (f"(?:declined|declinee?) {_N}", "declined"),
    (f"(?:went|allee?) {_N}", "went"),
    (f"unjoin {_N}", "unjoin"),
    (f"(?:forget|oublie) {_N}", "forget"),
    (f"(?:same|memes?) {_N},?(?: and| et)? {_N}", "same"),
    (f"(?:not[ -]same|pas[ -]memes?) {_N},?(?: and| et)? {_N}", "not-same"),
)
_OPEN: Final = re.compile(
    f"(?:(?:snooze|later|plus[ -]tard) {_N} (?:for |pendant |pour )?\\d+ ?[a-z]+"
    f"|(?:goal|objectif) .*|(?:help|aide) .*"
    f"|(?:send|envoie|envoies|envoyer) {_N} .*(?:reply|reponse)"
    f"|(?:planned|prevu|place|lieu|trip|voyage) .*)",
    re.DOTALL,
)
"""What takes more than numbers: its readings are tested one by one."""
_GLUED: Final = re.compile(
    r"^(why|pourquoi|(?:why|pourquoi)[ -](?:not|pas)|whynot|draft|brouillon|sent|envoyee?"
    r"|snooze|later|plus[ -]tard|known|connue?|met|vue?|declined|declinee?|went|allee?|unjoin"
    r"|(?:not[ -])?same|(?:pas[ -])?memes?|goal|objectif|planned|prevue?|place|lieu)(?=[1-9])"
)
"""A verb that a number may be glued to: a slip that nothing is lost by."""
_TAKES_BACK: Final = re.compile(
    r"\b(?:don['’]?t|do not|not|never|ne|n'ai|pas|jamais|no)\b|[?;]", re.IGNORECASE
)


def _by_pattern(text: str) -> Sample:
    """The meaning of the text by a list of patterns, which ignore "please" only."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.lower())
        if not unicodedata.combining(letter)
    )
    plain = re.sub(r"^(?:please,? )+|(?:,? please)+$", "", plain.strip())
    plain = re.sub(r"[.!]$", "", plain.replace("\n", " "))
    plain = _GLUED.sub(r"\1 ", " ".join(plain.split()))
    for pattern, verb in _PATTERNS:
        if found := re.fullmatch(pattern, plain):
            return Sample(text, ((verb, tuple(arg for arg in found.groups() if arg)),))
    for_help = plain.startswith(("help ", "aide "))
    if _OPEN.fullmatch(plain) and (for_help or not _TAKES_BACK.search(plain)):
        return Sample(text, (None, _ANY))
    return Sample(text, (None,))


def allowed(sample: Sample, meaning: Meaning | None) -> bool:
    """Whether a text may be taken for this."""
    anything = meaning is not None and _ANY in sample.meanings
    return anything or meaning in sample.meanings
