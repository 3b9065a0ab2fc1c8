"""Lists of products and logs of visits and calls."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.exchange.corpus import forms, words
from tests.exchange.corpus.cases import Case, Sheet, signature, titles
from tests.exchange.corpus.forms import Dice
from tests.exchange.corpus.grid import SPREADSHEETS, TEXTS, Grid, save


def products(dice: Dice, folder: Path) -> Case:
    """One file with a list of products."""
    columns = ["product", *dice.sample(("code", "barcode", "stock", "cost"), 2), "spec", "unit",
               "price"]  # fmt: skip
    if dice.random() < 0.4:
        columns[0], columns[1] = columns[1], columns[0]
    grid, sheet = Grid(left=dice.choice((0, 0, 1))), Sheet()
    titles(grid, dice, "商品价目表", len(columns))
    grid.add(*(words.heading(name, dice) for name in columns))
    goods = dice.sample(words.HANS.products, dice.randrange(4, 9))
    for number, (name, spec, unit) in enumerate(goods, 1):
        price, cost = dice.randrange(100, 90_000), dice.randrange(100, 50_000)
        code, barcode = f"{number:05}", f"69{dice.randrange(10**10, 10**11)}"
        stock = dice.randrange(0, 500)
        cells: dict[str, Any] = {
            "product": name, "spec": spec, "unit": unit, "price": forms.money_cell(price, dice),
            "cost": forms.money_cell(cost, dice), "code": code, "stock": stock,
            "barcode": dice.choice((barcode, int(barcode), float(barcode))),
        }  # fmt: skip
        row = grid.add(*(cells[name] for name in columns))
        meant = {"code": code, "barcode": barcode, "stock": stock * 1000, "cost": cost}
        sheet[row] = {"product": name, "spec": spec, "unit": unit, "price_minor": price}
        sheet[row] |= {_NAMES.get(one, one): meant[one] for one in meant if one in columns}
        if dice.random() < 0.1:
            grid.add()
    signature(grid, dice, len(columns))
    how = dice.choice(SPREADSHEETS + TEXTS)
    made = Case([save(folder, {"商品": grid}, how)])
    made.sheets["products", "商品" if how in SPREADSHEETS else ""] = sheet
    made.counts = {"products": len(goods), "contacts": 0, "sales": 0}
    return made


_NAMES = {"stock": "stock_milli", "cost": "cost_minor"}
_SAID = ("电话沟通，要样品", "上门拜访；谈了价格", "报价 3/12 前回复", "发了目录，等消息", "催款",
         "来店里看货，嫌贵")  # fmt: skip


def log(dice: Dice, folder: Path) -> Case:
    """One file with a log of what was said to whom and when."""
    columns = ["date", "buyer", *(["buyer_phone"] if dice.random() < 0.5 else []),
               "follow_up_text", "next_contact", "salesperson"]  # fmt: skip
    grid, sheet = Grid(left=dice.choice((0, 0, 1))), Sheet()
    titles(grid, dice, "2024年客户跟进记录", len(columns))
    grid.add(*(words.heading(name, dice) for name in columns))
    who = [(name, forms.mobile(dice)) for name in words.people(4, dice)]
    said = [(dice.choice(who), text) for text in _SAID for _again in range(dice.choice((1, 2)))]
    days: list[dt.date | None] = [dt.date(2024, 1, 15) + dt.timedelta(days=9 * n)
                                  for n in range(len(said))]  # fmt: skip
    nexts = [day and dice.choice((None, day + dt.timedelta(days=7))) for day in days]
    cells, next_cells = forms.day_cells(days, dice), forms.day_cells(nexts, dice)
    for index, ((name, phone), text) in enumerate(said):
        given = {"date": cells[index], "buyer": forms.spaced(name, dice), "follow_up_text": text,
                 "buyer_phone": forms.phone_cell([phone], dice), "salesperson": "小王",
                 "next_contact": next_cells[index]}  # fmt: skip
        row = grid.add(*(given[name] for name in columns))
        sheet[row] = {"name": name, "date": days[index], "follow_up_text": text,
                      "next_contact": nexts[index], "salesperson": "小王"}  # fmt: skip
        if "buyer_phone" in columns:
            sheet[row]["phones"] = (forms.key_of(phone),)
    how = dice.choice(SPREADSHEETS + TEXTS)
    made = Case([save(folder, {"跟进": grid}, how)])
    made.sheets["follow_ups", "跟进" if how in SPREADSHEETS else ""] = sheet
    made.counts = {"contacts": len({name for (name, _phone), _text in said}), "sales": 0,
                   "notes": len(said)}  # fmt: skip
    return made
