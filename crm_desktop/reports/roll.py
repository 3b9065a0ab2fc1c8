"""Reports on a roll of 58 or 80 mm: one page, as long as what it says.

There is no room for columns: each row of a table becomes its name with a line for every figure
below it, and charts become their figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from crm_desktop.reports import tables, typeset, values
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Kpis,
    Report,
    Row,
    Section,
    SideBySide,
    Styled,
    Table,
)
from crm_desktop.reports.paper import BODY, HEADING, MM, PAPER, PERIOD, SMALL, PageSetup
from crm_desktop.reports.pdf_blocks import Setting, lay_out
from crm_desktop.reports.pen import Pen, new_canvas
from crm_desktop.reports.strips import Strip, break_pages, draw_stack, space, total_height

_TOP = 5 * MM
_TWO = (Column(""), Column("", Kind.MONEY))  # a label and, across from it, a figure


def write(reports: Sequence[Report], file: BinaryIO, setup: PageSetup) -> int:
    """Write each report as a page of its own; returns the number of pages."""
    width, most = setup.size
    first = reports[0]
    title = ", ".join(f"{one.title} {one.period}".strip() for one in reports)
    canvas = new_canvas(file, (width, most), title, author=first.shop.name, language=first.language)
    pen, count = Pen(canvas, most), 0
    for report in reports:
        strips = _strips(report, width - 2 * setup.edge)
        for sheet in break_pages(strips, most - 2 * _TOP, most - 2 * _TOP):
            pen.resize(width, total_height(sheet.strips) + 2 * _TOP)
            if sheet.strips[0] is strips[0]:
                pen.chapter(report.title)
            draw_stack(pen, sheet.strips, setup.edge, _TOP)
            pen.next_page()
            count += 1
    canvas.save()
    return count


def _strips(report: Report, width: float) -> list[Strip]:
    strips = [
        *_lines(report.shop.name, HEADING, width, strong=True),
        *_lines(report.shop.line, SMALL, width),
        *_lines(report.title, PERIOD, width, strong=True),
        *_lines(report.period, BODY, width),
        _rule(width),
    ]
    blocks = tuple(_narrow(block for page in report.pages for block in page))
    setting = Setting(report.currency, float("inf"), 9.0, 14.2)
    strips += [space(6), *_narrowed(blocks, report.currency, width, setting), space(8)]
    return [*strips, _rule(width), *_lines(report.footer, SMALL, width)]


def _narrowed(
    blocks: tuple[Block, ...], currency: str, width: float, setting: Setting
) -> list[Strip]:
    return lay_out(tuple(_listed(block, currency) for block in blocks), width, setting)


def _narrow(blocks: Iterator[Block] | Sequence[Block]) -> Iterator[Block]:
    """What stands side by side, one below the other."""
    for block in blocks:
        if isinstance(block, SideBySide):
            yield from _narrow(block.left)
            yield from _narrow(block.right)
        else:
            yield block


def _listed(block: Block, currency: str) -> Block:
    """``block`` with nothing wider than a label and a figure."""
    if isinstance(block, Section):
        inner = tuple(_listed(one, currency) for one in _narrow(block.blocks))
        return Section(block.title, block.remark, inner)
    if isinstance(block, Kpis):
        figures = [(kpi.label, values.kpi_value(kpi, currency)) for kpi in block.items]
        return _table([Row((label, _figure(text, strong=True))) for label, text in figures])
    if isinstance(block, tables.DataBlock):
        return _flat(block if isinstance(block, Table) else tables.as_table(block), currency)
    return block


def _flat(table: Table, currency: str) -> Table:
    """A name and its figures: side by side where there is one, else below the name."""
    rows: list[Row] = []
    name = _name_column(table)
    others = [at for at, one in enumerate(table.columns) if one.title and at != name]
    for row in table.rows:
        texts = [
            values.shown(value, column.kind, currency)
            for value, column in zip(row.values, table.columns, strict=True)
        ]
        if len(others) == 1:
            rows.append(Row((texts[name], _figure(texts[others[0]])), detail=row.detail))
            continue
        rows.append(Row((Styled(texts[name], strong=True), _figure("")), detail=row.detail))
        rows += [
            Row((table.columns[at].title, _figure(texts[at])))
            for at in others
            if texts[at] not in ("", values.NOTHING)
        ]
    return _table(rows)


def _name_column(table: Table) -> int:
    """What a row is about: a number in front of it is only its place."""
    texts = [at for at, one in enumerate(table.columns) if one.kind is Kind.TEXT and one.title]
    return next((at for at in texts if table.columns[at].strong), texts[0] if texts else 0)


def _table(rows: Sequence[Row]) -> Table:
    return Table(_TWO, tuple(rows), header=False)


def _figure(text: str, *, strong: bool = False) -> Styled:
    # A space, because a figure that says nothing would be printed as a dash.
    return Styled(None, text=text or " ", strong=strong)


def _lines(text: str, size: float, width: float, *, strong: bool = False) -> list[Strip]:
    """Lines in the middle."""
    return (
        [_line(one, size, width, strong=strong) for one in typeset.wrap(text, size, width, strong)]
        if text
        else []
    )


def _line(text: str, size: float, width: float, *, strong: bool) -> Strip:
    def draw(pen: Pen, x: float, top: float) -> None:
        pen.text(x + width / 2, top + size, text, size, strong=strong, align="center")

    return Strip(size * 1.4, draw)


def _rule(width: float) -> Strip:
    def draw(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top + 3, width, 0.6, PAPER.text)

    return Strip(7, draw)
