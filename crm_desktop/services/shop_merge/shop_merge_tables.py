"""What a merge of two shops takes over, table by table, and by what a row is recognised.

A new table of the schema is taken over by itself: it needs a word here only where two rows that
do not say exactly the same are one, or where the shop keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from crm_desktop.db import change_log

LEFT = frozenset(
    {"setting", "number_series", "month_lock", "saved_report", "import_recipe", "import_batch",
     "commission_plan"}
)  # fmt: skip
"""A shop's way of working, not its data: the open file keeps its own."""

ONLY_MATCHED = frozenset({"follow_up_rule"})
"""Referred to where the open file has the same one; not taken over."""

LATEST = ("attachment", "custom_value", "import_row")
"""Their rows name a record of any table, so they come after all others."""

KEYS: dict[str, tuple[str, ...]] = {
    "shop": ("name",),
    "staff": ("name",),
    "territory": ("name",),
    "tag": ("name",),
    "choice": ("list_key", "value"),
    "lifecycle_stage": ("code|name",),
    "deal_stage": ("code|name",),
    "competitor": ("name",),
    "product_category": ("name",),
    "custom_table": ("name",),
    "custom_field": ("entity", "custom_table_id", "label"),
    "membership_level": ("name",),
    "holiday": ("day", "name"),
    "service_promise": ("kind", "level"),
    "article": ("kind", "title", "language"),
    "campaign": ("name", "kind", "starts_on"),
    "improvement": ("title", "decided_on"),
    "follow_up_rule": ("code|name",),
    "voucher": ("code",),
    "saved_view": ("entity", "code|name"),
    "target": ("month", "measure", "staff_id", "shop_id"),
    "contact_phone": ("contact_id", "key|number"),
    "contact_email": ("contact_id", "key|address"),
    "contact_handle": ("contact_id", "kind", "value"),
    "contact_address": ("contact_id", "text"),
    "contact_tag": ("contact_id", "tag_id"),
    "company_person": ("company_id", "person_id"),
    "relation": ("contact_id", "kind", "other_id", "name"),
    "account_team": ("contact_id", "staff_id"),
    "preference": ("contact_id", "topic", "value"),
    "membership": ("contact_id", "card_no", "club"),
    "campaign_member": ("campaign_id", "contact_id"),
    "saved_view_member": ("saved_view_id", "contact_id"),
    "duplicate_verdict": ("first_id", "second_id"),
    "product_price": ("product_id", "level", "from_quantity_milli", "currency"),
    "product_option": ("product_id", "group_name", "name"),
    "product_part": ("product_id", "part_id"),
    "delivery_line": ("delivery_id", "sale_line_id"),
    "forecast_snapshot": ("taken_on", "deal_id"),
    "attachment": ("record_table", "record_id", "sha256"),
    "custom_value": ("field_id", "record_id"),
    "import_row": ("fingerprint",),
}
"""Columns that make two rows one; ``code|name`` means the name where there is no code. Words are
compared as names are. Rows of other tables are one when all they say is the same."""

CLOSED = frozenset({"sale_line", "quote_line", "commission_share"})
"""Parts of a paper: one that is there already gets no more of them."""

EVENTS: dict[str, tuple[str, ...]] = {
    "stock_movement": ("sale_line_id",),
    "points_entry": ("sale_id",),
    "stored_value_entry": ("sale_id", "payment_id"),
    "staff_score": (),
    "expense": (),
}
"""Two that say the same are still two, but for those of a sale that is there already."""

_LIVING_PAYMENT = "SELECT id FROM payment WHERE deleted_at IS NULL"
KEPT_FOR: dict[str, str] = {
    "contact": "SELECT contact_id FROM sale WHERE deleted_at IS NULL AND contact_id IS NOT NULL"
    " UNION SELECT contact_id FROM payment WHERE deleted_at IS NULL AND contact_id IS NOT NULL",
    "sale": f"SELECT sale_id FROM payment_allocation WHERE payment_id IN ({_LIVING_PAYMENT})"
    " UNION SELECT return_of_id FROM sale WHERE deleted_at IS NULL AND return_of_id IS NOT NULL",
    "product": "SELECT product_id FROM sale_line JOIN sale ON sale.id = sale_line.sale_id"
    " WHERE sale.deleted_at IS NULL AND product_id IS NOT NULL",
}
"""Deleted rows that living money hangs on: they come along, deleted as they are."""


def taken_tables() -> Iterator[Table]:
    """Tables a merge looks at, parents before their parts, and payments after the sales they pay:
    which of them are there already tells the sale."""
    tables = {table.name: table for table in change_log.logged_tables() if table.name not in LEFT}
    payment = tables.pop("payment")
    for name, table in tables.items():
        if name not in LATEST:
            yield table
        if name == "sale":
            yield payment
    yield from (tables[name] for name in LATEST)


def living(table: Table) -> str:
    """The condition under which a row of the other file comes along."""
    if table.name == "saved_view":
        # Only fixed lists: a filter may name ids of the other file.
        return "deleted_at IS NULL AND frozen = 1"
    if table.name == "import_row":
        return "fingerprint <> '' AND record_id IS NOT NULL"
    if "deleted_at" not in table.columns:
        return ""
    kept = KEPT_FOR.get(table.name)
    return f"deleted_at IS NULL OR id IN ({kept})" if kept else "deleted_at IS NULL"


def parents(table: Table) -> dict[str, str]:
    """Column to the table it refers to."""
    return {key.parent.name: key.column.table.name for key in table.foreign_keys}


def owners(table: Table) -> frozenset[str]:
    """Columns naming what a row is a part of; without it the row stays behind."""
    return frozenset(
        key.parent.name
        for key in table.foreign_keys
        if key.ondelete == "CASCADE" and not key.parent.nullable
    )
