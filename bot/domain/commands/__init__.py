"""What the owner writes to the bot, read without guessing."""
