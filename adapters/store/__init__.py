"""The store on SQLite."""

from adapters.store.store import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]
