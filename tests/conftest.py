"""What every test has: a known place and time, an own configuration folder, a seeded file."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

from crm_desktop.core import clock, i18n
from crm_desktop.db import inspection
from crm_desktop.db.store import Store
from crm_desktop.services import new_file

# Before Qt is loaded: without a screen, and never on the developer's own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The data files of the tests lie in memory where there is room for them: most of the time of a run
# on a busy disk was waiting for it.
_MEMORY = Path("/dev/shm")
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 2 * 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# Started in the background, a shell lets Ctrl+C be ignored, and so would every program the tests
# start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every run of the service that decides about landing; new ones elsewhere.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

NOW = dt.datetime(2026, 6, 18, 9, 40, tzinfo=dt.timezone(dt.timedelta(hours=8)))
"""Thursday morning in Hangzhou: the moment of the reference pictures."""


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """One cache of compiled statements for all files of the run.

    SQLAlchemy keeps one an engine, and every test opens a file, which is an engine or two: an
    eighth of the suite went into compiling the same statements again.
    """
    shared: LRUCache[Any, Any] = LRUCache(3_000)
    with pytest.MonkeyPatch.context() as patch:
        # The dialect is part of the key: all of ours are alike.
        patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
        make = Engine.__init__

        def made(engine: Engine, *args: Any, **kwargs: Any) -> None:
            make(engine, *args, **kwargs)
            engine._compiled_cache = shared

        patch.setattr(Engine, "__init__", made)
        yield


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hangzhou time, English, an empty configuration folder; all put back afterwards."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))
    if hasattr(time, "tzset"):
        time.tzset()
    i18n.set_language("en")
    yield
    clock.freeze(None)
    i18n.set_language("en")
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def frozen_clock() -> Iterator[Callable[[dt.datetime], None]]:
    """The clock stands at ``NOW``; call the fixture with another aware instant to move it."""
    clock.freeze(NOW)
    yield clock.freeze
    clock.freeze(None)


@pytest.fixture
def today(frozen_clock: Callable[[dt.datetime], None]) -> dt.date:
    """The frozen business date."""
    return NOW.date()


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new English file of the shop of the pictures, made once; copy it, never open it."""
    path = tmp_path_factory.mktemp("seeded") / "shop.crm"
    with Store.create(path) as fresh:
        fresh.set_up(new_file.seed, "en", shop_name="Clearspring Water")
    return path


@pytest.fixture
def store(
    tmp_path: Path, seeded_file: Path, frozen_clock: Callable[[dt.datetime], None]
) -> Iterator[Store]:
    """A new English file, open for writing, the clock standing still."""
    path = tmp_path / "shop.crm"
    shutil.copyfile(seeded_file, path)
    with pytest.MonkeyPatch.context() as patch:
        # A copy of a file made a moment ago need not be checked page by page, a thousand times.
        patch.setattr(inspection, "is_small", lambda _path: False)
        opened = Store.open(path)
    with opened:
        yield opened


@pytest.fixture
def read(store: Store) -> Callable[..., Any]:
    """``read(service, *args)``: what a service answers from the file as it is now."""

    def answer(service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with store.read() as session:
            return service(session, *args, **kwargs)

    return answer
