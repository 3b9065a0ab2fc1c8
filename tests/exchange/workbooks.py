"""Small source files as shops keep them, made on the spot; every test builds its own."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]
Dress = Callable[[Worksheet], None]


def xlsx(path: Path, sheets: dict[str, Rows], dress: Dress | None = None) -> Path:
    """A workbook with the given rows; ``dress`` may merge, hide and comment on every sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if dress:
            dress(sheet)
    book.save(path)
    return path


def csv(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A text table with the given encoding, quoted where needed."""

    def cell(value: Any) -> str:
        words = "" if value is None else str(value)
        quoted = any(mark in words for mark in (delimiter, '"', "\n"))
        return '"' + words.replace('"', '""') + '"' if quoted else words

    text = "".join(delimiter.join(map(cell, row)) + "\r\n" for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def html(path: Path, rows: Rows, encoding: str = "gb18030") -> Path:
    """A web page with one table, as back offices call it ``.xls``."""
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if cell is None else cell}</td>" for cell in row) + "</tr>\n"
        for row in rows
    )
    page = f'<html><head><meta charset="gb2312"></head><body><table>{body}</table></body></html>'
    path.write_bytes(page.encode(encoding))
    return path


CUSTOMER_SHEET: Rows = (
    ("阳光五金客户资料表（2024年）",),
    ("制表人：王会计   更新日期：2024年6月30日",),
    (
        "序号",
        "客户编号",
        "客户名称",
        "联系人",
        "联 系 方 式",
        None,
        "地  址",
        "建档\n日期",
        "客户等级",
        "欠款（元）",
        "备注",
    ),
    (None, None, None, None, "手机", "固定电话"),
    ("一、宁波地区",),
    (
        1,
        "KH001",
        "\ufeff薛轩 ",
        None,
        13689493158,
        "-",
        "海曙区解放路1号",
        dt.date(2024, 2, 6),
        "VIP",
        None,
        None,
    ),
    (
        2,
        "KH002",
        "袁总",
        None,
        "１５１－１８６６－０５４６",
        None,
        "鄞州区解放路2号",
        "2023/1/6 10:37",
        None,
        "¥1,500.00",
        "月结30天",
    ),
    (
        3,
        "KH003",
        "宁波顺兴水产商行",
        "龙雨龙",
        "008613680300900;18717243554",
        "0574-34035034",
        "文三路3号",
        45356,
        "普通",
        4400,
        None,
    ),
    (None,),
    (
        4,
        "KH004",
        "姚强(老板)",
        None,
        "1.77E+10",
        None,
        "中山路4号",
        "２０２０年９月１８日",
        None,
        "3.2万",
        None,
    ),
    ("小计", None, "4户", None, None, None, None, None, None, 37900, None),
    ("二、上海地区",),
    (
        5,
        "KH005",
        "上海 好味食品 厂",
        "史子刚",
        "(177)09057536",
        "021-87623489转12",
        "人民路5号",
        "22-8-26",
        "普通",
        "-",
        None,
    ),
    (
        6,
        "KH001",
        "薛軒",
        None,
        "138 0571 0001",
        None,
        "海曙区解放路1号",
        "2024年2月6日",
        None,
        "（300）",
        "老客户",
    ),
    ("小计", None, "2户", None, None, None, None, None, None, -300, None),
    ("合  计", None, "共6户", None, None, None, None, None, None, 37600, None),
    (None,),
    ("注：红色为重点客户。",),
)
"""A customer list with everything around it; six records, 37,600 yuan owed."""


def dress_customers(sheet: Worksheet) -> None:
    """Merge the titles, the header of two rows and the group rows."""
    for row in (1, 2, 5, 12):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=11)
    for column in (1, 2, 3, 4, 7, 8, 9, 10, 11):
        sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    sheet.merge_cells("E3:F3")


SALES_SHEET: Rows = (
    ("2024年3月份销售台账",),
    ("单位：元", None, None, None, None, None, None, None, None, "制表：小王"),
    ("日期", "单号", "客户", "品名", "规格", "数量", "单位", "单价", "金额", "收款方式", "备注"),
    ("上月结转", None, None, None, None, None, None, None, 4749, None, None),
    (dt.date(2024, 3, 2), "XS001", "薛轩", "酱油", "1.9L", 5, "瓶", 21.9, 109.5, "现金", None),
    (None, None, None, "带鱼", "冷冻", "9.3kg", None, 38.6, "358.98元", "现金", "送货"),
    ("3.5", "XS002", "宁波顺兴水产商行", "酱油", "1.9L", 1, "瓶", 21.9, "￥21.90", "赊账", None),
    (None, None, "小计", None, None, None, None, None, 490.38, None, None),
    ("8日", "XS003", "秦师傅", "节能灯", "12W", "-2只", None, 9.5, "（19.00）", "微信", None),
    ("〃", None, None, "节能灯", "12W", 3, "只", 9.5, "赠送", "微信", None),
    ("2024/3/9", "XS004", "薛轩（总）", "大米", "10kg", 2, "袋", 80, "1万2", "转账", None),
    ("本月合计", None, None, None, None, None, None, None, 12471.38, None, None),
    ("经手人签字：",),
)
"""Six sale lines of four orders; 12,471.38 yuan, of which 21.90 are on credit."""


def bomb(path: Path, megabytes: int) -> Path:
    """An ``.xlsx`` of a few kilobytes that unpacks to ``megabytes`` of blanks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _one in range(megabytes):
                part.write(b" " * 1_000_000)
    return path


def table(headings: Sequence[str], *rows: Sequence[Any]) -> list[Sequence[Any]]:
    """Headings and rows as one list."""
    return [headings, *rows]


def column(rows: Iterable[Sequence[Any]], index: int) -> list[Any]:
    """One column of rows."""
    return [row[index] for row in rows]
