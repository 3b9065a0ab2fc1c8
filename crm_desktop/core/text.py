"""One shape for texts that should be found and matched alike, however they were typed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from crm_desktop.core import paths

_SPACES = dict.fromkeys([0x09, 0x0B, 0x0C, 0x85, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000], " ")
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
# Zero-width and direction marks arrive from web pages and phone books and are never meant.
_INVISIBLE = [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0x2061, 0xFEFF, 0xFFFE]
_INVISIBLE += [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x7F, 0x85)]
_INVISIBLE += [code for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D)]
_CLEAN = _SPACES | dict.fromkeys(_INVISIBLE, None)
# Joiners mean something between letters of some scripts and between the parts of an emoji.
_LOOSE_JOINER = re.compile("(?<![\u0600-\u0dff\ufe0f\u2600-\u27bf\U0001f000-\U0001faff])"
                           "[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0dff\u2600-\u27bf"
                           "\U0001f000-\U0001faff])")  # fmt: skip
MASK = "••••"
"""What stands for the hidden part of a masked number."""

_DASHES = dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE63], "-")
_DASH_SET = frozenset(map(chr, _DASHES))
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ ]+(?=[\u3400-\u9fff])")


@cache
def _simplified() -> dict[int, str]:
    """Code point of a traditional character to its simplified form."""
    text = paths.resource("data", "traditional.txt").read_text(encoding="utf-8")
    pairs = [pair for line in text.splitlines() if line[:1] != "#" for pair in line.split()]
    return {ord(pair[0]): pair[1] for pair in pairs}


@cache
def _traditional() -> frozenset[str]:
    return frozenset(map(chr, _simplified()))


def simplify(text: str) -> str:
    """``text`` with traditional characters replaced by simplified ones: 廣東 as 广东."""
    if text.isascii() or _traditional().isdisjoint(text):
        return text
    return text.translate(_simplified())


def clean(text: str) -> str:
    """``text`` as typed, without control, zero-width and direction marks and outer blanks.

    Line breaks inside stay, as ``\\n``; the odd spaces (no-break, ideographic) become plain.
    """
    if text.isprintable():  # no control, format or odd space character in it
        return text.strip()
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEAN)
    return _LOOSE_JOINER.sub("", plain).strip()


def halfwidth(text: str) -> str:
    """``clean(text)`` in NFKC with plain hyphens: ``１３８－００`` as ``138-00``."""
    text = clean(text)
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text if _DASH_SET.isdisjoint(text) else text.translate(_DASHES)


def fold(text: str) -> str:
    """The form in which texts are compared and searched.

    NFKC, case-folded, simplified, without control characters, every run of white space one
    blank: ``"  ＡＢＣ  廣東\\t店"`` becomes ``"abc 广东 店"``.
    """
    if text.isascii():
        return " ".join(clean(text).casefold().split())
    return " ".join(simplify(halfwidth(text)).casefold().split())


def key(text: str) -> str:
    """``fold(text)`` with letters and digits only: equal for names that differ in punctuation."""
    folded = fold(text)
    if folded.isalnum():
        return folded
    return "".join(character for character in folded if character.isalnum())


def join_han(text: str) -> str:
    """``text`` without the alignment blanks inside Chinese: ``张 三`` as ``张三``."""
    return _HAN_GAP.sub("", text) if " " in text and not text.isascii() else text
