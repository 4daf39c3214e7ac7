"""SQLite files: creation, backup, the counter beside them, and the write-ahead log."""
