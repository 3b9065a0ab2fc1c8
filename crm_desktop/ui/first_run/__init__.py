"""The welcome before there is any data."""
