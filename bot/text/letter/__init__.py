"""The digest, and other messages to the owner."""
