"""What happens by the clock; schedule.py is the timetable."""
