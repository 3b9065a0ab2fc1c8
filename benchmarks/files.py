"""Data files of many contacts to measure on, made once and kept in the temporary folder."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, ContactAddress, ContactPhone
from crm_desktop.db.store import Store
from crm_desktop.services import new_file
from crm_desktop.services.demo import demo, demo_content

_BATCH = 50_000


def scratch() -> Path:
    """Where files to measure on are kept between runs."""
    folder = Path(tempfile.gettempdir()) / "crm-desktop-benchmarks"
    folder.mkdir(exist_ok=True)
    return folder


def people(seed: int) -> Iterator[tuple[str, str, str]]:
    """Name, mobile and address of one made-up customer after the other."""
    content = demo_content.load("zh_CN")
    rng = random.Random(seed)
    while True:
        name = content.person(rng) if rng.random() < 0.8 else content.company(rng, "office")
        yield (
            name,
            f"1{rng.randint(30, 99)}{rng.randint(0, 99_999_999):08}",
            content.address(rng)[0],
        )


def contacts(rows: int) -> Path:
    """A file of ``rows`` contacts with a phone and an address each, indexed for search."""
    path = scratch() / f"contacts-{rows}.crm"
    if not path.exists():
        unfinished = path.with_suffix(".making")
        unfinished.unlink(missing_ok=True)
        with Store.create(unfinished) as store:
            store.set_up(new_file.seed, "zh_CN")
            store.set_up(fill, rows)
        unfinished.rename(path)
    return path


def fill(session: Session, rows: int) -> None:
    """Insert ``rows`` contacts in batches."""
    source = people(rows)
    for start in range(0, rows, _BATCH):
        some = list(islice(source, min(_BATCH, rows - start)))
        ids = bulk.insert_rows(
            session,
            Contact,
            ("name", "created_at"),
            [(name, "2026-01-01 00:00:00.000000") for name, _phone, _address in some],
        )
        rows_with_ids = list(zip(ids, some, strict=True))
        bulk.insert_rows(
            session,
            ContactPhone,
            ("contact_id", "number", "key"),
            [(key, phone, f"+86{phone}") for key, (_name, phone, _address) in rows_with_ids],
        )
        bulk.insert_rows(
            session,
            ContactAddress,
            ("contact_id", "text"),
            [(key, address) for key, (_name, _phone, address) in rows_with_ids],
        )


def sample_shop(customers: int, today: dt.date) -> Path:
    """The sample shop with ``customers`` customers and two years of sales each."""
    path = scratch() / f"shop-{customers}-{today}.crm"
    if not path.exists():
        unfinished = path.with_suffix(".making")
        unfinished.unlink(missing_ok=True)
        with Store.create(unfinished) as store:
            store.set_up(demo.fill, customers, today=today)
        unfinished.rename(path)
    return path
