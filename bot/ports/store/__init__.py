"""The store: the parts of a transaction."""
