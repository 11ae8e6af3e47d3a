"""Coworking: spaces, slots, seats, waitlists and offers; every change says who is to be told what."""
