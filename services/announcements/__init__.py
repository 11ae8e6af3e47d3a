"""Announcements: written, approved, sent to exactly whom they are for, and what became of each copy is known."""
