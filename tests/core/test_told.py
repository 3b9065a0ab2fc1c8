"""The memory of what was told."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.core import paths, told
from crm_desktop.core.told import Told

NOON = dt.datetime(2026, 6, 18, 12, tzinfo=dt.UTC)


def test_it_comes_back_as_it_was_kept() -> None:
    memory = Told(NOON, {3: ("2026-06-18 14:30", NOON)}, {4: ("2026-06-18", NOON)})
    told.save("a", memory)
    assert told.load("a") == memory
    assert told.load("b") == Told()
    assert memory.covers(3, "2026-06-18 14:30") and memory.covers(4, "2026-06-18")
    assert not memory.covers(3, "2026-06-19 14:30") and not memory.covers(5, "2026-06-18")


@pytest.mark.parametrize("uuid", ["../../out", "/etc/x", "", "x" * 5000, "\ud800"])
def test_a_hostile_file_chooses_no_path(uuid: str) -> None:
    told.save(uuid, Told(NOON))
    (written,) = (paths.config_folder() / "reminders").iterdir()
    assert written.suffix == ".json" and told.load(uuid) == Told(NOON)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"until": 3, "told": {}, "passed": {}}',
     '{"until": "2026-06-18T12:00", "told": {}, "passed": {}}',
     '{"until": "2026-06-18T12:00+00:00", "told": {"x": 1}, "passed": {}}'],
)  # fmt: skip
def test_a_broken_memory_is_an_empty_one(text: str) -> None:
    told.save("a", Told(NOON))
    (file,) = (paths.config_folder() / "reminders").iterdir()
    file.write_text(text, "utf-8")
    assert told.load("a") == Told()


def test_a_folder_that_cannot_be_written_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    folder = paths.config_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reminders").write_text("in the way")
    told.save("a", Told(NOON))
    assert "not kept" in caplog.text
