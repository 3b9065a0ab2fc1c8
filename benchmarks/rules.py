"""The rules on an ordinary day, and a rule that makes a follow-up for every customer.

100,000 customers with two years of sales and 1,000,000 entries of the timeline. The floor asks in
plain SQL what each rule is about and puts as many rows as were made into a bare table.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from benchmarks import comparing, files
from crm_desktop.core import clock
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, FollowUp, FollowUpRule, TimelineEntry
from crm_desktop.db.store import Store
from crm_desktop.services import rule_run, rules
from crm_desktop.services.rules import RuleDraft

TODAY = dt.date(2026, 6, 18)
ENTRIES = 10  # for each customer
CONFIRMED = "status = 'confirmed' AND kind = 'sale' AND deleted_at IS NULL"

_FLOOR = (
    # rhythm, own rhythm, stages: one pass over the figures
    "SELECT contact_id FROM contact_stats JOIN contact ON contact.id = contact_id WHERE"
    " level = 'x' AND last_contact_on < '2026-03-20'",
    "SELECT contact_id FROM contact_stats WHERE sale_count > 2 AND julianday('2026-06-18')"
    " - julianday(last_sale_on) > 1.5 * (julianday(last_sale_on) - julianday(first_sale_on))"
    " / (sale_count - 1)",
    "SELECT id FROM contact WHERE birth_month = 6 AND birth_day BETWEEN 11 AND 18",
    "SELECT id FROM contact WHERE strftime('%m-%d', since) = '06-18'",
    # care after a sale, unpaid sales, goods running out
    *(f"SELECT id FROM sale WHERE sold_on = '{day}' AND {CONFIRMED}"
      for day in ("2026-06-15", "2026-05-19", "2025-12-20")),
    "SELECT id FROM sale WHERE paid_minor <> total_minor AND status = 'confirmed'",
    *(f"SELECT sale_line.id FROM sale JOIN sale_line ON sale_id = sale.id WHERE"
      f" sold_on = '{day}' AND {CONFIRMED}" for day in ("2025-06-25", "2025-12-27", "2026-03-27")),
    "SELECT id FROM asset WHERE warranty_until IN ('2026-08-17', '2026-07-18', '2026-06-25')",
    "SELECT id FROM asset WHERE next_service_on = '2026-06-25'",
    "SELECT id FROM deal WHERE state = 'open'",
    "SELECT id FROM quote WHERE valid_until = '2026-06-21'",
)  # fmt: skip


def shop(customers: int) -> Path:
    """The sample shop with ten entries of the timeline for each customer, all rules on, run
    until yesterday."""
    path = files.scratch() / f"rules-{customers}.crm"
    if not path.exists():
        made = files.sample_shop(customers, TODAY)
        unfinished = path.with_suffix(".making")
        shutil.copy(made, unfinished)
        with Store.open(unfinished) as store:
            store.set_up(fill)
        unfinished.rename(path)
    return path


def fill(session: Session) -> None:
    """Entries up to ten for each customer, and the rules."""
    have = session.scalar(select(func.count()).select_from(TimelineEntry)) or 0
    people = everybody_of(session)
    wanted = max(0, ENTRIES * len(people) - have)
    rows = (
        (people[n % len(people)], "call", f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}", "Called")
        for n in range(wanted)
    )
    bulk.insert_rows(session, TimelineEntry, ("contact_id", "kind", "happened_on", "title"), rows)
    rules.seed(session)
    session.execute(update(FollowUpRule).values(active=True))
    rule_run.run(session, TODAY - dt.timedelta(1))


def everybody_of(session: Session) -> list[int]:
    """The ids of all contacts."""
    return list(session.scalars(select(Contact.id)))


def floor(path: Path, made: int) -> Callable[[], None]:
    """Plain SQL through one connection, then ``made`` rows into a bare table."""

    def run() -> None:
        with contextlib.closing(sqlite3.connect(path)) as file:
            for statement in _FLOOR:
                file.execute(statement).fetchall()
            insert(file, made)

    return run


def insert(file: sqlite3.Connection, made: int) -> None:
    """Rows as a rule makes them, without index or log."""
    file.execute("CREATE TEMP TABLE bare (id INTEGER PRIMARY KEY, contact_id, title, due_on, key)")
    rows = ((n, "Birthday wishes for somebody", "2026-06-18", f"3/{n}:0") for n in range(made))
    file.executemany("INSERT INTO bare (contact_id, title, due_on, key) VALUES (?, ?, ?, ?)", rows)


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=100_000, rounds=5)
    clock.freeze(dt.datetime(2026, 6, 18, 1, tzinfo=dt.UTC))
    made_before = shop(options.rows)
    path = made_before.with_name("rules.running.crm")
    path.unlink(missing_ok=True)
    shutil.copy(made_before, path)
    with Store.open(path) as store:
        ordinary_day(store, path, options.rounds)
        everybody(store, path, options.rounds)
    path.unlink()


def ordinary_day(store: Store, path: Path, rounds: int) -> None:
    """All nineteen rules, run yesterday; each round is forgotten again."""

    def ours() -> int:
        with store._transaction() as session:
            return rule_run.run(session, TODAY).made

    made = ours()
    timings = comparing.in_turn(floor(path, made), ours, rounds)
    comparing.say(f"an ordinary day, {made:,} made", timings, "1 s")


def everybody(store: Store, path: Path, rounds: int) -> None:
    """One rule for every customer, with log, figures and one undo."""
    draft = RuleDraft("yearly", "All", {"month_day": "06-18", "days": [0]})
    store.set_up(rules.create, draft)
    only = [store.set_up(_last_rule)]

    def ours() -> None:
        store.set_up(rule_run.run, TODAY, only=only)

    def bare() -> None:
        with contextlib.closing(sqlite3.connect(path)) as file:
            insert(file, count)

    with store.read() as session:
        count = rule_run.outlook(session, TODAY, only=only).made
    pairs = []
    for _round in range(rounds):
        pairs.append((comparing.timed(bare), comparing.timed(ours)))
        store.set_up(_forget, only[0])
    timings = comparing.Timings(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
    comparing.say(f"a rule for everybody, {count:,} made", timings, "5 s")


def _last_rule(session: Session) -> int:
    return session.scalar(select(func.max(FollowUpRule.id))) or 0


def _forget(session: Session, rule: int) -> None:
    session.execute(FollowUp.__table__.delete().where(FollowUp.rule_id == rule))  # type: ignore[attr-defined]
    session.execute(update(FollowUpRule).where(FollowUpRule.id == rule).values(last_run_on=None))


if __name__ == "__main__":
    main()
