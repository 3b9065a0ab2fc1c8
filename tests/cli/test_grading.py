"""``crm-desktop grade``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli


def test_a_lead_is_graded(cli: Cli, demo_file: Path) -> None:
    before = cli("grade", demo_file, "--json").json["grades"]
    answered = cli("grade", demo_file, "1", "--need", "3", "--money", "3", "--authority", "2",
                   "--timing", "3")  # fmt: skip
    assert answered.status == 0, answered.err
    assert answered.out.splitlines()[0].endswith("  A")
    assert "Need: 3 · urgent need" in answered.out
    after = cli("grade", demo_file, "--json").json["grades"]
    assert (after["A"], after[""]) == (before["A"] + 1, before[""] - 1)
    assert cli("grade", demo_file, "1", "--json").json["points"] == 11


def test_what_is_wrong_is_a_sentence(cli: Cli, demo_file: Path) -> None:
    assert "no answer" in cli("grade", demo_file, "1", "--need", "9").err
    assert cli("grade", demo_file, "999999").status == 1
