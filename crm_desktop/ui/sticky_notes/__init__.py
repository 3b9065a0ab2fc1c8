"""Sticky notes as they are shown and acted on, on Today and beside a customer."""
