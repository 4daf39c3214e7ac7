"""The views: each gathers its values, and has a template of its name."""
