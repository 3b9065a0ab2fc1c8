"""Customers as vCard 3.0, which every phone reads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange.write_target import writing_to
from crm_desktop.services.exports.export_cards import Card

_PHONE_TYPES = {"mobile": "CELL", "手机": "CELL", "home": "HOME", "家庭": "HOME", "fax": "FAX"}
_HANDLES = {"wechat": "X-WECHAT", "qq": "X-QQ", "dingtalk": "X-DINGTALK", "whatsapp": "X-WHATSAPP"}
# Phones that know no year-less birthday show this year, which Apple's address book began with.
_NO_YEAR = 1604


def write(
    cards: Iterable[Card],
    total: int,
    path: Path,
    progress: Progress = no_progress,
    *,
    version: str = "3.0",
) -> int:
    """Write every card to ``path`` as vCard ``version``; returns how many.

    Raises ``FileProblem``.
    """
    done = 0
    with writing_to(path) as file:
        for card in cards:
            written = _vcard(card).serialize()
            file.write((_as_four(written) if version == "4.0" else written).encode())
            done += 1
            if done % 100 == 0:
                progress(done, total)
    progress(done, total)
    return done


def _as_four(written: str) -> str:
    """A card of version 3.0 in the words of 4.0 (RFC 6350)."""
    lines = written.split("\r\n")
    for number, line in enumerate(lines):
        if line == "VERSION:3.0":
            lines[number] = "VERSION:4.0"
        elif line.startswith("BDAY;X-APPLE-OMIT-YEAR"):
            lines[number] = "BDAY:--" + line.rpartition(":")[2][5:].replace("-", "")
        elif line == "X-ABSHOWAS:COMPANY":
            lines[number] = "KIND:org"
        elif line.startswith("EMAIL;TYPE=INTERNET:"):
            lines[number] = "EMAIL:" + line.partition(":")[2]
    return "\r\n".join(lines)


def _vcard(card: Card) -> Any:
    import vobject

    written = vobject.vCard()
    # Names are kept whole: splitting a Chinese or company name would only guess.
    _add(written, "n", vobject.vcard.Name(family=card.name))
    _add(written, "fn", card.name)
    _add(written, "uid", card.uid)
    if organisation := card.name if card.is_company else card.company:
        _add(written, "org", [organisation])
    if card.is_company:
        _add(written, "x-abshowas", "COMPANY")
    if card.title:
        _add(written, "title", card.title)
    _add_ways(written, card)
    if card.birthday:
        year, month, day = card.birthday
        born = _add(written, "bday", f"{year or _NO_YEAR:04}-{month:02}-{day:02}")
        if not year:
            born.params["X-APPLE-OMIT-YEAR"] = [str(_NO_YEAR)]
    if card.tags:
        _add(written, "categories", list(card.tags))
    if card.note:
        _add(written, "note", card.note)
    return written


def _add_ways(written: Any, card: Card) -> None:
    """How to reach them."""
    from vobject.vcard import Address

    for label, number in card.phones:
        guessed = "CELL" if _is_mobile(number) else "VOICE"
        _add(written, "tel", number, _PHONE_TYPES.get(label.lower(), guessed))
    for _label, address in card.emails:
        _add(written, "email", address, "INTERNET")
    for kind, value in card.handles:
        _add(written, "url" if kind == "web" else _HANDLES.get(kind, f"X-{kind.upper()}"), value)
    for place in card.addresses:
        parts = Address(
            street=place.street or place.text,
            city=place.city,
            region=place.region,
            code=place.postcode,
            country=place.country,
        )
        _add(written, "adr", parts)


def _add(written: Any, name: str, value: Any, kind: str = "") -> Any:
    line = written.add(name)
    line.value = value
    if kind:
        line.type_param = kind
    return line


def _is_mobile(number: str) -> bool:
    digits = "".join(filter(str.isdigit, number))
    return len(digits) >= 11 and digits[-11] == "1" and digits[-10] in "3456789"
