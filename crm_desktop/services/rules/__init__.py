"""Rules that make follow-ups by themselves."""
