"""What the bot promises, tried on the real bot: the same nouns as on every floor."""
