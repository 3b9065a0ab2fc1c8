"""Which column is which field, and what kind of records a sheet holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crm_desktop.core import text
from crm_desktop.exchange import headings
from crm_desktop.exchange.headings import CUSTOMERS, FOLLOW_UPS, PRODUCTS, SALES
from crm_desktop.exchange.looks import Looks, look
from crm_desktop.exchange.sheets import Cell, Row, Sheet
from crm_desktop.exchange.understand import Layout
from crm_desktop.services.imports.imports_data import OWN

KINDS = (CUSTOMERS, SALES, PRODUCTS, FOLLOW_UPS)
UNKNOWN = "unknown"
SUMMARY = "summary"
EMPTY = "empty"

EXTRA = "extra"
"""A column with no field of its own: kept as ``heading: value`` in the remark."""

ACROSS = "across"
"""A column of a cross-tab: every filled cell is a sale of the month or thing in its heading."""

_REACHABLE = frozenset({"name", "customer", "mobile", "phone", "first_name", "last_name", "email"})
_SEVERAL = frozenset({"ignore", "email", "phone", "mobile", "remark", "tags", EXTRA, ACROSS})
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One source column and the field it goes to; ``confidence`` is 0 to 1.

    ``samples`` are a few cells as shown. ``hint`` is what the heading says in brackets (a unit).
    ``order`` is that of day, month and year (``dmy``, ``mdy``, ``ymd``) where the user said it.
    """

    position: int
    heading: str
    parent: str
    field: str
    confidence: float
    samples: tuple[str, ...] = ()
    hint: str = ""
    hidden: bool = False
    order: str = ""

    @property
    def scale(self) -> int:
        """What the amounts of a column headed 万元 have to be multiplied by."""
        return 10_000 if self.hint.startswith("万") else 1


# What each field tells about the kind of a sheet.
_WEIGHTS: dict[str, Mapping[str, float]] = {
    CUSTOMERS: {
        "name": 2, "customer": 2, "mobile": 2, "phone": 2, "address": 1.5, "birthday": 2.5,
        "gender": 2, "since": 2, "level": 1.5, "wechat": 1.5, "member_no": 1,
        "card_no": 1.5, "debt": 0.5,
        "spent": 2, "points": 2, "balance": 2, "tax_no": 1, "source": 1, "email": 2,
        "contact_person": 1.5, "first_name": 2, "last_name": 2, "visits": 1, "industry": 1,
        "id_card": 2, "last_contact": 1, "next_contact": 1, "tags": 1, "owner": 0.5, "city": 0.5,
        "title": 0.5, "qq": 1, "postcode": 0.5, "country": 0.3, "stage": 1, "customer_type": 0.5,
        "serial": 5, "legal_form": 2,
    },
    SALES: {
        "date": 2.5, "order_no": 2.5, "product": 2.5, "quantity": 2.5, "price": 2, "amount": 2,
        "received": 1.5, "owed": 0.5, "pay_method": 2, "unit": 0.5, "spec": 0.5, "customer": 1.5,
        "salesperson": 0.5, "discount": 1, "cost": 0.5, "profit": 0.5, "mobile": 0.5,
        "phone": 0.5, "delivery": 1, "code": 0.5, "barcode": 0.5, "order_status": 0.5,
        "order_link": 5,
    },
    PRODUCTS: {
        "product": 2.5, "code": 1.5, "barcode": 1.5, "price": 2, "cost": 1.5, "stock": 2.5,
        "unit": 1, "spec": 1, "category": 1.5,
    },
    FOLLOW_UPS: {
        "date": 2.5, "customer": 2, "follow_up_text": 4, "next_contact": 2, "salesperson": 1,
        "mobile": 0.5, "phone": 0.5, "task_state": 6, "done_on": 3, "way": 1, "direction": 3,
    },
}  # fmt: skip


