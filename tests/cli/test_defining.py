"""``crm-desktop fields``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli


def test_fields_are_listed_and_added(cli: Cli, file: Path) -> None:
    assert cli("fields", file).out.strip() == "No fields of your own yet."
    added = cli("fields", file, "水质", "--type", "choice", "--option", "硬", "--option", "软")
    assert added.out.strip() == "水质 · One choice · 硬, 软 · 0"
    assert cli("fields", file, "--json").json["fields"] == [
        {"key": "shuizhi", "label": "水质", "type": "choice", "options": ["硬", "软"], "filled": 0}
    ]


def test_what_cannot_be_is_a_sentence(cli: Cli, file: Path) -> None:
    assert "no type" in cli("fields", file, "X", "--type", "picture").err
    cli("fields", file, "X")
    again = cli("fields", file, "x")
    assert again.status == 1 and "already" in again.err
