"""Forgetting people: what of them is deleted, and what keeps them out afterwards."""
