"""Counting who stands in several cells once in their total."""

from __future__ import annotations

import random

from crm_desktop.services.crosstab.crosstab_distinct import Distinct


def test_every_total_is_the_union_of_its_cells() -> None:
    dice = random.Random(3)
    high = 2**62  # ids of a doctored file
    cells = {
        (row, column): [dice.choice((high + dice.randrange(9), dice.randrange(40)))
                        for _n in range(dice.randrange(30))]
        for row in "abc" for column in "xyz"
    }  # fmt: skip
    told = Distinct({key: ",".join(map(str, ids)) for key, ids in cells.items()})
    for wide in (slice(0, 2), slice(0, 1), slice(1, 2), slice(0, 0)):
        wanted: dict[tuple[str, ...], set[int]] = {}
        for key, ids in cells.items():
            wanted.setdefault(key[wide], set()).update(ids)
        found = told.counts(lambda key, wide=wide: key[wide])  # type: ignore[misc]
        assert found == {key: len(ids) for key, ids in wanted.items()}


def test_cells_with_nobody_count_nothing() -> None:
    assert Distinct({("a",): "", ("b",): ""}).counts(lambda _key: ()) == {(): 0}
    assert Distinct({}).counts(lambda key: key) == {}
    assert Distinct({("a",): "7,7"}).counts(lambda key: key) == {("a",): 1}
