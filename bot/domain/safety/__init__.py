"""Text from outside, made harmless: cleaned, redacted, bounded."""
