"""The daemon: what keeps the use cases going."""
