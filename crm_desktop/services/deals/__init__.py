"""Deals: their stages, board, figures and forecast."""
