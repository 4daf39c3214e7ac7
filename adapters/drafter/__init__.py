"""Rewording of drafts by a language model: off unless the owner turns it on."""

from adapters.drafter.openai import OpenAIDrafter

__all__ = ["OpenAIDrafter"]
