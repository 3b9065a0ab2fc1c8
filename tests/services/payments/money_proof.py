"""The rules of money worked out anew from the raw rows of a file, by none of the program's code.

Sums are exact fractions rounded half away from zero; nothing is asked of the services.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

NOT_COMPARED = frozenset({"action", "change", "change_context"})
"""What keeps growing while work is taken back and done again."""


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    whole = int(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


@dataclass
class Books:
    """By ``(contact id, currency)`` in minor units: balance, owed on sales, credit."""

    balance: dict[tuple[int, str], int] = field(default_factory=dict)
    owed: dict[tuple[int, str], int] = field(default_factory=dict)
    credit: dict[tuple[int, str], int] = field(default_factory=dict)

    def _add(self, kept: dict[tuple[int, str], int], row: Any, minor: int) -> None:
        if row["contact_id"] is not None:
            key = (row["contact_id"], row["currency"])
            kept[key] = kept.get(key, 0) + minor


def faults(file: sqlite3.Connection) -> Iterator[str]:
    """A sentence for every rule of money the file breaks."""
    lines = _grouped(file, "SELECT * FROM sale_line", "sale_id")
    shares = _grouped(
        file,
        "SELECT a.*, p.contact_id, p.currency, p.deleted_at FROM payment_allocation a"
        " JOIN payment p ON p.id = a.payment_id",
        "sale_id",
    )
    for sale in file.execute("SELECT * FROM sale WHERE deleted_at IS NULL"):
        yield from _sale_faults(sale, lines.get(sale["id"], []), shares.get(sale["id"], []))
    used = _grouped(file, "SELECT * FROM payment_allocation", "payment_id")
    for payment in file.execute("SELECT * FROM payment"):
        yield from _payment_faults(payment, used.get(payment["id"], []))
    yield from _stock_faults(file)
    yield from _bonus_faults(file)


def books(file: sqlite3.Connection) -> Books:
    """What every customer owes and has, from sales, payments and what pays for what."""
    made = Books()
    for sale in file.execute(
        "SELECT * FROM sale WHERE status = 'confirmed' AND deleted_at IS NULL"
    ):
        made._add(made.balance, sale, sale["total_minor"])
        made._add(made.owed, sale, sale["total_minor"])
    for payment in file.execute("SELECT * FROM payment WHERE deleted_at IS NULL"):
        made._add(made.balance, payment, -payment["amount_minor"])
        made._add(made.credit, payment, payment["amount_minor"])
    for share in file.execute(
        "SELECT a.amount_minor, p.contact_id, p.currency FROM payment_allocation a"
        " JOIN payment p ON p.id = a.payment_id WHERE p.deleted_at IS NULL"
    ):
        made._add(made.owed, share, -share["amount_minor"])
        made._add(made.credit, share, -share["amount_minor"])
    return made


def contents(file: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of records and figures that has any."""
    names = file.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " AND name NOT LIKE 'search%'"
    ).fetchall()
    found = {}
    for (name,) in names:
        if name not in NOT_COMPARED:
            rows = file.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall()
            if rows:
                found[name] = [tuple(row) for row in rows]
    return found


def _grouped(file: sqlite3.Connection, query: str, key: str) -> dict[int, list[sqlite3.Row]]:
    found: dict[int, list[sqlite3.Row]] = {}
    for row in file.execute(query):
        found.setdefault(row[key], []).append(row)
    return found


def _sale_faults(
    sale: sqlite3.Row, lines: list[sqlite3.Row], shares: list[sqlite3.Row]
) -> Iterator[str]:
    name = f"sale {sale['id']} {sale['number']}"
    if not lines:
        yield f"{name}: no lines"
    for line in lines:
        plain = Fraction(line["quantity_milli"] * line["unit_price_minor"], 1000)
        due = half_up(plain * (10_000 - line["discount_bp"]) / 10_000) - line["discount_minor"]
        if line["amount_minor"] != (0 if line["gift"] else due):
            yield f"{name}: line {line['id']} says {line['amount_minor']}, comes to {due}"
    subtotal = sum(line["amount_minor"] for line in lines)
    if sale["subtotal_minor"] != subtotal:
        yield f"{name}: subtotal {sale['subtotal_minor']}, lines {subtotal}"
    tax = _tax(sale, lines, subtotal)
    on_top = 0 if sale["tax_included"] else tax
    if sale["tax_minor"] != tax:
        yield f"{name}: tax {sale['tax_minor']}, lines make {tax}"
    if sale["total_minor"] != subtotal - sale["discount_minor"] + on_top:
        yield f"{name}: total {sale['total_minor']}"
    yield from _share_faults(name, sale, shares)


