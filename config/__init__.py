"""What the owner writes: the config file and its secrets.

`config.load` finds and reads the file; `config.settings` is what comes of it.
"""
