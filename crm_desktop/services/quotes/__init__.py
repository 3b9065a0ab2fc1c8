"""Quotes, and the orders that come of them."""
