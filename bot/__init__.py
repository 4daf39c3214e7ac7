"""Terrasse: from the timeline to the table."""

__version__ = "0.1.0"
