"""Rank people, and explain the ranking."""
