"""Workbooks as small shops keep them, made from a seed, with the truth about every record."""
