"""Keeping the data clean: duplicates, merging, the doctor, the recycle bin."""
