"""A case: files on disk, the records they mean, and what a data file holds after their import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm_desktop.services.imports.imports_data import CleanTable
from tests.exchange.corpus.forms import Dice
from tests.exchange.corpus.grid import Grid

Record = dict[str, Any]
"""A record as meant: columns of the clean table, phones and birthdays as plain values."""
Sheet = dict[int, Record]
"""Records by row number."""


@dataclass(slots=True)
class Case:
    """``sheets`` are the records by kind and sheet name; ``counts`` is asked of the data file."""

    paths: list[Path] = field(default_factory=list)
    sheets: dict[tuple[str, str], Sheet] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def titles(grid: Grid, dice: Dice, words: str, width: int, *, small: Iterable[str] = ()) -> None:
    """None, one or two rows above the table, merged across or not."""
    lines = [words, *small][: dice.choice((0, 1, 1, 2))]
    for line in lines:
        grid.add(line)
        if dice.random() < 0.7 and width > 1:
            grid.merge(len(grid.rows) - 1, 0, len(grid.rows) - 1, width - 1)
    if lines and dice.random() < 0.2:
        grid.add()


def signature(grid: Grid, dice: Dice, width: int) -> None:
    """What stands below a table."""
    if dice.random() < 0.4:
        grid.add()
    if dice.random() < 0.5:
        grid.add(dice.choice(("注：以上资料仅供内部使用。", "制表人：王会计", "经手人签字：",
                              "备注：月底对账", "审核：",
                              "打印时间：2024-06-30")))  # fmt: skip
    if dice.random() < 0.2 and width > 3:
        row: list[Any] = [None] * width
        row[0], row[width - 1] = "制表人：", "审核人："
        grid.add(*row)


def plain(column: str, value: Any) -> Any:
    """A value of a clean table as the truth writes it."""
    if column == "phones":
        return tuple(one.key + (f"x{one.extension}" if one.extension else "") for one in value)
    if column == "birthday":
        return value and (value.year, value.month, value.day, value.lunar, value.leap)
    if column.endswith("_minor"):
        return value or 0
    return value


def found(table: CleanTable, columns: Iterable[str]) -> Sheet:
    """The records of a clean table by row, the given columns alone."""
    wanted = list(columns)
    return {
        row: {name: plain(name, table.columns[name][index]) for name in wanted}
        for index, row in enumerate(table.rows)
    }
