"""Detect profiles that state an age under 18: a quick look, then the rules of `age_rules`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date


def _words(text: str) -> list[str]:
    return text.split()


SIGNS: Final = (
    *(
        "on alti",
        "on bes",
        "on dört",
        "on yedi",
        "on üc",
        "a level",
        "a-level",
        "en tle",
        "year ",
        "in der ",
        "in die ",
        "tle ",
        "besuche die ",
        "rskurs ",
        "incoming ",
        " na gympl",
        "chodim do ",
        " abi",
        "ado",
        "of age",
        " ano",
    ),
    *_words(
        "teen zehn seize dix sept quinze quatorz treiz treci quinc quindic sedic tredic cator"
        " trece dici diec dezas dezes treze tien nascie nasto sjutton sexton femton fjorton"
        " tretton toista nact надцат 十 열 grade school hs gcse freshman sophomore junior sixth"
        " 1re 1ere 2de 2nde faccio frequento collegi lycee college ecolie eleve seconde premiere"
        " terminale sixieme cinquieme quatrieme troisieme classe schüler gymnas gymnaz abitur"
        " klasse studi student alumn eso bach prepa secund instituto liceal liceo superior media"
        " medie estudant alun ensino scholier brugkl havo vwo vmbo ucze uczennica moklas nastolat"
        " klas lycee middelb gymnaz gympl szkol stredni zakladku perusk liseye schule yläas cole"
        " superiori seconda terza quarta quinta 학교 liceum techniku podstaw elev högst går skol"
        " lainen lukiolais yläast yläkoul lukio luok zak trid liseli lise ortaokul sinif jk jc dk"
        " 生 高 中 小 초 중 고 딩 初 年级 年級 школ учени учусь класс лицеи гимназ minor mineur"
        " minder under u18 menor niepeln nielet omynd alaik nezlet neplno resit 未 满 満 미성년"
        " несоверш moins unter majeur volljähr erwachs mayor maggior maior meerderj pelnolet"
        " myndig"
        " plnolet dospel täysi adult 成人 성인 成年 соверш brevet bac exam егэ огэ матур matur"
        " lgs yks 수능 备考 nian åttan sjuan sexan ettan tvåan trean luokkaa high gymna"
        " klässler klasser terceir sedma osma devat rising  quattordic"
        " adoles tiener tonår teini jugendl подрост ergen 青少年 高专 高専 예비 lise 初 高 中"
    ),
)
"""One of these, or a figure, is in every text that states an age under 18."""

_KEPT: Final = {"\u0308", "\u030a"}  # diaeresis and ring
_PLAIN: Final = str.maketrans({"ı": "i", "ł": "l", "’": "'", "`": "'", "´": "'", "ё": "е"})
_LATIN: Final = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")

_BLANKS: Final = re.compile(r"[^\S\n]+")

_FIGURE: Final = re.compile(r"(?<!\d)(?:0\d|[12]\d|20\d\d|[89]|[3-6] ?e)(?!\d)")


# Cached, as each ranking reads the same profiles.
@lru_cache(maxsize=8_192)
def states_minority(text: str, today: date) -> bool:
    """Whether a profile's text (as `cleaning.seen`) states its author's age as under 18."""
    text = _folded(text)
    if not is_worth_reading(text):
        return False
    # Its expressions take 40 ms to compile, and most commands read no profile.
    from bot.domain.people.age_rules import is_minors  # noqa: PLC0415

    return is_minors(text, today)


def is_worth_reading(text: str) -> bool:
    """Whether any rule may match this text, in lower case: a quick look that most fail."""
    return _FIGURE.search(text) is not None or any(sign in text for sign in SIGNS)


def _folded(text: str) -> str:
    """Lower case, without accents on Latin letters other than ä, ö, ü and å, and single blanks.

    So no expression has to try how to share out a run of blanks.
    """
    text = _BLANKS.sub(" ", text.lower())
    if text.isascii():
        return text
    return _LATIN.sub(_bare, text.replace("i\u0307", "i").translate(_PLAIN))


def _bare(letter: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFD", letter[0])
    kept = (sign for sign in apart if sign in _KEPT or not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", "".join(kept))
