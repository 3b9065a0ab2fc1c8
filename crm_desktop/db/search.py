"""The search index over contacts and products."""

from __future__ import annotations

from sqlalchemy import Connection

from crm_desktop.core.changes import Changes


def install(connection: Connection) -> None:
    """Create the index tables."""


def refresh(connection: Connection, touched: str, changes: Changes) -> None:
    """Index anew the contacts whose ids stand in the temporary table ``touched``."""


def rebuild(connection: Connection) -> None:
    """Index everything anew."""
