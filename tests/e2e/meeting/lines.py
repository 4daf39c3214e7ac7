"""What owner and other write, in each language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Lines:
    """What is said in a language. `talk` are questions of the other's, and the owner's answers.

    For the first answer the other gives `thanks`: nobody is invited who never answers.

    The last question is cited in drafts, with the first of the `places`. These are so short that
    whatever the dates are, a draft has room for the same: a transcript knows no days.
    """

    language: str
    lunch: str
    places: Sequence[str]
    talk: Sequence[tuple[str, str]]
    thanks: str
    hello: str
    why: str
    draft: str
    edit: str
    invitation: str
    send: str
    answer: str
    planned: str
    met: str
    before: str
    after: str
    months: Sequence[str]

    def plan(self, day: date) -> str:
        """The owner's word that it is planned for this Saturday."""
        return self.planned.format(day=day.day, month=self.months[day.month - 1])


ENGLISH: Final = Lines(
    language="en",
    lunch="lunch",
    places=("Café X",),
    talk=(
        ("@camille Which tomatoes do you sow? #garden", "Roma, always. #garden"),
        ("@camille Do you save your own seeds?", "The beans, yes."),
        ("@camille Did the rain reach you?", "All night long!"),
        ("@camille What do you do about slugs?", "I carry them over the road."),
        ("@camille Is it too late for leeks?", "Not if they are big already."),
        ("@camille Who taught you to graft?", "My grandmother."),
        ("@camille Have you still got that quince?", "It is full of fruit."),
        ("@camille Any tomato seeds left?", "Plenty, come and choose."),
    ),
    thanks="@camille Good to know, thank you.",
    hello="Hello!",
    why="why 1",
    draft="draft 1",
    edit="edit 1: {}",
    invitation="Hi Alice, it’s Camille 🍅\n\nLunch at Café X on a Tuesday, to talk seeds?"
    "  Bring “nothing” & no worries if not.",
    send="send 1",
    answer="Oh yes, with pleasure! But Saturdays suit me better.",
    planned="planned 1 saturday {day} {month} 12:30 Café X",
    met="met 1",
    before="one meeting this fortnight: 0 of 1",
    after="One meeting this fortnight: 1 of 1.",
    months=(
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
    ),
)
FRENCH: Final = Lines(
    language="fr",
    lunch="déjeuner",
    places=(),
    talk=(
        ("@camille Tu sèmes quelles tomates ? #potager", "Des Roma, toujours. #potager"),
        ("@camille Tu gardes tes graines ?", "Celles des haricots, oui."),
        ("@camille La pluie est arrivée chez toi ?", "Toute la nuit !"),
        ("@camille Tu fais quoi contre les limaces ?", "Je leur fais traverser la rue."),
        ("@camille C’est trop tard pour les poireaux ?", "Pas s’ils sont déjà grands."),
        ("@camille Qui t’a appris à greffer ?", "Ma grand-mère."),
        ("@camille Tu as toujours ton cognassier ?", "Il est couvert de fruits."),
        ("@camille Il te reste des graines ?", "Plein, viens choisir."),
    ),
    thanks="@camille C’est bon à savoir, merci.",
    hello="Bonjour !",
    why="pourquoi 1",
    draft="brouillon 1",
    edit="modifie 1 : {}",
    invitation="Salut Alice, c’est Camille 🍅\n\nUn déjeuner au Café X un mardi, pour parler "
    "graines ?  Viens « les mains vides » & aucun souci sinon.",
    send="envoie 1",
    answer="Oh oui, avec plaisir ! Mais le samedi m’arrange mieux.",
    planned="prévu 1 samedi {day} {month} à 12h30 Café X",
    met="vu 1",
    before="0 sur 1",
    after="1 sur 1.",
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
        *("septembre", "octobre", "novembre", "décembre"),
    ),
)
LANGUAGES: Final[Mapping[str, Lines]] = {"en": ENGLISH, "fr": FRENCH}