def with_own_fields(columns: Sequence[Column], kind: str, labels: Sequence[str]) -> list[Column]:
    """The same, with customer columns that have no field in the shop's own field of that name."""
    own = {headings.normal(label): label for label in labels}
    if kind != CUSTOMERS:
        return list(columns)
    if any(one.field == "serial" for one in columns):
        # Our own export: what is no field of ours is one of the shop's.
        return [
            replace(one, field=OWN + one.heading, confidence=1.0)
            if one.field == EXTRA and one.heading
            else one
            for one in columns
        ]
    return [
        replace(one, field=OWN + own[headings.normal(one.heading)], confidence=1.0)
        if one.field == EXTRA and headings.normal(one.heading) in own
        else one
        for one in columns
    ]


def map_columns(sheet: Sheet, layout: Layout, kind: str = "") -> tuple[str, list[Column]]:
    """Kind of the sheet (or the given one) and the field of every filled column."""
    rows = [sheet.rows[number] for number in layout.data_rows()[:400]]
    columns = _columns(sheet, layout, rows)
    seen = {column.position: look(_cells(rows, column.position)) for column in columns}
    if kind:
        return kind, _assign(columns, seen, kind)
    best, best_score, assigned = UNKNOWN, 0.0, [replace(one, field=EXTRA) for one in columns]
    for candidate in KINDS:
        trial = _assign(columns, seen, candidate)
        score = _kind_score(candidate, trial, seen)
        if score > best_score:
            best, best_score, assigned = candidate, score, trial
    return best, assigned


def _cells(rows: Sequence[Row], position: int) -> list[Cell]:
    return [row[position] if position < len(row) else "" for row in rows]


def _columns(sheet: Sheet, layout: Layout, rows: Sequence[Row]) -> list[Column]:
    columns = []
    for position in range(sheet.width):
        heading = layout.headings[position] if position < len(layout.headings) else ""
        cells = [cell for cell in _cells(rows, position) if cell != ""]
        if not heading and not cells:
            continue
        parent = layout.parents[position] if position < len(layout.parents) else ""
        columns.append(
            Column(
                position,
                text.join_han(heading.replace("\n", "")),
                text.join_han(parent.replace("\n", "")),
                EXTRA,
                0.0,
                tuple(_shown(cell) for cell in cells[:_SAMPLES]),
                headings.hint(heading),
                position in sheet.hidden_columns,
            )
        )
    return columns


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _assign(columns: Sequence[Column], seen: Mapping[int, Looks], kind: str) -> list[Column]:
    """Give every column its likeliest field of ``kind``; a single field goes to one column."""
    allowed = headings.FIELDS_OF[kind]
    wishes: list[tuple[float, int, str]] = []
    for index, column in enumerate(columns):
        for rank, (field, confidence) in enumerate(_candidates(column, seen[column.position])):
            if field in allowed:
                wishes.append((confidence - 0.02 * rank, index, field))
    wishes.sort(key=lambda wish: (-wish[0], wish[1]))
    given: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for confidence, index, field in wishes:
        if index in given or (field in taken and field not in _SEVERAL):
            continue
        given[index] = (field, confidence)
        taken.add(field)
    return [
        replace(column, field=given[index][0], confidence=round(given[index][1], 2))
        if index in given
        else replace(column, field=EXTRA, confidence=0.0)
        for index, column in enumerate(columns)
    ]


def _candidates(column: Column, looks: Looks) -> list[tuple[str, float]]:
    """Fields a column may be, by its heading, then its parent's, then its values."""
    fields, sure = headings.fields_of(column.heading)
    if not fields and column.parent:
        fields, sure = headings.fields_of(column.parent + column.heading)
    if not fields and column.parent:
        fields, sure = headings.fields_of(column.parent)
        sure *= 0.7
    found = [(field, sure + _fit(field, looks)) for field in fields]
    if found:
        return [(field, confidence) for field, confidence in found if confidence > 0.2]
    return _by_looks(column, looks)


