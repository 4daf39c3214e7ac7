"""The owner's calendars, read only, and the shelf that planned meetings are put on."""
