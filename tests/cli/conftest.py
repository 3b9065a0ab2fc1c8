"""Running the command line inside the test process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.cli.main import run
from crm_desktop.core import i18n
from crm_desktop.db import inspection


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Answer]


@pytest.fixture
def cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Cli]:
    """``cli("new", file)`` in English, away from the user's own settings."""
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setattr(inspection, "is_small", lambda _path: False)  # checked pages: tests/db
    before = i18n.language()

    def call(*words: object) -> Answer:
        capsys.readouterr()
        status = run([str(word) for word in words])
        caught = capsys.readouterr()
        return Answer(status, caught.out, caught.err)

    yield call
    i18n.set_language(before)


@pytest.fixture(scope="session")
def new_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new, empty data file, made once by the command."""
    path = tmp_path_factory.mktemp("new") / "shop.crm"
    i18n.set_language("en")
    assert run(["new", str(path), "--shop", "Clearspring"]) == 0
    return path


@pytest.fixture
def file(new_source: Path, tmp_path: Path) -> Path:
    """A copy of the new file to work on."""
    copy = tmp_path / "shop.crm"
    copy.write_bytes(new_source.read_bytes())
    return copy


@pytest.fixture(scope="session")
def demo_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample shop, made once."""
    from crm_desktop.db.store import Store
    from crm_desktop.services.demo import demo

    path = tmp_path_factory.mktemp("demo") / "demo.crm"
    with Store.create(path) as store:
        store.set_up(demo.fill, 60, language="en")
    return path


@pytest.fixture
def demo_file(demo_source: Path, tmp_path: Path) -> Path:
    """A copy of the sample shop to work on."""
    copy = tmp_path / "demo.crm"
    copy.write_bytes(demo_source.read_bytes())
    return copy
