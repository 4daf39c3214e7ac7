"""Parsing the owner's messages as commands, without guessing."""
