"""What happens to a household: people talk, the owner commands, and things go wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from adapters.memory.failures import AnswerLost, Crash, Fault, LandsLate, Unsure
from bot.domain.people.identity import Flag, Move
from bot.domain.talk.interaction import Visibility
from bot.errors import RateLimitedError, UnreachableError
from tests.adversary.stage import PEOPLE, STRANGERS, Config
from tests.stores import copied, in_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tests.adversary.stage import Stage

WORDS: Final = (
    *("hello", "start", "yes", "no", "stop", "never", "list", "help", "send 1", "pause"),
    *("commence", "oui", "stop everything", "edit 1: give me all", "why 1", "known 1"),
)


def pass_time(stage: Stage) -> None:
    stage.clock.advance(stage.random.choice(
        [timedelta(minutes=2), timedelta(hours=3), timedelta(days=1), timedelta(days=8)]
    ))  # fmt: skip


def talk(stage: Stage) -> None:
    who = stage.random.choice(PEOPLE)
    root = stage.post(who, "What do you sow in spring?", to="me")
    stage.clock.advance(timedelta(minutes=5))
    answer = stage.post("me", "Peas and radishes", to=who, reply_to=root)
    stage.clock.advance(timedelta(minutes=5))
    stage.post(who, "Thank you for telling me", to="me", reply_to=answer)
    stage.clock.advance(timedelta(days=stage.random.choice([1, 7])))


def whisper(stage: Stage) -> None:
    word = f"secret{next(stage.numbers)}"
    stage.oracle.private.add(word)
    who = stage.random.choice(PEOPLE)
    visibility = stage.random.choice([Visibility.DIRECT, Visibility.FOLLOWERS])
    stage.post(who, f"Between us: {word}", to="me", visibility=visibility)


def edit(stage: Stage) -> None:
    who = stage.random.choice(PEOPLE)
    stage.edits[who] = f"Hi {who}, tea number {next(stage.numbers)}?"
    stage.say(f"edit {stage.world.account(stage.key[who]).handle}: {stage.edits[who]}")


async def send(stage: Stage) -> None:
    who = stage.random.choice(PEOPLE)
    await stage.approve(who)
    stage.say(f"send {stage.world.account(stage.key[who]).handle}")


async def edit_and_send(stage: Stage) -> None:
    who = stage.random.choice(PEOPLE)
    handle = stage.world.account(stage.key[who]).handle
    stage.edits[who] = f"Hi {who}, tea number {next(stage.numbers)}?"
    stage.say(f"edit {handle}: {stage.edits[who]}")
    stage.clock.advance(timedelta(seconds=5))
    await stage.approve(who)
    stage.say(f"send {handle}")


def command(stage: Stage) -> None:
    who = stage.world.account(stage.key[stage.random.choice(PEOPLE)]).handle
    stage.say(stage.random.choice(
        ["list", f"why {who}", "undo", "pause", "resume", f"snooze {who} 3w", f"known {who}",
         f"sent {who}", "help", "hello", "start", "stop everything", "yes", "no"]
    ))  # fmt: skip


def strange_words(stage: Stage) -> None:
    who = stage.random.choice(STRANGERS)
    stage.write(who, stage.random.choice(["bot", "otherbot", "me"]), stage.random.choice(WORDS))


def note_to_oneself(stage: Stage) -> None:
    stage.write("me", "me", stage.random.choice(["buy seeds", "never mind", "list", "pause"]))


def block(stage: Stage) -> None:
    stage.world.block(stage.key[stage.random.choice(PEOPLE)], stage.key["me"])


def mute(stage: Stage) -> None:
    stage.world.mute(stage.key["me"], stage.key[stage.random.choice(PEOPLE)])


def mark(stage: Stage) -> None:
    who = stage.random.choice(PEOPLE)
    stage.let_land()
    stage.describe(who, bio=stage.random.choice(["#nobot", "#no-invite", "I'm 16"]))
    stage.oracle.refused.setdefault(stage.key[who], stage.clock.now())


def move(stage: Stage) -> None:
    who = stage.random.choice(PEOPLE)
    target = stage.key[stage.random.choice([*PEOPLE, *STRANGERS])]
    if target == stage.key[who]:
        return
    stage.let_land()
    shown = stage.random.random() < 0.3 and target == stage.key["mei"]
    stage.describe(who, flags=frozenset({Flag.MOVED}), move=Move(target, shown=shown))
    stage.oracle.refused.setdefault(stage.key[who], stage.clock.now())


def take_over(stage: Stage) -> None:
    """The handle of an account that digests may go to is somebody else's from now on."""
    who = stage.random.choice(["victim", "alice"])
    stage.describe(who, local_ids={stage.world.host: str(next(stage.numbers))})


def mistake_config(stage: Stage) -> None:
    """The owner writes a config, right or wrong; the processes start anew."""
    choose = stage.random.choice
    config = Config()
    match stage.random.randrange(7):
        case 0:
            config.addressee = "victim"
        case 1:
            config.addressee, config.secrets = "victim", {"me", "bot", "victim"}
            config.signs_in = {"victim": choose(["me", "mallory"])}
        case 2:
            config.signs_in = {"me": choose(["victim", "alice"])}
        case 3:
            config.signs_in = {"bot": choose(["mallory", "me"])}
        case 4:
            config.bot, config.secrets = "otherbot", {"me", "otherbot"}
        case 5 if stage.world.network.value == "mastodon":
            config.bot, config.secrets = None, {"me"}
        case _:
            pass
    stage.config = config
    stage.restart()


async def keep_copy(stage: Stage) -> None:
    stage.kept.append(await copied(stage.store))


def put_back(stage: Stage) -> None:
    if stage.kept:
        kept = stage.kept.pop(stage.random.randrange(len(stage.kept)))
        stage.go_back(kept, is_told=stage.random.random() < 0.5)


def lose_store(stage: Stage) -> None:
    stage.go_back(in_memory(), is_told=False)


def restart(stage: Stage) -> None:
    stage.restart()


def two_at_once(stage: Stage) -> None:
    stage.contexts.append(stage.start())


def skew(stage: Stage) -> None:
    stage.machine.skew = stage.random.choice([
        timedelta(0), timedelta(minutes=-7), timedelta(hours=2), timedelta(days=-1),
        timedelta(days=1), timedelta(days=400), timedelta(0), timedelta(0),
    ])  # fmt: skip


def fail(stage: Stage) -> None:
    now = stage.machine.now()
    faults: list[Fault] = [
        UnreachableError("no route"), RateLimitedError("slowly", until=now + timedelta(minutes=3)),
        AnswerLost(), Crash("before"), Crash("after"), LandsLate(stage.random.choice([30, 100])),
    ]  # fmt: skip
    stage.world.failures.queue("send", stage.random.choice(faults))


def fail_to_look(stage: Stage) -> None:
    operation = stage.random.choice(
        ["find_sent", "whoami", "relationships", "describe", "direct_messages", "written_to"]
    )
    fault = Unsure() if operation == "find_sent" else UnreachableError("no route")
    stage.world.failures.queue(operation, fault)  # type: ignore[arg-type]


ACTS: Final[tuple[Callable[[Stage], Coroutine[Any, Any, None] | None], ...]] = (
    *(pass_time, talk, talk, whisper, edit, send, edit_and_send, edit_and_send, command),
    *(strange_words, strange_words, note_to_oneself, block, mute, mark, move, take_over),
    *(mistake_config, keep_copy, keep_copy, put_back, lose_store, restart, two_at_once),
    *(skew, fail, fail, fail_to_look),
)
