"""``crm-desktop stages``, ``edit-stage``, ``stage-rules`` and ``move-stage``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from crm_desktop.core import clock
from tests.cli.conftest import Cli

NOW = dt.datetime(2026, 6, 18, 2, tzinfo=dt.UTC)


def test_stages_are_changed_counted_and_stalled(cli: Cli, file: Path) -> None:
    made = cli(
        "edit-stage", file, "Dormant", "--add", "--colour", "amber", "--days", "5",
        "--lowest-price", "92.5", "--payment-days", "7", "--season", "3-5",
    )  # fmt: skip
    assert made.status == 0, made.err
    line = next(one for one in made.out.splitlines() if "Dormant" in one)
    assert line.strip() == (
        "0  Dormant · 5 days allowed · lowest price 92.5% · 7 days to pay · March – May"
    )
    cli("edit-stage", file, "dormant", "--name", "Asleep", "--season", "none", "--place", "1",
        "--days", "-1")  # fmt: skip
    rows = cli("stages", file, "--json").json["stages"]
    assert [row["stage"]["name"] for row in rows][:2] == ["Asleep", "Lead"]
    assert rows[0]["stage"]["allowed_days"] is None and rows[0]["stage"]["focus_season"] == ""
    removed = cli("edit-stage", file, "Asleep", "--remove-into", "Lead")
    assert "Asleep" not in removed.out


def test_what_is_wrong_is_a_sentence(cli: Cli, file: Path) -> None:
    assert "no stage called" in cli("edit-stage", file, "X", "--days", "5").err
    assert "no colour" in cli("edit-stage", file, "Lead", "--colour", "pink").err
    assert "no percentage" in cli("edit-stage", file, "Lead", "--lowest-price", "x").err
    assert cli("move-stage", file, "lost", "99").status == 1


def test_moves_with_a_reason_and_over_time(cli: Cli, demo_file: Path) -> None:
    moved = cli("move-stage", demo_file, "Loyal", "1", "2", "--reason", "Refers friends")
    assert moved.status == 0, moved.err
    months = cli("stages", demo_file, "--migration", "--months", "2", "--json").json["months"]
    assert len(months) == 2
    assert sum(one["count"] for one in months[1]["moves"]) == cli_count(moved.out)
    extended = cli("move-stage", demo_file, "loyal", "1", "2", "--extend", "--json").json
    assert extended["extended"] == 2
    assert "undo" not in cli("undo", demo_file).err
    assert cli("stages", demo_file, "--stalled", "--json").json["stalled"] is not None


def cli_count(said: str) -> int:
    return int(said.split(maxsplit=1)[0])


def test_idle_customers_move_when_asked(cli: Cli, file: Path) -> None:
    clock.freeze(NOW)
    source = file.with_name("list.csv")
    source.write_text("name,phone\nAnna,13800138000\nBob,13900139000\n", "utf-8")
    assert cli("import", file, source).status == 0
    clock.freeze(NOW + dt.timedelta(days=3_650))  # imported rows carry the true time
    shown = cli("stage-rules", file, "--idle-months", "3")
    assert shown.out.splitlines()[2:] == ["Idle for 3 months → Lost", "2 customers are idle"]
    run = cli("stage-rules", file, "--idle-stage", "lost", "--run", "--json").json
    assert (run["moved"], run["idle"]) == (2, 0)
    assert cli("stage-rules", file, "--idle-months", "999").status == 1


def test_sales_may_lead_nowhere_and_a_stage_be_closed(cli: Cli, file: Path) -> None:
    told = cli("stage-rules", file, "--first-sale", "none", "--second-sale", "loyal").out
    assert told.splitlines()[:2] == ["First sale → nowhere", "Second sale → Loyal"]
    assert cli("edit-stage", file, "loyal", "--closed").out.splitlines()[4].endswith("closed")
    assert "closed" not in cli("edit-stage", file, "loyal", "--open").out.splitlines()[4]
