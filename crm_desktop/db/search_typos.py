"""Latin words as they may have been meant: what stands in the index close to what was typed.

Asked only when nothing matches. The keys of the index are walked like a tree, letter by letter,
with one slip allowed (two in long words): a letter left out, put in, exchanged or swapped with
its neighbour. Only beginnings that some key has are followed, by look-ups in the index, so the
walk costs what the word costs, not what the file holds. The first letter is taken as right,
unless the first two are swapped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

SHORTEST = 4
"""Shorter words are too close to too much."""

_TWO_SLIPS = 8
"""From this length on two slips are forgiven."""

_MOST_LOOKS = 3_000
"""Look-ups after which the walk ends, whatever it has found."""

_MOST_FOUND = 8


def near(file: sqlite3.Connection, word: str) -> list[str]:
    """Beginnings of keys that ``word`` may be a slip for, the fewest slips first; few."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return []
    walk = _Walk(file, word)
    for slips in range(1, 3 if len(word) >= _TWO_SLIPS else 2):
        found = list(dict.fromkeys(walk.meant("", 0, slips)))[:_MOST_FOUND]
        if found:
            # Whole keys before those that only begin so.
            return sorted(found, key=lambda spelling: not walk.is_key(spelling))
    return []


class _Walk:
    """One word on its way through the keys; remembers what it has looked up."""

    def __init__(self, file: sqlite3.Connection, word: str) -> None:
        self._file = file
        self._word = word
        self._present: dict[str, bool] = {}
        self._next: dict[str, list[str]] = {}
        self._looks = 0

    def meant(self, start: str, at: int, slips: int) -> Iterator[str]:
        """Beginnings of keys that go on from ``start`` as the word does from ``at``, with at
        most so many slips."""
        word = self._word
        if at == len(word):
            yield start
            return
        if self.has(start + word[at]):
            yield from self.meant(start + word[at], at + 1, slips)
        if not slips or self._looks > _MOST_LOOKS:
            return
        swapped = start + word[at : at + 2][::-1]
        if at + 1 < len(word) and self.has(swapped):
            yield from self.meant(swapped, at + 2, slips - 1)
        if at == 0:
            return
        yield from self.meant(start, at + 1, slips - 1)
        for letter in self.following(start):
            if letter != word[at]:
                yield from self.meant(start + letter, at + 1, slips - 1)
                yield from self.meant(start + letter, at, slips - 1)

    def has(self, start: str) -> bool:
        """True when some key begins so."""
        if start not in self._present:
            first = self._first_from(start)
            self._present[start] = first is not None and first.startswith(start)
        return self._present[start]

    def is_key(self, spelling: str) -> bool:
        """True when a key reads exactly so."""
        return self._first_from(spelling) == spelling

    def following(self, start: str) -> list[str]:
        """The letters some key has after ``start``."""
        if start not in self._next:
            letters: list[str] = []
            key = self._first_from(start + "a")
            while key is not None and key.startswith(start) and key[len(start)] <= "z":
                letters.append(key[len(start)])
                key = self._first_from(start + chr(ord(letters[-1]) + 1))
            self._next[start] = letters
        return self._next[start]

    def _first_from(self, key: str) -> str | None:
        self._looks += 1
        row = self._file.execute(
            "SELECT key FROM search_key WHERE key >= ? ORDER BY key LIMIT 1", (key,)
        ).fetchone()
        return str(row[0]) if row else None
