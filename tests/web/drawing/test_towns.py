from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people.place import City, distance
from bot.web.drawing.towns import HEIGHT, WIDTH, WITHIN, Map, Spot, draw


def city(number: int, latitude: float, longitude: float, name: str = "Ville") -> City:
    return City(number, name, "", "FR", latitude, longitude, "Europe/Paris", 20_000)


def drawn(*spots: Spot, reach: float = 50.0) -> Map:
    found = draw(spots, reach)
    assert found is not None
    return found


RENNES = city(1, 48.11, -1.67, "Rennes")
NANTES = city(2, 47.22, -1.55, "Nantes")
SYDNEY = city(3, -33.87, 151.21, "Sydney")

towns = st.builds(
    city,
    st.integers(10, 10_000),
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.text("abcdefgh", min_size=1, max_size=30),
)


@given(st.lists(towns, min_size=1, max_size=30, unique_by=lambda town: town.id), st.floats(1, 2000))
def test_every_town_is_in_the_picture_or_left_out(cities: list[City], reach: float) -> None:
    spots = [Spot(town, 1, is_home=place == 0) for place, town in enumerate(cities)]
    found = drawn(*spots, reach=reach)

    assert sorted(town.id for town in cities) == sorted(
        spot.city.id for spot in (*(mark.spot for mark in found.marks), *found.left_out)
    )
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in found.marks)
    assert all(distance(cities[0], spot.city) > WITHIN for spot in found.left_out)
    assert 0 < found.bar <= WIDTH / 4 + 1
    assert len(found.meridians) <= 12
    assert len(found.parallels) <= 12


def test_there_is_no_map_without_a_town() -> None:
    assert draw([], 50) is None


def test_north_is_up_and_distances_are_true() -> None:
    found = drawn(Spot(RENNES, is_home=True), Spot(NANTES, 2))
    home, nantes = (
        next(mark for mark in found.marks if mark.spot.city == town) for town in (RENNES, NANTES)
    )

    assert nantes.y > home.y
    assert nantes.x > home.x
    apart = ((nantes.x - home.x) ** 2 + (nantes.y - home.y) ** 2) ** 0.5
    assert abs(apart / found.reach * 50 - distance(RENNES, NANTES)) < 2


def test_a_town_across_the_date_line_is_near() -> None:
    fiji, samoa = city(4, -17, 179.5), city(5, -15, -178.5)

    assert not drawn(Spot(fiji, is_home=True), Spot(samoa, 1)).left_out


def test_whoever_lives_on_the_other_side_of_the_globe_does_not_shrink_the_map() -> None:
    found = drawn(Spot(RENNES, is_home=True), Spot(NANTES, 2), Spot(SYDNEY, 1))

    assert [SYDNEY] == [spot.city for spot in found.left_out]


neighbours = st.builds(
    city,
    st.integers(10, 10_000),
    st.floats(45, 49),
    st.floats(-3, 3),
    st.text("abcdefgh", min_size=1, max_size=30),
)


@given(st.lists(neighbours, min_size=2, max_size=25, unique_by=lambda town: town.id))
def test_names_do_not_cover_each_other(cities: list[City]) -> None:
    found = drawn(*(Spot(town, 1) for town in cities))
    boxes = []
    for mark in found.marks:
        if mark.label is not None:
            x, y, anchor = mark.label
            width = len(mark.spot.city.name) * 7.6
            left = x - {"start": 0, "end": width, "middle": width / 2}[anchor]
            boxes.append((left, y - 13, left + width, y + 3))

    assert not any(
        one[0] < other[2] - 0.2
        and other[0] < one[2] - 0.2
        and one[1] < other[3] - 0.2
        and other[1] < one[3] - 0.2
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
    )
