"""Telephone numbers as people write them: several in a cell, with labels, blanks and extensions.

Forms and rules follow the mainland numbering plan: mobiles are ``1[3-9]`` and nine digits,
area codes are ``010``, ``02x`` or ``0[3-9]xx`` before seven or eight digits. The key by which
numbers are matched and found is E.164 (``+8613800138000``); the typed form is kept beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from crm_desktop.core import text


class PhoneProblem(StrEnum):
    """Why a number is not quite, or not at all, usable."""

    NONE = ""
    DIGITS_LOST = "digits_lost"  # shown as 1.38E+10 when it was saved
    MASKED = "masked"  # 138****8000
    PLACEHOLDER = "placeholder"  # 11111111111
    ZERO_ADDED = "zero_added"  # 57165314200 is 0571-65314200
    NO_AREA = "no_area"  # a local number and no area code to put before it
    UNKNOWN = "unknown"  # digits in no form we know


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: ``number_text`` as typed, ``key`` E.164 or empty, ``extension`` digits.

    ``problem`` is empty for a plain number. A number that must not be stored as if it were
    right (digits lost, masked, placeholder) has an empty key. ``label`` is what stood before it
    (``老婆``, ``Fax``).
    """

    number_text: str
    key: str
    extension: str = ""
    problem: PhoneProblem = PhoneProblem.NONE
    label: str = ""

    @property
    def usable(self) -> bool:
        """True when the number can be dialled and matched as it stands."""
        return bool(self.key)


_NOTHING = re.compile(
    r"无|没有|无电话|无手机|不详|不明|未知|暂无|未填|空|同上|同微信|微信同号|同手机|保密|拒绝"
    r"|[\-/\\0.、]*|none|no|n/a|na|nil|unknown|null"
)
_PLACEHOLDERS = re.compile(
    r"^(?:(\d)\1+|1?23456789\d*|1[3-9]\d?0{8,9}|0?12345678\d*|1[3-9]12345678)$"
)
_GAP = r"[\s\-.·_]{0,2}"
_CHINA = r"(?:\(?\s*(?:\+|00)?\s*86\s*\)?[\s\-]*)"
_EXTENSION = (
    r"(?:\s*[,，]?\s*[(（]?\s*(?:转|轉|分机|分機|內線|内线|ext\.?|x|#|-)\s*[:：]?\s*"
    r"(?P<{}>\d{{1,6}})\s*[)）]?(?!\d))?"
)
_PATTERNS = (
    r"(?P<lost>\d(?:\.\d+)?[eE]\+?\d{1,2})(?!\d)"
    r"|(?P<masked>\d{2,7}(?:\*{2,}|[xX]{3,}|•{2,})\d{0,6})"
    rf"|{_CHINA}?\(?(?P<mobile>1[3-9]\d\)?{_GAP}\d{{4}}{_GAP}\d{{4}}"
    rf"|1[3-9]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}}"
    rf"|1[3-9]\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}|1[3-9](?:{_GAP}\d){{9}})(?!\d)"
    rf"|{_CHINA}?(?P<service>[48]00{_GAP}\d(?:{_GAP}\d){{6}})(?!\d)"
    + _EXTENSION.format("x1")
    + r"|(?P<foreign>(?:\+|00)\s*(?!86)[1-9]\d{0,2}(?:[\s\-.()]{0,2}\d){5,13})(?!\d)"
    rf"|{_CHINA}?(?P<land>\(?0?(?:10|2\d|[3-9]\d\d)\)?[\s\-]*"
    rf"[2-9]\d{{2,3}}{_GAP}\d{{3,4}})(?!\d)"
    + _EXTENSION.format("x2")
    + r"|(?P<american>\(?[2-9]\d\d\)?[\s\-.]\s?\d{3}[\s\-.]\d{4})(?!\d)"
    r"|(?P<digits>\d[\d\s\-.]*\d)" + _EXTENSION.format("x3")
)
_NUMBER = re.compile(rf"(?<![\d+*.])(?:{_PATTERNS})", re.ASCII | re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:手机号?码?|移动电话|手提|电话号?码?|电话|联系电话|联系方式|座机|固话|固定电话|号码|tel|phone|mobile"
    r"|cell|call|mob|m|t|p|或|和|及|与|or|and)$",
    re.IGNORECASE,
)
_EDGES = " \t\n:：,，;；/、|.'\"()（）[]【】=-—_&+"


def parse_phones(typed: str, default_area: str = "") -> list[Phone]:
    """Every number in a cell, in order; a cell that says there is none gives an empty list.

    ``default_area`` is the area code (``0571``) put before local numbers. Cells may hold
    labels, names, brackets, ``+86``, full-width digits, extensions, ``13800138000.0``.
    """
    if len(typed) == 11 and typed.isascii() and typed.isdigit() and "13" <= typed[:2] <= "19":
        return [_mobile(typed, typed)]
    if not typed:
        return []
    cell = text.halfwidth(typed)
    if _NOTHING.fullmatch(cell.lower()):
        return []
    cell = re.sub(r"^=?\"(.*)\"$|^'", r"\1", cell)
    cell = re.sub(r"(?<=\d)\.0+(?!\d)", "", cell)
    found: list[Phone] = []
    end = 0
    for match in _NUMBER.finditer(cell):
        label = cell[end : match.start()].strip(_EDGES)
        phone = _number(match, default_area, "" if _LABEL.match(label) else label)
        if phone:
            found.append(phone)
            end = match.end()
            default_area = _area_of(phone) or default_area
    return found


