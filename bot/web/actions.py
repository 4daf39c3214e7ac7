"""What the forms do: what a direct message with the same words would.

A form says what it is about (`person`, or a message's `id`) and how that stood on its page
(`seen`). Where it stands otherwise by now, nothing is done. After each action the browser is sent
back to the page (`back`), which shows the answer once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse

from bot.domain.commands.shapes import COUNTS_OF_PEOPLE
from bot.domain.commands.verbs import VERBS, Effect, Verb
from bot.domain.safety.outside import kept
from bot.domain.sentence import marked
from bot.errors import ImpossibleError, UndeliveredError, UserError
from bot.services.delivery import waiting
from bot.services.invite.case import case_of
from bot.services.obey.marks import check, latest, mark_of_latest
from bot.services.obey.messages import do
from bot.services.obey.spoken import command_from
from bot.services.owner.decisions import find_person
from bot.web.page import cookie_name
from bot.web.site import Said, site_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.ports import Unit
    from bot.services.context import Context

LARGEST: Final = 128 * 1024
"""Bytes of a form; the longest text that a network takes is less than half of that, encoded."""
_FIELDS: Final = 20
_DIGITS: Final = 18
_PATH: Final = re.compile(r"/(?:[\w-]+(?:/[\w-]+)*)?(?:\?[\w.~%=&+-]*)?", re.ASCII)
"""An address of ours: a path without dots, and parameters."""
_TYPE: Final = "application/x-www-form-urlencoded"
_SHORT: Final[Mapping[Verb, str]] = {
    Verb.DRAFT: marked("Here is a draft."),
    Verb.EDIT: marked("The draft is saved."),
}
"""Answers in place of those that show the draft, which is on the page."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form."""

    fields: Mapping[str, Sequence[str]]

    def get(self, name: str) -> str:
        """A field, without what browsers add; empty if it is not there."""
        return next(iter(self.fields.get(name, ())), "").replace("\r\n", "\n")

    @property
    def text(self) -> str:
        """What follows the people, as in a message; of a meeting it comes in three fields."""
        if day := self.get("day"):
            return f"{day} {self.get('time')}, {self.get('place')}".rstrip(", ")
        return self.get("text")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(self.fields.get(name, ()))


async def obey(request: Request, context: Context) -> Response:
    """Carry out a verb, for the people and with the text of the form; `send:reply` is public."""
    form = await read_form(request)
    said_verb, _, how = form.get("verb").partition(":")
    try:
        verb = Verb(said_verb)
    except ValueError:
        raise HTTPException(400) from None
    if VERBS[verb].effect is not Effect.CHANGES and verb is not Verb.DRAFT:
        raise HTTPException(400)
    async with context.store.unit(context.owner) as unit:
        before = await mark_of_latest(unit)
    try:
        said = await _said(context, verb, form, how)
    except (UserError, UndeliveredError) as problem:
        said = context.wishes.words.tell(problem)
        return back_to(request, form.get("back"), Said(said, is_refusal=True))
    async with context.store.unit(context.owner) as unit:
        after = await latest(context, unit)
    is_new = after is not None and after.mark != before
    may_undo = after is not None and is_new and after.is_in_time and verb is not Verb.UNDO
    return back_to(request, form.get("back"), Said(said, undo=after if may_undo else None))


async def settle(request: Request, context: Context) -> Response:
    """Send a message again, or give it up."""
    form = await read_form(request)
    act = {"resend": waiting.resend, "drop": waiting.drop}.get(form.get("act"))
    number = form.get("id")
    if act is None or not (number.isascii() and number.isdecimal() and len(number) <= _DIGITS):
        raise HTTPException(400)
    try:
        said = Said(await act(context, int(number), seen=form.get("seen")))
    except UserError as problem:
        said = Said(context.wishes.words.tell(problem), is_refusal=True)
    return back_to(request, form.get("back"), said)


async def leave(request: Request, context: Context) -> Response:
    """End the session."""
    site, name = site_of(request), cookie_name(request)
    site.entrance.leave(request.cookies[name], context.clock.now())
    site.said.pop(request.cookies[name], None)
    answer = RedirectResponse(f"{site.address.prefix}/", 303)
    answer.delete_cookie(name, f"{site.address.prefix}/")
    return answer


async def _said(context: Context, verb: Verb, form: Form, how: str) -> str:
    """Carry a verb out, and return the answer.

    A draft that was changed on the page is saved before it is sent; what is sent is its text.
    """
    people, text, words = form.all("person"), form.text, context.wishes.words
    fewest, most = COUNTS_OF_PEOPLE[VERBS[verb].people]
    if not fewest <= len(people) <= most:
        raise HTTPException(400)
    as_seen = partial(check, seen=form.get("seen"))
    if verb is Verb.SEND:
        command = command_from(verb, people, how, words)
        if "text" not in form.fields:
            return await do(context, command, partial(as_seen, command=command))
        edit = command_from(Verb.EDIT, people, text, words)
        if (edit.text or "").strip() == (await _draft_for(context, people[0])).strip():
            return await do(context, command, partial(as_seen, command=command))
        await do(context, edit, partial(as_seen, command=edit))
        return await do(context, command, partial(_holds, context, people[0], edit.text or ""))
    command = command_from(verb, people, text, words)
    said = await do(context, command, partial(as_seen, command=command))
    return words.say(_SHORT[verb]) if verb in _SHORT else said


async def _draft_for(context: Context, name: str) -> str:
    async with context.store.unit(context.owner) as unit:
        case = await case_of(context, unit, await find_person(unit, name))
    wording = case.invitation.wording if case.invitation else None
    return "" if wording is None else wording.text


async def _holds(context: Context, name: str, text: str, unit: Unit) -> None:
    """Check that the draft to be sent has this text."""
    case = await case_of(context, unit, await find_person(unit, name))
    wording = case.invitation.wording if case.invitation else None
    if wording is None or wording.text != text:
        raise ImpossibleError(waiting.CHANGED)


def back_to(request: Request, path: str, said: Said) -> Response:
    """Lead back to a page of ours, which shows what is said."""
    site, cookie = site_of(request), request.cookies[cookie_name(request)]
    before = site.said.get(cookie)
    if before is not None and said.is_refusal:
        # A button pressed twice: the first time it was done.
        both = before.text if said.text in before.text else f"{before.text}\n{said.text}"
        said = replace(before, text=both)
    site.said[cookie] = said
    is_ours = _PATH.fullmatch(path) is not None
    return RedirectResponse(site.address.prefix + (path if is_ours else "/"), 303)


async def read_form(request: Request, most: int = _FIELDS) -> Form:
    """The fields that were sent: so many at most, cleaned.

    Raises:
        HTTPException: it is no form, too long, or not whole.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise HTTPException(415)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                raise HTTPException(413)
    except ClientDisconnect:
        raise HTTPException(400) from None
    try:
        fields = parse_qs(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=most
        )
    except ValueError:
        raise HTTPException(400) from None
    clean = {
        name: [kept(text, lines=True, isolates=True) for text in texts]
        for name, texts in fields.items()
    }
    return Form(clean)
