"""The base forms of Polish names of places, which are declined: `w Krakowie`, `z Gdańska`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDINGS: Final = (
    # locative
    ("odzi", "ódź"),
    ("owie", "ów"),
    ("owie", "owa"),
    ("awiu", "aw"),
    ("aniu", "ań"),
    ("uniu", "uń"),
    ("iedniu", "iedeń"),
    ("niu", "ń"),
    ("nie", "n"),
    ("nie", "na"),
    ("wie", "wa"),
    ("wie", "w"),
    ("cie", "t"),
    ("cie", "ta"),
    ("dzie", "d"),
    ("dzie", "da"),
    ("rze", "r"),
    ("rze", "ra"),
    ("dze", "ga"),
    ("ce", "ka"),
    ("icach", "ice"),
    ("cach", "ce"),
    ("ach", "y"),
    ("ach", "e"),
    ("omiu", "om"),
    ("mie", "m"),
    ("ymstoku", "ystok"),
    ("ego stoku", "y stok"),
    ("zczy", "zcz"),
    ("yni", "ynia"),
    ("ni", "nia"),
    ("eli", "ela"),
    ("lu", "le"),
    ("lu", "l"),
    ("żu", "ż"),
    ("żu", "że"),
    ("ku", "k"),
    ("gu", "g"),
    ("iu", ""),
    ("u", ""),
    ("śle", "sła"),
    ("śle", "sł"),
    # genitive and instrumental
    ("owa", "ów"),
    ("odzi", "ódź"),
    ("ic", "ice"),
    ("iec", "iece"),
    ("lc", "lce"),
    ("nia", "ń"),
    ("a", ""),
    ("y", "a"),
    ("i", "a"),
    ("awą", "awa"),
    ("ą", "a"),
    ("em", ""),
    ("iem", ""),
    ("owem", "ów"),
    ("niem", "ń"),
)
_BIELSKO: Final = {
    "Bielsku-Białej": "Bielsko-Biała",
    "Zielonej Górze": "Zielona Góra",
    "Nowym Jorku": "Nowy Jork",
}


def base_forms(name: str) -> Iterator[str]:
    """What a declined name may be the form of, likeliest first."""
    if name in _BIELSKO:
        yield _BIELSKO[name]
    if " " in name or "," in name or len(name) < _SHORTEST:
        return
    for ending, base in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= _STEM:
            yield name[: -len(ending)] + base


_SHORTEST: Final = 4
_STEM: Final = 2
