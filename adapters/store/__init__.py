"""The store on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.store.store import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]


def __getattr__(name: str) -> object:
    # SQLAlchemy takes its time to load, and `adapters.store.scores` does without.
    if name in __all__:
        from adapters.store import store  # noqa: PLC0415

        found: object = getattr(store, name)
        return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
