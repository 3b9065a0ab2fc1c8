"""Targets, commission, and the staff of a month side by side."""
