"""Ctrl+K: customers, actions and pages from one field."""
