"""The documents say what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from crm_desktop.db.models import Base

ROOT = Path(__file__).resolve().parents[1]


def test_every_table_stands_in_the_data_model() -> None:
    page = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE))
    assert listed == set(Base.metadata.tables)


def test_every_dependency_is_explained() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=!;\[ ]", line)[0] for line in project["dependencies"]}
    assert [name for name in sorted(names) if name not in page] == []


def test_no_machine_path_is_named() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert [
        page.name for page in pages if re.search(r"/root/|/work/", page.read_text("utf-8"))
    ] == []
