"""report, reports, search, look."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from tests.cli.conftest import Cli


def test_reports_lists_what_there_is(cli: Cli, file: Path) -> None:
    answer = cli("reports", file)
    assert answer.out.split("\n")[0].split(maxsplit=1)[1].startswith("Monthly customer report · ")
    assert cli("reports", file, "--json").json["reports"][0]["name"] == "monthly"
    assert "客户" in cli("reports", file, "--lang", "zh_CN").out


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_monthly_report_in_both_languages(
    cli: Cli, demo_file: Path, tmp_path: Path, language: str
) -> None:
    out = tmp_path / "report.pdf"
    answer = cli(
        "report", demo_file, "monthly", "--month", "2026-05", "-o", out, "--lang", language
    )
    assert answer.status == 0, answer.err
    text = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    assert ("2026 年 5 月" in text) == (language == "zh_CN")
    assert ("May 2026" in text) == (language == "en")


def test_a_report_about_one_customer(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.pdf"
    nobody = cli("report", demo_file, "customer-brief", "-o", out)
    assert nobody.status == 1 and not out.exists()
    assert cli("report", demo_file, "customer-brief", "--customer", "1", "-o", out).status == 0
    assert len(pypdfium2.PdfDocument(out)) == 1


def test_a_report_as_workbook(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    answer = cli("report", demo_file, "monthly", "--month", "2026-05", "-o", out, "--json")
    assert answer.json["month"] == "2026-05"
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("month", ["2026-13", "May", "2026-05-01"])
def test_a_month_that_is_none_is_wrong_usage(
    cli: Cli, demo_file: Path, tmp_path: Path, month: str
) -> None:
    out = tmp_path / "report.pdf"
    assert cli("report", demo_file, "monthly", "--month", month, "-o", out).status == 2
    assert not out.exists()


def test_an_unknown_report_or_format_is_a_sentence(
    cli: Cli, demo_file: Path, tmp_path: Path
) -> None:
    for words in (("yearly", "-o", tmp_path / "r.pdf"), ("monthly", "-o", tmp_path / "r.docx")):
        answer = cli("report", demo_file, *words)
        assert answer.status == 1
        assert answer.err.count("\n") == 1


def test_search_finds_by_pinyin_and_says_when_there_is_nothing(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    source = tmp_path / "c.csv"
    source.write_text(
        "姓名,手机\n王小明,13800138000\n王静,13900139000\n李红,13700137000\n", "utf-8"
    )
    assert cli("import", file, source).status == 0
    assert {hit["name"] for hit in cli("search", file, "wang", "--json").json["hits"]} == {
        "王小明",
        "王静",
    }
    assert "王小明 · 13800138000" in cli("search", file, "wxm").out.replace(" 0013 ", "0013")
    assert cli("search", file, "8000", "--json").json["count"] == 1
    assert cli("search", file, "王", "--limit", "1").out.splitlines()[1] == "1 more"
    nothing = cli("search", file, "不存在的人")
    assert (nothing.status, nothing.out) == (0, "Nothing found for “不存在的人”.\n")


def test_look_does_the_main_job_and_says_so_in_four_lines(cli: Cli, tmp_path: Path) -> None:
    answer = cli("look", tmp_path / "look")
    assert answer.status == 0, answer.err
    assert len(answer.out.splitlines()) == 4
    made = sorted(one.suffix for one in (tmp_path / "look").iterdir() if one.suffix != ".lock")
    assert made == [".crm", ".pdf"]
    for path in (tmp_path / "look").iterdir():
        if path.suffix in made:
            assert str(path) in answer.out


def test_reports_are_planned_and_made_when_due(cli: Cli, demo_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    wrong = cli("report-schedule", demo_file, "--monthly", "statement")
    assert wrong.status == 2 and "monthly" in wrong.err
    inside = cli("report-schedule", demo_file, "--folder", demo_file / "reports")
    assert inside.status == 1 and "Nothing can be written into" in inside.err
    answer = cli("report-schedule", demo_file, "--folder", folder, "--monthly", "staff", "--json")
    (due,) = answer.json["due"]
    assert due.startswith("staff ") and not folder.exists()
    first = cli("report-schedule", demo_file, "--run", "--json").json["made"]
    assert [Path(path).parent for path in first] == [folder] and Path(first[0]).exists()
    assert cli("report-schedule", demo_file, "--run", "--json").json["made"] == []
