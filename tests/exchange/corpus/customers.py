"""Customer lists: one row a customer, with everything around it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.exchange.corpus import forms, words
from tests.exchange.corpus.cases import Case, Record, Sheet, signature, titles
from tests.exchange.corpus.forms import Dice
from tests.exchange.corpus.grid import BIG5, SPREADSHEETS, TEXTS, Grid, save

_EXTRAS = ("since", "birthday", "debt_minor", "spent_minor", "level", "address", "emails",
           "wechat", "tags", "points", "gender")  # fmt: skip
_HANT_EXTRAS = ("since", "debt_minor", "level", "address")
_TITLES = ("先生", "女士", "老师", "经理")


def case(dice: Dice, folder: Path) -> Case:
    """One file with a list of customers."""
    hant = dice.random() < 0.1
    how = BIG5 if hant else dice.choice(SPREADSHEETS if dice.random() < 0.55 else TEXTS)
    made = Case()
    grid, sheet, records = _list(dice, hant=hant)
    if how.kind != "xlsx":
        grid.hidden.clear()
    made.paths.append(save(folder, {"客户": grid}, how))
    made.sheets["customers", "客户" if how in SPREADSHEETS else ""] = sheet
    numbers = {(one["name"], key) for one in records for key in one["phones"]}
    made.counts = {
        "contacts": len({(one["name"], one["phones"][:1]) for one in records}),
        "phones": len(numbers),
        "debts": sum(one.get("debt_minor", 0) for one in records),
        "spent": sum(one.get("spent_minor", 0) for one in records),
        "sales": 0,
    }
    return made


def _list(dice: Dice, *, hant: bool) -> tuple[Grid, Sheet, list[Record]]:
    extras = _HANT_EXTRAS if hant else _EXTRAS
    fields = dice.sample(extras, dice.randrange(1, min(6, len(extras)) + 1))
    two = dice.random() < 0.3
    fields = ["name", *(("mobile", "land") if two else ("phones",)), *fields]
    if dice.random() < 0.3:
        fields.insert(0, "member_no")
    grid = Grid(left=dice.choice((0, 0, 0, 1)))
    places = _places(fields, dice)
    width = max(places.values()) + 1
    titles(grid, dice, "顺达商行客户资料表（2024年）", width, small=("制表：小王",))
    serial = dice.random() < 0.4 and 0 not in places.values()
    _head(grid, dice, places, width, two=two, hant=hant, serial=serial)
    script = words.HANT if hant else words.HANS
    records = _records(dice, fields, script)
    columns = {name: forms.day_cells([one[name] for one in records], dice)
               for name in ("since",) if name in fields}  # fmt: skip
    sheet: Sheet = {}
    for index, one in enumerate(records):
        cells: list[Any] = [None] * width
        for name, place in places.items():
            cells[place] = columns[name][index] if name in columns else _cell(name, one, dice)
        if serial:
            cells[0] = index + 1
        sheet[grid.add(*cells)] = {k: v for k, v in one.items() if k not in _HIDDEN}
        if dice.random() < 0.06:
            grid.hidden.add(len(grid.rows))
        if dice.random() < 0.1:
            grid.add()
        if dice.random() < 0.06:
            grid.add(dice.choice(("一、老客户", "二、新客户", "【城东片】")))
    _totals(grid, dice, places, records, width)
    signature(grid, dice, width)
    return grid, sheet, records


_HIDDEN = frozenset({"mobile", "land", "birthday_cell"})


def _places(fields: list[str], dice: Dice) -> dict[str, int]:
    """Column of every field: a serial number may stand before, an empty column between."""
    at = dice.choice((0, 1))
    places = {}
    for name in fields:
        if dice.random() < 0.05 and name != "land":
            at += 1
        places[name] = at
        at += 1
    return places


def _head(
    grid: Grid, dice: Dice, places: dict[str, int], width: int, *, two: bool, hant: bool,
    serial: bool,
) -> None:  # fmt: skip
    upper: list[Any] = [None] * width
    for name, place in places.items():
        upper[place] = words.heading(name, dice, hant=hant)
    if serial:
        upper[0] = "序号"
    if not two or hant or dice.random() < 0.4:
        grid.add(*upper)
        return
    lower: list[Any] = [None] * width
    for name in ("mobile", "land"):
        lower[places[name]] = "手机" if name == "mobile" else "固定电话"
        upper[places[name]] = "联系方式" if name == "mobile" else None
    top = len(grid.rows)
    grid.add(*upper)
    grid.add(*lower)
    grid.merge(top, places["mobile"], top, places["land"])
    for column, word in enumerate(upper):
        if word and column != places["mobile"]:
            grid.merge(top, column, top + 1, column)


def _records(dice: Dice, fields: list[str], script: words.Script) -> list[Record]:
    records: list[Record] = []
    hant = script is words.HANT
    for number, name in enumerate(words.people(dice.randrange(4, 12), dice, script), 1):
        records.append(_record(dice, fields, number, name, hant=hant))
        if dice.random() < 0.08 and records[-1]["phones"] and "member_no" not in fields:
            records.append(_again(dice, records[-1]))
        if dice.random() < 0.06 and "member_no" not in fields:
            twin = _record(dice, fields, number, name, hant=hant)
            if twin["phones"] and records[-1]["phones"]:
                records.append(twin)
    return records


def _record(dice: Dice, fields: list[str], number: int, name: str, *, hant: bool) -> Record:
    mobiles = [forms.mobile(dice) for _one in range(dice.choice((0, 1, 1, 1, 1, 2)))]
    lands = [forms.landline(dice) for _one in range(dice.choice((0, 0, 0, 1)))]
    if lands and dice.random() < 0.3:
        lands = [lands[0] + "x803"]
    one: Record = {"name": name, "mobile": mobiles, "land": lands}
    one["phones"] = tuple(map(forms.key_of, mobiles + lands))
    day = dt.date(2017, 1, 1) + dt.timedelta(days=dice.randrange(3400))
    cell, born = forms.birthday_cell(dice)
    values: Record = {
        "since": day if dice.random() < 0.8 else None,
        "birthday": born,
        "birthday_cell": cell,
        "debt_minor": dice.choice((0, 0, dice.randrange(1, 9_000_000),
                                   dice.randrange(1, 90) * 100_000,
                                   -dice.randrange(100, 90_000))),
        "spent_minor": dice.choice((0, dice.randrange(100, 9_000_000))),
        "level": dice.choice(("VIP", "普通", "金卡", "")),
        "address": dice.choice(("", f"文三路{dice.randrange(1, 400)}号{dice.randrange(1, 30)}幢")),
        "emails": dice.choice(((), (f"user{number}@example.com",))),
        "wechat": dice.choice(("", f"wx_{number:04}")),
        "tags": dice.choice(((), ("老客户",), ("老客户", "月结"))),
        "points": dice.choice((None, dice.randrange(1, 9000))),
        "gender": dice.choice(("", "male", "female")),
        "member_no": f"{number:04}",
    }  # fmt: skip
    wanted = {*fields, "birthday_cell"} if "birthday" in fields else set(fields)
    if hant:
        values["address"] = values["address"].replace("号", "號")
    return one | {name: value for name, value in values.items() if name in wanted}


def _again(dice: Dice, one: Record) -> Record:
    """The same customer on one more row."""
    more = dict(one)
    if "debt_minor" in one:
        more["debt_minor"] = dice.choice((0, dice.randrange(1, 9_000)))
    return more


def _cell(name: str, one: Record, dice: Dice) -> Any:
    """A field of a record as it is typed."""
    if name in ("phones", "mobile", "land"):
        numbers = one["mobile"] + one["land"] if name == "phones" else one[name]
        return forms.phone_cell(numbers, dice)
    if name == "birthday":
        return one["birthday_cell"]
    value = one[name]
    if name in ("debt_minor", "spent_minor"):
        return forms.money_cell(value, dice)
    if name == "name":
        title = dice.choice(_TITLES)
        bare = dice.random() < 0.9 or len(value) > 3
        return forms.spaced(value, dice) if bare else f"{value}（{title}）"
    if name in ("tags", "emails"):
        value = dice.choice(("、", ",", "；", "/")).join(value)
    return {"male": "男", "female": "女"}.get(value, value) or None


def _totals(
    grid: Grid, dice: Dice, places: dict[str, int], records: list[Record], width: int
) -> None:
    if dice.random() > 0.5:
        return
    cells: list[Any] = [None] * width
    cells[0] = dice.choice(("合计", "合  计", "总计：", "合 计"))
    for name in ("debt_minor", "spent_minor"):
        if places.get(name, 0) > 0:
            cells[places[name]] = sum(one[name] for one in records) / 100
    grid.add(*cells)
