"""Address books of other programs, whose columns are known by heart: Google Contacts and Outlook.

A file is recognised by headings that nobody types by hand. Columns that say nothing about a
customer (priority, sensitivity, file-as) are left out; what is not listed goes to the remark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crm_desktop.core import text
from crm_desktop.exchange.headings import CUSTOMERS
from crm_desktop.exchange.mapping import EXTRA, Column, map_columns
from crm_desktop.exchange.sheets import Sheet
from crm_desktop.exchange.understand import Layout

_NUMBER = re.compile(r"(?<=[ -])\d+(?= |$)|(?<=\D)\d+(?=$)")


@dataclass(frozen=True, slots=True)
class Preset:
    """``signature`` headings must all be there; ``fields`` go by heading, numbers as ``#``.

    Of the headings in one tuple of ``either`` the fullest column is taken, the others left out.
    """

    name: str
    signature: frozenset[str]
    fields: Mapping[str, str]
    either: tuple[tuple[str, ...], ...] = ()


def _fields(lines: str) -> dict[str, str]:
    """``field: heading | heading`` by line."""
    found: dict[str, str] = {}
    for line in lines.strip().splitlines():
        field, _mark, names = line.partition(":")
        found.update({key(name): field.strip() for name in names.split("|")})
    return found


def key(heading: str) -> str:
    """A heading as compared: folded, its number as ``#``."""
    return _NUMBER.sub("#", text.join_han(" ".join(text.fold(heading).split())))


_GOOGLE = _fields(
    """
    name: name
    first_name: first name | given name
    last_name: last name | family name
    customer: organization name | organization # - name
    title: organization title | organization # - title
    department: organization department | organization # - department
    email: e-mail # - value
    phone: phone # - value
    address: address # - street
    city: address # - city
    province: address # - region
    postcode: address # - postal code
    country: address # - country
    birthday: birthday
    gender: gender
    tags: labels | group membership
    remark: notes
    ignore: photo | file as | e-mail # - label | e-mail # - type | phone # - label | phone # - type
    ignore: address # - label | address # - type | website # - label | website # - type
    ignore: im # - type | im # - service | organization # - type | event # - label | sensitivity
    ignore: priority | language | directory server | mileage | relation # - label
    ignore: custom field # - label | address # - po box | address # - extended address
    """
)
_OUTLOOK = _fields(
    """
    first_name: first name | 名
    last_name: last name | 姓 | 姓氏
    customer: company | 公司 | 单位
    title: job title | 职务 | 職稱
    department: department | 部门 | 部門
    email: e-mail address | e-mail # address | 电子邮件地址 | 电子邮件 # 地址 | 電子郵件地址
    mobile: mobile phone | 移动电话 | 行動電話
    phone: business phone | business phone # | home phone | home phone # | primary phone
    phone: company main phone | other phone | car phone | 商务电话 | 商务电话 # | 住宅电话
    phone: 住宅电话 # | 单位主要电话 | 其他电话 | 主要电话 | 商務電話 | 住家電話 | 公司主要電話
    fax: business fax | home fax | other fax | 商务传真 | 住宅传真 | 商務傳真
    address: business street | 商务地址 街道 | 商務 - 街
    city: business city | 商务地址 市/县 | 商務 - 市/鎮
    province: business state | 商务地址 省/市/自治区 | 商務 - 縣/市
    postcode: business postal code | 商务地址 邮政编码 | 商務 - 郵遞區號
    country: business country/region | business country | 商务地址 国家/地区
    birthday: birthday | 生日
    gender: gender | 性别 | 性別
    tags: categories | 类别 | 類別
    referrer: referred by | 介绍人
    remark: notes | 附注 | 便笺 | 記事
    ignore: suffix | middle name | e-mail type | e-mail # type | e-mail display name
    ignore: e-mail # display name | priority | private | sensitivity | initials | language
    ignore: 电子邮件类型 | 电子邮件显示名称 | 电子邮件 # 类型 | 电子邮件 # 显示名称 | 优先级
    ignore: 私有 | 敏感度 | 缩写 | 语言 | 中间名 | 后缀 | internet free busy | directory server
    """
)
_STREETS = (("address # - street", "address # - formatted"),)
PRESETS = (
    Preset(
        "Google Contacts",
        frozenset({"phone # - value", "e-mail # - value"}),
        _GOOGLE,
        _STREETS,
    ),
    Preset(
        "Google Contacts", frozenset({"group membership", "phone # - value"}), _GOOGLE, _STREETS
    ),
    Preset("Google Contacts", frozenset({"file as", "phonetic first name"}), _GOOGLE, _STREETS),
    Preset("Outlook", frozenset({"first name", "last name", "e-mail display name"}), _OUTLOOK),
    Preset("Outlook", frozenset({"first name", "last name", "business street"}), _OUTLOOK),
    Preset("Outlook", frozenset({"名", "姓", "电子邮件显示名称"}), _OUTLOOK),
    Preset("Outlook", frozenset({"名", "姓", "商务电话"}), _OUTLOOK),
    Preset("Outlook", frozenset({"名", "姓氏", "商務電話"}), _OUTLOOK),
)


def preset_of(headings: Sequence[str]) -> Preset | None:
    """The program a heading line is of."""
    keys = set(map(key, headings))
    return next((one for one in PRESETS if one.signature <= keys), None)


def mapped(sheet: Sheet, layout: Layout) -> list[Column] | None:
    """The columns of an address book of another program; ``None`` for any other sheet."""
    preset = preset_of(layout.headings)
    if preset is None:
        return None
    _kind, columns = map_columns(sheet, layout, CUSTOMERS)
    rows = [sheet.rows[number] for number in layout.data_rows()]
    filled = {
        one.position: sum(1 for row in rows if one.position < len(row) and row[one.position] != "")
        for one in columns
    }
    return placed(preset, columns, filled)


def placed(preset: Preset, columns: Sequence[Column], filled: Mapping[int, int]) -> list[Column]:
    """Every column where the preset says; ``filled`` are the filled cells by position.

    A field that takes one column gets the first that has anything in it.
    """
    dropped = _dropped(preset, columns, filled)
    done: list[Column] = []
    taken: set[str] = set()
    for one in columns:
        name = preset.fields.get(key(one.heading), EXTRA)
        if one.position in dropped:
            name = "ignore"
        elif key(one.heading) in {other for group in preset.either for other in group}:
            name = preset.fields[preset.either[0][0]]
        if name not in _SEVERAL and (name in taken or not filled.get(one.position)):
            name = EXTRA if filled.get(one.position) else "ignore"
        taken.add(name)
        done.append(replace(one, field=name, confidence=1.0))
    return done


_SEVERAL = frozenset({"phone", "mobile", "fax", "email", "tags", "remark", "ignore", EXTRA})


def _dropped(preset: Preset, columns: Sequence[Column], filled: Mapping[int, int]) -> set[int]:
    """The emptier ones of columns that say the same."""
    dropped: set[int] = set()
    for group in preset.either:
        numbered: dict[str, list[Column]] = {}
        for one in columns:
            if key(one.heading) in group:
                number = "".join(_NUMBER.findall(one.heading))
                numbered.setdefault(number, []).append(one)
        for same in numbered.values():
            order = {name: rank for rank, name in enumerate(group)}
            best = max(same, key=lambda c: (filled.get(c.position, 0), -order[key(c.heading)]))
            dropped |= {one.position for one in same if one is not best}
    return dropped
