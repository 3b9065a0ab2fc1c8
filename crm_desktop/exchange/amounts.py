"""Money, quantities and counts as sheets hold them, exact.

``￥1,234.50``, ``1.2万``, ``(300)``, ``人民币12.80``, ``200+150``, ``壹万叁仟元整``, ``赠送``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from crm_desktop.core import text
from crm_desktop.exchange.sheets import Cell


class AmountNote(StrEnum):
    """What had to be read into an amount, or why there is none."""

    SUM = "sum"  # 200+150
    WORDS = "words"  # 壹万叁仟元整
    SHORT_WAN = "short_wan"  # 1万2
    FREE = "free"  # 赠送
    NOT_A_NUMBER = "not_a_number"
    ERROR_CELL = "error_cell"  # #REF!


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` in major units or plain count, ``None`` when the cell says nothing or too little.

    ``unit`` is what stood behind the number (``箱``); ``currency`` an ISO code, if one was named.
    """

    value: Decimal | None = None
    note: AmountNote | None = None
    unit: str = ""
    currency: str = ""


NOTHING = Amount()
_MOST_DIGITS = 14  # before the point, less one
_NOTHING = re.compile(
    r"无|没有|不详|未知|空|[-/\\—.]*|n/?a|null|none|nan|nil|待定|同上", re.IGNORECASE
)
_FREE = re.compile(r"(?:免费|免|赠送?|赠品|送|搭赠|free|gift)(?:品|货)?", re.IGNORECASE)
_MARKS = re.compile(
    r"[￥¥＄$€£]|元整?|块钱?|圆整?|人民币|整$|[a-zA-Z]{2,3}\$|rmb|cny|usd|hkd|eur|gbp|twd|jpy|mop",
    re.IGNORECASE,
)
_CURRENCIES = (
    (re.compile(r"hk\$|hkd|港币|港元", re.IGNORECASE), "HKD"),
    (re.compile(r"nt\$|twd|新台币|台币", re.IGNORECASE), "TWD"),
    (re.compile(r"us\$|usd|美元|美金", re.IGNORECASE), "USD"),
    (re.compile(r"€|eur|欧元", re.IGNORECASE), "EUR"),
    (re.compile(r"£|gbp|英镑", re.IGNORECASE), "GBP"),
    (re.compile(r"[￥¥元块圆]|rmb|cny|人民币", re.IGNORECASE), "CNY"),
    (re.compile(r"\$"), "USD"),
)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_NUMBER = r"\d+(?:\.\d+)?|\.\d+"
_WAN = re.compile(rf"({_NUMBER})\s*([万千亿wWkK])(\d)?")
_SCALES = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "亿": 100_000_000}
_SUM = re.compile(rf"(?:{_NUMBER})(?:\s*[+]\s*(?:{_NUMBER}))+")
_UNIT = re.compile(
    rf"(-?(?:{_NUMBER}))\s*(?:/)?\s*([\u3400-\u9fffA-Za-z]{{1,4}})(?:/[\u3400-\u9fffa-zA-Z]{{1,3}})?"
)
_DIGITS = {han: number for number, han in enumerate("零一二三四五六七八九")}
_DIGITS |= {han: number for number, han in enumerate("零壹贰叁肆伍陆柒捌玖")} | {
    "两": 2,
    "〇": 0,
    "弍": 2,
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_WORDS = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟弍]+"
    r"(?:[元圆块](?:[零一二三四五六七八九壹贰叁肆伍陆柒捌玖]角)?(?:[零一二三四五六七八九壹贰叁肆伍陆柒捌玖]分)?)?整?"
)


def parse_amount(cell: Cell) -> Amount:
    """A cell as an amount; text that is none gives ``NOT_A_NUMBER`` and no value."""
    if isinstance(cell, bool):
        return Amount(note=AmountNote.NOT_A_NUMBER)
    if isinstance(cell, int | float):
        return Amount(_exact(float(cell)))
    if not isinstance(cell, str):
        return Amount(note=AmountNote.NOT_A_NUMBER)
    if not cell:
        return NOTHING
    if _PLAIN.fullmatch(cell):
        return Amount(Decimal(cell))
    return _from_text(cell)


