"""Drafts are written whole, read back, and never stop anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core import drafts, pasted_cells


def test_a_draft_is_kept_and_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path))
    place = drafts.place("../../etc/x-1")
    assert place.parent == tmp_path / "drafts" and place.name == "etcx-1.json"
    assert drafts.read(place) is None
    assert drafts.write(place, {"名": [1]})
    assert drafts.read(place) == {"名": [1]}
    place.write_text("{", encoding="utf-8")
    assert drafts.read(place) is None
    drafts.drop(place)
    drafts.drop(place)
    assert not place.exists()
    (tmp_path / "file").write_text("")
    assert not drafts.write(tmp_path / "file" / "x.json", 1)


def test_cells_of_a_spreadsheet_are_parted() -> None:
    assert pasted_cells.split("1\t2\r\n3\t\r\n") == [["1", "2"], ["3", ""]]
    assert pasted_cells.split('"a\nb"\t2\n') == [["a\nb", "2"]]
    assert pasted_cells.split("") == []
    assert pasted_cells.has_headings([["", "RO"], ["Anna", "1"]])
    assert not pasted_cells.has_headings([["1", "2"], ["3", "4"]])
