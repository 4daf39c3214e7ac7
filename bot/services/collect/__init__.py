"""Read the networks into the log."""
