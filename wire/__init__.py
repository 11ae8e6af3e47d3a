"""Telegram's side of the house: what comes in, what goes out, and the limits; it decides nothing about the city."""
