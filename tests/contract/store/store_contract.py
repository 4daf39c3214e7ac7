"""What every store must do; a store's own test file gives the `store` fixture."""

from __future__ import annotations

from tests.contract.store.store_decisions import DecisionsContract
from tests.contract.store.store_erasure import ErasureContract
from tests.contract.store.store_generation import GenerationContract
from tests.contract.store.store_inbox import InboxContract
from tests.contract.store.store_invitations import InvitationsContract
from tests.contract.store.store_log import LogContract
from tests.contract.store.store_meetings import MeetingsContract
from tests.contract.store.store_mishaps import MishapsContract
from tests.contract.store.store_moves import JoinsContract, MovesContract
from tests.contract.store.store_outbox import OutboxContract
from tests.contract.store.store_people import PeopleContract
from tests.contract.store.store_preferences import PreferencesContract
from tests.contract.store.store_rebuild import RebuildContract
from tests.contract.store.store_suggestions import SuggestionsContract
from tests.contract.store.store_transactions import TransactionsContract
from tests.contract.store.store_watches import WatchesContract


class StoreContract(
    LogContract,
    RebuildContract,
    PeopleContract,
    MovesContract,
    JoinsContract,
    WatchesContract,
    SuggestionsContract,
    InvitationsContract,
    MeetingsContract,
    DecisionsContract,
    PreferencesContract,
    InboxContract,
    OutboxContract,
    GenerationContract,
    ErasureContract,
    MishapsContract,
    TransactionsContract,
):
    """All of it."""
