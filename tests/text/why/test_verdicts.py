"""A sentence for every verdict, in English and French."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ranking.reason import Reason
from bot.domain.ranking.verdict import Verdict
from bot.text.language.catalogue import catalogue
from bot.text.why.verdicts import sentence
from tests.builders import at

if TYPE_CHECKING:
    from datetime import datetime

PARIS = ZoneInfo("Europe/Paris")
NOW = at("2026-12-06 17:00")
SENTENCES = {
    Reason.ALLOWED: ("Nothing stands in the way.", "Rien ne s’y oppose."),
    Reason.OWN_ACCOUNT: ("This is one of your own accounts.", "C’est l’un de tes comptes."),
    Reason.NEVER: ("You said never.", "Tu as dit « jamais »."),
    Reason.BOT: ("This account is a bot, or a group.", "Ce compte est un robot, ou un groupe."),
    Reason.NOBOT: (
        "Their profile asks bots to leave them alone (#nobot).",
        "Son profil demande aux robots de passer leur chemin (#nobot).",
    ),
    Reason.NOINVITE: (
        "Their profile asks not to be invited (#noinvite).",
        "Son profil demande de ne pas recevoir d’invitation (#noinvite).",
    ),
    Reason.MINOR: (
        "Their profile says that they are under 18.",
        "Son profil indique moins de 18 ans.",
    ),
    Reason.GONE: (
        "This account is closed, or a memorial.",
        "Ce compte est fermé, ou commémoratif.",
    ),
    Reason.MOVED: (
        "This account has moved to another one, and is not written to.",
        "Ce compte a déménagé, on ne lui écrit plus.",
    ),
    Reason.UNTOLD: (
        "Whether one of you blocks the other could not be asked just now. Try again later.",
        "Impossible de demander maintenant si l’un de vous bloque l’autre. Réessaie plus tard.",
    ),
    Reason.UNANSWERED: (
        "They have never answered you: an invitation needs a reply or a quote of theirs first.",
        (
            "Cette personne ne t’a jamais répondu : pour une invitation, il faut d’abord une "
            "réponse ou une citation de sa part."
        ),
    ),
    Reason.ONE_DAY: (
        "So far they have talked to you on one day only: an invitation needs two days at least.",
        (
            "Pour l’instant, cette personne ne t’a parlé qu’un seul jour : il en faut au moins "
            "deux pour une invitation."
        ),
    ),
    Reason.BLOCKED: ("One of you blocks the other.", "L’un des deux comptes bloque l’autre."),
    Reason.MUTED: ("You mute them.", "Tu masques ce compte."),
    Reason.UNDISCOVERABLE: (
        (
            "Their profile asks not to be found (not discoverable, or noindex), and you do not "
            "follow each other."
        ),
        (
            "Son profil demande à ne pas être trouvé (non découvrable, ou noindex), et vous ne "
            "vous suivez pas mutuellement."
        ),
    ),
    Reason.MEMBERS_ONLY: (
        (
            "They show their profile to people who are signed in only, and your account there is "
            "read without signing in."
        ),
        (
            "Son profil n’est montré qu’aux personnes connectées, et ton compte y est lu sans "
            "connexion."
        ),
    ),
    Reason.DECLINED: ("They said no to an invitation.", "Cette personne a décliné une invitation."),
    Reason.INVITED: ("An invitation to them is open.", "Une invitation est déjà en cours."),
    Reason.OWED: (
        "They asked you something on 3 December, and have no answer yet.",
        "Cette personne t’a posé une question le 3 décembre, et attend encore une réponse.",
    ),
    Reason.KNOWN: ("You already meet in person.", "Vous vous voyez déjà en vrai."),
    Reason.SNOOZED: (
        "You put this off until 1 January 2027.",
        "Tu as reporté ça au 1er janvier 2027.",
    ),
    Reason.APART: (
        (
            "Up to 8 November there was a block or a mute between you; no suggestion before "
            "1 January 2027."
        ),
        (
            "Un blocage ou un masquage vous a séparés jusqu’au 8 novembre ; pas de suggestion "
            "avant le 1er janvier 2027."
        ),
    ),
    Reason.ONE_SIDED: (
        "So far only one of you has talked to the other.",
        "Pour l’instant, la conversation ne va que dans un sens.",
    ),
    Reason.TOO_EARLY: (
        "It is early: 1 exchange in 2 weeks so far; a suggestion needs 3 exchanges in 1 week.",
        (
            "C’est encore tôt : 1 échange en 2 semaines pour l’instant ; il faut 3 échanges en "
            "1 semaine avant que je te propose quelqu’un."
        ),
    ),
    Reason.COOLDOWN: (
        "I told you about them on 8 November; not again before 1 January 2027.",
        "Je t’en ai déjà parlé le 8 novembre ; je n’y reviens pas avant le 1er janvier 2027.",
    ),
}
DETAILS: dict[Reason, dict[str, int | datetime]] = {
    Reason.SNOOZED: {"until": at("2026-12-31 23:30")},
    Reason.TOO_EARLY: {"exchanges": 1, "weeks": 2, "wanted_exchanges": 3, "wanted_weeks": 1},
    Reason.APART: {"apart": at("2026-11-08 17:00"), "until": at("2026-12-31 23:30")},
    Reason.COOLDOWN: {"suggested": at("2026-11-08 17:00"), "until": at("2026-12-31 23:30")},
    Reason.OWED: {"asked": at("2026-12-03 12:00")},
}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_its_sentence_in_both_languages(reason: Reason) -> None:
    found = Verdict(reason, DETAILS.get(reason, {}))
    english, french = SENTENCES[reason]

    assert english == sentence(found, PARIS, NOW, catalogue("en"))
    said = sentence(found, PARIS, NOW, catalogue("fr"))
    assert french == said.replace("\u202f", " ").replace("\u00a0", " ")


def test_where_an_account_has_moved_is_told_without_what_nobody_sees() -> None:
    found = Verdict(Reason.MOVED, {"target": "ali\u202ece@new.example\u200b"})

    english = sentence(found, PARIS, NOW, catalogue("en"))
    french = sentence(found, PARIS, NOW, catalogue("fr"))

    assert "This account has moved to alice@new.example, and is not written to." == english
    assert "Ce compte a déménagé vers alice@new.example, on ne lui écrit plus." == french


def test_nobody_was_told_of_somebody_before_the_message_is_out() -> None:
    found = Verdict(Reason.COOLDOWN, {"waiting": NOW, "until": at("2026-12-31 23:30")})

    english = sentence(found, PARIS, NOW, catalogue("en"))

    assert english == (
        "The digest that names them may not have been sent in full; they are not suggested again "
        "before 1 January 2027."
    )
    assert "parlé" not in sentence(found, PARIS, NOW, catalogue("fr"))
