"""SQLite files: creation, the counter beside them, and the write-ahead log."""
