"""Texts for people: translations, dates, messages, and defusing what others wrote."""
