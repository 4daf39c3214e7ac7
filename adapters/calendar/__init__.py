"""The owner's calendars, which are only read, and the folder for planned meetings."""
