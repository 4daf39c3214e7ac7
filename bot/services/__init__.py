"""The use cases: plain async functions over the ports."""
