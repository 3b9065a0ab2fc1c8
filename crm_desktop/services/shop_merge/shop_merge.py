"""Two shops made one: the living records of another data file taken into the open one.

Who and what both files know is recognised, blank facts are filled, nothing is overwritten, and no
sale, payment or note comes in twice. The caller runs ``apply`` through ``Store.write``: one
action, one undo step. The other file is only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm_desktop.core import garbage, paths, text
from crm_desktop.core.errors import DamagedFile, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db import bulk
from crm_desktop.db.engine import file_problem
from crm_desktop.db.inspection import looks_ours
from crm_desktop.db.models import ImportBatch
from crm_desktop.db.other_file import Rows, open_other, own_rows
from crm_desktop.services.shop_merge.shop_merge_contacts import plan_contacts
from crm_desktop.services.shop_merge.shop_merge_fill import Gains, plan_fills
from crm_desktop.services.shop_merge.shop_merge_join import Join, count_rows
from crm_desktop.services.shop_merge.shop_merge_memory import recall
from crm_desktop.services.shop_merge.shop_merge_products import plan_products
from crm_desktop.services.shop_merge.shop_merge_rows import plan_rows
from crm_desktop.services.shop_merge.shop_merge_sales import (
    plan_allocations,
    plan_payments,
    plan_sales,
)
from crm_desktop.services.shop_merge.shop_merge_tables import taken_tables
from crm_desktop.services.shop_merge.shop_merge_write import write

ACTION = N_("Take in another shop")

_PLANS = {
    "contact": plan_contacts,
    "product": plan_products,
    "sale": plan_sales,
    "payment": plan_payments,
    "payment_allocation": plan_allocations,
}


@dataclass(frozen=True, slots=True)
class Came:
    """Rows of one table: how many came in and how many were there already."""

    new: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did, or would do. Amounts are in minor units by currency.

    ``tables`` holds every table of which anything came or was the same. ``filled`` are customers
    both shops have that gained a fact; ``numbers_twice`` new customers whose number one of ours
    has too; ``payments_left`` payments of sales that are paid here already. ``sold`` sums the
    confirmed sales that came, ``received`` the payments. ``batch_id`` is 0 when nothing was
    written.
    """

    file_name: str
    tables: Mapping[str, Came] = field(default_factory=dict)
    filled: int = 0
    numbers_twice: int = 0
    payments_left: int = 0
    sold: Mapping[str, int] = field(default_factory=dict)
    received: Mapping[str, int] = field(default_factory=dict)
    branch: str = ""
    batch_id: int = 0
    dry_run: bool = False

    def of(self, table: str) -> Came:
        """What became of one table's rows."""
        return self.tables.get(table, Came())

    @property
    def anything(self) -> bool:
        """False when the open file has all of it already."""
        return bool(self.filled or any(came.new for came in self.tables.values()))


def other_shop(sources: Sequence[Path]) -> Path | None:
    """The data file among ``sources``, told by its bytes or its name; ``None`` if there is none.

    Raises ``UserError`` for one among others.
    """
    found = [
        path for path in sources if looks_ours(path) or path.suffix.lower() == paths.DATA_SUFFIX
    ]
    if found and len(sources) > 1:
        raise UserError(
            _("{name} is the file of another shop.").format(name=found[0].name),
            _("Nothing was imported."),
            _("Import it on its own, the other files afterwards."),
        )
    return found[0] if found else None


def apply(
    session: Session, path: Path, branch: str = "", progress: Progress = no_progress
) -> MergeReport:
    """Take the file at ``path`` in and report what the open file holds of it afterwards.

    With ``branch`` what comes in without a branch belongs to the one of that name. Raises
    ``FileProblem`` for what is no sound data file and ``Cancelled``; nothing is kept then.
    """
    with garbage.paused(), open_other(session, path, progress) as other:
        join, gains = _planned(session, other, branch, progress)
        if not _anything(join, gains):
            return _report(join, gains, path, branch)
        try:
            write(join, path.name, branch, gains)
        except IntegrityError as error:
            raise file_problem(DamagedFile, path) from error
        return _counted(join, gains, path, branch)


