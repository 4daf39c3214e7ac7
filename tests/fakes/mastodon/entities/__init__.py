"""What the server's things look like as JSON: one entity per file, as of Mastodon 4.6."""
