"""Making text safe for messages: defusing, limits, splitting."""
