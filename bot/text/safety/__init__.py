"""Text that others wrote, made fit for our messages."""
