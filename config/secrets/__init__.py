"""Where secrets are kept, and how they stay secret."""
