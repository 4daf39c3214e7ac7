"""Scores and verdicts in words."""
