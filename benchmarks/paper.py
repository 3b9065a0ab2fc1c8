"""Long paper: the customer list on 500 pages, 1,000 statements of account, the monthly report.

The floor reads the same records in plain SQL and writes as many words onto as many pages with
reportlab's canvas, nothing wrapped, fitted or ruled. The monthly report is the one a program that
runs already makes; ``first_report`` measures the first one.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path

from benchmarks import comparing, files
from crm_desktop.core import clock, formats
from crm_desktop.db.store import Store
from crm_desktop.reports import fonts, job, statement
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.reports.statement import StatementOrder

NOW = dt.datetime(2026, 6, 18, 1, tzinfo=dt.UTC)
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 18)
LIST_CUSTOMERS = 22_500  # 500 pages
STATEMENTS = 1_000
_A_PAGE = 45

_PEOPLE = """
SELECT contact.name, (SELECT number FROM contact_phone WHERE contact_id = contact.id LIMIT 1),
       level, stats.last_sale_on, stats.spent_minor, stats.owed_minor
FROM contact JOIN contact_stats stats ON stats.contact_id = contact.id
WHERE deleted_at IS NULL ORDER BY pinyin
"""
_ACCOUNT = """
SELECT sold_on, number, kind, total_minor, paid_minor FROM sale
WHERE contact_id = ? AND status = 'confirmed' AND deleted_at IS NULL ORDER BY sold_on
"""
_BUYERS = """
SELECT contact_id FROM sale WHERE sold_on >= ? AND contact_id IS NOT NULL
GROUP BY contact_id ORDER BY contact_id LIMIT ?
"""
_MONTH = """
SELECT contact_id, SUM(total_minor) FROM sale WHERE status = 'confirmed' AND deleted_at IS NULL
AND kind <> 'opening' AND sold_on BETWEEN ? AND ? GROUP BY contact_id
"""
_RHYTHM = """
SELECT contact_id, group_concat(sold_on) FROM sale WHERE status = 'confirmed'
AND deleted_at IS NULL AND kind <> 'opening' AND contact_id IS NOT NULL GROUP BY contact_id
"""


def words_on_pages(rows: Iterable[Sequence[object]]) -> int:
    """Write rows of words, a page after every 45; returns the size of the PDF in bytes."""
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, pageCompression=1)
    for number, row in enumerate(rows):
        if number % _A_PAGE == 0:
            if number:
                canvas.showPage()
            canvas.setFont(fonts.face(), 8.5)
        for place, word in enumerate(row):
            text = f"{word / 100:,.2f}" if isinstance(word, int) else str(word or "")
            canvas.drawString(40 + 65 * place, 800 - 16 * (number % _A_PAGE), text)
    canvas.save()
    return len(file.getvalue())


def long_list(customers: int, rounds: int) -> None:
    """The customer list as PDF."""
    path = files.sample_shop(customers, LAST)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as plain, opened(path) as store:

        def ours() -> None:
            with store.read() as session:
                job.render_bytes(session, "customers", ReportOptions(FIRST))

        timings = comparing.in_turn(
            lambda: words_on_pages(plain.execute(_PEOPLE).fetchall()), ours, rounds
        )
    comparing.say(f"customer list of {formats.integer(customers)}", timings, "x5, 10 s")


def many_statements(customers: int, rounds: int) -> None:
    """A statement of half a year for each of a thousand customers."""
    path = files.sample_shop(customers, LAST)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as plain, opened(path) as store:
        found = plain.execute(_BUYERS, (FIRST.isoformat(), STATEMENTS)).fetchall()
        buyers = [contact_id for (contact_id,) in found]

        def floor() -> None:
            for contact_id in buyers:
                words_on_pages(plain.execute(_ACCOUNT, (contact_id,)).fetchall())

        def ours() -> None:
            with store.read() as session:
                for contact_id in buyers:
                    statement.pdf_bytes(session, StatementOrder(contact_id, FIRST, LAST, "CNY"))

        timings = comparing.in_turn(floor, ours, rounds)
    comparing.say(f"{formats.integer(len(buyers))} statements", timings, "x4, 30 s")


def monthly(customers: int, rounds: int) -> None:
    """The monthly report of a program that has been running for a while."""
    path = files.sample_shop(customers, LAST)
    month = (dt.date(2026, 5, 1).isoformat(), dt.date(2026, 5, 31).isoformat())
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as plain, opened(path) as store:
        lines = plain.execute("SELECT COUNT(*) FROM sale_line").fetchone()[0]

        def floor() -> None:
            plain.execute(_RHYTHM).fetchall()
            words_on_pages(plain.execute(_MONTH, month).fetchall()[:100])

        def ours() -> None:
            with store.read() as session:
                job.render_bytes(session, "monthly", ReportOptions(dt.date(2026, 5, 1)))

        timings = comparing.in_turn(floor, ours, rounds)
    said = f"monthly report, {formats.integer(customers)} customers, {formats.integer(lines)} lines"
    comparing.say(said, timings, "2 s")


def opened(path: Path) -> Store:
    """The file, to read."""
    return Store.open(path, read_only=True)


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=100_000, rounds=3)
    clock.freeze(NOW)
    long_list(LIST_CUSTOMERS, options.rounds)
    many_statements(10_000, options.rounds)
    for customers in (10_000, options.rows):
        monthly(customers, options.rounds)


if __name__ == "__main__":
    main()
