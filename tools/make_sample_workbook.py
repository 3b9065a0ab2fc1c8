"""Write resources/samples/qingyuan_old_workbook.xlsx: the Excel file a water shop comes with.

The customers and sales of 清源净水 as its owner kept them before: a title above the header, a
header of two rows, groups with subtotals, merged cells, phones as numbers, dates as text, the same
customer twice, gifts, returns, credit sales and a total at the end. It is what ``./run`` imports
when there is no display. ``uv run python tools/make_sample_workbook.py`` gives the same bytes
every time.
"""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

OUT = Path(__file__).resolve().parents[1] / "resources" / "samples" / "qingyuan_old_workbook.xlsx"
_SEED = 20_260_618
_CUSTOMERS = 62
_LINES = 255
_FIRST, _LAST = dt.date(2025, 1, 6), dt.date(2026, 6, 16)

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (
    "建国", "秀英", "丽华", "志强", "敏", "伟", "芳", "俊杰", "雪梅", "国栋", "晓燕", "海涛",
    "静怡", "文博", "桂兰", "宇航", "婷", "明辉", "玉珍", "子涵", "振华", "佳琪", "磊", "春花",
)  # fmt: skip
_COMPANIES = (
    "杭州绿城物业服务有限公司", "西溪茶楼", "湖滨大酒店", "新雅幼儿园", "杭州启明软件有限公司",
    "满江红餐饮店", "运河人家民宿", "春风健身中心", "大拇指培训学校", "安心口腔诊所",
)  # fmt: skip
_DISTRICTS = ("西湖区", "拱墅区", "滨江区", "余杭区")
_ROADS = ("文三路", "古墩路", "江南大道", "莫干山路", "天目山路", "丰潭路", "长河路", "五常大道")
_PRODUCTS = (
    ("家用净水器", "RO-800G", "台", 2980), ("家用净水器", "RO-600G", "台", 2180),
    ("前置过滤器", "40μm", "台", 680), ("PP棉滤芯", "10寸", "支", 45),
    ("活性炭滤芯", "10寸", "支", 88),
    ("RO膜", "800G", "支", 480), ("桶装水", "18.9L", "桶", 22), ("饮水机", "台式", "台", 399),
    ("上门安装", "", "次", 120), ("滤芯更换服务", "", "次", 60), ("软水盐", "10kg", "袋", 58),
)  # fmt: skip
_METHODS = ("微信", "微信", "微信", "支付宝", "现金", "转账")


@dataclass(frozen=True)
class Customer:
    """One customer of the sheet."""

    name: str
    contact: str
    mobile: str
    landline: str
    district: str
    address: str
    since: dt.date
    level: str

    @property
    def company(self) -> bool:
        """True for a company."""
        return bool(self.contact)


def _customers(dice: random.Random) -> list[Customer]:
    names: list[str] = []
    while len(names) < _CUSTOMERS - len(_COMPANIES):
        name = dice.choice(_SURNAMES) + dice.choice(_GIVEN)
        if name not in names:
            names.append(name)
    found = []
    for name in [*names, *_COMPANIES]:
        company = name in _COMPANIES
        contact = dice.choice(_SURNAMES) + dice.choice(_GIVEN) if company else ""
        mobile = (
            dice.choice(("138", "139", "150", "151", "158", "187")) + f"{dice.randrange(10**8):08}"
        )
        landline = f"0571-8{dice.randrange(10**7):07}" if company else ""
        place = f"{dice.choice(_ROADS)}{dice.randrange(8, 400)}号"
        address = (
            place if company else f"{place}{dice.randrange(1, 30)}幢{dice.randrange(101, 1802)}室"
        )
        since = dt.date(2023, 1, 1) + dt.timedelta(days=dice.randrange(1100))
        level = dice.choice(("金卡", "普通", "普通", "银卡", ""))
        found.append(
            Customer(
                name, contact, mobile, landline, dice.choice(_DISTRICTS), address, since, level
            )
        )
    return found


def _date(day: dt.date, dice: random.Random) -> object:
    """A date in one of the ways people type it."""
    return dice.choice(
        (dt.datetime.combine(day, dt.time()), f"{day.year}.{day.month}.{day.day}", day.isoformat(),
         f"{day.year}年{day.month}月{day.day}日", f"{day:%y}/{day.month}/{day.day}")
    )  # fmt: skip


def _phone(mobile: str, dice: random.Random) -> object:
    """A mobile number as Excel ends up with it."""
    spaced = f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}"
    return dice.choice((int(mobile), int(mobile), mobile, spaced, f"+86 {mobile}", f"{mobile} "))


