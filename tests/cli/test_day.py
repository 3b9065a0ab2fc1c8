from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli


def test_the_day_in_a_few_lines_and_whole_as_json(cli: Cli, file: Path) -> None:
    cli("plan", file, "today", "call", "the", "printer")
    answer = cli("today", file)
    assert answer.out.splitlines()[0].endswith("0 overdue, 1 due today")
    assert "call the printer" in answer.out
    found = cli("today", file, "--json").json
    assert found["due"][0]["title"] == "call the printer"
    assert found["days"][1]["orders"] == 0 and found["planned"] == []
