"""Sale ledgers: one sheet a month, orders of several lines, paid and owed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.exchange.corpus import forms, words
from tests.exchange.corpus.cases import Case, Sheet, signature, titles
from tests.exchange.corpus.forms import Dice
from tests.exchange.corpus.grid import BIG5, SPREADSHEETS, TEXTS, Grid, Saving, save

_METHODS = ("现金", "微信", "支付宝", "转账", "赊账", "月结")


@dataclass(slots=True)
class Line:
    """One sale line as meant."""

    product: tuple[str, str, str]
    milli: int
    price: int
    discount: int
    amount: int
    paid: int = 0
    gift: bool = False


@dataclass(slots=True)
class Order:
    """One sale as meant; ``who`` is empty for a walk-in."""

    day: dt.date
    number: str
    who: str
    phone: str
    method: str
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Ledger:
    """How one shop keeps its ledger: which columns, and what stands on lines after the first."""

    columns: list[str]
    numbered: bool
    below: str
    paying: str
    computed: bool
    short_days: bool
    formulas: bool
    headings: dict[str, str]


def case(dice: Dice, folder: Path) -> Case:
    """One file of one to three months."""
    hant = dice.random() < 0.08
    how = BIG5 if hant else dice.choice(SPREADSHEETS if dice.random() < 0.65 else TEXTS)
    ledger = _ledger(dice, how, hant=hant)
    script = words.HANT if hant else words.HANS
    who = [(name, forms.mobile(dice)) for name in words.people(dice.randrange(3, 7), dice, script)]
    goods = [(one, dice.randrange(1, 900) * 100) for one in dice.sample(script.products, 5)]
    months = dice.choice((1, 1, 2, 3)) if how in SPREADSHEETS else 1
    first = dice.randrange(1, 10)
    made, grids, orders = Case(), {}, []
    for month in range(first, first + months):
        new = _orders(dice, ledger, month, who, goods)
        grid, sheet = _month(dice, ledger, month, new)
        name = f"{month}月" if how in SPREADSHEETS else ""
        grids[name], made.sheets["sales", name] = grid, sheet
        orders += new
    if months > 1 and dice.random() < 0.4:
        grids["汇总"] = _summary(orders)
    made.paths.append(save(folder, grids, how))
    made.counts = _counts(orders)
    return made


def _counts(orders: list[Order]) -> dict[str, int]:
    lines = [line for order in orders for line in order.lines]
    return {
        "contacts": len({order.who for order in orders if order.who}),
        "sales": len(orders),
        "lines": len(lines),
        "total": sum(line.amount for line in lines),
        "paid": sum(line.paid for line in lines),
        "products": len({line.product[0] for line in lines}),
    }


def _ledger(dice: Dice, how: Saving, *, hant: bool) -> Ledger:
    numbered = dice.random() < 0.7
    paying = dice.choice(("method", "received", "owed", "once")) if not hant else "method"
    if paying == "once" and not numbered:
        paying = "received"
    columns = ["date", *(["order_no"] if numbered else []), "buyer"]
    columns += ["buyer_phone"] if dice.random() < 0.4 and not hant else []
    columns += ["product", "spec", "quantity"]
    columns += ["unit"] if dice.random() < 0.5 and not hant else []
    columns += ["price"]
    discounted = dice.random() < 0.25 and not hant
    columns += ["discount"] if discounted else []
    computed = dice.random() < 0.15 and paying == "method"
    columns += [] if computed else ["amount"]
    columns += {"method": ["pay_method"], "received": ["received"], "once": ["received"],
                "owed": ["owed"]}[paying]  # fmt: skip
    below = dice.choice(("repeat", "blank", "merge", "ditto"))
    if how.kind in ("csv", "ods") and below == "merge":
        below = "blank"
    headings = {name: words.heading(name, dice, hant=hant) for name in columns}
    return Ledger(columns, numbered, below, paying, computed, dice.random() < 0.25,
                  how.kind == "xlsx", headings)  # fmt: skip


def _orders(
    dice: Dice, ledger: Ledger, month: int, who: list[tuple[str, str]],
    goods: list[tuple[tuple[str, str, str], int]],
) -> list[Order]:  # fmt: skip
    days = sorted(dice.randrange(1, 29) for _one in range(dice.randrange(3, 8)))
    orders: list[Order] = []
    for serial, day in enumerate(days, 1):
        name, phone = dice.choice(who) if dice.random() < 0.85 else ("", "")
        on = dt.date(2024, month, day)
        if not ledger.numbered and any((one.day, one.who) == (on, name) for one in orders):
            continue
        number = f"XS2024{month:02}{serial:03}" if ledger.numbered else ""
        phone = phone if "buyer_phone" in ledger.columns else ""
        order = Order(on, number, name, phone, dice.choice(_METHODS))
        count = 1 if not (name or ledger.numbered) else dice.choice((1, 1, 2, 3))
        for product, price in dice.sample(goods, count):
            order.lines.append(_line(dice, ledger, product, price))
        _pay(dice, ledger, order)
        orders.append(order)
    return orders


def _line(dice: Dice, ledger: Ledger, product: tuple[str, str, str], price: int) -> Line:
    milli = dice.choice((1, 2, 3, 5, 10, 20, 12)) * 1000
    if dice.random() < 0.05:
        milli = -milli
    discount = dice.choice((100, 100, 90, 85)) if "discount" in ledger.columns else 100
    amount = milli // 1000 * price * discount // 100
    line = Line(product, milli, price, discount, amount)
    if dice.random() < 0.04 and not ledger.computed:
        line.gift, line.amount = True, 0
    return line


def _pay(dice: Dice, ledger: Ledger, order: Order) -> None:
    """What was paid of each line, as far as the ledger can say it."""
    total = sum(line.amount for line in order.lines)
    on_credit = order.method in ("赊账", "月结")
    for line in order.lines:
        if ledger.paying == "method":
            line.paid = 0 if on_credit else line.amount
        else:
            line.paid = dice.choice((line.amount, line.amount, 0, line.amount // 2))
    if ledger.paying == "once":
        for line in order.lines:
            line.paid = 0
        order.lines[0].paid = dice.choice((total, total // 2))


def _month(dice: Dice, ledger: Ledger, month: int, orders: list[Order]) -> tuple[Grid, Sheet]:
    grid, sheet = Grid(left=dice.choice((0, 0, 0, 1))), Sheet()
    width = len(ledger.columns)
    title = f"2024年{month}月份销售台账"
    if ledger.short_days:
        grid.add(title)
    else:
        titles(grid, dice, title, width, small=("单位：元",))
    grid.add(*(ledger.headings[name] for name in ledger.columns))
    if dice.random() < 0.15 and "amount" in ledger.columns:
        _money_row(grid, ledger, "上月结转", dice.randrange(100, 9_000) * 100)
    cells = _day_cells(dice, ledger, orders)
    for number, order in enumerate(orders):
        _write(dice, (grid, sheet), ledger, order, cells[number])
        if dice.random() < 0.12 and "amount" in ledger.columns:
            total = sum(line.amount for line in order.lines)
            _money_row(grid, ledger, dice.choice(("小计", "小 计:", "本日小计")), total)
        if dice.random() < 0.06 and ledger.below == "repeat":
            grid.add()
    if dice.random() < 0.6 and "amount" in ledger.columns:
        total = sum(line.amount for order in orders for line in order.lines)
        _money_row(grid, ledger, dice.choice(("本月合计", "合计", "合  计")), total)
    signature(grid, dice, width)
    return grid, sheet


def _day_cells(dice: Dice, ledger: Ledger, orders: list[Order]) -> list[Any]:
    if not ledger.short_days:
        return forms.day_cells([order.day for order in orders], dice)
    return [
        dice.choice((f"{one.day.month}.{one.day.day}", f"{one.day.month}/{one.day.day}",
                     f"{one.day.month}月{one.day.day}日", f"{one.day.day}日"))
        for one in orders
    ]  # fmt: skip


def _money_row(grid: Grid, ledger: Ledger, words_: str, fen: int) -> None:
    cells: list[Any] = [None] * len(ledger.columns)
    cells[0] = words_
    cells[ledger.columns.index("amount")] = fen / 100
    grid.add(*cells)


_HEAD = ("date", "order_no", "buyer")


def _write(dice: Dice, into: tuple[Grid, Sheet], ledger: Ledger, order: Order, day: Any) -> None:
    grid, sheet = into
    top = len(grid.rows)
    buyer = forms.spaced(order.who, dice) if order.who else None
    phone = forms.phone_cell([order.phone], dice) if order.phone else None
    for index, line in enumerate(order.lines):
        given: dict[str, Any] = {"date": day, "order_no": order.number or None, "buyer": buyer,
                                 "buyer_phone": phone}  # fmt: skip
        if index and ledger.below in ("blank", "merge"):
            given = {}
        elif index and ledger.below == "ditto":
            word = dice.choice(("〃", "同上", '"'))
            given |= {name: word for name in _HEAD if given[name]}
        given |= _line_cells(dice, grid, ledger, line)
        given["pay_method"] = order.method
        given["received"] = _said(line.paid, dice)
        given["owed"] = _said(line.amount - line.paid, dice)
        if ledger.paying == "once":
            given["received"] = _said(line.paid, dice) if not index else None
        row = grid.add(*(given.get(name) for name in ledger.columns))
        sheet[row] = _record(ledger, order, line)
    if ledger.below == "merge":
        for name in (*_HEAD, *(["received"] if ledger.paying == "once" else [])):
            if name in ledger.columns and given_at(grid, top, ledger.columns.index(name)):
                place = ledger.columns.index(name)
                grid.merge(top, place, len(grid.rows) - 1, place)


def given_at(grid: Grid, row: int, column: int) -> bool:
    """True when the cell is filled."""
    return grid.rows[row][column + grid.left] is not None


def _said(fen: int, dice: Dice) -> Any:
    return forms.money_cell(fen, dice) if fen else 0


def _record(ledger: Ledger, order: Order, line: Line) -> dict[str, Any]:
    record = {
        "date": order.day, "order_no": order.number, "name": order.who, "product": line.product[0],
        "spec": line.product[1], "quantity_milli": line.milli, "amount_minor": line.amount,
    }  # fmt: skip
    return record | ({"price_minor": line.price} if not line.gift else {})


def _line_cells(dice: Dice, grid: Grid, ledger: Ledger, line: Line) -> dict[str, Any]:
    name, spec, unit = line.product
    off = {100: dice.choice((None, 1, "100%")), 90: dice.choice(("9折", "九折", 0.9, "90%")),
           85: dice.choice(("85折", "8.5折", "八五折", 0.85, "85%"))}[line.discount]  # fmt: skip
    amount: Any = "赠送" if line.gift else forms.money_cell(line.amount, dice)
    cells = {
        "product": name, "spec": spec, "unit": unit, "discount": off, "amount": amount,
        "quantity": forms.quantity_cell(line.milli, unit, dice),
        "price": forms.money_cell(line.price, dice),
    }  # fmt: skip
    if ledger.formulas and "amount" in ledger.columns and dice.random() < 0.15 and not line.gift:
        cells |= {"quantity": line.milli // 1000, "price": line.price / 100}
        letters = {one: chr(65 + grid.left + at) for at, one in enumerate(ledger.columns)}
        row = len(grid.rows) + 1
        if line.discount == 100:
            cells["amount"] = f"={letters['quantity']}{row}*{letters['price']}{row}"
    return cells


def _summary(orders: list[Order]) -> Grid:
    grid = Grid()
    grid.add("月份", "销售额")
    totals: Counter[int] = Counter()
    for order in orders:
        totals[order.day.month] += sum(line.amount for line in order.lines)
    for month, fen in totals.items():
        grid.add(f"{month}月", fen / 100)
    return grid
