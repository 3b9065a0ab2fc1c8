"""Index the link from a returned line to the line sold.

Without it every sale line that goes (the undo of an import) had all sale lines searched for its id:
the undo of 230,000 lines took over an hour, and takes a minute with it.
"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the index, over the lines that are returns."""
    op.get_bind().exec_driver_sql(
        "CREATE INDEX ix_sale_line_return_of_line_id ON sale_line (return_of_line_id)"
        " WHERE return_of_line_id IS NOT NULL"
    )
