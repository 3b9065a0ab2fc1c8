"""Money stays right when an action is taken back out of its order.

The log knows rows and columns, not that what a sale says is paid is the sum of its shares, or that
nobody may have given back what was never received. After a replay the paid amounts of the sales
touched are summed anew; where later work had used the money, or the payer is gone, the undo is
refused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import _
from crm_desktop.db.change_log import before_image
from crm_desktop.db.engine import raw

Faults = dict[tuple[str, Any, str], int]
"""What is wrong: kind, id and currency of it, and by how much in minor units."""

_TABLES = ("sale", "sale_line", "payment", "payment_allocation")
_MARKS = ("touched_sale", "touched_payment", "touched_payer")

# What an action touched: sales and payments themselves, and the ends of shares.
_SALES = {
    "sale": "SELECT id FROM sale WHERE id BETWEEN ? AND ?",
    "sale_line": "SELECT sale_id FROM sale_line WHERE id BETWEEN ? AND ?",
    "payment": "SELECT sale_id FROM payment_allocation WHERE payment_id BETWEEN ? AND ?",
    "payment_allocation": "SELECT sale_id FROM payment_allocation WHERE id BETWEEN ? AND ?",
}
_PAYMENTS = {
    "sale": "SELECT payment_id FROM payment_allocation WHERE sale_id BETWEEN ? AND ?",
    "payment": "SELECT id FROM payment WHERE id BETWEEN ? AND ?",
    "payment_allocation": "SELECT payment_id FROM payment_allocation WHERE id BETWEEN ? AND ?",
}

_SETTLE = """
UPDATE sale SET paid_minor = coalesce(
    (SELECT sum(a.amount_minor) FROM payment_allocation a WHERE a.sale_id = sale.id), 0)
WHERE id IN (SELECT id FROM temp.touched_sale) AND paid_minor <> coalesce(
    (SELECT sum(a.amount_minor) FROM payment_allocation a WHERE a.sale_id = sale.id), 0)
"""

# Each finds kind, id, currency and amount of what must not be.
_FAULTS = (
    """
    SELECT 'overpaid', s.id, '', 0 FROM temp.touched_sale t JOIN sale s ON s.id = t.id
    WHERE s.paid_minor * (CASE WHEN s.total_minor < 0 THEN -1 ELSE 1 END) NOT BETWEEN 0
        AND CASE WHEN s.status = 'confirmed' AND s.deleted_at IS NULL
                 THEN abs(s.total_minor) ELSE 0 END
    """,
    """
    SELECT 'stranger', a.id, '', 0 FROM temp.touched_payment t
    JOIN payment_allocation a ON a.payment_id = t.id
    JOIN payment p ON p.id = a.payment_id JOIN sale s ON s.id = a.sale_id
    WHERE p.contact_id IS NOT s.contact_id OR p.currency <> s.currency
    """,
    """
    SELECT 'overspent', p.id, '', 0 FROM temp.touched_payment t JOIN payment p ON p.id = t.id
    LEFT JOIN payment_allocation a ON a.payment_id = p.id GROUP BY p.id
    HAVING coalesce(sum(a.amount_minor), 0) * (CASE WHEN p.amount_minor < 0 THEN -1 ELSE 1 END)
        NOT BETWEEN 0 AND CASE WHEN p.deleted_at IS NULL THEN abs(p.amount_minor) ELSE 0 END
    """,
    # Nobody can be kept the rest of a payment for: its customer was deleted for good since.
    """
    SELECT 'payer gone', p.id, '', 0 FROM temp.touched_payment t JOIN payment p ON p.id = t.id
    LEFT JOIN payment_allocation a ON a.payment_id = p.id
    WHERE p.contact_id IS NULL AND p.deleted_at IS NULL GROUP BY p.id
    HAVING coalesce(sum(a.amount_minor), 0) <> p.amount_minor
    """,
)
_PAYERS = """
INSERT OR IGNORE INTO temp.touched_payer (id) SELECT p.contact_id FROM payment p
JOIN temp.touched_payment t ON t.id = p.id WHERE p.contact_id IS NOT NULL
"""
_CREDIT = """
SELECT 'credit', contact_id, currency, sum(amount_minor - coalesce(
    (SELECT sum(a.amount_minor) FROM payment_allocation a WHERE a.payment_id = p.id), 0)) AS rest
FROM payment p WHERE deleted_at IS NULL AND contact_id IN (SELECT id FROM temp.touched_payer)
GROUP BY contact_id, currency HAVING rest < 0
"""

_BONUS = """
SELECT 'bonus', m.contact_id, e.currency, sum(e.bonus_minor) AS rest FROM membership m
JOIN stored_value_entry e ON e.membership_id = m.id LEFT JOIN payment p ON p.id = e.payment_id
WHERE m.contact_id IN (SELECT id FROM temp.touched_payer) AND p.deleted_at IS NULL
GROUP BY m.contact_id, e.currency HAVING rest < 0
"""


def before(session: Session, action_id: int) -> Faults:
    """What is wrong already with the money the action touched; to be handed to ``check``."""
    file = raw(session.connection())
    for mark in _MARKS:
        file.execute(f"CREATE TEMP TABLE IF NOT EXISTS {mark} (id INTEGER PRIMARY KEY)")
        file.execute(f"DELETE FROM temp.{mark}")
    _mark(file, action_id)
    return _faults(file)


def check(session: Session, action_id: int, known: Faults) -> None:
    """Sum the paid amounts anew after the replay ``action_id``.

    Raises ``Conflict`` when money is wrong that was right before.
    """
    file = raw(session.connection())
    _mark(file, action_id)
    file.execute(_SETTLE)
    for fault, amount in _faults(file).items():
        if fault not in known or amount < known[fault]:
            raise Conflict(
                _("The customer of this payment was deleted for good.")
                if fault[0] == "payer gone"
                else _("Later payments or sales depend on this."),
                _("Nothing was changed."),
                _("Take those back first."),
            )


def _mark(file: sqlite3.Connection, action_id: int) -> None:
    """Add what the action touched, as it is and as it was, to the temporary tables."""
    marks = ", ".join("?" * len(_TABLES))
    rows = file.execute(
        "SELECT table_name, row_id, coalesce(last_row_id, row_id), before FROM change"
        f" WHERE action_id = ? AND table_name IN ({marks})",
        (action_id, *_TABLES),
    ).fetchall()
    for table, first, last, was in rows:
        if table in _SALES:
            _add(file, "touched_sale", _SALES[table], first, last)
        if table in _PAYMENTS:
            _add(file, "touched_payment", _PAYMENTS[table], first, last)
        if was:
            image = before_image(was)
            _add_ids(file, "touched_sale", [image.get("sale_id")])
            _add_ids(file, "touched_payment", [image.get("payment_id")])
            if table == "payment":
                _add_ids(file, "touched_payer", [image.get("contact_id")])
    file.execute(_PAYERS)  # while the payments are still there


def _add(file: sqlite3.Connection, mark: str, source: str, first: int, last: int) -> None:
    file.execute(f"INSERT OR IGNORE INTO temp.{mark} (id) {source}", (first, last))


def _add_ids(file: sqlite3.Connection, mark: str, ids: Iterable[int | None]) -> None:
    file.executemany(
        f"INSERT OR IGNORE INTO temp.{mark} (id) VALUES (?)", [(one,) for one in ids if one]
    )


def _faults(file: sqlite3.Connection) -> Faults:
    return {
        (kind, one, currency): amount
        for query in (*_FAULTS, _CREDIT, _BONUS)
        for kind, one, currency, amount in file.execute(query)
    }
