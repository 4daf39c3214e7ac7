"""The ports: protocols for what the services need from outside.

Networks and messengers raise `bot.errors.NetworkError` and its subclasses, stores
`bot.errors.StoreError`, calendars and the shelf `bot.errors.CalendarError`. Any other exception
is a bug.
"""

from bot.ports.calendar import Agenda, Calendar, Holidays, Shelf, Unread, WholeDays
from bot.ports.clock import Clock
from bot.ports.drafter import Drafter
from bot.ports.gazetteer import Gazetteer
from bot.ports.known import Known
from bot.ports.messenger import (
    Archive,
    Capabilities,
    CouldNotTell,
    DirectMessage,
    Found,
    Message,
    Messenger,
    NotThere,
    Obstacle,
    ReadBack,
    Recipient,
    RemoteId,
)
from bot.ports.network import Cursor, Network, Page, Rejected
from bot.ports.store.decisions import Decisions
from bot.ports.store.erasure import Erasures, Leftover, LeftoverKind
from bot.ports.store.inbox import Inbox, Mailbox
from bot.ports.store.invitations import Invitations
from bot.ports.store.log import Log, Recorded
from bot.ports.store.meetings import Meetings
from bot.ports.store.mishaps import Mishaps
from bot.ports.store.outbox import Outbox
from bot.ports.store.people import People, SaidPlace, Stance, stance
from bot.ports.store.preferences import Preferences
from bot.ports.store.remembered import Remembered
from bot.ports.store.suggestions import Suggestions
from bot.ports.store.unit import Store, Unit
from bot.ports.store.watches import Watch, Watches
from bot.ports.templates import Templates

__all__ = [
    "Agenda",
    "Archive",
    "Calendar",
    "Capabilities",
    "Clock",
    "CouldNotTell",
    "Cursor",
    "Decisions",
    "DirectMessage",
    "Drafter",
    "Erasures",
    "Found",
    "Gazetteer",
    "Holidays",
    "Inbox",
    "Invitations",
    "Known",
    "Leftover",
    "LeftoverKind",
    "Log",
    "Mailbox",
    "Meetings",
    "Message",
    "Messenger",
    "Mishaps",
    "Network",
    "NotThere",
    "Obstacle",
    "Outbox",
    "Page",
    "People",
    "Preferences",
    "ReadBack",
    "Recipient",
    "Recorded",
    "Rejected",
    "Remembered",
    "RemoteId",
    "SaidPlace",
    "Shelf",
    "Stance",
    "Store",
    "Suggestions",
    "Templates",
    "Unit",
    "Unread",
    "Watch",
    "Watches",
    "WholeDays",
    "stance",
]
