"""Polishing of drafts by somebody else's machine: off unless the owner turns it on."""

from adapters.drafter.openai import OpenAIDrafter

__all__ = ["OpenAIDrafter"]
