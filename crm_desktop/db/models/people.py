"""Our side: shops, staff, and the editable pick-lists."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import Count, Created, Flag, Record, Removable, Words, link


class Shop(Record, Removable):
    """A branch; sales, staff and customers may belong to one."""

    __tablename__ = "shop"

    name: Mapped[str]
    code: Mapped[Words]
    address: Mapped[Words]
    phone: Mapped[Words]
    position: Mapped[Count]


class Staff(Record, Created, Removable):
    """Somebody who works here; no login needed."""

    __tablename__ = "staff"

    name: Mapped[str]
    phone: Mapped[Words]
    email: Mapped[Words]
    role: Mapped[Words]
    grade: Mapped[Words]
    shop_id: Mapped[int | None] = link("shop.id")
    manager_id: Mapped[int | None] = link("staff.id")
    active: Mapped[bool] = mapped_column(default=True)


class Choice(Record):
    """One value of an editable pick-list; records keep the value's text itself.

    ``list_key`` is e.g. ``level``, ``source``, ``customer_type``, ``ticket_kind``.
    """

    __tablename__ = "choice"

    list_key: Mapped[str]
    value: Mapped[str]
    colour: Mapped[Words]
    position: Mapped[Count]
    hidden: Mapped[Flag]

    @classmethod
    def extra_args(cls) -> tuple[UniqueConstraint, ...]:
        """A value stands once in its list."""
        return (UniqueConstraint("list_key", "value"),)
