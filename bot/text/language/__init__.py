"""Translations, dates, word lists, grapheme clusters and language detection."""
