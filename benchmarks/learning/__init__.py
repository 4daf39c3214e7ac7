"""Does learning from the owner help, and can it run away? A simulation: `docs/scoring.md`."""
