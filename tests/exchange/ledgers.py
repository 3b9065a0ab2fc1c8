"""Random ledgers, lists and cross-tabs in the style of small shops, with the truth they hold.

Every sheet is dressed in another mix of habits: titles, two-row headings, merged cells, numbers
and dates as text, empty cells that mean "as above", subtotals, repeated headings, signatures.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

PEOPLE = (
    "张伟",
    "王芳",
    "李娜",
    "刘洋",
    "陈静",
    "顺达商贸有限公司",
    "好味电器（杭州）商行",
    "Anna Lee",
)
GOODS = ("东北大米", "花生油", "挂面", "PP棉滤芯", "RO膜", "Descaler")
Line = tuple[str, dt.date, str, int]
"""Customer, day, product, amount in fen."""


@dataclass
class Sheet:
    """Rows as written, the lines meant, what was paid of them, and the cells to merge."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    lines: Counter[Line] = field(default_factory=Counter)
    paid: int = 0
    merges: list[str] = field(default_factory=list)

    def dress(self, sheet: Worksheet) -> None:
        """Merge what the person who keeps it has merged."""
        for span in self.merges:
            sheet.merge_cells(span)


def day_form(day: dt.date, dice: random.Random) -> Any:
    """A day as people type it."""
    return dice.choice(
        (day, day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}",
         f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}",
         float((day - dt.date(1899, 12, 30)).days))
    )  # fmt: skip


def money_form(fen: int, dice: random.Random) -> Any:
    """An amount as people type it."""
    yuan = f"{fen / 100:,.2f}"
    forms = [fen / 100, yuan, f"￥{yuan}", f"¥{fen / 100:.2f}", f"{yuan}元", f" {yuan} "]
    if fen % 1_000_000 == 0 and fen:
        forms.append(f"{fen // 1_000_000}万")
    return dice.choice(forms)


def quantity_form(number: int, dice: random.Random) -> Any:
    """A quantity as people type it."""
    return dice.choice((number, str(number), f"{number}箱", f"{number} 个", float(number)))


