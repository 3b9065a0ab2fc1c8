"""Alembic's scripts: append-only, numbered, one transaction each."""
