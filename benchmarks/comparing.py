"""Runs a floor and our way in turn and says what both took, and the ratio.

A time by itself belongs to one machine and one moment; taken in turn, a busy machine slows both.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds taken by the floor and by our way, one pair per round."""

    floor: tuple[float, ...]
    ours: tuple[float, ...]

    def ratio(self) -> float:
        """Median of ours over median of the floor."""
        return statistics.median(self.ours) / statistics.median(self.floor)


def in_turn(floor: Callable[[], object], ours: Callable[[], object], rounds: int) -> Timings:
    """Time both ``rounds`` times, one after the other, after one round unmeasured."""
    floor()
    ours()
    pairs = [(timed(floor), timed(ours)) for _ in range(rounds)]
    return Timings(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))


clock = "perf_counter"
"""Name of the function of ``time`` that is asked; ``--cpu`` changes it."""


def timed(run: Callable[[], object]) -> float:
    """Seconds one call takes."""
    now: Callable[[], float] = getattr(time, clock)
    start = now()
    run()
    return now() - start


def percentile(seconds: Sequence[float], percent: float) -> float:
    """The value that ``percent`` of the timings do not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def say(what: str, timings: Timings, target: str) -> None:
    """One line: both medians, the ratio, and what is aimed at."""
    print(
        f"{what}: floor {shown(statistics.median(timings.floor))},"
        f" ours {shown(statistics.median(timings.ours))},"
        f" x{timings.ratio():.2f} (target {target})"
    )


def shown(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1_000:.2f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.0f} us"


def arguments(what: str, rows: int, rounds: int) -> argparse.Namespace:
    """``--rows``, ``--rounds`` and ``--cpu`` from the command line."""
    global clock
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--rows", type=int, default=rows)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="count processor time: for a machine that is busy with other things",
    )
    options = parser.parse_args()
    if options.cpu:
        clock = "process_time"
    return options
