"""The store on disk: SQLAlchemy Core over SQLite."""
