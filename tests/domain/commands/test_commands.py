from __future__ import annotations

from datetime import time

import pytest

from bot.domain.commands.command import Command, Unclear
from bot.domain.commands.grammar import read_rest
from bot.domain.commands.message import understand
from bot.domain.commands.moment import Day, Days, Moment
from bot.domain.commands.verbs import Verb, word_for
from bot.domain.schedule import Period, Unit

SATURDAY = Moment(Day(weekday=5), time(12, 30))
DECEMBER = Days(Day(number=12, month=12), Day(number=14, month=12))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("why 1", Command(Verb.WHY, ("1",))),
        ("Pourquoi 1", Command(Verb.WHY, ("1",))),
        ("why #2", Command(Verb.WHY, ("2",))),
        ("pourquoi pas 2", Command(Verb.WHY_NOT, ("2",))),
        ("Why not 2", Command(Verb.WHY_NOT, ("2",))),
        ("snooze 2", Command(Verb.SNOOZE, ("2",))),
        ("snooze 2 3w", Command(Verb.SNOOZE, ("2",), Period(3, Unit.WEEK))),
        ("plus tard 2 3 semaines", Command(Verb.SNOOZE, ("2",), Period(3, Unit.WEEK))),
        ("plus-tard 2 1mois", Command(Verb.SNOOZE, ("2",), Period(1, Unit.MONTH))),
        ("NEVER 2.", Command(Verb.NEVER, ("2",))),
        ("« jamais 3 »", Command(Verb.NEVER, ("3",))),
        ("@bot@village.example never 2", Command(Verb.NEVER, ("2",))),
        ("never @alice@village.example", Command(Verb.NEVER, ("@alice@village.example",))),
        ("never alice.bsky.example", Command(Verb.NEVER, ("alice.bsky.example",))),
        ("known 1 2", Command(Verb.KNOWN, ("1", "2"))),
        ("known 1,2 and 3", Command(Verb.KNOWN, ("1", "2", "3"))),
        ("hello, send 2", Command(Verb.SEND, ("2",))),
        ("pause 2w", Command(Verb.PAUSE, period=Period(2, Unit.WEEK))),
        ("pause2w", Command(Verb.PAUSE, period=Period(2, Unit.WEEK))),
        ("@bot Snooze1 3w", Command(Verb.SNOOZE, ("1",), Period(3, Unit.WEEK))),
        ("plus tard1 3sem", Command(Verb.SNOOZE, ("1",), Period(3, Unit.WEEK))),
        ("edit2: Hi you", Command(Verb.EDIT, ("2",), text="Hi you")),
        ("known1,2", Command(Verb.KNOWN, ("1", "2"))),
        ("Yes, thanks", Command(Verb.YES)),
        ("yes 1, thank you very much", Command(Verb.YES, ("1",))),
        ("yes please do", Command(Verb.YES)),
        ("oui, bien sûr, merci", Command(Verb.YES)),
        ("non, merci !", Command(Verb.NO)),
        ("Not yet, sorry", Command(Verb.NOT_YET)),
        ("show me the list", Command(Verb.LIST)),
        ("I’ve met 2", Command(Verb.MET, ("2",))),
        ("goal?", Command(Verb.GOAL)),
        ("Not yet…", Command(Verb.NOT_YET)),
        ("rencontré 1 🎉", Command(Verb.MET, ("1",))),
        ("> 1 · Alice\n> why 1\n\nwhy two", Command(Verb.WHY, ("2",))),
        ("undo please", Command(Verb.UNDO)),
        ("Annule", Command(Verb.UNDO)),
        ("  list\n", Command(Verb.LIST)),
        ("aide !", Command(Verb.HELP)),
        ("known 1, 2", Command(Verb.KNOWN, ("1", "2"))),
        ("why 1 2", Command(Verb.WHY, ("1", "2"))),
        ("pourquoi 2 ?", Command(Verb.WHY, ("2",))),
        ("why https://v.example/@Alice", Command(Verb.WHY, ("https://v.example/@Alice",))),
        ("send #2 please", Command(Verb.SEND, ("2",))),
        ("please send 2", Command(Verb.SEND, ("2",))),
        ("send no. 2", Command(Verb.SEND, ("2",))),
        ("envoie n° 2, s’il te plaît", Command(Verb.SEND, ("2",))),
        ("Envoyer numéro 2 !", Command(Verb.SEND, ("2",))),
        ("send\u200b\u00a02", Command(Verb.SEND, ("2",))),
        ("send&nbsp;2", Command(Verb.SEND, ("2",))),
        ("@bot: \uff53\uff45\uff4e\uff44\u3000\uff12", Command(Verb.SEND, ("2",))),
        ("send 2 as a reply", Command(Verb.SEND, ("2",), in_reply=True)),
        ("envoie 2 en réponse", Command(Verb.SEND, ("2",), in_reply=True)),
        ("envoyé 2", Command(Verb.SENT, ("2",))),
        ("not same 2 5", Command(Verb.NOT_SAME, ("2", "5"))),
        ("pas encore", Command(Verb.NOT_YET)),
        ("yes 2", Command(Verb.YES, ("2",))),
        ("stop please", Command(Verb.STOP)),
        ("hello, list", Command(Verb.LIST)),
        ("help why not", Command(Verb.HELP, about=Verb.WHY_NOT)),
        ("lieu 2 Saint-Étienne", Command(Verb.PLACE, ("2",), place="Saint-Étienne")),
        ("goal", Command(Verb.GOAL)),
        ("goal 2 per month", Command(Verb.GOAL, times=2, period=Period(1, Unit.MONTH))),
        ("goal 1 every 2 weeks", Command(Verb.GOAL, times=1, period=Period(2, Unit.WEEK))),
        ("objectif 1 par quinzaine", Command(Verb.GOAL, times=1, period=Period(2, Unit.WEEK))),
        (
            "objectif une toutes les 2 semaines",
            Command(Verb.GOAL, times=1, period=Period(2, Unit.WEEK)),
        ),
        (
            "planned 2 Saturday 12:30, at Café X",
            Command(Verb.PLANNED, ("2",), moment=SATURDAY, place="Café X"),
        ),
        (
            "prévu 2 samedi à 12 h 30 place Hoche",
            Command(Verb.PLANNED, ("2",), moment=SATURDAY, place="place Hoche"),
        ),
        ("trip to Lyon 12-14 dec", Command(Verb.TRIP, days=DECEMBER, place="Lyon")),
        (
            'edit 2: Hé « toi »,\n\nDon\'t worry?  "No."',
            Command(Verb.EDIT, ("2",), text='Hé « toi »,\n\nDon\'t worry?  "No."'),
        ),
        ("“edit 2: Hello”", Command(Verb.EDIT, ("2",), text="Hello")),
    ],
)
def test_a_command_is_understood(text: str, command: Command) -> None:
    assert command == understand(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "don't never 2",
        "never mind",
        "never say never",
        "should I snooze 2?",
        "never 2?",
        "never",
        "never 1 2",
        "never 2 and 3",
        "snooze 2 soon",
        "snooze 2 3",
        "undo 3",
        "list everything",
        "why not",
        "I know 2",
        "known 1 or 2",
        "ne dis jamais jamais",
        "thank you!",
        "never 12345",
        "2 never",
        "don't send 2",
        "do not send 2",
        "should I send 2?",
        "can you send 2",
        "send 2?",
        "send 2 and 3",
        "send no 2",
        "send 0",
        "send 100",
        "send 02",
        "send ...2",
        "send 2...",
        "hello, stop",
        "stop, thanks",
        "no thanks to you",
        "no, of course",
        "yes, sorry",
        "no1",
        "met1.bsky.example",
        "show me the list of 2",
        "I never sent 2",
        "goal 2 per month?",
        "yes, send 2",
        "ok stop",
        "no way",
        "jamais de la vie",
        "n'envoie pas 2",
        "ne jamais envoyer 2",
        "merci d'envoyer 2",
        "yes but not now",
        "known unknowns",
        "never, 2",
        "never 2; undo",
        "undo\nnever 2",
        "> send 2",
        "You wrote:\n> send 2",
        "s\u0336e\u0336n\u0336d\u0336 2\u0336",
        "send 2\u202e1",
        "send ٢",
        "edit 2: …",
        "edit 2 new text",
        "place 2 NYC/Berlin",
        "place 2 not Rennes",
        "place 2 Rennes\npause",
        "planned 2 saturday 12:30 undo",
        "planned 2 saturday 12:30, trip Lyon 12-14 dec",
        "planned 2 saturday 12:30 if it rains",
        "planned 2 12/5 12:30",
        "trip Lyon 12-14",
        "goal 1 every weeks",
        "goal 0 per month",
        "went alice.example",
        "same 2",
        f"edit 2: {'too long ' * 3_000}",
        f"trip {'Lyon ' * 40} 12-14 dec",
        "why 1 · draft 1 · edit 1: … · snooze 1 3w · never 1 · known 1 · help",
    ],
)
def test_whatever_else_is_written_is_no_command(text: str) -> None:
    assert isinstance(understand(text), Unclear)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("nevr 2", "never 2"),
        ("snoze 1", "snooze 1"),
        ("jamai 1", "jamais 1"),
        ("sned 2", "send 2"),
        ("send2", "send 2"),
        ("2 send", "send 2"),
        ("send 2 and 3", "help send"),
        ("snooze 1 6mo", "snooze 1 6m"),
        ("snooze 1 for 2 yrs", "snooze 1 24m"),
        ("plus tard 1 1an", "plus-tard 1 12mois"),
        ("snooze 1 2h", "help snooze"),
        ("snooze 1 two or three weeks", None),
        ("goal 2 per month, thereabouts", "goal 2 per month"),
        ("goal 1 every 2 weeks indeed", "goal 1 every 2 weeks"),
        ("goal 2 every single month", "help goal"),
        ("objectif 2 fois par mois", "aide objectif"),
        ("pause for a while", "pause"),
        ("pause until monday", None),
        ("send 1 tomorrow", "help send"),
        ("send two and three", "help send"),
        ("pause 2 hours", "help pause"),
        ("yep", "yes"),
        ("nope 1", "no 1"),
        ("ouais", "oui"),
        ("send 2?", "send 2"),
        ("can you send 2?", "send 2"),
        ("merci d'envoyer 2", "envoie 2"),
        ("known 1 and some others", "known 1"),
        ("snooze 2 3", "snooze 2 3w"),
        ("edit 2 Hello you", "edit 2: Hello you"),
        ("list everything", "list"),
        ("planned 2 saturday", "help planned"),
        ("planned 2 saturday 12:30 Bellecour", "planned 2 saturday 12:30, Bellecour"),
        ("prévu 2 samedi 18h la porte bleue", "prévu 2 samedi 18h, la porte bleue"),
        ("planned 2 saturday 12:30 Cancelled", "help planned"),
        ("why", "help why"),
        ("don't send 2", None),
        ("should I send 2?", None),
        ("never mind", None),
        ("no way", None),
        ("hello", None),
        ("thank you!", None),
    ],
)
def test_a_slip_is_met_with_a_whole_command_and_no_effect(
    text: str, suggestion: str | None
) -> None:
    assert Unclear(suggestion) == understand(text)


def test_what_follows_a_time_on_the_command_line_can_only_be_a_place() -> None:
    fields = read_rest(Verb.PLANNED, "saturday 12:30 Bellecour", "en")

    assert fields == {"moment": SATURDAY, "place": "Bellecour"}
    assert read_rest(Verb.PLANNED, "saturday 12:30 the red lion", "en") is not None
    assert read_rest(Verb.PLANNED, "saturday 12:30 Bellecour, never 2", "en") is None
    assert read_rest(Verb.PLANNED, "saturday 12:30 moved", "en") is None


@pytest.mark.parametrize(
    ("verb", "english", "french"),
    [(Verb.WHY_NOT, "why-not", "pourquoi-pas"), (Verb.NEVER, "never", "jamais")],
)
def test_each_verb_has_its_usual_word(verb: Verb, english: str, french: str) -> None:
    assert (word_for(verb, "en"), word_for(verb, "fr")) == (english, french)
