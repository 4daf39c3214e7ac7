"""The server's HTTP API: one file per part of it, each with its table of endpoints."""
