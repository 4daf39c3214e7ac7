"""Whole digests as the owner gets them, in both languages and on each network.

Read them as a friend would: they are what this is all about.
"""
# ruff: noqa: E501 (snapshots are as they are)

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from inline_snapshot import snapshot

from adapters.memory.network import CAPABILITIES, MemoryNetwork
from bot.domain.commands.message import understand
from bot.domain.meeting.slot import Rules, Window
from bot.domain.people.identity import NetworkName
from bot.services.collect.collecting import collect
from bot.services.digest.composing import compose
from bot.services.digest.due import next_due
from bot.services.digest.occurrence import prepare_digest, write
from bot.services.obey.messages import say
from bot.text.language.catalogue import catalogue
from tests.services.household import Household

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.people.identity import AccountKey
    from bot.services.context import Context

pytestmark = pytest.mark.anyio


@dataclass(frozen=True)
class Talk:
    """The texts of the conversations."""

    seeds: str
    bread: str
    compost: str
    answer: str
    thanks: str
    question: str


TALKS: Final = {
    "en": Talk(
        "Could we start a seed library in the town hall?",
        "My rye sourdough has a hole again.",
        "The compost of the allotments is warm at last.",
        "I would love to hear more about that.",
        "With pleasure!",
        "Lovely. Which compost bin do you use?",
    ),
    "fr": Talk(
        "On lancerait une grainothèque à la mairie ?",
        "Mon levain de seigle fait encore des trous.",
        "Le compost des jardins est enfin chaud.",
        "Raconte-moi la suite, ça me plaît beaucoup.",
        "Avec plaisir !",
        "Trop bien. Tu as quel composteur, toi ?",
    ),
}
WINDOWS: Final = (Window(1, time(12, 30), time(14), "lunch"), Window(5, time(15), time(18)))


class Village(Household):
    """Alice, Chloé and Bruno talk with the owner; Bruno waits for an answer."""

    def __init__(self, language: str, *, quiet_when_empty: bool = True) -> None:
        super().__init__(quiet_when_empty=quiet_when_empty)
        self.said = TALKS[language]
        self.chloe = self.world.join("chloe", "Chloé")
        wishes = replace(
            self.context.wishes, words=catalogue(language), windows=WINDOWS, rules=Rules(horizon=21)
        )
        self.context = replace(self.context, wishes=wishes)

    def talk(self, weeks: int, *others: tuple[AccountKey, str]) -> None:
        """One exchange a week with each of them."""
        for _ in range(weeks):
            for other, text in others:
                root = self.world.post(other, text, mentions=(self.me,))
                self.clock.advance(timedelta(hours=1))
                answer = self.world.post(
                    self.me, self.said.answer, reply_to=root, mentions=(other,)
                )
                self.clock.advance(timedelta(minutes=30))
                self.world.post(other, self.said.thanks, reply_to=answer, mentions=(self.me,))
                self.clock.advance(timedelta(minutes=30))
            self.clock.advance(timedelta(days=7, hours=-2 * len(others)))

    async def gets_to_know(self) -> None:
        """The data of a first digest with every kind of entry."""
        said = self.said
        everybody = (self.alice, said.seeds), (self.bruno, said.compost), (self.chloe, said.bread)
        self.talk(2, *everybody[:1])
        self.talk(4, *everybody)
        self.world.post(self.bruno, said.question, mentions=(self.me,))
        self.clock.advance(timedelta(days=3))
        await collect(self.context)

    async def digest(self) -> str:
        """The messages of the next digest in the outbox."""
        await prepare_digest(self.context)
        async with self.store.unit(self.owner) as unit:
            rows = list(await unit.outbox.all())
        last = rows[-1].draft.batch
        return pages([row.draft.body for row in rows if row.draft.batch == last])


def pages(texts: list[str]) -> str:
    return "\n=====\n".join(texts)


def elsewhere(village: Village, network: NetworkName) -> Context:
    """The same context with digests on another network."""
    bot = MemoryNetwork(
        village.world, village.bot, village.owner.id, capabilities=CAPABILITIES[network]
    )
    return replace(village.context, post=replace(village.context.post, messenger=bot))


