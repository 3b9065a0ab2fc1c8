"""The first monthly report: from the click to the PDF, imports included, each in a new process.

The floor are its parts by themselves: the sums over a month's sales, the sums by month, and one
figure drawn by matplotlib.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

from benchmarks import comparing, files

TODAY = dt.date(2026, 6, 18)

_FLOOR = """
import sqlite3, sys
from io import BytesIO
file = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
counted = "status = 'confirmed' AND deleted_at IS NULL AND kind <> 'opening'"
file.execute(f"SELECT SUM(total_minor), COUNT(*) FROM sale WHERE {counted} AND sold_on BETWEEN"
             " '2026-05-01' AND '2026-05-31'").fetchall()
file.execute(f"SELECT contact_id, SUM(total_minor) t FROM sale WHERE {counted} AND sold_on BETWEEN"
             " '2026-05-01' AND '2026-05-31' GROUP BY 1 ORDER BY t DESC LIMIT 10").fetchall()
months = file.execute(f"SELECT substr(sold_on, 1, 7) m, SUM(total_minor) FROM sale WHERE {counted}"
                      " AND sold_on >= '2024-06-01' GROUP BY m").fetchall()
file.execute(f"SELECT contact_id, group_concat(sold_on) FROM sale WHERE {counted}"
             " AND contact_id IS NOT NULL GROUP BY 1").fetchall()
from matplotlib.figure import Figure
figure = Figure(figsize=(6, 2.6))
figure.subplots().bar(range(len(months)), [value for _month, value in months])
figure.savefig(BytesIO(), format="pdf")
"""

_OURS = """
import datetime as dt, sys
from pathlib import Path
from crm_desktop.core import clock
from crm_desktop.db.store import Store
clock.freeze(dt.datetime(2026, 6, 18, 9, tzinfo=dt.UTC))
with Store.open(Path(sys.argv[1]), read_only=True) as store, store.read() as session:
    from crm_desktop.reports import job
    from crm_desktop.reports.catalogue import ReportOptions
    options = ReportOptions(month=dt.date(2026, 5, 1))
    pdf = job.render_bytes(session, "monthly", options)
    assert pdf[:5] == b"%PDF-"
"""

_TOLD = "import time; start = time.{clock}()\n{work}\nprint(time.{clock}() - start)"


def run(work: str, path: str) -> float:
    """Seconds of one process, from its first statement on."""
    done = subprocess.run(
        [sys.executable, "-c", _TOLD.format(work=work, clock=comparing.clock), path],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.split()[-1])


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=100_000, rounds=5)
    path = str(files.sample_shop(options.rows, TODAY))
    run(_FLOOR, path)
    run(_OURS, path)
    pairs = [(run(_FLOOR, path), run(_OURS, path)) for _ in range(options.rounds)]
    timings = comparing.Timings(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
    comparing.say(f"first monthly report, {options.rows:,} customers", timings, "x1.5, 2 s")


if __name__ == "__main__":
    main()
