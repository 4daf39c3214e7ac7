"""Builders of iCalendar text."""

from __future__ import annotations

from textwrap import dedent

PARIS = """
    BEGIN:VTIMEZONE
    TZID:Somewhere/Else
    BEGIN:STANDARD
    DTSTART:19701025T030000
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0100
    END:STANDARD
    BEGIN:DAYLIGHT
    DTSTART:19700329T020000
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
    TZOFFSETFROM:+0100
    TZOFFSETTO:+0200
    END:DAYLIGHT
    END:VTIMEZONE
"""
"""The rules of Paris under a name that nobody knows."""


def calendar(*events: str, head: str = "") -> str:
    """A calendar of events, each given by its properties."""
    wrapped = [f"BEGIN:VEVENT\n{dedent(event).strip()}\nEND:VEVENT" for event in events]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN", dedent(head).strip(), *wrapped,
             "END:VCALENDAR", ""]  # fmt: skip
    return "\n".join(line for line in lines if line or line is lines[-1]).replace("\n", "\r\n")
