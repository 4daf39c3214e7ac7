"""Joins that somebody fakes or abuses."""
