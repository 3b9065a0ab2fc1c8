"""Every picture and page that a document points to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    local = [one for one in targets if "://" not in one]
    assert [one for one in local if not (page.parent / one).exists()] == []


def test_both_readmes_show_the_same_pictures_in_their_language() -> None:
    def pictures(name: str) -> list[str]:
        return re.findall(r"docs/pictures/([\w-]+)\.png", (ROOT / name).read_text("utf-8"))

    english, chinese = pictures("README.md"), pictures("README.zh_CN.md")
    assert [one.removesuffix("-en") for one in english] == [
        one.removesuffix("-zh_CN") for one in chinese
    ]
    assert len(english) >= 7
