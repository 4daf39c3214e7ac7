"""The store in memory: what a process keeps until it ends."""

from adapters.memory.store.store import MemoryStore

__all__ = ["MemoryStore"]
