"""What the program remembers for one user."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from crm_desktop.core import paths, preferences
from crm_desktop.core.preferences import Preferences


def file() -> Path:
    return paths.config_folder() / "settings.json"


def test_what_is_saved_is_what_is_loaded() -> None:
    saved = Preferences(language="zh_CN", mode="dark", scale=1.25, window=[1, 2, 3, 4])
    saved.save()
    assert preferences.load() == saved
    assert list(file().parent.iterdir()) == [file()]


def test_without_a_file_there_are_the_defaults() -> None:
    assert preferences.load() == Preferences()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"null", b"\xff\xfe\x00", b"3"])
def test_a_broken_file_is_the_defaults_and_is_mended_by_the_next_save(content: bytes) -> None:
    file().parent.mkdir(parents=True, exist_ok=True)
    file().write_bytes(content)
    found = preferences.load()
    assert found == Preferences()
    found.mode = "light"
    found.save()
    assert preferences.load().mode == "light"


def test_values_of_the_wrong_kind_and_unknown_ones_are_left_out() -> None:
    file().parent.mkdir(parents=True, exist_ok=True)
    odd = {"mode": 3, "scale": 2, "contrast": "yes", "recent": "a.crm", "maximised": True, "x": 1,
           "window": [1, "2"], "language": "en"}  # fmt: skip
    file().write_text(json.dumps(odd), "utf-8")
    assert preferences.load() == Preferences(scale=2.0, maximised=True, language="en")


def test_recent_files_are_the_latest_eight_that_exist(tmp_path: Path) -> None:
    found = preferences.load()
    made = [tmp_path / f"{number}.crm" for number in range(10)]
    for path in made:
        path.touch()
        found.remember(path)
    found.remember(made[5])
    assert preferences.load().recent_files() == [
        made[number] for number in (5, 9, 8, 7, 6, 4, 3, 2)
    ]
    made[9].unlink()
    assert made[9] not in preferences.load().recent_files()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_no_disaster() -> None:
    file().parent.mkdir(parents=True)
    file().parent.chmod(0o500)
    Preferences(mode="dark").save()
    assert preferences.load() == Preferences()


def test_a_file_in_the_place_of_the_folder_is_no_disaster(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    Preferences(mode="dark").save()
    assert preferences.load() == Preferences()


def test_who_sits_here_is_kept_for_each_data_file(tmp_path: Path) -> None:
    one, other = tmp_path / "one.crm", tmp_path / "other.crm"
    found = preferences.load()
    found.sit_down(one, 7)
    found.sit_down(other, 8)
    found.sit_down(other, None)
    assert [preferences.load().sitting(path) for path in (one, other)] == [7, None]
    text = file().read_text("utf-8").replace(": 7", ': "7"')
    file().write_text(text, "utf-8")
    assert preferences.load().sitting(one) is None
