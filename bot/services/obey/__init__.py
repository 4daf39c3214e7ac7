"""Read the owner's messages and carry out their commands."""
