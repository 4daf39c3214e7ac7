"""iCalendar text as components and properties (RFC 5545, 3.1), read as far as it can be.

Only the properties that say when the owner is busy are kept: nothing else in a calendar can make it
unreadable. A value is not interpreted here.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_END: Final = re.compile(rb"\r*\n|\r")
_NAME: Final = re.compile(r"[ \t]*([A-Za-z0-9-]+)[ \t]*([;:]?)")
_KEPT: Final = frozenset(
    ["ATTENDEE", "DTEND", "DTSTART", "DURATION", "EXDATE", "EXRULE", "FREEBUSY", "LOCATION",
     "METHOD", "ORGANIZER", "RDATE", "RECURRENCE-ID", "RRULE", "SEQUENCE", "STATUS", "SUMMARY",
     "TRANSP", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "UID", "X-LIC-LOCATION",
     "X-MICROSOFT-CDO-BUSYSTATUS", "X-WR-TIMEZONE"]
)  # fmt: skip
_OF_TIME: Final = frozenset(["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID", "RRULE"])
"""No line of prose begins so: they are kept without a colon, too, as unreadable."""
_NOT_OF_ALARMS: Final = _OF_TIME | {"EXRULE", "STATUS", "TRANSP"}
_IN_CALENDAR: Final = frozenset(
    ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY", "VCALENDAR"]
)
_DEEPEST: Final = 10
_BEGINNINGS: Final = {
    **{
        name: re.compile(r":(?=\s*\"?\d{4}-?\d\d-?\d\d)")
        for name in ("DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID")
    },
    **{name: re.compile(r":(?=\s*<?mailto:)", re.IGNORECASE) for name in ("ATTENDEE", "ORGANIZER")},
}
"""How most values begin. What precedes is a parameter, even if it has a colon without quotes."""
_COLON: Final = re.compile(":")
_QUOTED: Final = re.compile(r'"[^"]*"')
_ESCAPED: Final = re.compile(r"\^([n'^])")
_MEANT: Final = {"n": "\n", "'": '"', "^": "^"}


@dataclass
class Property:
    """A content line. `line` counts the lines of the file from 1."""

    name: str
    text: str
    line: int

    def _colon(self) -> int:
        """Where the value begins; also if a parameter has a colon, or a quotation mark too few."""
        outside = _blanked(self.text)
        outside = outside if ":" in outside else self.text
        begins = _BEGINNINGS.get(self.name, _COLON)
        for match in begins.finditer(self.text):
            if outside[match.start()] == ":":
                return match.start()
        return f"{outside}:".index(":")

    @cached_property
    def value(self) -> str:
        """What follows the colon, without spaces and quotation marks around it."""
        return self.text[self._colon() + 1 :].strip().strip('"')

    @cached_property
    def params(self) -> dict[str, str]:
        """The parameters by upper-case name (RFC 6868 decoded)."""
        head = self.text[: self._colon()]
        cuts = [place for place, char in enumerate(_blanked(head)) if char == ";"] + [len(head)]
        found: dict[str, str] = {}
        for begin, end in pairwise(cuts):
            name, _, value = head[begin + 1 : end].partition("=")
            value = _ESCAPED.sub(lambda mark: _MEANT[mark[1]], value.strip())
            found.setdefault(name.strip().upper(), value.strip('"').strip())
        return found


def _blanked(text: str) -> str:
    """A text of the same length, without what is between quotation marks."""
    return _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text)


@dataclass(slots=True)
class Component:
    """A component. `is_closed` is false where its END is missing."""

    name: str
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)
    is_closed: bool = False

    def all(self, name: str) -> list[Property]:
        """The properties of this name."""
        return self.properties.get(name, [])

    def value(self, name: str) -> str:
        """The first value that is not empty."""
        return next((prop.value for prop in self.all(name) if prop.value), "")


def calendars(raw: bytes) -> list[Component]:
    """The calendars in a file, with their components. What is outside of them is left out."""
    found: list[Component] = []
    stack: list[Component] = []
    for number, line in _content_lines(_as_utf8(raw)):
        match = _NAME.match(line)
        if match is None:
            continue
        name, colon = match[1].upper(), match[2]
        if name == "BEGIN" and colon:
            kind = line[match.end() :].strip().upper()
            if kind in _IN_CALENDAR:
                # What is still open lacks its END.
                del stack[0 if kind == "VCALENDAR" else 1 :]
            component = Component(kind, number)
            if kind == "VCALENDAR":
                found.append(component)
            elif not stack or len(stack) > _DEEPEST:
                continue
            else:
                stack[-1].parts.append(component)
            stack.append(component)
        elif name == "END" and colon:
            _close(stack, line[match.end() :].strip().upper())
        elif stack and name in _KEPT and (colon or match[1] in _OF_TIME):
            holder = stack[-1]
            if holder.name == "VALARM" and name in _NOT_OF_ALARMS and len(stack) > 1:
                holder = stack[-2]
            prop = Property(name, line[match.end(1) :], number)
            holder.properties.setdefault(name, []).append(prop)
    return found


def _close(stack: list[Component], kind: str) -> None:
    for depth in reversed(range(len(stack))):
        if stack[depth].name == kind:
            stack[depth].is_closed = True
            del stack[depth:]
            return


def _as_utf8(raw: bytes) -> bytes:
    if raw.startswith((BOM_UTF32_LE, BOM_UTF32_BE)):
        return raw.decode("utf-32", errors="replace").encode()
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace").encode()
    if b"\0" in raw[:2]:
        coding = "utf-16-be" if raw.startswith(b"\0") else "utf-16-le"
        return raw.decode(coding, errors="replace").encode()
    return raw.removeprefix(BOM_UTF8)


def _content_lines(raw: bytes) -> Iterator[tuple[int, str]]:
    """Unfolded lines, each with the number of its first. A fold may split a character."""
    pending: list[bytes] = []
    begin = 0
    for number, line in enumerate(_LINE_END.split(raw), start=1):
        if line[:1] in {b" ", b"\t"} and pending:
            pending.append(line[1:])
        elif line.strip():
            if pending:
                yield begin, _text(b"".join(pending))
            pending, begin = [line], number
    if pending:
        yield begin, _text(b"".join(pending))


def _text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return text.replace("\0", "")