async def first(language: str) -> str:
    village = Village(language)
    await village.gets_to_know()
    return await village.digest()


async def test_the_first_on_mastodon_in_english() -> None:
    assert await first("en") == snapshot("""\
Thursday 17 September · one meeting this fortnight: 0 of 1

1 · Bruno  https://village.example/@bruno
▮▮▮▮▮ 4 exchanges in 4 threads since 17 August, they always came to you; last one 10 days ago
Bruno asked you on Monday: “Which compost bin do you use?” No answer yet: https://village.example/@bruno/117268571750400000

1/4 · ref ref001
=====
2 · Alice Martin  https://village.example/@alice
▮▮▮▮▮ 6 exchanges in 6 threads since 3 August, they always came to you; last one 10 days ago
“Hi Alice, our thread about ‘Could we start a seed library…’ (https://village.example/@alice/117229289472000000) made me want to carry on over a coffee. How about Saturday 19 September at 15:00 or Tuesday 22 September at 12:30, somewhere public that suits you? No worries at all if not.”

2/4 · ref ref002
=====
3 · Chloé  https://village.example/@chloe
▮▮▮▮▯ 4 exchanges in 4 threads since 17 August, they always came to you; last one 10 days ago

3/4 · ref ref003
=====
“Hi Chloé, our thread about ‘My rye sourdough has a hole again’ (https://village.example/@chloe/117230233190400000) made me want to carry on over a coffee. How about Saturday 19 September at 17:00 or Saturday 26 September at 15:00, somewhere public that suits you? No worries at all if not.”

Which of these people do you already meet in person? known 1 2

why 1 · draft 1 · snooze 1 3w · never 1 · known 1 · help

The ref at the end of a message lets me find it again, so that nothing is sent twice.

4/4 · ref ref004\
""")


async def test_the_first_on_mastodon_in_french() -> None:
    assert await first("fr") == snapshot("""\
Jeudi 17 septembre · une rencontre cette quinzaine\xa0: 0 sur 1

1 · Bruno  https://village.example/@bruno
▮▮▮▮▮ 4 échanges dans 4 fils depuis le 17 août, toujours à son initiative\u202f; le dernier il y a 10 jours
Bruno t’a demandé lundi\xa0: «\xa0Tu as quel composteur, toi ?\xa0» Pas encore de réponse\xa0: https://village.example/@bruno/117268571750400000

1/4 · réf. ref001
=====
2 · Alice Martin  https://village.example/@alice
▮▮▮▮▮ 6 échanges dans 6 fils depuis le 3 août, toujours à son initiative\u202f; le dernier il y a 10 jours
«\xa0Salut Alice, notre fil “On lancerait une grainothèque à la mairie ?” (https://village.example/@alice/117229289472000000) m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait, samedi 19 septembre à 15\xa0h ou mardi 22 septembre à 12\xa0h\xa030\u202f? Et sinon, aucun souci.\xa0»

2/4 · réf. ref002
=====
3 · Chloé  https://village.example/@chloe
▮▮▮▮▯ 4 échanges dans 4 fils depuis le 17 août, toujours à son initiative\u202f; le dernier il y a 10 jours

3/4 · réf. ref003
=====
«\xa0Salut Chloé, notre fil “Mon levain de seigle fait encore des trous” (https://village.example/@chloe/117230233190400000) m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait, samedi 19 septembre à 17\xa0h ou samedi 26 septembre à 15\xa0h\u202f? Et sinon, aucun souci.\xa0»

Il y en a que tu vois déjà en vrai\u202f? connu 1 2

pourquoi 1 · brouillon 1 · plus-tard 1 3sem · jamais 1 · connu 1 · aide

La réf. à la fin d’un message me permet de le retrouver, pour ne rien envoyer deux fois.

4/4 · réf. ref004\
""")