def _title(sheet: Worksheet, text: str, columns: int, note: str) -> None:
    sheet.append([text])
    sheet.append([note])
    for row in (1, 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        cell = sheet.cell(row, 1)
        if isinstance(cell, Cell):
            cell.alignment = Alignment(horizontal="center" if row == 1 else "right")
            cell.font = Font(bold=row == 1, size=16 if row == 1 else 10)


def _write_customers(book: Workbook, customers: list[Customer], dice: random.Random) -> None:
    sheet = book.create_sheet("客户档案")
    _title(sheet, "清源净水 客户档案", 11, "制表：周敏    更新：2026年6月16日")
    sheet.append(
        [
            "序号",
            "客户名称",
            "联系人",
            "联系方式",
            "",
            "地  址",
            "",
            "建档日期",
            "等级",
            "欠款（元）",
            "备注",
        ]
    )
    sheet.append(["", "", "", "手机", "固定电话", "区", "详细地址"])
    for column in (1, 2, 3, 8, 9, 10, 11):
        sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    for first, last in ((4, 5), (6, 7)):
        sheet.merge_cells(start_row=3, start_column=first, end_row=3, end_column=last)
    number, total = 0, 0
    for group, district in enumerate(_DISTRICTS, 1):
        sheet.append([f"{'一二三四'[group - 1]}、{district}"])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=11)
        members = [one for one in customers if one.district == district]
        if group == 2:
            members.append(members[0])  # entered twice, as happens
        subtotal = 0
        for one in members:
            number += 1
            debt = dice.choice((0, 0, 0, 0, 0, 180, 360, 2180)) if one.company else 0
            subtotal += debt
            note = dice.choice(("", "", "", "", "送货前先打电话", "要开票", "介绍人：李姐"))
            title = "" if one.company else dice.choice(("", "", "", "", "（老师）", " 先生"))
            sheet.append(
                [number, one.name + title, one.contact, _phone(one.mobile, dice), one.landline,
                 district, one.address, _date(one.since, dice), one.level,
                 f"￥{debt:,.2f}" if debt else None, note]
            )  # fmt: skip
        total += subtotal
        sheet.append(["小计", f"{len(members)}户", *[""] * 7, subtotal])
    sheet.append(["合计", f"{number}户", *[""] * 7, total])
    sheet.append([])
    sheet.append(["注：欠款截至2026年6月16日。"])
    for letter, width in zip("ABCDEFGHIJK", (6, 26, 10, 18, 15, 9, 28, 14, 8, 12, 20), strict=True):
        sheet.column_dimensions[letter].width = width


def _orders(customers: list[Customer], dice: random.Random) -> list[tuple[dt.date, Customer, int]]:
    """Day, customer and number of lines of every order, in order of time."""
    span = (_LAST - _FIRST).days
    loyal = customers[: len(customers) * 2 // 3]
    orders, lines = [], 0
    while lines < _LINES:
        count = min(dice.choice((1, 1, 1, 2, 2, 3)), _LINES - lines)
        who = dice.choice(loyal if dice.random() < 0.8 else customers)
        orders.append((_FIRST + dt.timedelta(days=dice.randrange(span)), who, count))
        lines += count
    return sorted(orders, key=lambda order: order[0])


def _write_sales(book: Workbook, customers: list[Customer], dice: random.Random) -> None:
    sheet = book.create_sheet("销售明细")
    _title(sheet, "2025-2026年销售明细", 11, "单位：元")
    sheet.append(
        ["日期", "单号", "客户", "品名", "规格", "数量", "单位", "单价", "金额", "收款方式", "备注"]
    )
    total = 0.0
    for number, (day, who, count) in enumerate(_orders(customers, dice), 1):
        method = "月结" if who.company and dice.random() < 0.4 else dice.choice(_METHODS)
        first = sheet.max_row + 1
        for line in range(count):
            name, spec, unit, price = dice.choice(_PRODUCTS)
            quantity = dice.randrange(2, 21) if unit in ("桶", "袋") else dice.choice((1, 1, 1, 2))
            gift = line > 0 and price < 100 and dice.random() < 0.15
            if dice.random() < 0.02:
                quantity = -1
            amount = 0 if gift else quantity * price
            total += amount
            row: list[object] = [
                _date(day, dice) if line == 0 else None,
                f"QY{day:%y%m%d}{number:03}" if line == 0 else None,
                who.name if line == 0 else None,
                name, spec, f"{quantity}{unit}" if dice.random() < 0.1 else quantity, unit, price,
                "赠送" if gift
                else dice.choice((amount, amount, f"￥{amount:,.2f}", f"{amount}元")),
                method if line == 0 else "〃", "",
            ]  # fmt: skip
            sheet.append(row)
        if count > 1:
            for column in (1, 2, 3):
                sheet.merge_cells(
                    start_row=first,
                    start_column=column,
                    end_row=first + count - 1,
                    end_column=column,
                )
        if number % 40 == 0:
            sheet.append([])
    sheet.append(["合  计", *[""] * 7, total])
    sheet.append(["经手人签字："])
    for letter, width in zip("ABCDEFGHIJK", (14, 15, 26, 14, 10, 8, 6, 9, 12, 10, 12), strict=True):
        sheet.column_dimensions[letter].width = width


def _same_bytes(book: Workbook) -> bytes:
    """The workbook without the time it was saved at."""
    saved = BytesIO()
    book.save(saved)
    out = BytesIO()
    stamp = (2026, 6, 16, 0, 0, 0)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in sorted(old.namelist()):
            if item == "docProps/core.xml":
                continue
            data = old.read(item)
            if item in ("[Content_Types].xml", "_rels/.rels"):
                data = _without_core(data)
            new.writestr(zipfile.ZipInfo(item, stamp), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _without_core(data: bytes) -> bytes:
    """A package part without its mention of the properties that hold the time."""
    start = data.find(b"docProps/core.xml")
    if start < 0:
        return data
    left, right = data.rfind(b"<", 0, start), data.find(b">", start) + 1
    return data[:left] + data[right:]


def main() -> None:
    """Write the workbook."""
    dice = random.Random(_SEED)
    book = Workbook()
    book.remove(book.worksheets[0])
    customers = _customers(dice)
    _write_customers(book, customers, dice)
    _write_sales(book, customers, dice)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(_same_bytes(book))
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
