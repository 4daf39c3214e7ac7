"""What the owner decides about people and about the bot, and who the owner is."""
