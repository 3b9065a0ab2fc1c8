"""The stages customers go through."""
