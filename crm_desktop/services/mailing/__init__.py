"""Who gets post, where, and what it says."""
