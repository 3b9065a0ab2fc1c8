"""Many random sheets in the style of small shops: every record must come out as it was meant."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from crm_desktop.exchange import job
from tests.exchange import workbooks

_SEEDS = range(40)
_NAMES = "张伟 王芳 李娜 刘洋 陈静 杨帆 赵磊 黄蓉 周杰 吴敏 徐丽 孙浩 欧阳锋 曾小贤 单雄".split()  # noqa: SIM905
_HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "客户姓名", "客 户 名 称", "会员姓名", "客戶名稱"),
    "phone": ("手机", "联系电话", "手机\n号码", "電話", "联系方式（必填）"),
    "since": ("建档日期", "注册时间", "开卡日期"),
    "debt": ("欠款", "欠款（元）", "欠款金额"),
    "level": ("等级", "客户级别", "会员等级"),
}


def _phone_form(number: str, dice: random.Random) -> Any:
    full = number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    return dice.choice(
        (number, int(number), f"{number[:3]} {number[3:7]} {number[7:]}", f"+86 {number}", full,
         f"86-{number}", f"手机：{number}", f" {number}\xa0", f"({number[:3]}){number[3:]}")
    )  # fmt: skip


def _date_form(day: dt.date, dice: random.Random) -> Any:
    return dice.choice(
        (day, day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}",
         f"{day.year}年{day.month}月{day.day}日", f"{day.year % 100}年{day.month}月{day.day}号",
         f"{day.isoformat()} 10:37", float((day - dt.date(1899, 12, 30)).days),
         f"{day.year}/{day.month}/{day.day} 周三")
    )  # fmt: skip


def _money_form(fen: int, dice: random.Random) -> Any:
    if not fen:
        return dice.choice((None, "-", "无", 0))
    yuan = f"{fen / 100:,.2f}"
    return dice.choice((fen / 100, yuan, f"￥{yuan}", f"{yuan}元", f"人民币{yuan}", f" {yuan} "))


def _sheet(dice: random.Random) -> tuple[list[list[Any]], list[tuple[Any, ...]], int]:
    """Rows of a sheet, the records meant with their row numbers, and how many titles it has."""
    fields = ["name", "phone", *dice.sample(["since", "debt", "level"], dice.randrange(1, 4))]
    dice.shuffle(fields)
    serial = dice.random() < 0.5
    titles = dice.choice((0, 0, 1, 2))
    rows: list[list[Any]] = [["顺达商行客户资料表（2024年）"], ["制表人：王会计"]][:titles]
    heads = [dice.choice(_HEADINGS[one]) for one in fields]
    rows.append((["序号"] if serial else []) + heads)
    meant, total = [], 0
    for number in range(1, dice.randrange(4, 15)):
        if dice.random() < 0.1:
            rows.append([])
        mobile = f"1{dice.choice('3589')}{dice.randrange(10**8, 10**9)}"
        day = dt.date(2018, 1, 1) + dt.timedelta(days=dice.randrange(2500))
        fen = dice.choice((0, 0, dice.randrange(100, 900_000)))
        name, level = dice.choice(_NAMES), dice.choice(("VIP", "普通", ""))
        forms = {
            "name": dice.choice((name, f" {name} ", f"{name}\u200b", f"{name}（老师）")),
            "phone": _phone_form(mobile, dice),
            "since": _date_form(day, dice),
            "debt": _money_form(fen, dice),
            "level": level or None,
        }
        rows.append(([number] if serial else []) + [forms[one] for one in fields])
        total += fen
        record = {"name": name, "phone": mobile, "since": day, "debt": fen, "level": level}
        meant.append((len(rows), *(record[one] if one in fields else None for one in record)))
    if dice.random() < 0.7:
        rows.append([dice.choice(("合计", "合  计", "总计："))])
        if "debt" in fields:
            place = fields.index("debt") + serial
            rows[-1] = [*rows[-1], *[None] * (place - 1), total / 100] if place else rows[-1]
    if dice.random() < 0.4:
        rows += [[], ["注：以上资料仅供内部使用。"]]
    return rows, meant, titles


@pytest.mark.parametrize("seed", _SEEDS)
def test_random_customer_sheets_come_out_as_meant(
    seed: int, tmp_path: Path, frozen_clock: Callable[[dt.datetime], None]
) -> None:
    dice = random.Random(seed)
    rows, meant, titles = _sheet(dice)

    def merge_titles(sheet: Worksheet) -> None:
        for row in range(1, titles + 1):
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)

    if dice.random() < 0.6:
        path = workbooks.xlsx(tmp_path / "a.xlsx", {"客户": rows}, merge_titles)
    else:
        encoding = dice.choice(("utf-8-sig", "gb18030", "utf-16"))
        path = workbooks.csv(tmp_path / "a.csv", rows, encoding, dice.choice(",;\t"))
    (table,) = job.prepare([path]).tables()
    columns = table.columns
    nothing = [None] * len(table)
    found = [
        (row, name, numbers[0].key.removeprefix("+86"), since, debt, level)
        for row, name, numbers, since, debt, level in zip(
            table.rows, columns["name"], columns["phones"], columns.get("since", nothing),
            columns.get("debt_minor", nothing), columns.get("level", nothing), strict=True,
        )
    ]  # fmt: skip
    has_debt = "debt_minor" in columns
    assert [(*one[:4], one[4] or 0, one[5]) for one in found] == [
        (*one[:4], (one[4] or 0) if has_debt else 0, one[5]) for one in meant
    ]
