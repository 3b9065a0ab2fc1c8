"""The many ways one value is written: phones, days, birthdays, money, quantities."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

_WIDE = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
_HAN = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
_HAN_TENS = ("", "十", "二十", "三十")
_EPOCH = dt.date(1899, 12, 30)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905

Dice = random.Random


def wide(words: str) -> str:
    """Digits as wide as Han characters."""
    return words.translate(_WIDE)


def mobile(dice: Dice) -> str:
    """Eleven digits that no list of invented numbers holds."""
    return f"1{dice.choice('3589')}{dice.choice('2345678')}{dice.randrange(10**6, 10**7)}7"


def landline(dice: Dice) -> str:
    """Area code and eight digits."""
    area = dice.choice(("0571", "0574", "0755"))
    return f"{area}-{dice.randrange(8122, 8999)}{dice.randrange(1000, 9999)}"


def key_of(number: str) -> str:
    """What a number is found by; an extension stands behind x."""
    number, _, extension = number.partition("x")
    digits = number.replace("-", "")
    return f"+86{digits.lstrip('0')}" + (f"x{extension}" if extension else "")


def phone_cell(numbers: list[str], dice: Dice) -> Any:
    """One cell with all the numbers."""
    if not numbers:
        return dice.choice((None, "-", "无", "/", "同上"))
    if len(numbers) == 1:
        one = numbers[0]
        return _landline_form(one, dice) if one[0] == "0" else _mobile_form(one, dice)
    texts = [str(_plain_form(one, dice)) for one in numbers]
    if dice.random() < 0.2:
        texts[-1] = dice.choice(("老婆:", "家里", "王会计")) + numbers[-1].replace("x", "转")
    return dice.choice(("/", " / ", "、", "，", "；", ";", " ", "\n", ",")).join(texts)


def _mobile_form(one: str, dice: Dice) -> Any:
    grouped = f"{one[:3]} {one[3:7]} {one[7:]}"
    return dice.choice(
        (one, one, int(one), float(one), f"{one}.0", grouped, grouped.replace(" ", "-"),
         f"+86{one}", f"+86 {grouped}", f"0086-{one}", f"86-{one}", f"(+86){one}", wide(one),
         f"'{one}", f"手机：{one}", f" {one}\xa0", f"({one[:3]}){one[3:]}", f"{one}\u3000")
    )  # fmt: skip


def _landline_form(one: str, dice: Dice) -> Any:
    plain, _, extension = one.partition("x")
    area, _, local = plain.partition("-")
    form = dice.choice((plain, f"({area}){local}", f"（{area}）{local}",
                        f"{area} {local}",
                        f"{area}{local}", f"电话：{plain}",
                        wide(area) + "-" + wide(local)))  # fmt: skip
    return form + dice.choice(("转", "-", " 转 ", "转分机")).replace("分机", "") + extension if (
        extension
    ) else form  # fmt: skip


def _plain_form(one: str, dice: Dice) -> Any:
    if one[0] == "0":
        return one.replace("x", "转")
    return dice.choice((one, f"{one[:3]} {one[3:7]} {one[7:]}", f"+86{one}", wide(one)))


def day_cells(days: list[dt.date | None], dice: Dice) -> list[Any]:
    """A column of days, kept by one person or by several."""
    style = dice.choice(("mixed", "mixed", "mixed", "dmy", "mdy", "short", "serial", "named"))
    known = [day for day in days if day]
    if style in ("dmy", "mdy") and not any(day.day > 12 for day in known):
        style = "mixed"
    cells: list[Any] = []
    for day in days:
        if day is None:
            cells.append(dice.choice((None, "-", "无", "不详", "0000-00-00", "1900/1/0")))
        elif style == "dmy":
            cells.append(f"{day:%d/%m/%Y}")
        elif style == "mdy":
            cells.append(f"{day.month}/{day.day}/{day.year}")
        elif style == "short" and cells and any(isinstance(one, str) for one in cells):
            cells.append(dice.choice("/.-").join((f"{day:%y}", str(day.month), str(day.day))))
        elif style == "short":
            cells.append(day.isoformat())
        elif style == "serial":
            cells.append(float((day - _EPOCH).days))
        elif style == "named":
            cells.append(_named(day, dice))
        else:
            cells.append(day_cell(day, dice))
    return cells


def _named(day: dt.date, dice: Dice) -> str:
    month = _MONTHS[day.month - 1]
    return dice.choice(
        (f"{day.day}-{month}-{day:%y}", f"{month} {day.day}, {day.year}",
         f"{day.day} {month} {day.year}")
    )  # fmt: skip


def day_cell(day: dt.date, dice: Dice) -> Any:
    """A day that says its year, month and day so that they cannot be mistaken."""
    year, month, number = day.year, day.month, day.day
    return dice.choice(
        (day, day, day.isoformat(), f"{year}/{month}/{number}", f"{year}.{month}.{number}",
         f"{day:%Y.%m.%d}", f"{day:%Y%m%d}", int(f"{day:%Y%m%d}"), f"{year}年{month}月{number}日",
         f"{year % 100}年{month}月{number}号", f"{day.isoformat()} 13:20:00",
         f"{year}/{month}/{number} 0:00", f"{day.isoformat()}T00:00:00Z",
         wide(f"{year}") + "－" + wide(f"{month}") + "－" + wide(f"{number}"), han_day(day),
         f"民國{year - 1911}年{month}月{number}日", f"{year}-{month}-{number}(周三)",
         float((day - _EPOCH).days), f"{year}/{month}/{number} 周三")
    )  # fmt: skip


def han_day(day: dt.date) -> str:
    """``二〇二四年五月一日``."""
    year = "".join(_HAN[digit] for digit in str(day.year))
    return f"{year}年{_han_number(day.month)}月{_han_number(day.day)}日"


def _han_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    return _HAN_TENS[tens] + (_HAN[str(ones)] if ones else "")


Born = tuple[int, int, int, bool, bool]
"""Year (0 when not said), month, day, lunar, leap month."""
_LUNAR: tuple[tuple[str, Born], ...] = (
    ("农历八月十五", (0, 8, 15, True, False)),
    ("阴历8.15", (0, 8, 15, True, False)),
    ("八月十五", (0, 8, 15, True, False)),
    ("(农)8-15", (0, 8, 15, True, False)),
    ("闰四月初三", (0, 4, 3, True, True)),
    ("正月初一", (0, 1, 1, True, False)),
    ("腊月廿三", (0, 12, 23, True, False)),
    ("大年三十", (0, 12, 30, True, False)),
    ("冬月初八", (0, 11, 8, True, False)),
    ("农历十月二十", (0, 10, 20, True, False)),
)


def birthday_cell(dice: Dice) -> tuple[Any, Born | None]:
    """A birthday as written, and as meant."""
    chance = dice.random()
    if chance < 0.2:
        return dice.choice((None, "-", "不详", "保密")), None
    if chance < 0.4:
        return dice.choice(_LUNAR)
    day = dt.date(1950, 1, 1) + dt.timedelta(days=dice.randrange(20_000))
    if chance < 0.6:
        form = dice.choice(("{0}月{1}日", "{0}-{1}", "{0}/{1}", "{0}月{1}号"))
        return form.format(day.month, day.day), (0, day.month, day.day, False, False)
    return day_cell(day, dice), (day.year, day.month, day.day, False, False)


def money_cell(fen: int, dice: Dice) -> Any:
    """An amount of ``fen`` hundredths."""
    if not fen:
        return dice.choice((None, "-", "无", 0, "0.00"))
    yuan = f"{abs(fen) / 100:,.2f}"
    if fen < 0:
        return dice.choice((fen / 100, f"-{yuan}", f"({yuan})", f"（{yuan}）", f"{yuan}-",
                            f"￥-{yuan}",
                            f"-￥{yuan}"))  # fmt: skip
    forms = [fen / 100, fen / 100, yuan, f"￥{yuan}", f"¥ {yuan}", f"{yuan}元", f"￥{yuan}元",
             f"人民币{yuan}", f" {yuan} ", wide(f"{fen / 100:.2f}"), f"RMB {yuan}", f"CNY{yuan}",
             yuan.replace(",", "，")]  # fmt: skip
    if fen % 100 == 0:
        forms += [fen // 100, f"{fen // 100}块", f"{fen // 100}.-".rstrip(".-")]
    if fen % 100_000 == 0 and fen >= 1_000_000:
        forms += [f"{fen / 1_000_000:g}万", f"{fen / 1_000_000:g}w", f"{fen / 1_000_000:g} 万元"]
    return dice.choice(forms)


def quantity_cell(milli: int, unit: str, dice: Dice) -> Any:
    """A quantity in thousandths, the unit behind it now and then."""
    number = milli / 1000
    shown = f"{number:g}"
    whole = int(number) if number.is_integer() else number
    return dice.choice((whole, whole, whole, shown, wide(shown), f"{shown}{unit}", f" {shown} "))


def spaced(name: str, dice: Dice) -> str:
    """A name as hands type it."""
    forms = [name, name, name, f" {name} ", f"{name}\u200b", f"\u3000{name}", f"{name}\xa0"]
    if len(name) == 2:
        forms += [f"{name[0]} {name[1]}", f"{name[0]}\u3000{name[1]}"]
    return dice.choice(forms)
