"""``crm-desktop receipt`` and ``return``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli


def test_the_papers_of_a_sale_are_written(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    for style in ("58", "delivery"):
        made = cli("receipt", demo_file, "1", out, "--style", style, "--json")
        assert made.status == 0, made.err
        assert made.json["bytes"] == len(out.read_bytes())
        assert out.read_bytes().startswith(b"%PDF")


def test_what_cannot_be_written_is_told(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert "none of" in cli("receipt", demo_file, "1", out, "--style", "70").err
    assert cli("receipt", demo_file, "no such", out).status == 1
    assert not out.exists()


def test_goods_come_back_against_their_sale(cli: Cli, demo_file: Path) -> None:
    assert cli("return", demo_file, "1", "--method", "Cash", "--credit").status == 2
    paid = cli("return", demo_file, "1", "--method", "Cash", "--json").json
    refused = cli("sale-cancel", demo_file, paid["number"])
    assert "was given back for this return" in refused.err
    assert cli("undo", demo_file).status == 0
    made = cli("return", demo_file, "1", "--credit", "--json")
    assert made.status == 0, made.err
    assert (made.json["refund_minor"], made.json["credit_minor"]) == (0, paid["refund_minor"])
    assert made.json["total_minor"] < 0 and made.json["number"]
    assert cli("return", demo_file, "1").status == 1
    assert "Cancel that return first" in cli("sale-cancel", demo_file, "1").err
    assert cli("sale-cancel", demo_file, made.json["number"]).status == 0
    assert cli("sale-cancel", demo_file, "1", "--json").json["sale"] == 1
    assert "no line" in cli("return", demo_file, "1", "--line", "99=1").err


def test_nothing_is_put_aside_in_a_new_file(cli: Cli, file: Path) -> None:
    assert "Nothing is put aside" in cli("held", file).out
    assert cli("held", file, "--json").json["held"] == []