def _area_of(phone: Phone) -> str:
    """Area code of a landline typed with one: it also holds for a short number after it."""
    match = re.match(r"\(?(0\d{2,3})[)\s\-]", phone.number_text)
    return match[1] if match and phone.key else ""


def _mobile(number: str, typed: str, label: str = "") -> Phone:
    if _PLACEHOLDERS.match(number):
        return Phone(typed, "", "", PhoneProblem.PLACEHOLDER, label)
    return Phone(typed, "+86" + number, "", PhoneProblem.NONE, label)


_EXTENSION_OF = {"x1": "service", "x2": "land", "x3": "digits"}


def _number(match: re.Match[str], area: str, label: str) -> Phone | None:
    last = match.lastgroup or ""
    kind = _EXTENSION_OF.get(last, last)
    part = match[kind]
    typed = match[0].strip()
    digits = re.sub(r"\D", "", part)
    extension = match["x1"] or match["x2"] or match["x3"] or ""
    if kind == "lost":
        return _from_scientific(part, label)
    if kind == "mobile":
        return _mobile(digits, typed, label)
    if kind == "land":
        return _landline(part, digits, extension, label)
    if kind == "digits":
        return _bare(part, digits, extension, area, label)
    return _other(kind, part, typed, digits, Phone("", "", extension, label=label))


def _other(kind: str, part: str, typed: str, digits: str, rest: Phone) -> Phone:
    """Masked, service, American and foreign numbers; ``rest`` brings extension and label."""
    if kind == "masked":
        return replace(rest, number_text=typed, problem=PhoneProblem.MASKED)
    if kind == "service":
        return replace(rest, number_text=_shown(typed, part, rest.extension), key="+86" + digits)
    if kind == "american":
        return replace(rest, number_text=typed, key="+1" + digits)
    key = "+" + (digits[2:] if part.startswith("00") else digits)
    return replace(rest, number_text=typed, key=key, problem=_foreign_problem(key))


def _shown(typed: str, part: str, extension: str) -> str:
    return part.strip() if extension else typed


def _landline(part: str, digits: str, extension: str, label: str) -> Phone:
    """A number with area code; without its 0 only when the length leaves no other reading."""
    shown = part.strip()
    if not digits.startswith("0"):
        if _is_american(part):
            return Phone(shown, "+1" + digits, extension, PhoneProblem.NONE, label)
        if len(digits) < 10:
            return Phone(shown, digits, extension, PhoneProblem.UNKNOWN, label)
        return Phone("0" + shown, "+86" + digits, extension, PhoneProblem.ZERO_ADDED, label)
    if len(digits) == 10 and digits.startswith("09"):  # Taiwan mobiles; mainland 09xx has 11
        return Phone(shown, "+886" + digits[1:], extension, PhoneProblem.NONE, label)
    return Phone(shown, "+86" + digits[1:], extension, PhoneProblem.NONE, label)


def _is_american(part: str) -> bool:
    return re.fullmatch(r"\(?[2-9]\d\d\)?[\s\-.]\s?\d{3}[\s\-.]\d{4}", part.strip()) is not None


def _bare(part: str, digits: str, extension: str, area: str, label: str) -> Phone | None:
    """Digits without prefix: a local number, a short service number, or nothing we know."""
    if len(digits) < 5:
        return None
    problem = PhoneProblem.NONE
    if _PLACEHOLDERS.match(digits):
        key, problem = "", PhoneProblem.PLACEHOLDER
    elif _is_american(part):
        key = "+1" + digits
    elif len(digits) in (7, 8) and digits[0] not in "01":
        key = "+86" + area.lstrip("0") + digits if area else digits
        problem = PhoneProblem.NONE if area else PhoneProblem.NO_AREA
    elif len(digits) == 5 and digits.startswith(("9", "1")):
        key = "+86" + digits
    elif len(digits) == 10 and digits.startswith("09"):
        key = "+886" + digits[1:]
    else:
        key, problem = digits, PhoneProblem.UNKNOWN
    return Phone(part.strip(_EDGES), key, extension, problem, label)


def _from_scientific(part: str, label: str) -> Phone:
    """``1.38E+10`` has lost digits; ``1.3800138000E+10`` has kept them all."""
    mantissa, exponent = re.split("[eE]", part)
    whole, _, fraction = mantissa.partition(".")
    number = whole + fraction
    if len(fraction) == int(exponent) and len(number) == 11 and number[0] == "1":
        return _mobile(number, number, label)
    return Phone(part, "", "", PhoneProblem.DIGITS_LOST, label)


def _foreign_problem(key: str) -> PhoneProblem:
    """Ask the numbering plans of the world, which are loaded only when such a number turns up."""
    import phonenumbers

    try:
        number = phonenumbers.parse(key)
    except phonenumbers.NumberParseException:
        return PhoneProblem.UNKNOWN
    known = phonenumbers.is_possible_number(number)
    return PhoneProblem.NONE if known else PhoneProblem.UNKNOWN


def key_of(typed: str, default_area: str = "") -> str:
    """Key of the first usable number in ``typed``, or empty."""
    return next((p.key for p in parse_phones(typed, default_area) if p.key), "")


def masked(number: str) -> str:
    """``138****8000``: the first three and last four digits, for lists that others can see."""
    digits = re.sub(r"\D", "", number)
    if len(digits) < 8:
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-4:]}"