def typed_number(typed: str, *, unit: bool = False) -> Decimal | None:
    """What somebody typed or pasted as a number: ``１２``, ``1,234``, ``12,5``, ``三``; with a
    ``unit`` also ``2箱``.

    ``None`` for what is none, and for a slip of the keyboard beyond 15 digits.
    """
    found = parse_amount(typed.strip())
    if found.value is None or found.value.adjusted() > _MOST_DIGITS:
        return None
    fits = not found.unit or (unit and found.unit != "折")
    return found.value if fits else None


def _exact(number: float) -> Decimal:
    """A float of a spreadsheet as the decimal it was meant to be: 9.300000000000001 as 9.3."""
    return Decimal(repr(round(number, 9) if abs(number) < 1e6 else round(number, 6)))


def _from_text(cell: str) -> Amount:
    words = text.simplify(text.halfwidth(cell)).replace(" ", "").replace("\n", "").strip("'\"")
    if _NOTHING.fullmatch(words):
        return NOTHING
    if words.startswith("#"):
        return Amount(note=AmountNote.ERROR_CELL)
    if _FREE.fullmatch(words):
        return Amount(Decimal(0), AmountNote.FREE)
    currency = next((code for pattern, code in _CURRENCIES if pattern.search(words)), "")
    negative, bare = _sign(_MARKS.sub("", words) if currency else words)
    amount = _number(bare)
    if amount is None and _WORDS.fullmatch(words.removeprefix("人民币")):
        amount = Amount(han_amount(words.removeprefix("人民币")), AmountNote.WORDS)
    if amount is None or amount.value is None:
        return Amount(note=AmountNote.NOT_A_NUMBER)
    value = -amount.value if negative else amount.value
    return Amount(value, amount.note, amount.unit, currency)


def _sign(words: str) -> tuple[bool, str]:
    """``(300)``, ``300-`` and ``-300`` are negative."""
    if words[:1] == "(" and words[-1:] == ")":
        return True, words[1:-1]
    if words[-1:] == "-":
        return True, words[:-1]
    if words[:1] in "-+":
        return words[:1] == "-", words[1:]
    return False, words


def _number(words: str) -> Amount | None:
    words = _without_grouping(words)
    if _PLAIN.fullmatch(words):
        return Amount(Decimal(words))
    if match := _WAN.fullmatch(words):
        scale = _SCALES[match[2].lower()]
        if not match[3]:
            return Amount(Decimal(match[1]) * scale)
        return Amount(Decimal(match[1]) * scale + int(match[3]) * scale // 10, AmountNote.SHORT_WAN)
    if _SUM.fullmatch(words):
        return Amount(sum(map(Decimal, words.split("+")), Decimal(0)), AmountNote.SUM)
    if match := _UNIT.fullmatch(words):
        return Amount(Decimal(match[1]), unit=match[2])
    return None


def _without_grouping(words: str) -> str:
    """``1,234.50`` and ``1.234,50`` both as ``1234.50``; ``12,5`` and ``0,125`` have decimals."""
    if "," not in words:
        return words
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+,\d{1,2}", words):
        return words.replace(".", "").replace(",", ".")
    if re.fullmatch(r"-?(?:\d+,\d{1,2}|0,\d+)", words):
        return words.replace(",", ".")
    return re.sub(r"(?<=\d),(?=\d)", "", words)


def han_amount(words: str) -> Decimal:
    """``壹万叁仟元整`` as 13000, ``一千二百元五角`` as 1200.5."""
    whole, yuan, cents = re.sub(r"[圆块]", "元", words).rstrip("整").partition("元")
    value = Decimal(_han_whole(whole))
    for mark, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        if yuan and mark in cents:
            value += _DIGITS.get(cents[cents.index(mark) - 1], 0) * worth
    return value


def _han_whole(words: str) -> int:
    """``一千二百``, or digits one by one: ``八五`` is 85."""
    if all(one in _DIGITS for one in words):
        return int("".join(str(_DIGITS[one]) for one in words) or 0)
    total = section = digit = 0
    for character in words:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        else:
            scale = 10_000 if character == "万" else 100_000_000
            total = (total + section + digit) * scale
            section = digit = 0
    return total + section + digit


def minor_of(number: float) -> int:
    """Hundredths of a float, half up, exactly as its shortest decimal form says.

    The quick path for whole columns of numbers; equals ``to_minor`` of two decimals.
    """
    scaled = number * 100
    nearest = int(scaled + 0.5) if scaled >= 0 else -int(0.5 - scaled)
    if abs(scaled - nearest) < 1e-5:
        return nearest
    return int(_exact(number).scaleb(2).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
