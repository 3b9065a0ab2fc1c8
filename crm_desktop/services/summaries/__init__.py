"""The day, the week and the month, in figures and in sentences."""
