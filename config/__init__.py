"""What the owner writes: the config file and its secrets.

`config.find` finds the file and tells its language, `config.load` reads it;
`config.models.settings` is what comes of it.
"""
