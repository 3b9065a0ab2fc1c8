"""``crm-desktop crosstab``, and its files."""

from __future__ import annotations

from pathlib import Path

from pypdfium2 import PdfDocument

from tests.cli.conftest import Cli


def test_a_cross_tab_is_shown_kept_and_written(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    asked = ("--rows", "salesperson,source", "--columns", "quarter", "--measure", "amount,count")
    kept = cli("crosstab", demo_file, *asked, "--save", "=1+1", "--json")
    assert kept.status == 0, kept.err
    total = kept.json["lines"][-1]["cells"][0]
    book = tmp_path / "x.xlsx"
    again = cli("crosstab", demo_file, "--saved", "=1+1", "-o", book, "--json")
    assert again.json["lines"] == kept.json["lines"]
    cells = [cell for sheet in load_workbook(book) for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert total["amount"] / 100 in [
        float(c.value) for c in cells if c.data_type == "n" and c.value
    ]
    for name in ("x.pdf", "x.csv"):
        assert cli("crosstab", demo_file, "--saved", "=1+1", "-o", tmp_path / name).status == 0
    document = PdfDocument(tmp_path / "x.pdf")
    page = document[len(document) - 1].get_textpage().get_text_bounded()
    assert f"{total['amount'] // 100:,}" in page.replace("\n", " ")


def test_kept_ones_are_listed_renamed_and_deleted(cli: Cli, demo_file: Path) -> None:
    for name in ("Old", "Gone"):
        assert cli("crosstab", demo_file, "--rows", "month", "--save", name).status == 0
    done = cli(
        "crosstabs", demo_file, "--rename", "Old", "--to", "New", "--delete", "Gone", "--json"
    )
    assert done.json["names"] == ["New"]
    assert "Old" in cli("crosstab", demo_file, "--saved", "Old").err
    level = cli("crosstab", demo_file, "--rows", "level", "--filter", "source=nowhere", "--json")
    assert level.json["lines"][-1]["cells"][0]["amount"] == 0
    assert "Nobody" in cli("crosstab", demo_file, "--rows", "level", "--filter", "shop=Nobody").err
    people = cli("crosstab", demo_file, "--rows", "customer", "--measure", "amount,count", "--sort",
                 "count", "--reverse", "--top", "3", "--json").json["lines"]  # fmt: skip
    assert [line["cells"][0]["count"] for line in people[:3]] == [1, 1, 1]
    assert people[0]["key"] != people[0]["row"]
    name = f"customer=#{people[0]['key'][0]}"
    one = cli("crosstab", demo_file, "--rows", "year", "--filter", name, "--behind", "--json")
    assert [one.json["sales"][0][key] for key in ("contact_id", "total")] == [
        int(people[0]["key"][0]),
        one.json["lines"][-1]["cells"][0]["amount"],
    ]


def test_no_column_runs_off_the_paper(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "wide.pdf"
    asked = ("crosstab", demo_file, "--columns", "month", "--measure", "amount,growth", "-o", pdf)
    for rows, paper in (("level,salesperson", ("a4",)), ("salesperson", ("a5",)),
                        ("customer", ("letter", "--landscape", "--margin", "8"))):  # fmt: skip
        cli(*asked, "--rows", rows, "--paper", *paper, "--top", "9")
        pages = list(PdfDocument(pdf))
        assert sum(one.get_textpage().get_text_bounded().count("Total") for one in pages) > 2
        for page in pages:
            shown = page.get_textpage()
            right = max(shown.get_rect(n)[2] for n in range(shown.count_rects()))
            assert right < page.get_width() - 20
            assert "…" not in shown.get_text_bounded().partition("Salesperson")[2]


def test_paper_and_filters_are_as_asked(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "roll.pdf"
    cli("crosstab", demo_file, "--rows", "weekday", "--paper", "80", "-o", pdf,
        "--filter", "stage=Loyal", "--filter", "stage=Repeat")  # fmt: skip
    (page,) = PdfDocument(pdf)
    assert round(page.get_width() / 72 * 25.4) == 80
    said = " ".join(page.get_textpage().get_text_bounded().split())
    assert "Only Stage: Loyal, Repeat." in said and "Monday" in said
    assert cli("crosstab", demo_file, "--rows", "shop", "--paper", "a0", "-o", pdf).status == 1


def test_what_cannot_be_asked_is_a_sentence(cli: Cli, demo_file: Path) -> None:
    assert "moon" in cli("crosstab", demo_file, "--rows", "moon").err
    assert "area=North" in cli("crosstab", demo_file, "--rows", "area", "--filter", "x").err
    assert cli("crosstab", demo_file).status == 1
