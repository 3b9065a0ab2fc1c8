"""products, product, product-new, -edit, -remove, -price, categories, stock, price-change."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.cli.conftest import Cli


def test_a_product_is_made_shown_changed_and_taken_away(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.png"
    Image.new("RGB", (20, 10)).save(photo)
    assert cli("product-new", file, "PP 棉", "--code", "PP10", "--price", "20").status == 0
    made = cli(
        "product-new", file, "直饮机", "--code", "ZYJ", "--category", "整机 / 直饮机",
        "--price", "5600", "--cost", "3450", "--floor", "5000", "--tax", "13%", "--warranty", "36",
        "--service-months", "12", "--low", "2", "--option", "Door: left", "--option",
        "Door: right = 50", "--part", "PP10=6", "--picture", photo, "--unit", "台", "--json",
    )  # fmt: skip
    assert made.json["edit"]["draft"]["tax_bp"] == 1_300
    assert made.json["picture_id"] is not None
    shown = cli("product", file, "zyj").out + cli("product", file, "ZYJ").out
    for words in (
        "直饮机 · ZYJ · 直饮机 · ¥5,600.00", "Cost: ¥3,450.00", "Lowest price: ¥5,000.00",
        "Months of warranty: 36", "Door: left\n", "Door: right +¥50.00",
        "PP 棉 is due after 6 months",
    ):  # fmt: skip
        assert words in shown
    edit = ("--price", "5500", "--low", "", "--option", "-", "--picture", "-", "--hide")
    changed = cli("product-edit", file, "ZYJ", *edit, "--json").json
    assert changed["edit"]["draft"]["price_minor"] == 550_000
    assert changed["edit"]["draft"]["low_stock_milli"] is None
    assert (changed["edit"]["options"], changed["picture_id"], changed["active"]) == (
        [],
        None,
        False,
    )
    listed = cli("products", file, "--view", "all", "--category", "整机", "--json").json
    assert [one["name"] for one in listed["products"]] == ["直饮机"]
    assert "1 product deleted." in cli("product-remove", file, "ZYJ").out
    assert cli("undo", file).status == 0
    assert "直饮机" in cli("products", file, "--view", "hidden", "--find", "zhiyin").out


def test_bad_input_is_told_and_changes_nothing(cli: Cli, file: Path) -> None:
    cli("product-new", file, "A", "--price", "1")
    for words, said in (
        (("product-edit", file, "A", "--price", "1e12"), "is no amount"),
        (("product-edit", file, "A", "--price", "-1"), "cannot be"),
        (("product-edit", file, "A", "--warranty", "1.5"), "no whole number"),
        (("product-edit", file, "A", "--part", "A"), "PRODUCT=6"),
        (("product-edit", file, "A", "--picture", "gone.png"), "gone.png"),
        (("product", file, "B"), "no product"),
        (("products", file, "--view", "x"), "none of"),
        (("products", file, "--category", "x"), "no category"),
        (("stock", file, "A", "--in", "1", "--out", "1"), "one of"),
        (("stock", file, "A", "--out", "1"), "Only 0"),
        (("price-change", file), "one of"),
        (("price-change", file, "--percent", "5", "--of", "x"), "none of"),
        (("price-change", file, "--percent", "a"), "no percentage"),
    ):
        answer = cli(*words)
        assert answer.status != 0 and said in answer.err, words
    assert cli("product", file, "A").out.strip() == "1  A · ¥1.00"


def test_categories_stock_and_prices(cli: Cli, file: Path, tmp_path: Path) -> None:
    cli("categories", file, "Filters / RO")
    cli("product-new", file, "RO", "--category", "RO", "--price", "280", "--cost", "118")
    assert cli("categories", file).out == "Filters  1\n  RO  1\n"
    cli("categories", file, "RO", "--rename", "Membranes", "--under", "-")
    assert cli("categories", file, "Filters", "--remove").out == "Membranes  1\n"

    cli("product-edit", file, "RO", "--low", "3")
    assert "5 in stock" in cli("stock", file, "RO", "--in", "5", "--note", "invoice 7").out
    cli("stock", file, "RO", "--out", "1", "--reason", "damaged", "--on", "2026-06-01")
    moves = cli("stock", file, "RO", "--count", "2", "--json").json["movements"]
    assert [one["quantity_milli"] for one in moves] == [-2_000, 5_000, -1_000]
    assert "low: 2 in stock" in cli("stock", file).out
    cli("stock", file, "RO", "--stop")
    assert cli("stock", file).out == "Nothing is low.\n"

    cli("product-price", file, "RO", "--set", "250", "--level", "Gold")
    asked = cli("product-price", file, "RO", "--set", "240", "--from", "10", "--quantity", "10")
    assert "from 10: ¥240.00\nGold: ¥250.00\nTo pay for one: ¥240.00" in asked.out
    change = ("--percent", "-5", "--round", "0.5", "--levels")
    assert "¥280.00 → ¥266.00" in cli("price-change", file, *change, "--preview").out
    done = cli("price-change", file, *change, "--json").json
    assert (done["changed"], done["lines"][0]["levels"][0]["after_minor"]) == (1, 228_00)
    assert "Gold: ¥237.50" in cli("product-price", file, "RO").out
    out = tmp_path / "list.csv"
    assert cli("price-list", file, out, "--level", "Gold", "--category", "Membranes").status == 0
    assert "RO,,,266.00,237.50" in out.read_text("utf-8-sig")
    assert "none of" in cli("price-list", file, out, "--style", "x").err
    cli("product-price", file, "RO", "--set", "-", "--level", "Gold")
    assert "Gold" not in cli("product-price", file, "RO").out
