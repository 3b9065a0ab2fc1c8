"""The navigation rail and where it leads."""
