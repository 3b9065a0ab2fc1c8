"""Importing customers with twenty columns, and sale lines: read, understood, matched, written.

The floor reads the same sheet with calamine and inserts its rows with executemany into a bare
table: no types, no search, no duplicates, no undo. Each run is a process of its own, so that the
memory it tells is its own; what is imported first is not timed.
"""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path

from benchmarks import comparing, files
from crm_desktop.exchange import write_xlsx
from crm_desktop.services.exports.export_table import Column, ExportTable, Kind
from crm_desktop.services.exports.export_walk import Value

_HEADINGS = (
    "客户名称", "手机", "地址", "等级", "来源", "客户类型", "行业", "标签", "备注", "生日", "微信",
    "邮箱", "编号", "职位", "性别", "税号", "开户行", "账号", "负责人", "累计消费",
)  # fmt: skip

_FLOOR = """
import os, sqlite3
from python_calamine import CalamineWorkbook
file = sqlite3.connect(sys.argv[2] + ".floor")
# start
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
width = len(rows[0])
file.execute("CREATE TABLE bare (" + ", ".join(f"c{n}" for n in range(width)) + ")")
shown = [[str(cell) for cell in row] for row in rows[1:]]
file.executemany("INSERT INTO bare VALUES (" + ", ".join("?" * width) + ")", shown)
file.commit()
"""

_OURS = """
from pathlib import Path
from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.services import new_file
from crm_desktop.services.imports.imports_data import ImportOptions
with Store.create(Path(sys.argv[2])) as store:
    store.set_up(new_file.seed, "zh_CN")
    # start
    prepared = job.prepare([Path(sys.argv[1])], ImportOptions())
    report = store.write("Import", job.apply, prepared).value
    assert report.contacts_new > 0 and not report.rows_failed, report
"""

_TOLD = """
import resource, sys, time
{work}
print(time.{clock}() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def workbook(rows: int) -> Path:
    """A workbook of ``rows`` customers with twenty columns, written once."""
    path = files.scratch() / f"customers-{rows}.xlsx"
    if path.exists():
        return path
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    sheet.append(_HEADINGS)
    rng = random.Random(5)
    for number, (name, phone, address) in enumerate(islice(files.people(5), rows), 1):
        sheet.append(
            [
                name, phone, address, rng.choice(("金卡", "银卡", "普通", "")),
                rng.choice(("老客介绍", "路过", "网络", "展会")), rng.choice(("家庭", "企业")),
                rng.choice(("餐饮", "办公", "学校", "")), rng.choice(("老客", "别墅", "月结", "")),
                rng.choice(("", "", "上门走后门", "周末联系")),
                f"19{rng.randint(60, 99)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                f"wx_{number}", f"user{number}@example.com", f"K{number:06}",
                rng.choice(("老板", "采购", "")), rng.choice(("男", "女", "")), "", "", "",
                rng.choice(("林国栋", "许佳宁", "周敏")), rng.randint(0, 50_000) / 10,
            ]
        )  # fmt: skip
    book.save(path)
    return path


def run(work: str, *arguments: str) -> tuple[float, float]:
    """Seconds and peak megabytes of one process."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            _TOLD.format(
                work=work.replace("# start", f"start = time.{comparing.clock}()"),
                clock=comparing.clock,
            ),
            *arguments,
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def ledger(rows: int) -> Path:
    """A workbook of ``rows`` sale lines, three to an order, of ``rows // 100`` customers."""
    path = files.scratch() / f"sales-{rows}.xlsx"
    if path.exists():
        return path
    heads = ("日期", "单号", "客户", "手机", "商品", "数量", "单价", "金额", "付款方式", "业务员")
    kinds: tuple[Kind, ...] = (
        "date", "text", "text", "text", "text", "number", "money", "money", "text", "text",
    )  # fmt: skip
    columns = tuple(Column(head, kind) for head, kind in zip(heads, kinds, strict=True))
    write_xlsx.write([ExportTable("销售", columns, rows, _lines(rows))], path)
    return path


def _lines(rows: int) -> Iterator[tuple[Value, ...]]:
    rng = random.Random(7)
    buyers = [(name, phone) for name, phone, _where in islice(files.people(7), max(1, rows // 100))]
    first = dt.date(2021, 1, 1)
    for number in range(rows):
        order = number // 3
        name, phone = buyers[order * 7919 % len(buyers)]
        quantity, price = 1 + number % 5, Decimal(100 + number % 900) / 10
        yield (
            first + dt.timedelta(days=order * 3 * 1800 // rows), f"XS{order:07}", name, phone,
            f"商品{number % 300}", quantity, price, quantity * price,
            rng.choice(("现金", "微信", "赊账")), rng.choice(("林国栋", "许佳宁", "周敏")),
        )  # fmt: skip


def compare(what: str, source: Path, rounds: int, target: str) -> None:
    """Floor and import in turn, and what is said of them."""
    made = files.scratch() / "imported.crm"
    pairs = []
    for _ in range(rounds):
        for old in made.parent.glob(f"{made.name}*"):
            old.unlink()
        pairs.append((run(_FLOOR, str(source), str(made)), run(_OURS, str(source), str(made))))
    timings = comparing.Timings(tuple(p[0][0] for p in pairs), tuple(p[1][0] for p in pairs))
    comparing.say(what, timings, target)
    floor, ours = (max(pair[side][1] for pair in pairs) for side in (0, 1))
    print(f"  memory: {ours:.0f} MB, floor {floor:.0f} MB (target 400 MB)")


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=100_000, rounds=3)
    customers, lines = options.rows, 10 * options.rows
    source = workbook(customers)
    compare(f"import {customers:,} x 20 xlsx", source, options.rounds, "x3, stretch x2")
    compare(f"import {lines:,} sale lines xlsx", ledger(lines), options.rounds, "x3")


if __name__ == "__main__":
    main()
