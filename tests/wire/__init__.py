"""The way in and out: every promise of wire/ and house.py, each with a test that fails when it is broken."""
