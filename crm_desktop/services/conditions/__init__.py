"""Filters over customers, answered in SQL."""
