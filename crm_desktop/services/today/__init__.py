"""What the day brings."""