def _share_faults(name: str, sale: sqlite3.Row, shares: list[sqlite3.Row]) -> Iterator[str]:
    if sale["paid_minor"] != sum(share["amount_minor"] for share in shares):
        yield f"{name}: paid {sale['paid_minor']}, shares {[tuple(s) for s in shares]}"
    if any(share["deleted_at"] for share in shares):
        yield f"{name}: paid by a payment taken back"
    if any(share["contact_id"] != sale["contact_id"] for share in shares):
        yield f"{name}: paid by somebody else"
    if any(share["currency"] != sale["currency"] for share in shares):
        yield f"{name}: paid in another currency"
    owed, sign = sale["total_minor"] - sale["paid_minor"], -1 if sale["kind"] == "return" else 1
    if sale["status"] == "confirmed" and not 0 <= sign * owed <= sign * sale["total_minor"]:
        yield f"{name}: paid {sale['paid_minor']} of {sale['total_minor']}"
    if sale["status"] != "confirmed" and shares:
        yield f"{name}: {sale['status']} but paid"
    if sale["status"] == "confirmed" and sale["contact_id"] is None and owed:
        yield f"{name}: a walk-in owes {owed}"


def _tax(sale: sqlite3.Row, lines: list[sqlite3.Row], subtotal: int) -> int:
    included = bool(sale["tax_included"])
    tax = sum(
        half_up(
            Fraction(
                line["amount_minor"] * line["tax_bp"],
                10_000 + line["tax_bp"] if included else 10_000,
            )
        )
        for line in lines
    )
    if sale["discount_minor"] and subtotal:
        return half_up(Fraction(tax * (subtotal - sale["discount_minor"]), subtotal))
    return tax


def _payment_faults(payment: sqlite3.Row, shares: list[sqlite3.Row]) -> Iterator[str]:
    name = f"payment {payment['id']}"
    sign = -1 if payment["amount_minor"] < 0 else 1
    used = sum(share["amount_minor"] for share in shares)
    if payment["deleted_at"] and shares:
        yield f"{name}: taken back but still used"
    if any(share["amount_minor"] == 0 for share in shares):
        yield f"{name}: an empty share"
    if not 0 <= sign * used <= sign * payment["amount_minor"]:
        yield f"{name} of {payment['amount_minor']}: pays {used}"
    nobodys = payment["contact_id"] is None and not payment["deleted_at"]
    if nobodys and used != payment["amount_minor"]:
        yield f"{name} of nobody: {payment['amount_minor']} pays {used}"


def _bonus_faults(file: sqlite3.Connection) -> Iterator[str]:
    """No more bonus is used than was given, and what is used pays a sale in full."""
    for contact, left in file.execute(
        "SELECT m.contact_id, sum(e.bonus_minor) FROM stored_value_entry e"
        " JOIN membership m ON m.id = e.membership_id LEFT JOIN payment p ON p.id = e.payment_id"
        " WHERE p.deleted_at IS NULL GROUP BY m.contact_id, e.currency"
    ):
        if left < 0:
            yield f"customer {contact}: {left} of bonus left"
    for payment, amount, used, noted in file.execute(
        "SELECT p.id, p.amount_minor, (SELECT coalesce(sum(a.amount_minor), 0)"
        " FROM payment_allocation a WHERE a.payment_id = p.id),"
        " (SELECT -sum(e.bonus_minor) FROM stored_value_entry e WHERE e.payment_id = p.id)"
        " FROM payment p WHERE p.method = 'bonus' AND p.deleted_at IS NULL"
    ):
        if amount != used or amount != noted:
            yield f"bonus {payment} of {amount}: pays {used}, {noted} noted"


def _stock_faults(file: sqlite3.Connection) -> Iterator[str]:
    """Every line of a counted product moves its goods once, a cancelled one none."""
    for line, due, moved in file.execute(
        "SELECT l.id, CASE WHEN s.status = 'confirmed' THEN -l.quantity_milli ELSE 0 END,"
        " (SELECT coalesce(sum(m.quantity_milli), 0) FROM stock_movement m"
        "  WHERE m.sale_line_id = l.id)"
        " FROM sale_line l JOIN sale s ON s.id = l.sale_id JOIN product p ON p.id = l.product_id"
        " WHERE p.stock_counted"
    ):
        if due != moved:
            yield f"line {line}: {moved} thousandths moved, {due} due"