async def first_in_a_chat(language: str) -> str:
    village = Village(language)
    await village.gets_to_know()
    context = elsewhere(village, NetworkName.BLUESKY)
    return pages([text for text, _ in write(context, await compose(context, context.clock.now()))])


async def test_the_first_on_bluesky_in_english() -> None:
    assert await first_in_a_chat("en") == snapshot("""\
Thursday 17 September · one meeting this fortnight: 0 of 1

1 · Bruno  https://village.example/@bruno
▮▮▮▮▮ 4 exchanges in 4 threads since 17 August, they always came to you; last one 10 days ago
https://village.example/@bruno/117229761331200000
https://village.example/@bruno/117190125158400000
Bruno asked you on Monday: “Which compost bin do you use?” No answer yet: https://village.example/@bruno/117268571750400000

2 · Alice Martin  https://village.example/@alice
▮▮▮▮▮ 6 exchanges in 6 threads since 3 August, they always came to you; last one 10 days ago
https://village.example/@alice/117189653299200000
https://village.example/@alice/117150017126400000
“Hi Alice, our thread about ‘Could we start a seed library in the town hall?’ (https://village.example/@alice/117229289472000000) made me want to carry on over a coffee. How about Saturday 19 September at 15:00 or Tuesday 22 September at 12:30, somewhere public that suits you? No worries at all if not.”

1/2 · ref ref001
=====
3 · Chloé  https://village.example/@chloe
▮▮▮▮▯ 4 exchanges in 4 threads since 17 August, they always came to you; last one 10 days ago
https://village.example/@chloe/117190597017600000
https://village.example/@chloe/117150960844800000
“Hi Chloé, our thread about ‘My rye sourdough has a hole again’ (https://village.example/@chloe/117230233190400000) made me want to carry on over a coffee. How about Saturday 19 September at 17:00, Saturday 26 September at 15:00 or Tuesday 29 September at 12:30, somewhere public that suits you? No worries at all if not.”

Which of these people do you already meet in person? known 1 2

why 1 · draft 1 · snooze 1 3w · never 1 · known 1 · help

The ref at the end of a message lets me find it again, so that nothing is sent twice.

2/2 · ref ref002\
""")


async def test_the_first_on_bluesky_in_french() -> None:
    assert await first_in_a_chat("fr") == snapshot("""\
Jeudi 17 septembre · une rencontre cette quinzaine\xa0: 0 sur 1

1 · Bruno  https://village.example/@bruno
▮▮▮▮▮ 4 échanges dans 4 fils depuis le 17 août, toujours à son initiative\u202f; le dernier il y a 10 jours
https://village.example/@bruno/117229761331200000
Bruno t’a demandé lundi\xa0: «\xa0Tu as quel composteur, toi ?\xa0» Pas encore de réponse\xa0: https://village.example/@bruno/117268571750400000

2 · Alice Martin  https://village.example/@alice
▮▮▮▮▮ 6 échanges dans 6 fils depuis le 3 août, toujours à son initiative\u202f; le dernier il y a 10 jours
https://village.example/@alice/117189653299200000
«\xa0Salut Alice, notre fil “On lancerait une grainothèque à la mairie ?” (https://village.example/@alice/117229289472000000) m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait, samedi 19 septembre à 15\xa0h, mardi 22 septembre à 12\xa0h\xa030 ou samedi 26 septembre à 15\xa0h\u202f? Et sinon, aucun souci.\xa0»

1/2 · réf. ref001
=====
3 · Chloé  https://village.example/@chloe
▮▮▮▮▯ 4 échanges dans 4 fils depuis le 17 août, toujours à son initiative\u202f; le dernier il y a 10 jours
https://village.example/@chloe/117190597017600000
«\xa0Salut Chloé, notre fil “Mon levain de seigle fait encore des trous” (https://village.example/@chloe/117230233190400000) m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait, samedi 19 septembre à 17\xa0h, samedi 26 septembre à 17\xa0h ou mardi 29 septembre à 12\xa0h\xa030\u202f? Et sinon, aucun souci.\xa0»

Il y en a que tu vois déjà en vrai\u202f? connu 1 2

pourquoi 1 · brouillon 1 · plus-tard 1 3sem · jamais 1 · connu 1 · aide

La réf. à la fin d’un message me permet de le retrouver, pour ne rien envoyer deux fois.

2/2 · réf. ref002\
""")


