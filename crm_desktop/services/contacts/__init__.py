"""Customers: their records, lists, views, and what is shown of one at a glance."""
