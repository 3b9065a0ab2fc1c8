"""Migrations: one way to a schema, a backup before, nothing half-done."""

from __future__ import annotations

import gzip
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from crm_desktop.db import migrate
from crm_desktop.db.models import Base, Contact
from crm_desktop.db.store import Store

RELEASED = Path(__file__).with_name("released")


def shape(connection: sqlite3.Connection) -> dict[str, Any]:
    """Columns, keys and indexes of every table the models know."""
    found: dict[str, Any] = {}
    for table in sorted(Base.metadata.tables):
        indexes = connection.execute(f"PRAGMA index_list({table})").fetchall()
        (sql,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
        ).fetchone()
        found[table] = (
            connection.execute(f"PRAGMA table_xinfo({table})").fetchall(),
            sorted(connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()),
            sorted(
                (name, unique, partial, tuple(connection.execute(f"PRAGMA index_xinfo({name})")))
                for _, name, unique, _, partial in indexes
            ),
            sorted(re.findall(r"CONSTRAINT (\w+) CHECK", sql)),
        )
    return found


def test_the_models_and_the_migrated_schema_do_not_drift(tmp_path: Path) -> None:
    Store.create(tmp_path / "migrated.crm").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'modelled.db'}")
    Base.metadata.create_all(engine)
    engine.dispose()
    with (
        sqlite3.connect(tmp_path / "migrated.crm") as migrated,
        sqlite3.connect(tmp_path / "modelled.db") as modelled,
    ):
        assert shape(migrated) == shape(modelled)
    migrated.close()
    modelled.close()


def test_every_schema_has_its_migration_and_its_stored_file() -> None:
    scripts = sorted(migrate.SCRIPTS.glob("versions/[0-9]*.py"))
    assert len(scripts) == migrate.SCHEMA_VERSION
    stored = sorted(file.name for file in RELEASED.glob("*.crm.gz"))
    assert stored == [f"schema-{n:04}.crm.gz" for n in range(1, migrate.SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("stored", sorted(RELEASED.glob("*.crm.gz")), ids=lambda path: path.name)
def test_a_file_of_every_released_schema_opens(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.crm"
    path.write_bytes(gzip.decompress(stored.read_bytes()))
    with Store.open(path) as store, store.read() as session:
        assert session.scalars(select(Contact.name)).all() == ["张三"]


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the scripts to which a test adds one more migration."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts)
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    return scripts / "versions" / "9999_next.py"


_NEXT = """
from alembic import op
revision = "9999"
down_revision = "{last}"
def upgrade():
    op.get_bind().exec_driver_sql("CREATE TABLE newcomer (x)")
    op.get_bind().exec_driver_sql("{statement}")
"""


def old_file(path: Path) -> None:
    with Store.create(path) as store:
        store.write("Add", lambda session: session.add(Contact(name="张三")))


def test_an_older_file_is_backed_up_then_upgraded(
    tmp_path: Path, next_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.crm"
    old_file(path)
    last = f"{migrate.SCHEMA_VERSION:04}"
    next_schema.write_text(_NEXT.format(last=last, statement="SELECT 1"))
    monkeypatch.setattr(migrate, "SCHEMA_VERSION", migrate.SCHEMA_VERSION + 1)
    with Store.open(path) as store, store.read() as session:
        assert session.connection().exec_driver_sql("SELECT * FROM newcomer").all() == []
        assert session.scalars(select(Contact.name)).all() == ["张三"]
    (kept,) = path.with_name("shop-backups").iterdir()
    with sqlite3.connect(kept) as backup:
        assert backup.execute("PRAGMA user_version").fetchone() == (migrate.SCHEMA_VERSION - 1,)
        assert backup.execute("SELECT name FROM contact").fetchall() == [("张三",)]
    backup.close()


def test_a_failing_migration_leaves_the_file_as_it_was(
    tmp_path: Path, next_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.crm"
    old_file(path)
    last = f"{migrate.SCHEMA_VERSION:04}"
    next_schema.write_text(_NEXT.format(last=last, statement="SELECT nonsense"))
    with monkeypatch.context() as newer:
        newer.setattr(migrate, "SCHEMA_VERSION", migrate.SCHEMA_VERSION + 1)
        with pytest.raises(Exception, match="nonsense"):
            Store.open(path)
    with Store.open(path) as store, store.read() as session:
        tables = session.connection().exec_driver_sql("SELECT name FROM sqlite_master").scalars()
        assert "newcomer" not in set(tables)
        assert session.scalars(select(Contact.name)).all() == ["张三"]
