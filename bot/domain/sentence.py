"""Marking of translatable sentences: the English text in the code is the key."""

from __future__ import annotations


def marked(message: str) -> str:
    """Return the message unchanged; the call marks it for extraction (gettext's `N_`)."""
    return message