def foresee(
    session: Session, path: Path, branch: str = "", progress: Progress = no_progress
) -> MergeReport:
    """The report ``apply`` would give; reads only, so a read session will do."""
    with garbage.paused(), open_other(session, path, progress) as other:
        join, gains = _planned(session, other, branch, progress)
        return replace(
            _report(join, gains, path, branch),
            sold=_to_come(join, "sale", _SOLD),
            received=_to_come(join, "payment", _RECEIVED),
            dry_run=True,
        )


def _planned(
    session: Session, other: Rows, branch: str, progress: Progress
) -> tuple[Join, dict[str, Gains]]:
    batch = bulk.next_id(session, ImportBatch)
    join = Join(session, own_rows(session), other, batch, progress)
    # Every row is looked at to compare and again to take it over.
    join.total = 2 * count_rows(join)
    recall(join)
    for table in taken_tables():
        special = _PLANS.get(table.name)
        if special is not None:
            special(join)
        else:
            plan_rows(join, table)
        if table.name == "shop" and branch:
            _find_branch(join, branch)
    return join, plan_fills(join)


def _find_branch(join: Join, branch: str) -> None:
    """The shop of that name in either file, or one to be made."""
    part = join.part("shop")
    living = "deleted_at IS NULL"
    for other_id, name in join.other.read("shop", ("id", "name"), living):
        if text.key(name) == text.key(branch) and part.to.get(other_id):
            join.branch_id = part.to[other_id]
    for own_id, name in join.own.read("shop", ("id", "name"), living):
        if text.key(name) == text.key(branch):
            join.branch_id = own_id
    if not join.branch_id:
        join.branch_id = part.first + part.fresh
        join.branch_is_new = True


def _anything(join: Join, gains: Mapping[str, Gains]) -> bool:
    return bool(gains) or any(part.fresh for part in join.parts.values())


def _report(join: Join, gains: Mapping[str, Gains], path: Path, branch: str) -> MergeReport:
    tables = {
        name: Came(part.fresh, part.same)
        for name, part in join.parts.items()
        if part.fresh or part.same
    }
    return MergeReport(
        path.name, tables, len(gains.get("contact", ())), join.numbers_twice, join.payments_left,
        branch=branch,
    )  # fmt: skip


_SOLD = (
    "SELECT currency, total_minor FROM sale"
    " WHERE status = 'confirmed' AND kind <> 'opening' AND deleted_at IS NULL"
)
_RECEIVED = "SELECT currency, amount_minor FROM payment WHERE deleted_at IS NULL"


def _to_come(join: Join, table: str, statement: str) -> dict[str, int]:
    """Amounts of the other file's rows that are to come, by currency."""
    part = join.part(table)
    rows = join.other.ask(statement.replace("SELECT ", "SELECT id, ", 1))
    return _by_currency(row[1:] for row in rows if part.to.get(row[0], 0) >= part.first)


def _counted(join: Join, gains: Mapping[str, Gains], path: Path, branch: str) -> MergeReport:
    """The report with figures taken from the file after the write."""
    foreseen = _report(join, gains, path, branch)
    tables = {}
    for name, came in foreseen.tables.items():
        number = f"SELECT count(*) FROM {name} WHERE id BETWEEN ? AND ?"
        there = join.own.one(number, join.part(name).run()) if came.new else 0
        tables[name] = Came(there, came.same)
    return replace(
        foreseen,
        tables=tables,
        sold=_sums(join, "sale", _SOLD),
        received=_sums(join, "payment", _RECEIVED),
        batch_id=join.batch_id,
    )


def _sums(join: Join, table: str, statement: str) -> dict[str, int]:
    """Amounts of the rows made, by currency."""
    rows = join.own.ask(f"{statement} AND id BETWEEN ? AND ?", join.part(table).run())
    return _by_currency(rows)


def _by_currency(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for currency, amount in rows:
        sums[currency] = sums.get(currency, 0) + amount
    return sums
