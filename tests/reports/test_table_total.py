"""A total never stands alone on a page."""

from __future__ import annotations

from crm_desktop.reports.document import Column, Kind, Row, Styled, Table
from crm_desktop.reports.pdf_table import table_strips
from crm_desktop.reports.strips import break_pages, total_height


def test_a_total_takes_the_last_row_along_to_the_next_page() -> None:
    columns = (Column("Name"), Column("Amount", Kind.INTEGER))
    rows = [Row((f"r{n}", n)) for n in range(5)]
    total = Row((Styled("Total", strong=True), Styled(10, strong=True)))
    for last, on_next in ((total, 2), (Row(("r5", 5)), 1)):
        strips = table_strips(Table(columns, (*rows, last)), 300.0, "CNY", 16.0)
        room = total_height(strips) - strips[-1].height
        first, second = break_pages(strips, room, room)
        assert len(second.strips) == on_next + 1, "below the heading drawn again"
        assert len(first.strips) + on_next == len(strips)
    alone = table_strips(Table(columns, (total,)), 300.0, "CNY", 16.0)
    assert [strip.keep for strip in alone] == [True, False]
