"""Say when the next digest is due, or why none comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.digest.due import next_due
from bot.services.owner.addressee import refusal
from bot.services.owner.intentions import is_paused
from bot.text.language import dates

if TYPE_CHECKING:
    from bot.services.context import Context


async def say_when(context: Context) -> str:
    """When the next digest is due, in a sentence; or why none comes."""
    due = await next_due(context)
    words = context.wishes.words
    async with context.store.unit(context.owner) as unit:
        paused = await is_paused(unit, context.clock.now())
    if problem := await refusal(context):
        return problem
    if paused:
        return words.say("Digests are paused. They are back on with: resume")
    if due is None:
        return words.say("The first digest is due when the first collect is complete.")
    if due <= context.clock.now():
        return words.say(
            "A digest is due now: the next round sends it, if there is somebody in it."
        )
    moment = dates.moment(due, context.owner.zone, words)
    return words.say("The next digest is due on {moment}.", moment=moment)
