"""Everything that has a day."""
