"""The rules: plain functions, database first, the rest keyword-only; no Telegram, no sentences."""
