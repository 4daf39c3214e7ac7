"""What the owner writes: the config file and its secrets.

`config.load` finds and reads the file; `config.models.settings` is what comes of it.
"""
