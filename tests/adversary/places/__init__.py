"""Nobody is located who did not want that."""
