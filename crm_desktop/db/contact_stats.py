"""Keeps ``contact_stats``, the figures lists sort by, equal to the records."""

from __future__ import annotations

from sqlalchemy import Connection

from crm_desktop.db.engine import raw

NO_TALK = "handover"
"""Kind of the entries that stand on a timeline without anybody having talked to the customer."""

_REFRESH = """
INSERT INTO contact_stats (contact_id, last_contact_on, next_due_on, next_due_time,
    first_sale_on, last_sale_on, sale_count, spent_minor, owed_minor)
SELECT c.id,
    NULLIF(MAX(
        COALESCE((SELECT MAX(t.happened_on) FROM timeline_entry t
                  WHERE t.contact_id = c.id AND t.deleted_at IS NULL
                    AND t.kind <> '{no_talk}'), ''),
        COALESCE(s.last_on, '')), ''),
    (SELECT MIN(f.due_on) FROM follow_up f
     WHERE f.contact_id = c.id AND f.state = 'open' AND f.deleted_at IS NULL),
    COALESCE((SELECT f.due_time FROM follow_up f
     WHERE f.contact_id = c.id AND f.state = 'open' AND f.deleted_at IS NULL
       AND f.due_on IS NOT NULL
     ORDER BY f.due_on, f.due_time LIMIT 1), ''),
    s.first_on, s.last_on,
    COALESCE(s.number, 0) + c.opening_sale_count,
    COALESCE(s.spent, 0) + c.opening_spent_minor,
    COALESCE(s.owed, 0)
FROM contact c
LEFT JOIN (
    SELECT contact_id, currency,
        MIN(sold_on) FILTER (WHERE kind = 'sale') AS first_on,
        MAX(sold_on) FILTER (WHERE kind = 'sale') AS last_on,
        COUNT(*) FILTER (WHERE kind = 'sale') AS number,
        SUM(total_minor) FILTER (WHERE kind <> 'opening') AS spent,
        SUM(total_minor - paid_minor) AS owed
    FROM sale
    WHERE status = 'confirmed' AND deleted_at IS NULL AND {sales}
    GROUP BY contact_id, currency
) s ON s.contact_id = c.id AND s.currency = c.currency
WHERE {contacts}
"""


_FIGURES = (
    "last_contact_on", "next_due_on", "next_due_time", "first_sale_on", "last_sale_on",
    "sale_count", "spent_minor", "owed_minor",
)  # fmt: skip

# Most edits change no figure: then neither the row nor its five indexes are written.
_UNLESS_SAME = (
    " ON CONFLICT (contact_id) DO UPDATE SET "
    + ", ".join(f"{figure} = excluded.{figure}" for figure in _FIGURES)
    + " WHERE "
    + " OR ".join(f"contact_stats.{figure} IS NOT excluded.{figure}" for figure in _FIGURES)
)


def refresh(connection: Connection, touched: str) -> None:
    """Recompute the figures of the contacts whose ids stand in the temporary table ``touched``.

    Those of a contact that is gone for good went with it.
    """
    chosen = f"(SELECT id FROM {touched})"
    sql = _REFRESH.format(
        sales=f"contact_id IN {chosen}", contacts=f"c.id IN {chosen}", no_talk=NO_TALK
    )
    raw(connection).execute(sql + _UNLESS_SAME)


def rebuild(connection: Connection) -> None:
    """Recompute every contact's figures from the records."""
    file = raw(connection)
    file.execute("DELETE FROM contact_stats")
    sql = _REFRESH.format(sales="contact_id IS NOT NULL", contacts="1 = 1", no_talk=NO_TALK)
    file.execute(sql)
