"""Changing the question of a cross-tab step by step, as the window does: each step gives a new one.

A field stands in the rows or in the columns, once. What is sorted by a column or a measure that
is no longer there is sorted in the usual way again.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.services.crosstab.crosstab import MEASURES, Question
from crm_desktop.services.crosstab.crosstab_fields import OF_TIME
from crm_desktop.services.crosstab.crosstab_totals import Key

WELLS = ("rows", "columns", "measures")


def held(question: Question, well: str) -> Key:
    """The keys in a well, one of ``WELLS``."""
    keys: Key = getattr(question, well)
    return keys


def fits(key: str, well: str) -> bool:
    """Whether ``key`` may go there: measures among measures, fields anywhere else."""
    return (key in MEASURES) == (well == "measures")


def put(question: Question, well: str, key: str, place: int = -1) -> Question:
    """``key`` in ``well`` before the one at ``place``, at its end if below 0; it leaves the place
    where it was."""
    if not fits(key, well) or well not in WELLS:
        return question
    there = held(question, well)
    if place < 0:
        place = len(there)
    before = [one for one in there[:place] if one != key]
    after = [one for one in there[place:] if one != key]
    changed = {well: (*before, key, *after)}
    if well != "measures":
        other = "columns" if well == "rows" else "rows"
        changed[other] = tuple(one for one in held(question, other) if one != key)
    return _settled(replace(question, **changed), question)  # type: ignore[arg-type]


def take(question: Question, well: str, key: str) -> Question:
    """The question without ``key`` in ``well``."""
    left = tuple(one for one in held(question, well) if one != key)
    return _settled(replace(question, **{well: left}), question)  # type: ignore[arg-type]


def moved(question: Question, well: str, key: str, by: int) -> Question:
    """``key`` one place earlier (-1) or later (1) among its neighbours."""
    there = held(question, well)
    place = there.index(key) + by
    if not 0 <= place < len(there):
        return question
    return put(question, well, key, place if by < 0 else place + 1)


def turned(question: Question) -> Question:
    """Rows and columns changed over."""
    if not question.columns:
        return question
    return _settled(replace(question, rows=question.columns, columns=question.rows), question)


def filtered(question: Question, key: str, values: Key) -> Question:
    """Only ``values`` of the field ``key``; none of them lifts the filter."""
    others = tuple(one for one in question.filters if one[0] != key)
    return replace(question, filters=(*others, *((key, value) for value in values)))


def sorted_by(question: Question, column: Key, measure: str) -> Question:
    """Sorted by a column's measure, largest first; asked again, smallest first."""
    now = (question.by, question.by_measure or question.measures[0])
    turn = not by_name(question) and now == (column, measure) and not question.reverse
    return replace(question, sort="value", by=column, by_measure=measure, reverse=turn)


def sorted_by_name(question: Question) -> Question:
    """Sorted by the names of the rows; asked again, the other way round."""
    turn = by_name(question) and not question.reverse
    return replace(question, sort="name", by=(), by_measure="", reverse=turn)


def by_name(question: Question) -> bool:
    """Whether the outermost rows stand by name, or as time passes."""
    usual = not question.sort and bool(question.rows) and question.rows[0] in OF_TIME
    return question.sort == "name" or usual


def _settled(question: Question, before: Question) -> Question:
    if question.columns != before.columns:
        question = replace(question, by=())
    if question.by_measure not in question.measures:
        question = replace(question, by_measure="")
    return question
