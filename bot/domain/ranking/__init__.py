"""Scores, their evidence, and consent."""
