"""The sandbox answers like Telegram, refuses like Telegram, and sees what a bot does wrong."""
