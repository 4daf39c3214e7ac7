"""Circles: the people in the list as rings around the owner, for their eyes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.text.draft import naming
from bot.text.language import graphemes
from bot.web.drawing.rings import SIDE, SIZES, Node, Ring, rings
from bot.web.page import render
from bot.web.site import current_ranking

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.domain.people.identity import PersonId
    from bot.services.context import Context

EDGE: Final = 14
LABEL: Final = 13
"""Grapheme clusters of a name that fit below a node."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in a ring."""

    id: PersonId
    name: str
    label: str
    initials: str
    node: Node


async def show(request: Request, context: Context) -> Response:
    """The page."""
    async with context.store.unit(context.owner) as unit:
        ranking = await current_ranking(request, context, unit)
        await ranking.keep_failures(unit)
    people = ranking.order[: SIZES[-1]]
    names = [naming.called(person) for person in people]
    circles: list[tuple[Ring, list[Somebody]]] = [
        (
            ring,
            [
                Somebody(
                    people[node.place].id,
                    names[node.place],
                    graphemes.cut(
                        naming.first_name(people[node.place]) or names[node.place], LABEL
                    ),
                    initials(names[node.place]),
                    node,
                )
                for node in ring.nodes
            ],
        )
        for ring in rings(len(people))
    ]
    return render(
        request,
        "circles.html",
        circles=circles,
        middle=SIDE / 2,
        reach=max((ring.radius for ring, _ in circles), default=0.0) + EDGE,
        others=len(ranking.order) - len(people),
        left_out=len(ranking.scene.excluded()),
    )


def initials(name: str) -> str:
    """`SM` of Solène Martin, `B` of bruno: the first letters of the first and the last word."""
    words = ["".join(letter for letter in word if letter.isalnum()) for word in name.split()]
    first = [graphemes.clusters(word)[0].upper() for word in words if word]
    return "".join([*first[:1], *(first[-1:] if len(first) > 1 else ())]) or "·"
