"""Money received, kept and owed."""
