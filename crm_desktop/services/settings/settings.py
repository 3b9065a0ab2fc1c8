"""Settings that belong to the shop and travel with the file, each declared once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import N_
from crm_desktop.db.models import Setting
from crm_desktop.services.settings import setting_checks

T = TypeVar("T", str, int, bool)


@dataclass(frozen=True, slots=True)
class Declared(Generic[T]):
    """One setting: ``label`` and ``help`` are msgids for the settings page, empty when hidden.

    ``check`` returns the value to keep, or raises ``UserError``.
    """

    key: str
    default: T
    label: str = ""
    help: str = ""
    check: Callable[[T], T] | None = None


FILE_UUID = Declared("file_uuid", "")
LANGUAGE = Declared("language", "zh_CN", N_("Language of this file"))
CURRENCY = Declared(
    "currency",
    "CNY",
    N_("Currency"),
    N_("New prices and sales are in it."),
    setting_checks.currency,
)
SHOP_NAME = Declared("shop_name", "", N_("Shop name"), N_("On every page, receipt and report."))
SHOP_ADDRESS = Declared("shop_address", "", N_("Shop address"), N_("Printed on receipts."))
SHOP_POSTCODE = Declared("shop_postcode", "", N_("Shop postcode"), N_("Printed on envelopes."))
# The logo as JPEG in Base64: shop_logo.py.
SHOP_LOGO = Declared("shop_logo", "")
SHOP_PHONE = Declared("shop_phone", "", N_("Shop phone"), N_("Printed on receipts."))
OWNER_NAME = Declared("owner_name", "", N_("Your name"), N_("Today greets you by it."))
SALE_NUMBER = Declared(
    "sale_number_pattern",
    "XS-{number:04}",
    N_("Sale numbers"),
    N_("{number:04} is the running number; {year}, {month} and {day} may stand before it."),
    setting_checks.number_pattern,
)
QUOTE_NUMBER = Declared(
    "quote_number_pattern",
    "BJ-{number:04}",
    N_("Quote numbers"),
    N_("Written like sale numbers."),
    setting_checks.number_pattern,
)
QUOTE_DAYS = Declared(
    "quote_days",
    30,
    N_("Quotes are good for days"),
    N_("When a quote ends that names no day."),
    setting_checks.days,
)
PAYMENT_DAYS = Declared(
    "payment_days",
    30,
    N_("Days to pay"),
    N_("When a sale on credit falls due."),
    setting_checks.days,
)
UNPAID_HOURS = Declared(
    "unpaid_hours",
    48,
    N_("Sale not paid after hours"),
    N_("When it is listed as unpaid; by whole days."),
    setting_checks.hours,
)
STORED_VALUE_OFFERS = Declared(
    "stored_value_offers",
    "",
    N_("Bonus on stored value"),
    N_("Like 1000=100, 2000=300: who puts in 1000 gets 100 on top."),
    setting_checks.offers,
)
TAX_PERCENT = Declared(
    "tax_percent",
    13,
    N_("Tax in per cent"),
    N_("Of products without a rate of their own, where a sale is taxed."),
    setting_checks.percent,
)
SILENT_DAYS = Declared(
    "silent_days",
    30,
    N_("Out of touch after days"),
    N_("Counts as not contacted after that."),
    setting_checks.days,
)
REORDER_DAYS = Declared(
    "reorder_days",
    30,
    N_("Remind to reorder days ahead"),
    N_("How early goods count as due."),
    setting_checks.days,
)
AREA_CODE = Declared(
    "area_code", "", N_("Area code"), N_("Put before landline numbers typed without one.")
)
BIN_DAYS = Declared(
    "bin_days",
    30,
    N_("Keep deleted records for days"),
    N_("Then they leave the recycle bin for good, after a backup. 0 keeps them for ever."),
    setting_checks.days,
)
MASK = Declared(
    "mask_numbers",
    False,
    N_("Mask numbers and addresses"),
    N_("Phones, addresses and sensitive fields show their last four characters."),
)
LAST_BACKUP_AT = Declared("last_backup_at", "")
HELD_SALES = Declared("held_sales", "")  # as JSON: sale_holds.py
# Where stages lead by themselves, edited on the page of the stages: a stage's number, 0 for the
# shipped one, -1 for nowhere.
FIRST_SALE_STAGE = Declared("first_sale_stage", 0)
SECOND_SALE_STAGE = Declared("second_sale_stage", 0)
IDLE_STAGE = Declared("idle_stage", 0)
IDLE_MONTHS = Declared("idle_months", 12, check=setting_checks.months)
IDLE_LOOKED_ON = Declared("idle_looked_on", "")
# The least points of a lead's grade and the questions a lead cannot do without: lead_grade.py.
GRADE_A = Declared("grade_a_points", 10)
GRADE_B = Declared("grade_b_points", 7)
GRADE_C = Declared("grade_c_points", 4)
GRADE_NEEDED = Declared("grade_needed", "need,money")
# What deals are to bring a month, in minor units, 0 for no target: deal_board.py.
DEAL_TARGET = Declared("deal_month_target", 0)

DECLARED: tuple[Declared[Any], ...] = (
    FILE_UUID,
    LANGUAGE,
    CURRENCY,
    SHOP_NAME,
    SHOP_ADDRESS,
    SHOP_POSTCODE,
    SHOP_PHONE,
    SHOP_LOGO,
    OWNER_NAME,
    SALE_NUMBER,
    QUOTE_NUMBER,
    QUOTE_DAYS,
    PAYMENT_DAYS,
    UNPAID_HOURS,
    STORED_VALUE_OFFERS,
    TAX_PERCENT,
    SILENT_DAYS,
    REORDER_DAYS,
    AREA_CODE,
    BIN_DAYS,
    MASK,
    LAST_BACKUP_AT,
    HELD_SALES,
    FIRST_SALE_STAGE,
    SECOND_SALE_STAGE,
    IDLE_STAGE,
    IDLE_MONTHS,
    IDLE_LOOKED_ON,
    GRADE_A,
    GRADE_B,
    GRADE_C,
    GRADE_NEEDED,
    DEAL_TARGET,
)


def get(session: Session, setting: Declared[T]) -> T:
    """The value in the file, or the default when absent or of another type."""
    raw = session.scalar(select(Setting.value).where(Setting.key == setting.key))
    if raw is None:
        return setting.default
    try:
        value = json.loads(raw)
    except ValueError:
        return setting.default
    return value if type(value) is type(setting.default) else setting.default


def put(session: Session, setting: Declared[T], value: T) -> None:
    """Write one value. Raises ``UserError`` for one that cannot be."""
    if setting.check is not None:
        value = setting.check(value)
    row = session.scalar(select(Setting).where(Setting.key == setting.key))
    text = json.dumps(value, ensure_ascii=False)
    if row is None:
        session.add(Setting(key=setting.key, value=text))
    else:
        row.value = text
    session.flush()


def put_all(session: Session, values: dict[str, str | int | bool]) -> None:
    """Write several values by key, as a settings page does."""
    by_key = {setting.key: setting for setting in DECLARED}
    for key, value in values.items():
        setting = by_key[key]
        if type(value) is not type(setting.default):
            raise TypeError(f"{key} cannot be {value!r}")
        put(session, setting, value)
