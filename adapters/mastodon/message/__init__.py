"""Send, receive and look for messages."""
