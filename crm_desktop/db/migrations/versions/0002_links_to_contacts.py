"""Index the last links to contacts.

Without them every contact that goes (the undo of an import, a recycle bin emptied) had all sales,
quotes, tickets and contacts searched for its id.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_LINKS = (
    ("contact", "merged_into_id"),
    ("quote", "person_id"),
    ("sale", "person_id"),
    ("ticket", "person_id"),
)


def upgrade() -> None:
    """Create the four indexes, over the rows that have such a link."""
    for table, column in _LINKS:
        op.get_bind().exec_driver_sql(
            f"CREATE INDEX ix_{table}_{column} ON {table} ({column}) WHERE {column} IS NOT NULL"
        )
