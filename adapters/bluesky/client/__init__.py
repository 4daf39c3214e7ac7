"""Ask the servers of the AT Protocol, signed in or not."""
