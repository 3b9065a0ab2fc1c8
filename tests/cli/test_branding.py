"""``crm-desktop logo``."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.cli.conftest import Cli


def test_a_logo_is_chosen_and_taken_away(cli: Cli, file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    Image.new("RGB", (20, 20), "red").save(picture)
    assert cli("logo", file, "--json").json["bytes"] == 0
    assert "is printed on papers" in cli("logo", file, picture).out
    assert cli("logo", file, "--remove", "--json").json["logo"] is False
    picture.write_bytes(b"%PDF")
    assert cli("logo", file, picture).status == 1
    assert cli("logo", file, picture, "--remove").status == 2
    assert "could not be read" in cli("logo", file, tmp_path / "none.png").err
