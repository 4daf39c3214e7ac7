"""The tables of the config file and their values."""
