"""Send what is in the outbox, once."""
