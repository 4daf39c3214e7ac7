"""Which accounts are one person's."""
