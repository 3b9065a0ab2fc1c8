"""export: every kind in every format, and what cannot be written."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Cli


@pytest.mark.parametrize("what", ["customers", "sales", "followups", "products"])
def test_each_kind_as_workbook_and_csv(
    cli: Cli, demo_file: Path, tmp_path: Path, what: str
) -> None:
    book, text = tmp_path / "out.xlsx", tmp_path / "out.csv"
    rows = cli("export", demo_file, what, "-o", book, "--json").json["rows"]
    assert rows > 0
    assert cli("export", demo_file, what, "-o", text, "--json").json["rows"] == rows
    sheets = openpyxl.load_workbook(book).worksheets
    assert sheets[0].max_row == rows + 1
    assert sheets[-1].title == "About"
    assert text.read_bytes().startswith(b"\xef\xbb\xbf")


def test_all_in_one_workbook(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.xlsx"
    answer = cli("export", demo_file, "all", "-o", out)
    assert answer.status == 0
    names = openpyxl.load_workbook(out, read_only=True).sheetnames
    assert names == ["Customers", "Sales", "Follow-ups", "Contact log", "Products", "About"]


def test_cards_and_calendar(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    cards, calendar = tmp_path / "out.vcf", tmp_path / "out.ics"
    count = cli("export", demo_file, "customers", "-o", cards, "--json").json["rows"]
    assert cards.read_bytes().count(b"BEGIN:VCARD") == count >= 60
    count = cli("export", demo_file, "followups", "-o", calendar, "--json").json["rows"]
    data = calendar.read_bytes()
    assert data.count(b"BEGIN:VEVENT") + data.count(b"BEGIN:VTODO") == count > 0


def test_another_encoding_and_delimiter(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    options = ("--encoding", "gb18030", "--delimiter", "semicolon", "--lang", "zh_CN")
    assert cli("export", demo_file, "customers", "-o", out, *options).status == 0
    assert out.read_bytes().decode("gb18030").startswith("客户编号;客户名称;")


@pytest.mark.parametrize(
    ("what", "name"),
    [("all", "x.csv"), ("sales", "x.vcf"), ("customers", "x.ics"), ("customers", "x.docx")],
)
def test_what_a_format_cannot_hold_is_wrong_usage(
    cli: Cli, demo_file: Path, tmp_path: Path, what: str, name: str
) -> None:
    answer = cli("export", demo_file, what, "-o", tmp_path / name)
    assert answer.status == 2
    assert ".xlsx" in answer.err
    assert not (tmp_path / name).exists()


def test_a_place_that_cannot_be_written(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = cli("export", demo_file, "all", "-o", tmp_path / "file" / "x.xlsx")
    assert answer.status == 1
    assert "cannot be written here" in answer.err


def test_an_export_comes_back_through_our_own_import(
    cli: Cli, demo_file: Path, file: Path, tmp_path: Path
) -> None:
    for ending in ("xlsx", "csv"):
        out = tmp_path / f"customers.{ending}"
        rows = cli("export", demo_file, "customers", "-o", out, "--json").json["rows"]
        answer = cli("import", file, out, "--json")
        assert answer.status == 0, answer.err
        got = answer.json
        assert got["contacts_new"] == (rows if ending == "xlsx" else 0)
        assert (got["debts"], got["sales_new"]) == ({}, 0)


def test_a_text_kept_from_being_a_formula_comes_back_as_it_was(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "姓名,手机,备注\n王小明,+8613800138000,=1+1\n李静,13900139000,-50%\n", "utf-8"
    )
    assert cli("import", file, source).status == 0
    assert cli("export", file, "customers", "-o", out).status == 0
    assert b"'=1+1" in out.read_bytes()
    other = tmp_path / "other.crm"
    cli("new", other)
    assert cli("import", other, out).status == 0
    again = tmp_path / "again.csv"
    assert cli("export", other, "customers", "-o", again).status == 0
    assert again.read_bytes() == out.read_bytes()