async def first_in_a_file(language: str) -> str:
    village = Village(language)
    await village.gets_to_know()
    chat = elsewhere(village, NetworkName.BLUESKY)
    post = replace(chat.post, recipient="digest.md", addressee="", sender=None)
    context = replace(chat, post=post)
    return pages([text for text, _ in write(context, await compose(context, context.clock.now()))])


async def test_the_first_in_a_file_ends_with_what_to_type() -> None:
    english = (await first_in_a_file("en")).split("\n\n")[-3]
    french = (await first_in_a_file("fr")).split("\n\n")[-3]

    assert [english, french] == snapshot(
        [
            "With terrasse say “…”: why 1 · draft 1 · snooze 1 3w · never 1 · known 1 · help",
            "Avec terrasse say «\xa0…\xa0»\xa0: pourquoi 1 · brouillon 1 · plus-tard 1 3sem · jamais 1 · connu 1 · aide",
        ]
    )


async def later(language: str) -> str:
    """Alice was invited, a meeting with Chloé is planned, and three more people are known."""
    village = Village(language)
    await village.gets_to_know()
    await village.digest()
    words = {"en": "planned 3 29 october 12:30 Café X", "fr": "prévu 3 29 octobre 12h30 Café X"}
    for text in ("sent 2", words[language]):
        await say(village.context, understand(text))
    said, join = village.said, village.world.join
    dan, eve, fay = join("dan", "Dan Le Gall"), join("eve", "Ève Martin"), join("fay", "Fay")
    village.talk(4, (dan, said.bread), (eve, said.compost), (fay, said.seeds))
    await collect(village.context)
    await prepare_digest(village.context)  # what came due meanwhile was missed
    due = await next_due(village.context)
    assert due is not None
    village.turn_to(due)
    return await village.digest()


async def test_a_later_one_in_english() -> None:
    assert await later("en") == snapshot("""\
Sunday 18 October · one meeting this fortnight: 0 of 1

Chloé: Thursday 29 October at 12:30, Café X
Invited, no answer yet: Alice Martin (17 September)

1/4 · ref ref007
=====
4 · Fay  https://village.example/@fay
▮▮▮▮▮ 4 exchanges in 4 threads since 17 September, they always came to you; last one 10 days ago
“Hi Fay, our thread about ‘Could we start a seed library…’ (https://village.example/@fay/117405764812800000) made me want to carry on over a coffee. How about Tuesday 20 October at 12:30 or Saturday 24 October at 15:00, somewhere public that suits you? No worries at all if not.”

2/4 · ref ref008
=====
5 · Dan Le Gall  https://village.example/@dan
▮▮▮▮▮ 4 exchanges in 4 threads since 17 September, they always came to you; last one 10 days ago
“Hi Dan, our thread about ‘My rye sourdough has a hole again’ (https://village.example/@dan/117404821094400000) made me want to carry on over a coffee. How about Saturday 24 October at 17:00 or Tuesday 27 October at 12:30, somewhere public that suits you? No worries at all if not.”

3/4 · ref ref009
=====
6 · Ève Martin  https://village.example/@eve
▮▮▮▮▮ 4 exchanges in 4 threads since 17 September, they always came to you; last one 10 days ago
“Hi Ève, our thread about ‘The compost of the allotments…’ (https://village.example/@eve/117405292953600000) made me want to carry on over a coffee. How about Saturday 31 October at 15:00 or Tuesday 3 November at 12:30, somewhere public that suits you? No worries at all if not.”

why 4 · draft 4 · snooze 4 3w · never 4 · known 4 · help

4/4 · ref ref010\
""")


