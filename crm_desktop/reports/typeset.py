"""Setting text in lines: breaking Chinese and English alike, and shortening with an ellipsis."""

from __future__ import annotations

from crm_desktop.reports import fonts

# Characters that may not begin or end a line (Chinese line-breaking rules, GB/T 15834).
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’…·%％,.;:?!)]}~—")
_NOT_LAST = frozenset("（《「『【〔“‘([{¥$€£")


def one_line(text: str) -> str:
    """``text`` as the font can print it, with single spaces between its words."""
    if not (text.isascii() and text.isprintable()):
        text = fonts.printable(text)
    return " ".join(text.split())


def wrap(
    text: str, size: float, width: float, strong: bool = False, lines: int = 0
) -> tuple[str, ...]:
    """``text`` broken into lines no wider than ``width`` points; at least one line.

    Breaks between words, and beside any Chinese character as the rules allow; a word longer
    than a line is broken where it must. ``lines`` above 0 caps their number: what does not
    fit ends in an ellipsis.
    """
    text = one_line(text)
    if fonts.width(text, size, strong) <= width:
        return (text,)
    broken: list[str] = []
    rest = text
    while rest:
        if lines and len(broken) == lines - 1:
            broken.append(shorten(rest, size, width, strong))
            break
        cut = _cut(rest, size, width, strong)
        broken.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return tuple(broken)


def _cut(text: str, size: float, width: float, strong: bool) -> int:
    """How many characters of ``text`` go on the first line."""
    fitting = _fitting(text, size, width, strong)
    if fitting >= len(text):
        return len(text)
    for position in range(fitting, 0, -1):
        if _may_break(text, position):
            return position
    return max(fitting, 1)


def _fitting(text: str, size: float, width: float, strong: bool) -> int:
    used = 0.0
    for position, character in enumerate(text):
        used += fonts.width(character, size, strong)
        if used > width and character != " ":
            return position
    return len(text)


def _may_break(text: str, position: int) -> bool:
    before, after = text[position - 1], text[position]
    if after == " ":
        return True
    if before in " ·":
        return after not in _NOT_FIRST
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\uffef"


def shorten(text: str, size: float, width: float, strong: bool = False) -> str:
    """``text`` on one line, ending in an ellipsis when it is wider than ``width`` points."""
    text = one_line(text)
    if fonts.width(text, size, strong) <= width:
        return text
    room = width - fonts.width("…", size, strong)
    return text[: _fitting(text, size, room, strong)].rstrip() + "…"
