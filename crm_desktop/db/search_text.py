"""What of a record is searched: its folded fields, and the keys and words made of them.

A document is kept as text, one field per line: a letter for the field and the folded value.
Keys and words follow from the document alone, so that an old document can be taken out of the
index again without knowing the record it came from. Files hold what these rules made: whoever
changes ``entries`` raises the schema version, whose migration makes the index anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import add

from crm_desktop.core import text

NAME = "n"
SHORT_NAME = "s"
SPOKEN = "y"
PHONE = "p"
NUMBER = "c"
PERSON = "o"
EMAIL = "e"
HANDLE = "w"
TAG = "t"
ADDRESS = "a"
REMARK = "r"
EMPLOYER = "f"

_RANKS = {NAME: 0, SHORT_NAME: 1, SPOKEN: 2, PHONE: 4, NUMBER: 5, PERSON: 6, HANDLE: 7, EMAIL: 8}
"""Order in which equal keys are found; 3 is left to the initials."""

INITIALS_RANK = 3
FIELD_OF_RANK = {rank: field for field, rank in _RANKS.items()} | {INITIALS_RANK: SPOKEN}

TAIL = "#"
TAIL_LENGTH = 4
"""The key ``#2260`` stands for the last digits of a phone, asked for more than any other part."""

_LATIN = "a-z0-9\u00df-\u02af\u0370-\u058f"
_HAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_LATIN}]+")
_RUN = re.compile(f"[{_LATIN}]+|[{_HAN}]+")
_NOT_DIGIT = re.compile(r"\D")
_LONG = frozenset((ADDRESS, REMARK))
_NAMES = frozenset((NAME, SHORT_NAME, PERSON))

Key = tuple[str, int]

folded_word = lru_cache(maxsize=4096)(text.fold)
"""``fold`` for values that repeat: tags, cities, levels."""


def fold_column(values: Sequence[str]) -> list[str]:
    """``fold`` of every value, several times faster than one by one.

    Folding goes character by character but for combining marks; so the few characters of the
    column that are not folded already are replaced in all values at once.
    """
    joined = "\n".join(values)
    characters = set(joined)
    characters.discard("\n")
    odd = [character for character in characters if _folded_character(character) != character]
    if len(odd) <= _MOST_REPLACED and joined.count("\n") == len(values) - 1:
        for character in odd:
            joined = joined.replace(character, _folded_character(character))
        if unicodedata.is_normalized("NFKC", joined):
            return [" ".join(one.split()) if " " in one else one for one in joined.split("\n")]
    return [text.fold(value) for value in values]


@lru_cache(maxsize=32_768)
def _folded_character(character: str) -> str:
    # Between letters, so that a blank of any kind stays a blank.
    return text.fold(f"x{character}x")[1:-1]


_MOST_REPLACED = 200


def phone_digits(number: str) -> str:
    """The digits a number is found by: without country code 86 and without a leading 0."""
    if number[:3] == "+86" and number[3:].isdigit():
        return number[3:].lstrip("0")
    digits = _NOT_DIGIT.sub("", number)
    if number[:3] == "+86" or (len(digits) > 11 and digits[:2] == "86"):
        digits = digits[2:]
    return digits.lstrip("0")


def fields(stored: str) -> Iterator[tuple[str, str]]:
    """The ``(field, folded value)`` pairs of a document."""
    for line in stored.split("\n"):
        yield line[:1], line[1:]


def squeezed(folded: str) -> str:
    """Letters and digits only: by this whole names are compared."""
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


def keys(stored: str) -> list[Key]:
    """What prefixes and whole values of a document are looked up by, with their rank."""
    return entries(stored)[0]


def entries(stored: str) -> tuple[list[Key], str]:
    """The ``keys`` of a document, and the blank-separated words it is found by from the inside.

    Chinese gives its characters (of names and tags) and pairs of neighbours, phones their runs
    of three digits marked ``#``, Latin text its words.
    """
    found: list[Key] = []
    words: list[str] = []
    for line in stored.split("\n"):
        field, value = line[:1], line[1:]
        if field == SPOKEN:
            found += _spoken_keys(value)
        elif field == PHONE:
            found += ((value, _RANKS[PHONE]), (TAIL + value[-TAIL_LENGTH:], _RANKS[PHONE]))
            words += ["#" + value[at : at + 3] for at in range(len(value) - 2)]
        else:
            if field in _RANKS:
                found += _value_keys(field, value)
            short = field not in _LONG
            for run in _RUN.findall(value):
                if run[0] < "\u0590":
                    words.append(run)
                else:
                    if short:
                        words += run
                    words += map(add, run, run[1:])
    return found, " ".join(words)


def _spoken_keys(value: str) -> Iterable[Key]:
    full, _, short = value.partition("\t")
    if " " not in value:
        return (full, _RANKS[SPOKEN]), (short, INITIALS_RANK)
    readings = [(reading, _RANKS[SPOKEN]) for reading in full.split()]
    return readings + [(reading, INITIALS_RANK) for reading in short.split()]


def _value_keys(field: str, value: str) -> Iterable[Key]:
    rank = _RANKS[field]
    if value.isalnum():
        return ((value, rank),)
    whole = (squeezed(value), rank)
    if field not in _NAMES:
        return (whole,)
    return whole, *((word, rank) for word in _WORD.findall(value))
