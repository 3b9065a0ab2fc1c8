"""recipes: how lists were read, listed, renamed and forgotten."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli
from tests.cli.test_importing import workbook


def test_recipes_are_listed_renamed_and_forgotten(cli: Cli, file: Path, tmp_path: Path) -> None:
    assert cli("recipes", file).out.strip() == "Nothing was imported yet."
    cli("import", file, workbook(tmp_path / "march.xlsx", [["王小明", "13800138000", "展会"]]))
    (recipe,) = cli("recipes", file, "--json").json["recipes"]
    assert (recipe["name"], recipe["kind"]) == ("march.xlsx", "customers")
    cli("recipes", file, "--rename", recipe["id"], "--name", "Monthly")
    assert "Monthly" in cli("recipes", file).out
    assert cli("recipes", file, "--forget", recipe["id"], "--json").json["recipes"] == []
    assert cli("recipes", file, "--forget", recipe["id"]).status == 1
