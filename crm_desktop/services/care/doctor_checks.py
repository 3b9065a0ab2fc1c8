"""What can be wrong with one customer's data, and what would set it right.

Every check is a plain function of plain values, so that a scan of many customers costs little. A
fix is a proposal: nothing is changed until somebody has seen it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from crm_desktop.core import text
from crm_desktop.core.i18n import N_
from crm_desktop.core.phones import PhoneProblem, parse_phones
from crm_desktop.services.records import birthdays

OLDEST = 110
"""Nobody older than this buys here (the oldest people ever lived to about 120)."""

KINDS: dict[str, tuple[str, str, bool]] = {
    "phone_invalid": (
        N_("Phone that cannot be dialled"),
        N_("Too short, too long, or digits lost in Excel. Ask for the right one."),
        True,
    ),
    "phone_placeholder": (
        N_("Placeholder number"),
        N_("Like 13800000000: typed to fill a field. Moved to the remark."),
        True,
    ),
    "email_invalid": (
        N_("E-mail that cannot arrive"),
        N_("A slip where one can be seen (gmial.com, ，com), else nothing is proposed."),
        True,
    ),
    "birthday_impossible": (
        N_("Impossible birthday"),
        N_("On no day there is, in the future or over 110 years ago; then the year is taken off."),
        True,
    ),
    "since_future": (N_("Customer since a day to come"), N_("The date is taken off."), True),
    "unreachable": (
        N_("No way to reach them"),
        N_("Neither phone nor e-mail nor WeChat nor QQ. Ask at the next visit."),
        True,
    ),
    "name_number": (N_("Name that is a number"), N_("Ask who it is."), True),
    "name_untidy": (
        N_("Untidy name"),
        N_("Odd blanks, full-width letters, invisible characters."),
        False,
    ),
    "phone_format": (
        N_("Phone written another way"),
        N_("Blanks, dashes, +86: written like all the others."),
        False,
    ),
    "company_without_person": (
        N_("Company without a person"),
        N_("Whom do you ask for there?"),
        False,
    ),
}
"""Kind -> (name, explanation, whether it makes a record invalid). Texts are msgids."""

FIXABLE = frozenset(
    {
        "phone_placeholder", "email_invalid", "birthday_impossible", "since_future", "name_untidy",
        "phone_format",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. ``part_id`` is the phone or e-mail it is about, 0 for the contact itself.

    ``before`` is what stands there; ``after`` what the fix would write, ``None`` without a fix.
    An empty ``after`` takes the value away; a phone or e-mail then stays in the remark.
    """

    kind: str
    contact_id: int
    name: str
    before: str
    after: str | None = None
    part_id: int = 0


_GROUPED = re.compile(r"1[3-9]\d \d{4} \d{4}", re.ASCII)
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_EMAIL = re.compile(r"[^\s@,;，；。<>()]+@[^\s@,;，；。<>()]+\.[A-Za-z]{2,}")
_DOMAINS = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gmail.con": "gmail.com",
    "gmail.co": "gmail.com", "gnail.com": "gmail.com", "gmail.cm": "gmail.com",
    "hotmial.com": "hotmail.com", "hotmail.con": "hotmail.com", "outlok.com": "outlook.com",
    "outlook.con": "outlook.com", "yaho.com": "yahoo.com", "yahoo.con": "yahoo.com",
    "qq.con": "qq.com", "qq.cm": "qq.com", "qq.co": "qq.com", "qq.com.cn": "qq.com",
    "163.con": "163.com", "163.cm": "163.com", "126.con": "126.com", "sina.con": "sina.com",
    "iclod.com": "icloud.com", "icloud.con": "icloud.com",
}  # fmt: skip
_DEAD_PHONES = frozenset({PhoneProblem.DIGITS_LOST, PhoneProblem.MASKED, PhoneProblem.UNKNOWN})
_WIDE_LETTERS = {
    ord("\uff00") + code - 0x20: code for code in range(0x21, 0x7F) if chr(code).isalnum()
}
_DASHES = str.maketrans({"。": ".", "，": ".", "、": ".", "＠": "@", "·": "."})


def phone_finding(number: str, problem: str) -> tuple[str, str | None] | None:
    """Kind and proposal for one phone as it is kept; ``None`` when it is right."""
    if problem == PhoneProblem.PLACEHOLDER:
        return "phone_placeholder", ""
    if problem in _DEAD_PHONES:
        again = parse_phones(number)
        if len(again) == 1 and not again[0].problem:
            return "phone_format", again[0].number_text
        return "phone_invalid", None
    tidy = tidy_phone(number)
    return ("phone_format", tidy) if tidy != number else None


def tidy_phone(number: str) -> str:
    """A mainland mobile as eleven digits, unless it stands in the usual groups of 3, 4 and 4;
    other numbers without odd blanks."""
    if _GROUPED.fullmatch(number):
        return number
    plain = text.halfwidth(number)
    mobile = _MOBILE.fullmatch(re.sub(r"[\s\-.()]", "", plain))
    if mobile:
        return mobile[1]
    return re.sub(r"\s+", " ", plain).strip()


def email_finding(address: str) -> tuple[str, str | None] | None:
    """Kind and proposal for one e-mail address; ``None`` when it can arrive."""
    name, _at, domain = address.rpartition("@")
    if _EMAIL.fullmatch(address) and domain.lower() not in _DOMAINS:
        return None
    plain = text.halfwidth(address.translate(_DASHES))
    plain = re.sub(r"\s+", "", plain).strip(".,;<>()")
    name, _at, domain = plain.rpartition("@")
    better = f"{name}@{_DOMAINS.get(domain.lower(), domain)}"
    if name and _EMAIL.fullmatch(better) and better != address:
        return "email_invalid", better
    return "email_invalid", None


def birthday_is_impossible(year: int | None, month: int, day: int, today: dt.date) -> bool:
    """True for a birthday in the future, longer ago than anybody lives, or on no day at all."""
    if not birthdays.exists(year, month, day):
        return True
    if not year:
        return False
    return (year, month, day) > (today.year, today.month, today.day) or year < today.year - OLDEST


def tidy_name(name: str) -> str:
    """A name without control marks, odd blanks and full-width letters; full-width brackets, which
    belong to Chinese names, stay."""
    plain = text.clean(name).translate(_WIDE_LETTERS)
    return text.join_han(re.sub(r"\s+", " ", plain)).strip()
