"""Interactions, threads, exchanges, and what is counted of them."""
