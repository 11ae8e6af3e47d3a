"""What a person did → what the bot says; one file a noun: no rules, no SQL, no sentences, no calls to Telegram."""
