"""Things that overlap stand side by side: which lane each takes, and of how many."""

from __future__ import annotations

from collections.abc import Sequence


def lanes(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each span of minutes, begin and end, its lane and how many its group needs.

    The spans must be in order of their begin. A group is what hangs together by overlapping;
    one that begins where another ends does not overlap it.
    """
    found: list[tuple[int, int]] = []
    ends: list[int] = []  # of the lanes of the present group
    group = 0  # where the present group begins in ``found``
    for begin, end in spans:
        if ends and begin >= max(ends):
            _close(found, group, len(ends))
            ends, group = [], len(found)
        lane = next((n for n, last in enumerate(ends) if last <= begin), len(ends))
        ends[lane : lane + 1] = [end]
        found.append((lane, 0))
    _close(found, group, len(ends))
    return found


def _close(found: list[tuple[int, int]], group: int, count: int) -> None:
    found[group:] = [(lane, count) for lane, _none in found[group:]]
