"""Compose the digest that is due."""
