"""What the owner writes: the config file and its secrets."""
