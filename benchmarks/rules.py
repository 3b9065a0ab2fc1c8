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

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from benchmarks import comparing, files
from crm_desktop.core import clock
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, FollowUp, FollowUpRule, TimelineEntry
from crm_desktop.db.store import Store
from crm_desktop.services.rules import rule_run, rules
from crm_desktop.services.rules.rules import RuleDraft

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
    """All nineteen rules, run yesterday: counted as the window does, made and logged."""
    with store.read() as session:
        last = session.scalar(select(func.max(FollowUp.id))) or 0

    def ours() -> int:
        with store.read() as session:
            rule_run.outlook(session, TODAY)
        return store.write(rule_run.RUN_ACTION, rule_run.run, TODAY).value.made

    made = ours()
    pairs = []
    for _round in range(rounds):
        store.set_up(forget, last, TODAY - dt.timedelta(1))
        pairs.append((comparing.timed(floor(path, made)), comparing.timed(ours)))
    say(f"an ordinary day, {made:,} made", pairs, "1 s")
    store.set_up(forget, last, TODAY)


def everybody(store: Store, path: Path, rounds: int) -> None:
    """One rule for every customer, with log and figures; then its one undo."""
    with store.read() as session:
        last = session.scalar(select(func.max(FollowUp.id))) or 0
    draft = RuleDraft("yearly", "All", {"month_day": "06-18", "days": [0]})
    only = [store.set_up(rules.create, draft)]
    with store.read() as session:
        count = rule_run.outlook(session, TODAY, only=only).made

    def bare() -> None:
        with contextlib.closing(sqlite3.connect(path)) as file:
            insert(file, count)

    def ours() -> None:
        store.write(rule_run.RUN_ACTION, rule_run.run, TODAY, only=only)

    pairs = []
    for _round in range(rounds):
        pairs.append((comparing.timed(bare), comparing.timed(ours)))
        store.set_up(forget, last, None)
    say(f"a rule for everybody, {count:,} made", pairs, "5 s")
    ours()
    say(f"its undo, {count:,} gone", [(comparing.timed(bare), comparing.timed(store.undo))], "5 s")


def forget(session: Session, last: int, ran: dt.date | None) -> None:
    """Take what was made after follow-up ``last`` away as if it had never been: a key that is
    deleted stays used."""
    session.execute(update(FollowUp).where(FollowUp.id > last).values(rule_key=None))
    session.execute(delete(FollowUp).where(FollowUp.id > last))
    session.execute(update(FollowUpRule).values(last_run_on=ran))


def say(what: str, pairs: list[tuple[float, float]], target: str) -> None:
    """One line about seconds of floor and of ours."""
    timings = comparing.Timings(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
    comparing.say(what, timings, target)


if __name__ == "__main__":
    main()
