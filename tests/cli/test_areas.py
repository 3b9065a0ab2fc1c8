"""``crm-desktop territories``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Cli


def test_territories_are_made_previewed_and_assigned(cli: Cli, demo_file: Path) -> None:
    assert cli("territories", demo_file).out.strip() == "No territories yet."
    assert cli("territories", demo_file, "People", "--add", "--where", "kind=person").status == 0
    rule = json.dumps({"any": [{"field": "kind", "op": "is", "value": "company"}]})
    cli("territories", demo_file, "Companies", "--add", "--rule", rule)
    told = cli("territories", demo_file, "--preview", "--json").json
    assert told["assigned"] is False and told["count"] > 0
    assert {row["count"] for row in rows(cli, demo_file)} == {0}
    done = cli("territories", demo_file, "--assign")
    assert done.status == 0, done.err
    assert f"{told['count']} customers moved" in done.out
    counts = {row["name"]: row["count"] for row in rows(cli, demo_file)}
    assert sum(counts.values()) == told["count"]
    listed = cli("territories", demo_file, "people", "--json").json
    assert listed["count"] == counts["People"]
    who = listed["customers"][0]["id"]
    cli("territories", demo_file, "Companies", "--put", who)
    assert cli("territories", demo_file, "--preview", "--json").json["by_hand"] == 1
    cli("territories", demo_file, "Companies", "--name", "Firms", "--place", 1)
    assert [row["name"] for row in rows(cli, demo_file)] == ["Firms", "People"]
    cli("territories", demo_file, "Firms", "--remove")
    assert [row["name"] for row in rows(cli, demo_file)] == ["People"]


def rows(cli: Cli, file: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = cli("territories", file, "--json").json["territories"]
    return found


def test_what_is_wrong_is_a_sentence(cli: Cli, file: Path) -> None:
    assert "no condition" in cli("territories", file, "X", "--add", "--where", "city").err
    assert "JSON" in cli("territories", file, "X", "--add", "--rule", "[1").err
    assert "shoe_size" in cli("territories", file, "X", "--add", "--where", "shoe_size=1").err
    assert "Nobody" in cli("territories", file, "X", "--add", "--staff", "Nobody").err
    assert cli("territories", file).out.strip() == "No territories yet."
