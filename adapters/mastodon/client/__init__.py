"""Ask a Mastodon server, within its limits."""