def ledger(dice: random.Random, *, month: dt.date | None = None) -> Sheet:
    """Sale lines, a few for each order; with ``month`` the days alone stand in the cells."""
    first = month or dt.date(2024, dice.randrange(1, 13), 1)
    sheet = Sheet(dice.choice(("销售台账", f"{first.month}月", "流水")))
    numbered, sparse = dice.random() < 0.6, dice.random() < 0.4
    with_paid, serial = dice.random() < 0.5, dice.random() < 0.4
    heads = [dice.choice(("日期", "销售日期", "开单日期")),
             dice.choice(("客户", "客户名称", "购买单位")),
             dice.choice(("商品", "品名", "产品名称")), dice.choice(("数量", "销售数量")),
             dice.choice(("金额", "金额（元）", "销售金额"))]  # fmt: skip
    heads = [*(["序号"] if serial else []), *(["单号"] if numbered else []), *heads]
    heads += [dice.choice(("已收", "实收金额"))] if with_paid else []
    _titles(sheet, dice, first, len(heads))
    sheet.rows.append(heads)
    head = len(sheet.rows)
    total = count = 0
    for order in range(1, dice.randrange(3, 9)):
        day = first + dt.timedelta(days=dice.randrange(28))
        who = dice.choice(PEOPLE)
        for line in range(dice.randrange(1, 4)):
            what, number = dice.choice(GOODS), dice.randrange(1, 20)
            fen = dice.choice(
                (dice.randrange(100, 90_000), 1_000_000, 100 * dice.randrange(1, 900))
            )
            # Where nothing at all was received, the column tells nothing.
            paid = dice.choice((fen, 0, fen // 2)) if count else fen
            count += 1
            again = sparse and numbered and line > 0
            shown = f"{day.day}日" if month else day_form(day, dice)
            row = [*([count] if serial else []), *([f"XS{order:03}"] if numbered else [])]
            if again:
                row[-1] = None
            row += [None, None] if again else [shown, who]
            row += [what, quantity_form(number, dice), money_form(fen, dice)]
            row += (
                [money_form(paid, dice) if paid else dice.choice((0, None, "-"))]
                if with_paid
                else []
            )
            sheet.rows.append(row)
            sheet.lines[who, day, what, fen] += 1
            sheet.paid += paid if with_paid else fen
            total += fen
        _between(sheet, dice, heads, head)
    _end(sheet, dice, heads, total)
    return sheet


def _titles(sheet: Sheet, dice: random.Random, first: dt.date, width: int) -> None:
    titles = [[f"顺达商行{first.year}年{first.month}月销售明细表"], ["制表人：王会计"]]
    for title in titles[: dice.randrange(0, 3)]:
        sheet.rows.append(title)
        sheet.merges.append(f"A{len(sheet.rows)}:{chr(64 + width)}{len(sheet.rows)}")


def _between(sheet: Sheet, dice: random.Random, heads: list[Any], head: int) -> None:
    """What stands between orders now and then."""
    chance = dice.random()
    if chance < 0.1:
        sheet.rows.append([])
    elif chance < 0.2:
        sheet.rows.append(list(heads))
    elif chance < 0.3 and len(sheet.rows) > head:
        sheet.rows.append([dice.choice(("小计", "小 计", "本日小计"))])


def _end(sheet: Sheet, dice: random.Random, heads: list[Any], total: int) -> None:
    if dice.random() < 0.6:
        row: list[Any] = [None] * len(heads)
        row[0] = dice.choice(("合计", "总计：", "合  计"))
        row[next(n for n, one in enumerate(heads) if "金额" in one)] = total / 100
        sheet.rows.append(row)
    if dice.random() < 0.4:
        sheet.rows += [[], [dice.choice(("制表：王会计    审核：李总", "注：以上金额含税。"))]]


def cross_tab(dice: random.Random) -> Sheet:
    """Customers or products down, the months of a year across."""
    year = dice.choice((2022, 2023, 2024))
    named = dice.random() < 0.5
    sheet = Sheet(dice.choice(("月度汇总明细", f"{year}", "按月")))
    if not named or dice.random() < 0.5:
        sheet.rows.append([f"{year}年度客户月销售额"])
    months = dice.sample(range(1, 13), dice.randrange(3, 8))
    months.sort()
    words = [f"{year}年{m}月" if named else dice.choice((f"{m}月", f"{m}月份")) for m in months]
    sheet.rows.append(["客户名称", *words, "合计"])
    for who in dice.sample(PEOPLE, dice.randrange(2, 6)):
        row: list[Any] = [who]
        total = 0
        for month in months:
            fen = dice.choice((0, dice.randrange(100, 500_000)))
            row.append(money_form(fen, dice) if fen else dice.choice((None, 0, "-")))
            if fen:
                sheet.lines[who, dt.date(year, month, 1), "", fen] += 1
            total += fen
        sheet.rows.append([*row, total / 100])
    sheet.paid = sum(line[3] * count for line, count in sheet.lines.items())
    return sheet


def months(dice: random.Random) -> list[Sheet]:
    """A workbook with a sheet for each month, whose rows tell the day alone."""
    sheets = []
    for month in sorted(dice.sample(range(1, 13), 3)):
        sheet = ledger(dice, month=dt.date(2024, month, 1))
        sheet.name = f"2024年{month}月"
        sheets.append(sheet)
    return sheets


def stacked(dice: random.Random) -> Sheet:
    """Two months below each other on one sheet, each under its title."""
    whole = Sheet("全部")
    for month in sorted(dice.sample(range(1, 13), 2)):
        part = ledger(dice, month=dt.date(2024, month, 1))
        rows = [row for row in part.rows if row and not str(row[0]).startswith(("顺达", "制表人"))]
        whole.rows += [[f"2024年{month}月销售"], *rows, []]
        whole.lines += part.lines
        whole.paid += part.paid
    return whole


SHAPES: dict[str, Callable[[random.Random], list[Sheet]]] = {
    "ledger": lambda dice: [ledger(dice)],
    "cross_tab": lambda dice: [cross_tab(dice)],
    "months": months,
    "stacked": lambda dice: [stacked(dice)],
}
