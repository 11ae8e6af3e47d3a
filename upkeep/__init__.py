"""What the operator runs beside the bot, as `python bot.py <word>`: it takes no lock and shows no secret."""
