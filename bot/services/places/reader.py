"""Find the places in a text that its author says they live in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.services.places.naming import METROPOLIS
from bot.text.place.names import flags, key
from bot.text.place.sentences import ARROW, BASED, BETWEEN, EITHER, LABEL, plain, sentences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.people.place import City
    from bot.services.places.naming import Names

_LONGEST: Final = 7
"""Words of a place with its region and country."""
_TRADE: Final = 6
"""Words before the place in `teacher of maths in Leeds`."""
_SEVERAL: Final = 3
"""More towns in a row are no homes."""
_IN_A_LIST: Final = 3
"""Words. Longer parts make a sentence of a list."""
_WORD: Final = re.compile(r"[\w'’.-]*\w(?:\.(?=[A-Z]|$))?[)]?")
_GAP: Final = re.compile(r"\s*,?\s*\(?|-")
_FLAGS: Final = re.compile("\\s*,?\\s*(?:[\U0001f1e6-\U0001f1ff]{2}\\s*)+")
_PARTS: Final = re.compile("\\s*,\\s*|(?<=[\U0001f1e6-\U0001f1ff])\\s+(?=\\w)")
_DEPARTMENT: Final = re.compile(r"\s*\(\d{2,5}\)")
_NAME_GOES_ON: Final = re.compile(r"['’]s\b|\s+(?:[A-ZÀ-Þ]|&)|-\w|\.\w")


@dataclass(frozen=True, slots=True)
class Found:
    """The cities that a name may mean, and whether it was plainly said to be a home."""

    cities: tuple[City, ...]
    written: str
    is_sure: bool = True


@dataclass(slots=True)
class Reader:
    """Reads the texts of one profile."""

    names: Names

    def value(self, value: str) -> list[Found]:
        """The place in a field that is about one."""
        for sentence in sentences(value):
            text = ARROW.split(sentence.text)[-1]
            found = self._several(text, is_sure=True) or self._one(text)
            if found:
                return found
        return self.text(value)

    def text(self, text: str) -> list[Found]:
        """The places that the sentences of a text say."""
        found: list[Found] = []
        for sentence in sentences(text):
            if sentence.away:
                continue
            if sentence.pinned:
                place = self._several(sentence.text, is_sure=True) or self._one(sentence.text)
                if place:
                    found += place
                    continue
            found += self._sentence(sentence.text)
        return found

    def area(self, text: str, *, is_labelled: bool) -> tuple[str, str, str] | None:
        """The region or country that a text plainly says, its country, and how it is written."""
        for sentence in sentences(text):
            low = plain(sentence.text)
            starts = [0] if sentence.pinned or is_labelled else []
            starts += [
                phrase.end()
                for phrase in words().lives.finditer(low)
                if phrase.group() not in words().bare
                and not words().unreal.intersection(key(low[: phrase.start()]).split())
            ]
            for start in () if sentence.away else starts:
                said = re.split(r"[,;(]", sentence.text[start:])[0].strip(" :.")
                found = self.names.gazetteer.regions(said) if said[:1].isupper() else ()
                if len(found) == 1 and not self._is_past(low[:start]):
                    return (*found[0], said)
        return None

    def _sentence(self, text: str) -> list[Found]:
        text = _DEPARTMENT.sub("", text)
        if (label := LABEL.fullmatch(text)) and words().is_labelled(label["label"]):
            return self.value(label["value"])
        if len(steps := ARROW.split(text)) > 1:
            return self._one(steps[-1])
        if (between := BETWEEN.search(plain(text))) and not self._is_elsewhere(text):
            parts = [text[slice(*between.span(name))] for name in ("one", "other")]
            ends = [self._one(part) for part in parts]
            if all(ends):
                return [found for part in ends for found in part]
        return self._lives(text) or self._based(text) or self._alone(text)

    def _lives(self, text: str) -> list[Found]:
        """`living in Leeds`."""
        found: list[Found] = []
        low = plain(text)
        for phrase in words().lives.finditer(low):
            before = re.split(
                r"[,;(]|\b(?:and|but|et|mais|und|aber|y|pero|e|ma|mas|en|maar|i|ale)\b",
                low[: phrase.start()],
            )[-1]
            if words().unreal.intersection(key(before).split()[-4:]):
                continue
            rest = text[phrase.end() :].strip(" :")
            is_bare = phrase.group() in words().bare
            place = self._beginning(rest, is_strict=is_bare)
            if place is None or self._ends(rest[place[1] :]):
                continue
            if is_bare and not self.names.is_alone(place[0].written, place[0].cities):
                continue
            found += [place[0], *self._and(rest[place[1] :])]
        return found

    def _ends(self, after: str) -> bool:
        """Whether what follows a place says that one is there for a time only."""
        following = key(re.split(r"[,;(]", after)[0]).split()[:5]
        return bool(words().passing.intersection(following))

    def _based(self, text: str) -> list[Found]:
        """`Leeds-based`."""
        found = []
        for match in BASED.finditer(text):
            said = match["place"].split()
            for start in range(len(said)):
                place = self._whole(" ".join(said[start:]))
                if place is not None:
                    found.append(place)
                    break
        return found

    def _alone(self, text: str) -> list[Found]:
        """A sentence, or what is between its commas, that is a place or ends in one."""
        if (several := self._several(text, is_sure=False)) and not self._is_elsewhere(text):
            return several
        parts = [part.strip() for part in _PARTS.split(text)]
        found: list[Found] = []
        start = 0
        while start < len(parts) and not self._is_elsewhere(parts[start]):
            if self._is_past(parts[start]):
                start += 1
                continue
            for end in range(min(start + 3, len(parts)), start, -1):
                said = ", ".join(parts[start:end])
                place = self._whole(said, is_sure=False)
                if place is not None and self._is_listed(parts, start, end, place):
                    found.append(place)
                    break
            else:
                end = start + 1
                found += self._works(", ".join(parts[start:]), len(parts[start]))
            start = end
        return found

    def _is_listed(self, parts: Sequence[str], start: int, end: int, place: Found) -> bool:
        """Whether some parts of a list are a place: not in `Houston, we have a problem`."""
        if end - start > 1:
            return len({key(part) for part in parts[start:end]}) == end - start
        goes_on = start == 0 and any(
            len(part.split()) > _IN_A_LIST or self._is_elsewhere(part) for part in parts[end:]
        )
        is_alone = self.names.is_alone(parts[start], place.cities)
        return not goes_on and (is_alone or self._is_after_trade(parts, start, place))

    def _is_after_trade(self, parts: Sequence[str], at: int, place: Found) -> bool:
        """Whether a name that may be a word is the place of a trade: `giornalista, Roma, lei`."""
        trade, name, after = parts[at - 1] if at else "", parts[at], parts[at + 1 : at + 2]
        return (
            words().does(trade)
            and not words().words.intersection(key(trade).split()[1:])
            and not (after and after[0][:1].isupper())
            and self.names.is_named(place.cities, name)
            and place.cities[0].population >= METROPOLIS
        )

    def _works(self, text: str, comma: int) -> list[Found]:
        """`teacher in Leeds` and `in Leeds`, before the first comma."""
        low = plain(text[:comma])
        for match in words().works.finditer(low):
            who, rest = low[: match.start()].strip(), text[match.end() :]
            place = self._beginning(rest, is_strict=True)
            if place is None or not self.names.is_named(place[0].cities, place[0].written):
                continue
            after = key(rest[place[1] :].split(",")[0])
            does = words().does(who) and len(who.split()) <= _TRADE and not self._ends(after)
            if does or not (who or after) or after in words().home:
                both = [place[0], *self._and(rest[place[1] :])]
                return [replace(found, is_sure=False) for found in both]
        return []

    def _and(self, after: str) -> list[Found]:
        """A second place, after `and` or a stroke."""
        joint = EITHER.match(after)
        place = self._beginning(after[joint.end() :], is_strict=True) if joint else None
        is_named = place and self.names.is_named(place[0].cities, place[0].written)
        return [place[0]] if place and is_named else []

    def _several(self, text: str, *, is_sure: bool) -> list[Found]:
        """`Berlin / Wien`: two or three places and nothing else."""
        parts = [part for part in EITHER.split(text) if part]
        if not 1 < len(parts) <= _SEVERAL:
            return []
        is_region = self.names.gazetteer.regions(parts[-1]) and not self.names.find(parts[-1])
        if is_region:  # Berlin/Germany
            place = self._whole(", ".join(parts), is_sure=is_sure)
            return [] if place is None else [place]
        found = [self._whole(part, is_sure=is_sure) for part in parts]
        are_places = all(
            place is not None and (is_sure or self.names.is_named(place.cities, place.written))
            for place in found
        )
        return [place for place in found if place is not None] if are_places else []

    def _one(self, text: str) -> list[Found]:
        place = self._beginning(text, is_strict=False)
        return [] if place is None else [place[0]]

    def _whole(self, text: str, *, is_sure: bool = True) -> Found | None:
        """The place, if the whole text is the name of one."""
        bare = text.strip(" .#")
        first, _, rest = bare.partition(" ")
        bare = rest if plain(first) in words().fillers and not self.names.find(bare) else bare
        cities = self.names.find(bare) or self.names.around(bare, is_strict=True)
        return Found(tuple(cities), flags(bare)[0], is_sure) if cities else None

    def _beginning(self, text: str, *, is_strict: bool) -> tuple[Found, int] | None:
        """The longest place at the beginning of a text, and where it ends.

        `is_strict`: not if the name goes on, as in `Lyon Capitale`.
        """
        said: list[re.Match[str]] = []
        for word in _WORD.finditer(text):
            gap = text[said[-1].end() if said else 0 : word.start()]
            if len(said) == _LONGEST or not _GAP.fullmatch(gap):
                break
            said.append(word)
        if said and plain(said[0].group()) in words().fillers:
            said = said[1:]
        for last in reversed(said):
            end = last.end()
            if flag := _FLAGS.match(text, end):
                end = flag.end()
            name = text[said[0].start() : end]
            if is_strict and _NAME_GOES_ON.match(text, end):
                continue
            form = self.names.base(name)
            cities = self.names.find(form) or self.names.around(form, is_strict=is_strict)
            if cities and self.names.is_written(form, cities):
                return Found(tuple(cities), flags(form)[0].strip(" ,.")), end
        return None

    def _is_elsewhere(self, text: str) -> bool:
        said = key(text).split()
        return bool(words().elsewhere.intersection(said)) or said[:1] == ["go"]

    def _is_past(self, text: str) -> bool:
        return bool(words().past.intersection(key(text).split()))