async def test_a_later_one_in_french() -> None:
    assert await later("fr") == snapshot("""\
Dimanche 18 octobre · une rencontre cette quinzaine\xa0: 0 sur 1

Chloé\xa0: jeudi 29 octobre à 12\xa0h\xa030, Café X
Pas encore de réponse à ton invitation\xa0: Alice Martin (17 septembre)

1/4 · réf. ref007
=====
4 · Fay  https://village.example/@fay
▮▮▮▮▮ 4 échanges dans 4 fils depuis le 17 septembre, toujours à son initiative\u202f; le dernier il y a 10 jours
«\xa0Salut Fay, notre fil “On lancerait une grainothèque à la mairie ?” (https://village.example/@fay/117405764812800000) m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait, mardi 20 octobre à 12\xa0h\xa030 ou samedi 24 octobre à 15\xa0h\u202f? Et sinon, aucun souci.\xa0»

2/4 · réf. ref008
=====
5 · Dan Le Gall  https://village.example/@dan
▮▮▮▮▮ 4 échanges dans 4 fils depuis le 17 septembre, toujours à son initiative\u202f; le dernier il y a 10 jours
«\xa0Salut Dan, notre fil “Mon levain de seigle fait encore des trous” (https://village.example/@dan/117404821094400000) m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait, samedi 24 octobre à 17\xa0h ou mardi 27 octobre à 12\xa0h\xa030\u202f? Et sinon, aucun souci.\xa0»

3/4 · réf. ref009
=====
6 · Ève Martin  https://village.example/@eve
▮▮▮▮▮ 4 échanges dans 4 fils depuis le 17 septembre, toujours à son initiative\u202f; le dernier il y a 10 jours
«\xa0Salut Ève, notre fil “Le compost des jardins est enfin chaud” (https://village.example/@eve/117405292953600000) m’a donné envie de continuer de vive voix. Un café en ville, ça te dirait, samedi 31 octobre à 15\xa0h ou mardi 3 novembre à 12\xa0h\xa030\u202f? Et sinon, aucun souci.\xa0»

pourquoi 4 · brouillon 4 · plus-tard 4 3sem · jamais 4 · connu 4 · aide

4/4 · réf. ref010\
""")


async def goal_reached(language: str) -> str:
    village = Village(language, quiet_when_empty=False)
    await village.gets_to_know()
    await village.digest()
    await say(village.context, understand("met 2"))
    context = village.context
    return pages([text for text, _ in write(context, await compose(context, context.clock.now()))])


async def test_a_goal_that_is_reached() -> None:
    assert [await goal_reached("en"), await goal_reached("fr")] == snapshot(
        [
            """\
Thursday 17 September · one meeting this fortnight: 1 of 1

The goal is reached: nobody is suggested before the next period.

ref ref005\
""",
            """\
Jeudi 17 septembre · une rencontre cette quinzaine\xa0: 1 sur 1

L’objectif est atteint\xa0: je ne te propose plus personne d’ici la prochaine période.

réf. ref005\
""",
        ]
    )


async def nobody(language: str) -> str:
    village = Village(language, quiet_when_empty=False)
    await collect(village.context)
    return await village.digest()


async def test_nobody_to_suggest() -> None:
    assert [await nobody("en"), await nobody("fr")] == snapshot(
        [
            """\
Monday 3 August · one meeting this fortnight: 0 of 1

Nobody to suggest this time.

ref ref001\
""",
            """\
Lundi 3 août · une rencontre cette quinzaine\xa0: 0 sur 1

Personne à te proposer cette fois-ci.

réf. ref001\
""",
        ]
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("digest", [first, later, first_in_a_chat, first_in_a_file, goal_reached])
async def test_no_digest_mentions_anybody(
    digest: Callable[[str], Awaitable[str]], language: str
) -> None:
    text = await digest(language)

    assert "@" not in text.replace("https://village.example/@", "")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("digest", [first, later])
async def test_three_people_are_at_most_four_messages_on_mastodon(
    digest: Callable[[str], Awaitable[str]], language: str
) -> None:
    assert len((await digest(language)).split("=====")) <= 4
