"""Fields a shop adds to its customers without code."""
