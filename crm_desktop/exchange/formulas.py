"""The few formulas of shop sheets, for files that were saved without their results.

``=F6*H6``, ``=ROUND(F6*H6,2)``, ``=PRODUCT(F6,H6)``, ``=SUM(B2:B13)`` on one sheet, with
``+ - * /``, brackets and numbers. Anything else has no value here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from crm_desktop.exchange.sheets import Cell

_TOKEN = re.compile(
    r"\s*(?:(?P<range>\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+)|(?P<cell>\$?[A-Z]{1,3}\$?\d+)(?![(\w!])"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Z]+)(?=\()|(?P<sign>[-+*/(),]))"
)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_DEPTH = 30
_MOST_CELLS = 100_000

Lookup = Callable[[int, int], Cell]


class NoValueError(Exception):
    """The formula is not one we work out."""


def position(reference: str) -> tuple[int, int]:
    """0-based row and column of ``C12``."""
    match = _REFERENCE.match(reference)
    if not match:
        raise NoValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def evaluate(formula: str, lookup: Lookup) -> float:
    """Value of ``formula`` (with or without ``=``); raises ``NoValueError`` if it has none.

    ``lookup(row, column)`` gives cells, 0-based; empty ones count as 0.
    """
    parser = _Parser(_tokens(formula.lstrip("=").upper()), lookup)
    try:
        value = parser.sum(0)
    except (InvalidOperation, ZeroDivisionError, RecursionError) as error:
        raise NoValueError(formula) from error
    if parser.rest:
        raise NoValueError(formula)
    return float(value)


def _tokens(formula: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if not match or not match.lastgroup:
            raise NoValueError(formula)
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], lookup: Lookup) -> None:
        self.rest = tokens[::-1]
        self._lookup = lookup

    def sum(self, depth: int) -> Decimal:
        if depth > _DEPTH:
            raise NoValueError
        value = self._product(depth)
        while self._next() in ("+", "-"):
            sign = self.rest.pop()[1]
            other = self._product(depth)
            value = value + other if sign == "+" else value - other
        return value

    def _next(self) -> str:
        return self.rest[-1][1] if self.rest else ""

    def _product(self, depth: int) -> Decimal:
        value = self._atom(depth)
        while self._next() in ("*", "/"):
            sign = self.rest.pop()[1]
            other = self._atom(depth)
            value = value * other if sign == "*" else value / other
        return value

    def _atom(self, depth: int) -> Decimal:
        if not self.rest:
            raise NoValueError
        kind, word = self.rest.pop()
        if kind == "number":
            return Decimal(word)
        if kind == "cell":
            return self._cell(*position(word))
        if kind == "name":
            return self._call(word, depth)
        if word in ("-", "+"):
            value = self._atom(depth + 1)
            return -value if word == "-" else value
        if word == "(":
            value = self.sum(depth + 1)
            self._close()
            return value
        raise NoValueError

    def _close(self) -> None:
        if self._next() != ")":
            raise NoValueError
        self.rest.pop()

    def _cell(self, row: int, column: int) -> Decimal:
        value = self._lookup(row, column)
        if value == "":
            return Decimal(0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NoValueError
        return Decimal(str(value))

    def _arguments(self, depth: int) -> list[Decimal]:
        self.rest.pop()  # the opening bracket
        values: list[Decimal] = []
        while self._next() != ")":
            if self.rest and self.rest[-1][0] == "range":
                values += self._range(self.rest.pop()[1])
            else:
                values.append(self.sum(depth + 1))
            if self._next() == ",":
                self.rest.pop()
            elif self._next() != ")":
                raise NoValueError
        self._close()
        return values

    def _range(self, reference: str) -> list[Decimal]:
        first, last = (position(one) for one in reference.split(":"))
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > _MOST_CELLS:
            raise NoValueError
        return [
            self._cell(row, column)
            for row in range(first[0], last[0] + 1)
            for column in range(first[1], last[1] + 1)
        ]

    def _call(self, name: str, depth: int) -> Decimal:
        values = self._arguments(depth)
        if name == "SUM":
            return sum(values, Decimal(0))
        if name == "PRODUCT" and values:
            result = Decimal(1)
            for value in values:
                result *= value
            return result
        if name == "ROUND" and len(values) == 2:
            return values[0].quantize(Decimal(1).scaleb(-int(values[1])), rounding=ROUND_HALF_UP)
        raise NoValueError
