"""Files, made and then opened again as those who get them do."""
