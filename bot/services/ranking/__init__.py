"""Rank people, and explain it."""
