"""Messengers besides the networks: a file."""
