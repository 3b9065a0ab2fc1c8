"""Importing a workbook of customers with twenty columns: read, understood, matched, written.

The floor reads the same sheet with calamine and does nothing with it. Each run is a process of
its own, so that the memory it tells is its own; what is imported first is not timed.
"""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import islice
from pathlib import Path

from benchmarks import comparing, files

_HEADINGS = (
    "客户名称", "手机", "地址", "等级", "来源", "客户类型", "行业", "标签", "备注", "生日", "微信",
    "邮箱", "编号", "职位", "性别", "税号", "开户行", "账号", "负责人", "累计消费",
)  # fmt: skip

_FLOOR = """
from python_calamine import CalamineWorkbook
# start
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
assert len(rows) > 1
"""

_OURS = """
from pathlib import Path
from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.services import new_file
from crm_desktop.services.imports_data import ImportOptions
with Store.create(Path(sys.argv[2])) as store:
    store.set_up(new_file.seed, "zh_CN")
    # start
    prepared = job.prepare([Path(sys.argv[1])], ImportOptions())
    report = store.write("Import", job.apply, prepared).value
    assert report.contacts_new > 0, report
    print(report.contacts_new, "customers", file=sys.stderr)
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


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=100_000, rounds=3)
    source = str(workbook(options.rows))
    target = files.scratch() / "imported.crm"
    pairs = []
    for _ in range(options.rounds):
        for old in target.parent.glob(f"{target.name}*"):
            old.unlink()
        pairs.append((run(_FLOOR, source), run(_OURS, source, str(target))))
    timings = comparing.Timings(tuple(p[0][0] for p in pairs), tuple(p[1][0] for p in pairs))
    comparing.say(f"import {options.rows:,} x 20 xlsx", timings, "x3, stretch x2")
    print(f"  memory: {max(pair[1][1] for pair in pairs):.0f} MB (target 400 MB)")


if __name__ == "__main__":
    main()
