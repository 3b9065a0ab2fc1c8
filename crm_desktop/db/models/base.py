"""What every table shares: the declarative base, column types and common columns."""

import datetime as dt
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    DefaultClause,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from crm_desktop.core import clock


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware UTC in Python, naive UTC in the file."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store UTC; a naive value is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """All tables. Ids are never reused, so that the change log can name rows for ever."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: Text(),
        int: Integer(),
        dt.date: Date(),
        dt.datetime: UtcDateTime(),
    }


class Record(Base):
    """A logged table: integer key, never reused."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> Any:
        """Keep ids from being reused; subclasses add constraints through ``extra_args``."""
        return (*cls.extra_args(), {"sqlite_autoincrement": True})

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Indexes and constraints of one table."""
        return ()


class Created:
    """Mixin: when the row was made."""

    created_at: Mapped[dt.datetime] = mapped_column(
        default=clock.now, server_default=text("CURRENT_TIMESTAMP")
    )


class Removable:
    """Mixin: soft delete. A row with ``deleted_at`` is kept for history and undo only."""

    deleted_at: Mapped[dt.datetime | None]


Minor = Annotated[int, mapped_column(BigInteger, default=0, server_default=text("0"))]
"""Money in integer minor units of the row's currency."""

OptionalMinor = Annotated[int | None, mapped_column(BigInteger)]
Milli = Annotated[int, mapped_column(BigInteger, default=0, server_default=text("0"))]
"""A quantity in thousandths of its unit."""

BasisPoints = Annotated[int, mapped_column(Integer, default=0, server_default=text("0"))]
Count = Annotated[int, mapped_column(Integer, default=0, server_default=text("0"))]
Flag = Annotated[bool, mapped_column(default=False, server_default=text("0"))]
Words = Annotated[str, mapped_column(Text, default="", server_default=text("''"))]
"""Text that is empty rather than null."""

Currency = Annotated[str, mapped_column(String(3), default="CNY", server_default=text("'CNY'"))]


def owner(target: str, *, nullable: bool = False) -> Mapped[Any]:
    """A foreign key to the row this one is a part of: removed together with it."""
    return mapped_column(ForeignKey(target, ondelete="CASCADE"), index=True, nullable=nullable)


def link(target: str, *, index: bool = True) -> Mapped[Any]:
    """An optional foreign key to a row that stands on its own: cleared when that one goes."""
    return mapped_column(
        ForeignKey(target, ondelete="SET NULL"), nullable=True, info={"indexed_link": index}
    )


def default_in_the_file(metadata: MetaData) -> None:
    """Give every plain Python default to the table as well, for rows inserted in bulk."""
    for table in metadata.tables.values():
        for column in table.columns:
            default = column.default
            if isinstance(default, ScalarElementColumnDefault) and column.server_default is None:
                value = default.arg
                literal = f"'{value}'" if isinstance(value, str) else str(int(value))
                column.server_default = DefaultClause(text(literal))


def index_links(metadata: MetaData) -> None:
    """Index every link over the rows that have one: an unused link then costs a write nothing."""
    for table in metadata.tables.values():
        for column in table.columns:
            if column.info.get("indexed_link"):
                Index(f"ix_{table.name}_{column.name}", column, sqlite_where=column.is_not(None))


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index over the rows that satisfy ``where``.

    PostgreSQL takes the same condition, but naming it here would import its dialect at each start.
    """
    return Index(name, *columns, sqlite_where=text(where))
