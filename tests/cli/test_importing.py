"""import: counts, dry run, problems, duplicates, and a file left alone when something fails."""

from __future__ import annotations

import io
import resource
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from crm_desktop.db.store import Store
from tests.cli.conftest import Cli
from tests.cli.test_data_files import dump

HEADINGS = ["客户姓名", "手机", "来源"]


def workbook(path: Path, rows: list[list[object]], headings: list[str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(headings or HEADINGS)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    rows: list[list[object]] = [
        ["王小明", "13800138000", "朋友介绍"],
        ["李静", "13900139000", ""],
        ["", "", "没有名字"],
    ]
    return workbook(tmp_path / "客户.xlsx", rows)


def names(file: Path) -> list[object]:
    with Store.open(file, read_only=True) as store, store.read() as session:
        from crm_desktop.services.exports import export_rows

        return [row[1] for row in export_rows.table(session, "customers").rows]


def test_import_tells_its_counts_and_one_undo_takes_it_back(
    cli: Cli, file: Path, customers: Path
) -> None:
    answer = cli("import", file, customers)
    assert answer.status == 0, answer.err
    assert answer.out.splitlines()[0] == "2 new customers."
    assert names(file) == ["王小明", "李静"]
    assert cli("undo", file).status == 0
    assert names(file) == []


def test_a_dry_run_counts_the_same_and_writes_nothing(
    cli: Cli, file: Path, customers: Path
) -> None:
    before = file.read_bytes()
    with Store.open(file):  # works while a window has it
        trial = cli("import", file, customers, "--dry-run", "--json").json
    assert file.read_bytes() == before
    done = cli("import", file, customers, "--json").json
    assert trial["dry_run"] is True
    assert {trial[key] for key in ("contacts_new", "rows_read")} == {
        done[key] for key in ("contacts_new", "rows_read")
    }
    assert done["contacts_new"] == 2


def test_the_same_file_again_changes_nothing(cli: Cli, file: Path, customers: Path) -> None:
    cli("import", file, customers)
    again = cli("import", file, customers, "--json").json
    assert again["contacts_new"] == 0
    assert names(file) == ["王小明", "李静"]


@pytest.mark.parametrize(("way", "source"), [("fill", "老"), ("overwrite", "新"), ("skip", "老")])
def test_ways_with_customers_there_already(
    cli: Cli, file: Path, tmp_path: Path, way: str, source: str
) -> None:
    cli("import", file, workbook(tmp_path / "1.xlsx", [["王小明", "13800138000", "老"]]))
    second = workbook(tmp_path / "2.xlsx", [["王小明", "13800138000", "新"]])
    assert cli("import", file, second, "--on-duplicate", way).status == 0
    with Store.open(file, read_only=True) as store, store.read() as session:
        from sqlalchemy import select

        from crm_desktop.db.models import Contact

        assert [*session.scalars(select(Contact.source))] == [source]


def test_create_makes_another(cli: Cli, file: Path, tmp_path: Path) -> None:
    for number in ("1", "2"):
        book = workbook(tmp_path / f"{number}.xlsx", [["王小明", "13800138000", number]])
        assert cli("import", file, book, "--on-duplicate", "create").status == 0
    assert names(file) == ["王小明", "王小明"]


def test_an_unknown_way_is_wrong_usage(cli: Cli, file: Path, customers: Path) -> None:
    assert cli("import", file, customers, "--on-duplicate", "guess").status == 2


def test_rows_that_could_not_be_taken_go_to_a_workbook(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    sales = workbook(
        tmp_path / "销售.xlsx",
        [
            ["2026-05-01", "王小明", "滤芯", 2, 50, 100],
            ["不详", "李静", "滤芯", 1, 50, 50],
            ["2026-05-03", "李静", "滤芯", 1, 50, 50],
        ],
        ["日期", "客户", "商品", "数量", "单价", "金额"],
    )
    out = tmp_path / "errors.xlsx"
    answer = cli("import", file, sales, "--errors", out, "--json")
    assert answer.status == 0, answer.err
    assert (answer.json["sales_new"], answer.json["rows_failed"]) == (2, 1)
    assert answer.json["totals"] == {"CNY": 15_000}
    assert answer.json["rows_in_errors"] == 1
    cells = [cell for row in openpyxl.load_workbook(out).worksheets[0].values for cell in row]
    assert "李静" in cells
    assert "The sale has no date." in cells


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        ("notes.xlsx", b"PK\x03\x04 no zip"),
        ("empty.csv", b""),
        ("words.csv", "今天天气不错\n".encode()),
    ],
)
def test_what_is_no_table_is_a_sentence_and_changes_nothing(
    cli: Cli, file: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    before = file.read_bytes()
    answer = cli("import", file, source)
    assert answer.status == 1
    assert "Traceback" not in answer.err
    assert answer.err.count("\n") == 1
    assert file.read_bytes() == before


def test_one_bad_file_of_two_keeps_both_out(cli: Cli, file: Path, customers: Path) -> None:
    answer = cli("import", file, customers, customers.parent / "absent.xlsx")
    assert answer.status == 1
    assert names(file) == []


def big(path: Path, rows: int = 6_000) -> Path:
    lines = ["客户姓名,手机,地址"]
    lines += [f"客户{n},139{n:08},杭州市西湖区文三路{n}号" for n in range(rows)]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_full_disk_is_a_sentence_and_leaves_the_file_as_it_was(
    file: Path, tmp_path: Path
) -> None:
    source = big(tmp_path / "big.csv")
    before = {table: dump(file, table) for table in ("contact", "contact_phone")}
    limit = file.stat().st_size + 200_000

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-m", "crm_desktop", "import", str(file), str(source), "--lang", "en"],
        preexec_fn=small_disk,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("The disk is full"), done.stderr
    assert {table: dump(file, table) for table in before} == before
    with Store.open(file) as store:
        assert store.next_undo() is None


STOP_WHILE_WRITING = """
import os, signal, sys
from crm_desktop.services.imports import imports_write

rows, how = imports_write.write_rows, int(sys.argv.pop())

def stop(session, *values):
    rows(session, *values)
    os.kill(os.getpid(), how)

imports_write.write_rows = stop
from crm_desktop.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_in_the_middle_of_writing_the_file_is_as_it_was(
    file: Path, tmp_path: Path, how: signal.Signals
) -> None:
    source = big(tmp_path / "big.csv", 3_000)
    words = ["import", str(file), str(source), "--lang", "en", str(int(how))]
    done = subprocess.run(
        [sys.executable, "-c", STOP_WHILE_WRITING, *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if how == signal.SIGINT:
        assert done.returncode == 1, done.stderr
        assert done.stderr == "Stopped. The file is as it was before.\n"
    else:
        assert done.returncode == -how
    assert names(file) == []
    with Store.open(file) as store:
        assert store.next_undo() is None


def test_a_trial_lists_what_becomes_of_every_row(cli: Cli, file: Path, customers: Path) -> None:
    cli("import", file, customers)
    trial = cli("import", file, customers, "--dry-run", "--rows", "--json").json
    assert [row["fate"] for row in trial["rows"]] == ["same", "same", "failed"]
    said = cli("import", file, customers, "--dry-run", "--rows").out
    assert any(line.split()[:3] == ["2", "same", "王小明"] for line in said.splitlines())


def test_keys_and_answers_are_the_user_s_choice(cli: Cli, file: Path, tmp_path: Path) -> None:
    cli("import", file, workbook(tmp_path / "a.xlsx", [["王小明", "13800138000", "2024-05-01"]]))
    headings = ["客户姓名", "手机", "建档日期"]
    rows: list[list[object]] = [["王小明", "13800138000", "2023年2月"]]
    again = workbook(tmp_path / "b.xlsx", rows, headings)
    trial = cli("import", file, again, "--match", "number", "--dry-run", "--json").json
    assert trial["contacts_new"] == 1
    done = cli("import", file, again, "--answer", "month_start=month_end", "--json").json
    assert done["contacts_updated"] == 1
    assert cli("search", file, "王小明").status == 0
    assert cli("import", file, again, "--match", "name").status == 2
    refused = cli("import", file, again, "--answer", "month_start=day_first")
    assert refused.status == 2
    assert "month_end" in refused.err


def test_asked_rows_wait_in_the_error_workbook(cli: Cli, file: Path, tmp_path: Path) -> None:
    cli("import", file, workbook(tmp_path / "a.xlsx", [["王小明", "13800138000", "展会"]]))
    again = workbook(tmp_path / "b.xlsx", [["王小明", "13800138000", "网上"]])
    out = tmp_path / "wait.xlsx"
    done = cli("import", file, again, "--on-duplicate", "ask", "--errors", out, "--json").json
    assert (done["rows_failed"], done["contacts_updated"]) == (1, 0)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["王小明", "13800138000", "网上"]


def test_what_is_piped_in_is_imported(
    cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = io.TextIOWrapper(io.BytesIO("张伟 13812345671\n王芳 13812345672\n".encode()))
    monkeypatch.setattr("sys.stdin", piped)
    assert cli("import", file, "-", "--json").json["contacts_new"] == 2
    assert sorted(map(str, names(file))) == ["张伟", "王芳"]
