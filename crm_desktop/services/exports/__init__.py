"""Records as rows and cards, for files that leave."""
