from __future__ import annotations

from itertools import combinations
from math import dist

from hypothesis import given
from hypothesis import strategies as st

from bot.web.drawing.rings import SIDE, SIZES, rings


@given(st.integers(0, 400))
def test_everybody_up_to_the_last_ring_stands_in_one_in_order(people: int) -> None:
    found = rings(people)

    places = [node.place for ring in found for node in ring.nodes]
    assert places == list(range(min(people, SIZES[-1])))
    assert all(ring.last <= ring.size for ring in found)


@given(st.integers(1, 400))
def test_nobody_hides_another_or_leaves_the_picture(people: int) -> None:
    nodes = [node for ring in rings(people) for node in ring.nodes]

    assert all(
        node.radius <= edge <= SIDE - node.radius for node in nodes for edge in (node.x, node.y)
    )
    assert all(
        dist((one.x, one.y), (other.x, other.y)) >= one.radius + other.radius
        for one, other in combinations(nodes, 2)
    )


def test_the_closest_are_in_the_middle() -> None:
    away = [
        dist((node.x, node.y), (SIDE / 2, SIDE / 2)) for ring in rings(150) for node in ring.nodes
    ]

    assert max(away[:5]) < min(away[5:15]) <= max(away[5:15]) < min(away[15:50])
    assert max(away[15:50]) < min(away[50:])


def test_rings_are_named_by_ranks_from_one() -> None:
    assert [(1, 5), (6, 15), (16, 42)] == [(ring.first, ring.last) for ring in rings(42)]
    assert [True, True, False] == [ring.is_named for ring in rings(42)]
