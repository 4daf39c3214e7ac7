"""Read the watched accounts into the log."""
