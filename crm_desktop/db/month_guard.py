"""The rule of locked months, held where every write ends: window, command line, import, undo.

A locked month keeps its sales, returns, payments and expenses as they are, what pays for what, who
shares in a sale, and the plans its commission is reckoned by. A row belongs to the month of its
day; a share of a payment in a sale to the later of the two days, so that an old debt can be paid
and a deposit used any time. What does not count (drafts, held and cancelled sales, deleted rows) is
free, and so are words and links that no figure is made of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.change_log import before_image
from crm_desktop.db.engine import raw

_SALE_COUNTS = "s.status = 'confirmed' AND s.deleted_at IS NULL"
_OF_SALE = "JOIN sale s ON s.id = r.sale_id"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A table whose rows belong to a month. ``r`` is the row itself; ``free`` columns may change
    at any time. ``day_column`` says the row has its own day, so that moving it is a change of
    both months."""

    day: str
    counts: str
    free: frozenset[str] = frozenset()
    join: str = ""
    day_column: str = ""


_KEPT: dict[str, _Kept] = {
    "sale": _Kept(
        "r.sold_on",
        "r.status = 'confirmed' AND r.deleted_at IS NULL",
        frozenset({
            "paid_minor", "contact_id", "person_id", "due_on", "promised_on", "remark", "shop_id",
            "quote_id", "deal_id", "campaign_id", "voucher_code", "external_ref", "channel",
            "approver_id", "below_floor_reason", "import_batch_id",
        }),
        day_column="sold_on",
    ),
    "sale_line": _Kept(
        "s.sold_on", _SALE_COUNTS, frozenset({"remark", "description", "spec"}), _OF_SALE
    ),
    "payment": _Kept(
        "r.paid_on",
        "r.deleted_at IS NULL",
        frozenset({"contact_id", "note", "number", "staff_id", "shop_id", "import_batch_id"}),
        day_column="paid_on",
    ),
    "payment_allocation": _Kept(
        "max(s.sold_on, p.paid_on)",
        "p.deleted_at IS NULL",
        join=f"{_OF_SALE} JOIN payment p ON p.id = r.payment_id",
    ),
    "expense": _Kept(
        "r.spent_on",
        "r.deleted_at IS NULL",
        frozenset({
            "reimbursed", "contact_id", "deal_id", "campaign_id", "shop_id", "limit_minor", "note",
        }),
        day_column="spent_on",
    ),
    "commission_share": _Kept("s.sold_on", _SALE_COUNTS, join=_OF_SALE),
}  # fmt: skip


def check(session: Session, action_id: int) -> None:
    """Raise ``UserError`` when the action touched what belongs to a locked month."""
    file = raw(session.connection())
    locked = {month[:7] for (month,) in file.execute("SELECT month FROM month_lock")}
    if not locked:
        return
    for table, kept in _KEPT.items():
        for day in _days(file, action_id, table, kept):
            if day[:7] in locked:
                raise refusal(day)
    _check_plans(file, action_id, locked)


def refusal(day: str) -> UserError:
    """The sentence for a day (ISO) of a locked month."""
    month = formats.month_year(dt.date.fromisoformat(f"{day[:7]}-01"))
    return UserError(
        _("{month} is locked.").format(month=month),
        _("Nothing was saved."),
        _("Choose a later date, or unlock the month."),
    )


def _days(file: Any, action_id: int, table: str, kept: _Kept) -> Iterator[str]:
    """The days of rows that count, as they are and as they were before the action."""
    noted = f"FROM change c WHERE c.action_id = ? AND c.table_name = '{table}'"
    runs = (
        f"SELECT DISTINCT substr({kept.day}, 1, 7) FROM change c JOIN {table} r"
        f" ON r.id BETWEEN c.row_id AND c.last_row_id {kept.join} WHERE c.action_id = ?"
        f" AND c.table_name = '{table}' AND c.last_row_id IS NOT NULL AND {kept.counts}"
    )
    for (month,) in file.execute(runs, (action_id,)):
        yield month
    single = f"SELECT c.row_id, c.operation, c.before {noted} AND c.last_row_id IS NULL"
    for row_id, operation, before in file.execute(single, (action_id,)).fetchall():
        was = before_image(before)
        if operation == "U" and kept.free.issuperset(was):
            continue
        yield from _present(file, table, kept, row_id)
        if kept.day_column and was:
            yield from _former(file, table, kept.day_column, row_id, was)
        elif operation == "D":
            yield from _removed(file, kept, was)


def _present(file: Any, table: str, kept: _Kept, row_id: int) -> Iterator[str]:
    found = file.execute(
        f"SELECT {kept.day} FROM {table} r {kept.join} WHERE r.id = ? AND {kept.counts}",
        (row_id,),
    ).fetchone()
    if found:
        yield found[0]


def _former(
    file: Any, table: str, column: str, row_id: int, was: Mapping[str, Any]
) -> Iterator[str]:
    """The day a sale, payment or expense had, when it counted then."""
    status = "status" if table == "sale" else "'confirmed'"
    now = file.execute(
        f"SELECT {column}, {status}, deleted_at FROM {table} WHERE id = ?",
        (row_id,),
    ).fetchone() or ("", "confirmed", None)
    day, state, deleted = now
    if was.get("status", state) == "confirmed" and was.get("deleted_at", deleted) is None:
        yield was.get(column, day)


def _removed(file: Any, kept: _Kept, was: Mapping[str, Any]) -> Iterator[str]:
    """The day of a removed row that has none of its own; with its sale gone, that one tells."""
    keys = [key for key in ("sale_id", "payment_id") if key in was]
    row = ", ".join(f"? AS {key}" for key in keys)
    found = file.execute(
        f"SELECT {kept.day} FROM (SELECT {row}) r {kept.join} WHERE {kept.counts}",
        [was[key] for key in keys],
    ).fetchone()
    if found:
        yield found[0]


def _check_plans(file: Any, action_id: int, locked: set[str]) -> None:
    """A plan may end or begin, be named anew or be new, as long as locked months keep it as is."""
    rows = file.execute(
        "SELECT row_id, operation, before FROM change"
        " WHERE action_id = ? AND table_name = 'commission_plan'",
        (action_id,),
    ).fetchall()
    columns = ("name", "basis", "rules", "valid_from", "valid_until", "deleted_at")
    for row_id, operation, before in rows:
        found = file.execute(
            f"SELECT {', '.join(columns)} FROM commission_plan WHERE id = ?",
            (row_id,),
        ).fetchone()
        now = dict(zip(columns, found, strict=True)) if found else {}
        was = {**now, **before_image(before)} if operation != "I" else {}
        for month in sorted(locked):
            if _means(was, month) != _means(now, month):
                raise refusal(month)


def _means(plan: Mapping[str, Any], month: str) -> tuple[Any, ...]:
    """What a plan says of a month, and for which of its days; empty when it is not in force."""
    if not plan or plan["deleted_at"] is not None:
        return ()
    first = max(plan["valid_from"] or "", f"{month}-01")
    last = min(plan["valid_until"] or "9999", f"{month}-31")
    return (plan["basis"], plan["rules"], first, last) if first <= last else ()
