"""How many different customers or sales stand in each cell of a cross-tab, and in its totals.

They do not add up: who bought in two months is one customer of both. The database hands out once
who is in each innermost cell; every total is the union of its cells. Asking it to count each level
would sort all lines again for each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

Key = tuple[str, ...]


class Distinct:
    """Made from the ids in each innermost cell, as ``group_concat`` writes them, doubled or not."""

    def __init__(self, ids: Mapping[Key, str]) -> None:
        import numpy as np

        self._keys = list(ids)
        text = ",".join(filter(None, ids.values()))
        sizes = [one.count(",") + 1 if one else 0 for one in ids.values()]
        read = np.fromstring(text, dtype=np.int64, sep=",") if text else np.empty(0, np.int64)
        # Numbered from 0, so that a cell and who is in it fit into one number.
        known = _each_once(read.copy())
        self._base = len(known) + 1
        cells = np.repeat(np.arange(len(sizes)), sizes)
        self._pairs = _each_once(cells * self._base + np.searchsorted(known, read))

    def counts(self, shorten: Callable[[Key], Key]) -> dict[Key, int]:
        """How many there are by what ``shorten`` makes of the cells' keys."""
        import numpy as np

        places: dict[Key, int] = {}
        above = np.array([places.setdefault(shorten(key), len(places)) for key in self._keys])
        cells, numbers = np.divmod(self._pairs, self._base)
        joined = _each_once(above[cells] * self._base + numbers) if len(cells) else cells
        found = np.bincount(joined // self._base, minlength=len(places))
        return dict(zip(places, found.tolist(), strict=True))


def _each_once(numbers: NDArray[int64]) -> NDArray[int64]:
    """``numbers``, which are sorted for it, without what is doubled. ``numpy.unique`` hashes them,
    which takes thirty times as long."""
    numbers.sort()
    kept: NDArray[int64] = numbers[:1]
    if len(numbers) > 1:
        import numpy as np

        kept = np.concatenate((kept, numbers[1:][numbers[1:] != numbers[:-1]]))
    return kept
