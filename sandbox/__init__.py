"""Telegram on this machine: a strict Bot API server, people to talk to the bot, a chat page; needs nothing of ours."""
