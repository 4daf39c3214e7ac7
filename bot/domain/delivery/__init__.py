"""Messages on their way out, and what undo needs."""
