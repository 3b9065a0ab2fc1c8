"""quotes, quote-new, -version, -mark, -accept, -pdf."""

from __future__ import annotations

from pathlib import Path

from pypdfium2 import PdfDocument

from tests.cli.conftest import Cli


def test_a_quote_is_written_replaced_accepted_and_put_on_paper(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    cli("product-new", file, "PP 棉", "--code", "PP10", "--price", "20", "--floor", "15")
    people = tmp_path / "people.txt"
    people.write_text("湘味楼 13800138000\n", "utf-8")
    assert cli("add-many", file, people).status == 0
    made = cli("quote-new", file, "1", "--line", "PP10=3", "--discount", "5%", "--json").json
    assert made["quote"]["total_minor"] == 57_00
    assert made["state"] == "draft"
    low = ("quote-version", file, "BJ-0001", "--line", "PP10=3@10", "--discount", "0")
    refused = cli(*low)
    assert refused.status == 1 and "45.00" in refused.err
    assert "v2 · 湘味楼 · Draft" in cli(*low, "--reason", "old stock").out
    assert "· Sent" in cli("quote-mark", file, "BJ-0001", "sent").out
    listed = cli("quotes", file, "--state", "sent", "--json").json
    assert [one["total_minor"] for one in listed["quotes"]] == [30_00]
    assert "57.00" in cli("quotes", file, "BJ-0001/1").out
    out = tmp_path / "quote.pdf"
    assert cli("quote-pdf", file, "BJ-0001", "-o", out).status == 0
    small = tmp_path / "small.pdf"
    assert cli("quote-pdf", file, "BJ-0001", "-o", small, "--paper", "a5").status == 0
    assert round(PdfDocument(small)[0].get_width() / 72 * 25.4) == 148
    assert out.read_bytes().startswith(b"%PDF")
    sold = cli("quote-accept", file, "BJ-0001", "--deposit", "10", "--method", "Cash", "--json")
    assert sold.json["sale"] == "XS-0001"
    assert cli("quote-mark", file, "BJ-0001", "removed").status == 1
    assert cli("undo", file).status == 0
    assert "deleted" in cli("quote-mark", file, "BJ-0001", "removed").out
    assert "No quotes." in cli("quotes", file).out


def test_wrong_usage_is_told(cli: Cli, file: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.txt"
    people.write_text("湘味楼 13800138000\n", "utf-8")
    assert cli("add-many", file, people).status == 0
    assert cli("quotes", file, "--state", "nonsense").status == 2
    assert cli("quote-new", file, "1", "--line", "nothing=1").status == 1
    assert cli("quote-new", file, "1").status == 1
    assert cli("quote-mark", file, "BJ-0001", "eaten").status == 2
    assert cli("quote-pdf", file, "BJ-0001", "-o", tmp_path / "a.docx").status == 2


def test_tax_options_and_a_price_that_is_missing(cli: Cli, file: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.txt"
    people.write_text("湘味楼 13800138000\n", "utf-8")
    cli("add-many", file, people)
    cli("product-new", file, "Tap", "--code", "TAP", "--tax", "13", "--option", "Colour: red = 5")
    refused = cli("quote-new", file, "1", "--line", "TAP[red]=2")
    assert refused.status == 1 and "no price" in refused.err
    made = cli("quote-new", file, "1", "--line", "TAP[red]=2@100-10%", "--tax", "top", "--json")
    quote = made.json["quote"]
    assert (quote["total_minor"], quote["tax_minor"]) == (203_40, 23_40)
    assert "Tap (Colour: red)" in cli("quotes", file, "BJ-0001").out
    again = cli("quote-version", file, "BJ-0001", "--line", "TAP=1@100", "--json").json["quote"]
    assert again["total_minor"] == 113_00  # taxed as before
    assert cli("quote-new", file, "1", "--line", "TAP=1@1", "--tax", "some").status == 2
    assert cli("quote-new", file, "1", "--line", "TAP=1@1", "--person", "99").status == 1
    quote = cli("quote-new", file, "1", "--line", "TAP=1@1", "--person", "1", "--json").json[
        "quote"
    ]
    assert quote["person_name"] == "湘味楼"
