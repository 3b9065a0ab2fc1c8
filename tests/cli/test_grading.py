"""``crm-desktop grade`` and ``grade-lines``."""

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


def test_the_lines_are_previewed_then_drawn(cli: Cli, demo_file: Path) -> None:
    cli("grade", demo_file, "1", "--need", "2", "--money", "3", "--authority", "2")
    asked = ("grade-lines", demo_file, "--b", "8", "--needed", "need")
    assert "B  1 → 0" in cli(*asked, "--preview").out
    assert cli("grade-lines", demo_file).out.splitlines()[-1] == (
        "A from 10 · B from 7 · C from 4 · need · money"
    )
    cli(*asked)
    assert cli("grade", demo_file, "1", "--json").json["grade"] == "C"
    assert "hope" in cli("grade-lines", demo_file, "--needed", "hope").err
    assert cli("grade-lines", demo_file, "--c", "9").status == 1