def _by_looks(column: Column, looks: Looks) -> list[tuple[str, float]]:
    """Fields the values alone speak for; without any heading only what cannot be much else."""
    found: list[tuple[str, float]] = []
    if looks.filled < 3:
        return found
    if looks.mobile > 0.6:
        found = [("mobile", 0.5)]
    elif looks.email > 0.6:
        found = [("email", 0.5)]
    elif column.heading:
        return found
    elif looks.company > 0.5 or looks.han_name > 0.7:
        found = [("name", 0.45), ("customer", 0.45)]
    elif looks.place > 0.6:
        found = [("address", 0.45)]
    elif looks.date > 0.9:
        found = [("date", 0.4)]
    return found


_MONEY = frozenset({"amount", "quantity", "price", "cost", "received", "owed", "debt", "spent"})


def _fit(field: str, looks: Looks) -> float:
    """How much the values speak for or against a field."""
    if not looks.filled:
        return -0.05
    if field in _MONEY:
        against = looks.number < 0.1 and looks.long_text + looks.han_name > 0.7
        return -0.5 if against else 0.03 * looks.number
    if field in ("date", "since", "birthday"):
        return -0.4 if looks.han_name > 0.8 else 0.02 * looks.date
    no_number = -0.4 if looks.number > 0.9 else 0.0
    fits = {
        "mobile": _phone_fit(looks),
        "phone": _phone_fit(looks),
        "unit": 0.04 if looks.unit > 0.5 else -0.4 * (looks.long_text + looks.company),
        "customer": -0.5 if looks.unit > 0.5 else no_number,
        "name": no_number,
        "product": no_number,
        "contact_person": no_number,
        "email": 0.04 if looks.email > 0.5 else -0.1,
    }
    return fits.get(field, 0.0)


def _phone_fit(looks: Looks) -> float:
    return -0.5 if looks.han_name > 0.8 or looks.date > 0.8 else 0.04 * looks.phone


def _kind_score(kind: str, columns: Sequence[Column], seen: Mapping[int, Looks]) -> float:
    """How much a sheet looks like ``kind``; 0 when something it cannot do without is missing."""
    fields = {column.field for column in columns if column.confidence >= 0.3}
    if not _possible(kind, fields):
        return 0.0
    score = sum(_WEIGHTS[kind].get(field, 0.1) for field in fields - {EXTRA, "ignore"})
    if kind == SALES and "customer" in fields:
        position = next(column.position for column in columns if column.field == "customer")
        score += 1.5 * (1 - seen[position].distinct)
    missing = sum(1 for column in columns if column.field == EXTRA)
    return score - 0.3 * missing


def _possible(kind: str, fields: set[str]) -> bool:
    if kind == CUSTOMERS:
        return bool(fields & _REACHABLE)
    if kind == SALES:
        money = bool(fields & {"amount", "received"}) or {"quantity", "price"} <= fields
        what = bool(fields & {"product", "customer", "order_no", "code", "member_no", "phone"})
        when = bool(fields & {"date", "order_no"})
        return money and what and when
    if kind == PRODUCTS:
        return bool(fields & {"product", "code"}) and bool(fields & {"price", "cost", "stock"})
    return "follow_up_text" in fields and bool(fields & {"date", "task_state"})


_SUMMARY_NAME = re.compile(
    r"汇总|统计|合计|总表|分析|透视|图表|目录|封面|说明|排行|排名|\bsummary\b|\bpivot\b|\bchart\b|\btotals?\b"
    r"|\bindex\b|\babout\b|\breadme\b|\boverview\b|\bdashboard\b",
    re.IGNORECASE,
)


def looks_like_summary(name: str) -> bool:
    """True for a sheet called 汇总, Summary or the like."""
    return _SUMMARY_NAME.search(text.fold(name)) is not None


def duplicates_of(columns: Sequence[Column]) -> Counter[str]:
    """How many columns go to each field."""
    return Counter(column.field for column in columns)
