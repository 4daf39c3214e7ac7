"""The store, on SQLAlchemy Core: SQLite in a file or in memory, or PostgreSQL.

- `store`: opening it; `engine`: connections; `migrate`, `migrations/`: its schema
- `tables`: the tables, the only place that names their columns; `columns`, `records`: how values of
  the domain become cells and rows; `statements`: what differs from database to database
- `unit/`: one transaction, a file for each part of `bot.ports.Unit`
- `file/`: what a database in a file needs beside it
"""

from adapters.store.engine import address, beside, file_of, folder_of
from adapters.store.file.backup import known_backups
from adapters.store.file.restore import restore
from adapters.store.file.wal import files_of
from adapters.store.store import SqlStore, memory_store, open_store

__all__ = [
    "SqlStore",
    "address",
    "beside",
    "file_of",
    "files_of",
    "folder_of",
    "known_backups",
    "memory_store",
    "open_store",
    "restore",
]
