"""What goes wrong with a lab."""

from __future__ import annotations


class LabError(Exception):
    """A lab cannot be installed or started; the message says why and what to do."""
