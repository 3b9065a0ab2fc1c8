"""Views that other programs may read: plain names, money in major units (docs/sql-views.md)."""

from alembic import op

revision = "0003"
down_revision = "0002"

# Currencies without cents, and those with three decimals; all others have two.
_UNIT = (
    "CASE {currency} WHEN 'JPY' THEN 1.0 WHEN 'KRW' THEN 1.0 WHEN 'VND' THEN 1.0"
    " WHEN 'KWD' THEN 1000.0 WHEN 'BHD' THEN 1000.0 WHEN 'TND' THEN 1000.0 ELSE 100.0 END"
)


def _major(minor: str, currency: str) -> str:
    return f"{minor} / {_UNIT.format(currency=currency)}"


_FIRST = (
    "(SELECT {part} FROM {table} p WHERE p.contact_id = c.id ORDER BY p.position, p.id LIMIT 1)"
)

_VIEWS = {
    "v_customers": f"""
SELECT c.id AS customer_id, c.customer_no, c.name, c.kind, c.party, c.level, c.customer_type,
       c.source, c.industry, c.gender, c.birth_year, c.birth_month, c.birth_day,
       c.birth_lunar AS birthday_is_lunar, c.since, s.name AS owner, h.name AS shop,
       {_FIRST.format(part="p.number", table="contact_phone")} AS phone,
       {_FIRST.format(part="p.address", table="contact_email")} AS email,
       {_FIRST.format(part="p.text", table="contact_address")} AS address,
       (SELECT group_concat(t.name, ', ') FROM contact_tag ct JOIN tag t ON t.id = ct.tag_id
        WHERE ct.contact_id = c.id) AS tags,
       {_major("f.spent_minor", "c.currency")} AS spent, f.sale_count, f.last_sale_on,
       {_major("f.owed_minor", "c.currency")} AS owed, c.currency, c.remark,
       c.archived_at IS NOT NULL AS archived
FROM contact c
LEFT JOIN contact_stats f ON f.contact_id = c.id
LEFT JOIN staff s ON s.id = c.owner_id
LEFT JOIN shop h ON h.id = c.shop_id
WHERE c.deleted_at IS NULL AND c.party <> 'contact_person'
""",
    "v_sales": f"""
SELECT a.id AS sale_id, a.number, a.kind, a.sold_on, a.due_on, a.contact_id AS customer_id,
       c.name AS customer, s.name AS salesperson, h.name AS shop,
       {_major("a.subtotal_minor", "a.currency")} AS subtotal,
       {_major("a.discount_minor", "a.currency")} AS discount,
       {_major("a.total_minor", "a.currency")} AS total,
       {_major("a.paid_minor", "a.currency")} AS paid,
       {_major("(a.total_minor - a.paid_minor)", "a.currency")} AS owed, a.currency, a.remark
FROM sale a
LEFT JOIN contact c ON c.id = a.contact_id
LEFT JOIN staff s ON s.id = a.staff_id
LEFT JOIN shop h ON h.id = a.shop_id
WHERE a.deleted_at IS NULL AND a.status = 'confirmed'
""",
    "v_sale_lines": f"""
SELECT l.id AS line_id, l.sale_id, a.number, a.sold_on, a.contact_id AS customer_id,
       l.product_id, coalesce(nullif(p.name, ''), l.description) AS product, p.code, l.spec,
       l.unit, g.name AS category, l.quantity_milli / 1000.0 AS quantity,
       {_major("l.unit_price_minor", "a.currency")} AS price,
       {_major("l.discount_minor", "a.currency")} AS discount,
       {_major("l.amount_minor", "a.currency")} AS amount,
       {_major("l.cost_minor", "a.currency")} AS unit_cost, l.gift, a.currency
FROM sale_line l
JOIN sale a ON a.id = l.sale_id
LEFT JOIN product p ON p.id = l.product_id
LEFT JOIN product_category g ON g.id = p.category_id
WHERE a.deleted_at IS NULL AND a.status = 'confirmed'
""",
    "v_payments": f"""
SELECT y.id AS payment_id, y.paid_on, y.kind, y.method, y.contact_id AS customer_id,
       c.name AS customer, {_major("y.amount_minor", "y.currency")} AS amount, y.currency
FROM payment y
LEFT JOIN contact c ON c.id = y.contact_id
WHERE y.deleted_at IS NULL
""",
    "v_follow_ups": """
SELECT f.id AS follow_up_id, f.contact_id AS customer_id, c.name AS customer, f.kind, f.title,
       f.note, f.due_on, f.due_time, f.state, f.done_at AS done_at_utc, f.result,
       s.name AS owner
FROM follow_up f
LEFT JOIN contact c ON c.id = f.contact_id
LEFT JOIN staff s ON s.id = f.owner_id
WHERE f.deleted_at IS NULL
""",
    "v_products": f"""
SELECT p.id AS product_id, p.code, p.barcode, p.name, p.spec, p.unit, g.name AS category,
       {_major("p.price_minor", "p.currency")} AS price,
       {_major("p.cost_minor", "p.currency")} AS cost, p.currency, p.remark
FROM product p
LEFT JOIN product_category g ON g.id = p.category_id
WHERE p.deleted_at IS NULL
""",
}


def upgrade() -> None:
    """Create the six views."""
    for name, query in _VIEWS.items():
        op.get_bind().exec_driver_sql(f"CREATE VIEW {name} AS {query.strip()}")
