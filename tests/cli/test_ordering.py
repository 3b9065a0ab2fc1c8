"""orders, order-edit, deliver, order-received."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli


def test_an_order_is_promised_delivered_in_parts_and_received(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    people = tmp_path / "people.txt"
    people.write_text("湘味楼 13800138000\n", "utf-8")
    cli("add-many", file, people)
    cli("product-new", file, "Tap", "--code", "T1", "--price", "20")
    cli("quote-new", file, "1", "--line", "Tap=3")
    cli("quote-accept", file, "BJ-0001", "--promised", "2099-01-01")
    people.rename(tmp_path / "contract.txt")
    said = cli(
        "order-edit", file, "XS-0001", "--step", "Measure=2099-01-01", "--step", "Pack",
        "--done", "Pack", "--contract", tmp_path / "contract.txt",
    )  # fmt: skip
    assert "✓ Pack" in said.out and "· Measure 1 Jan 2099" in said.out
    assert "promised for 1 Jan 2099 · 0% sent · Tap ×3" in cli("orders", file).out
    part = ("deliver", file, "XS-0001", "--line", "Tap=1", "--carrier", "SF", "--tracking", "9")
    assert "Tap · 1 of 3 sent" in cli(*part).out
    assert cli("deliver", file, "XS-0001", "--line", "T1=3").status == 1
    late = ("deliver", file, "XS-0001", "--correct", "--tracking", "10", "--address", "Gate 2")
    assert "SF · 10 · on the way · Gate 2" in cli(*late).out
    assert cli("deliver", file, "XS-0001", "--line", "Lamp").status == 2
    note = cli("receipt", file, "XS-0001", tmp_path / "note.pdf", "--delivery", 1)
    assert note.status == 0 and (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF")
    assert cli("receipt", file, "XS-0001", tmp_path / "b.pdf", "--delivery", 2).status == 2
    seen = cli("deliver", file, "XS-0001", "--json").json["order"]
    assert set(seen["left"].values()) == {0}
    assert [one["name"] for one in seen["files"]] == ["contract.txt"]
    assert "2 deliveries were received." in cli("order-received", file, "XS-0001").out
    assert "No orders." in cli("orders", file).out
    assert cli("orders", file, "--view", "delivered", "--json").json["orders"][0]["received"]
    assert "received" in cli("orders", file, "XS-0001").out
    assert cli("orders", file, "--view", "nonsense").status == 2
    assert cli("orders", file, "XS-9").status == 1
