"""The calendar page: month, week, day and list of everything that has a day."""
