"""Plays random histories of a shop's money in many processes and proves each step; see
tests/services/payments/random_histories.py."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

_PER_FILE = 50  # histories in one file: its log grows with each


def play(first: int, last: int) -> tuple[int, int, list[str]]:
    """Histories ``first`` to ``last`` in a new file: steps taken, steps refused, faults."""
    from crm_desktop.core import clock
    from crm_desktop.db.store import Store
    from crm_desktop.services import new_file
    from tests.services.payments import random_histories

    clock.freeze(dt.datetime(2026, 6, 18, 9, 40, tzinfo=dt.UTC))
    steps = refused = 0
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        seeded, store = Path(folder) / "seeded.crm", None
        with Store.create(seeded) as fresh:
            fresh.set_up(new_file.seed, "en")
            random_histories.furnish(fresh)
        for number in range(first, last + 1):
            if store is None:
                path = Path(folder) / f"{number}.crm"
                shutil.copyfile(seeded, path)
                store = Store.open(path)
            length = 5 + number % 6
            try:
                some, as_it_was = random_histories.run(store, number, length)
                refused += some
                if not as_it_was:
                    store.close()
                    store = None  # so that each history can be played alone
            except AssertionError as error:
                faults.append(str(error))
                store.close()
                store = None  # what a fault left behind must not stain the next
            steps += length
        if store is not None:
            store.close()
    return steps, refused, faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, default=3, help="faults told in full")
    options = parser.parse_args()
    end = options.first + options.histories
    runs = [(one, min(one + _PER_FILE, end) - 1) for one in range(options.first, end, _PER_FILE)]
    began = time.monotonic()
    steps = refused = 0
    faults: list[str] = []
    with ProcessPoolExecutor(options.processes) as pool:
        for played, (some, no, wrong) in enumerate(pool.map(play, *zip(*runs, strict=True)), 1):
            steps, refused = steps + some, refused + no
            faults += wrong
            print(
                f"{min(played * _PER_FILE, options.histories)} histories, {len(faults)} faults",
                end="\r",
                file=sys.stderr,
                flush=True,
            )
    for fault in faults[: options.show]:
        print(fault, "\n")
    print(
        f"{options.histories} histories, {steps} steps ({refused} refused),"
        f" {len(faults)} with faults, {time.monotonic() - began:.0f} s"
    )
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
