"""What must not happen to an invitation: that others send it, or that it is sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.altered import DIES
from tests.e2e.meeting.lines import ENGLISH
from tests.e2e.meeting.script import Play, outbox
from tests.e2e.meeting.stage import BOT, OTHER, OWNER, Letter
from tests.e2e.outbox import let_minutes_pass

if TYPE_CHECKING:
    from tests.e2e.meeting.stage import Stage


def assert_only_the_owner_sends(stage: Stage) -> None:
    """Others, and the owner in company, are neither obeyed nor answered; the owner then is."""
    get_ready(stage)
    before = outbox(stage.context.store)

    stage.intrude(ENGLISH.send)
    stage.context.type("run", "--once")

    assert before == outbox(stage.context.store)
    assert [] == received(stage)
    stage.write(OWNER, BOT, ENGLISH.send)
    stage.context.type("run", "--once")
    assert [*before, "sent", "sent"] == outbox(stage.context.store)


def get_ready(stage: Stage) -> None:
    """Have the digest arrive, the owner paired, and an invitation wait for `send 1`."""
    play = Play(stage)
    play.go_round()
    play.ask(ENGLISH.hello)
    play.ask(ENGLISH.edit.format(ENGLISH.invitation))


def be_killed_sending(stage: Stage, when: str) -> None:
    """Have the process killed `before` or `after` it posts the invitation, and wait."""
    get_ready(stage)
    stage.write(OWNER, BOT, ENGLISH.send)
    start, _ = stage.addressed(ENGLISH.invitation)
    with stage.context.start("run", "--once", altered={DIES: f"{when}:{start}"}) as process:
        process.communicate(timeout=120)
    assert "sending" in outbox(stage.context.store)
    wait_and_see(stage)


def wait_and_see(stage: Stage) -> None:
    """Let leases and quarantines pass, with a round after each."""
    for _ in range(4):
        let_minutes_pass(stage.context.store)
        with stage.context.start("run", "--once") as process:
            process.communicate(timeout=120)


def received(stage: Stage) -> list[Letter]:
    """What the other got from the owner alone."""
    return [one for one in stage.letters() if one.to == (OTHER,) and one.sender == OWNER]


def once(stage: Stage) -> list[Letter]:
    """What the other is to have got in the end."""
    _, kept = stage.addressed(ENGLISH.invitation)
    return [Letter(OWNER, (OTHER,), kept)]
