"""The schema's version and the way from an older one to ours."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crm_desktop.db import change_log, derived, search
from crm_desktop.db.engine import APPLICATION_ID, bare_engine

SCHEMA_VERSION = 4
"""Number of the newest migration; kept in the file as ``user_version``."""


SCRIPTS = Path(__file__).with_name("migrations")


def upgrade(connection: sqlite3.Connection, *, rebuild: bool) -> None:
    """Run every migration the file lacks, in one transaction, and stamp the file.

    A brand-new file runs them all, so there is one way to a schema. ``rebuild`` derives figures
    and index anew from the records.
    """
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.orm import Session

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    engine = bare_engine(connection)
    with engine.connect() as sa_connection, sa_connection.begin():
        config.attributes["connection"] = sa_connection
        command.upgrade(config, "head")
        search.install(sa_connection)
        change_log.install(sa_connection)
        if rebuild:
            with Session(bind=sa_connection) as session:
                derived.rebuild(session)
        sa_connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        sa_connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
