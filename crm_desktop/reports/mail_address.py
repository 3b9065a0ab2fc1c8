"""An address as the post of its country reads it."""

from __future__ import annotations

from crm_desktop.reports.mail_block import Part
from crm_desktop.services.mailing.mailing import Recipient

_RECEIVES = "收"  # follows the name on a Chinese letter, whatever language the program is in


def is_chinese(recipient: Recipient) -> bool:
    """True when the address is written in Chinese: from the large to the small, name last."""
    return any("\u3400" <= one <= "\u9fff" for one in "".join(recipient.address))


def parts(recipient: Recipient, *, phone: bool = False, postcode: bool = True) -> list[Part]:
    """Name and address in the order of their country; ``phone`` adds it for the courier."""
    code = recipient.postcode if postcode else ""
    made = _chinese(recipient, code) if is_chinese(recipient) else _western(recipient, code)
    if phone and recipient.phone:
        made.append(Part(recipient.phone))
    return made


def _chinese(recipient: Recipient, code: str) -> list[Part]:
    names = [recipient.name, recipient.person] if recipient.person else [recipient.name]
    names[-1] = f"{names[-1]} {_RECEIVES}"
    made = [Part(code)] if code else []
    made += [Part(line) for line in recipient.address]
    return made + [Part(name, 1.15, strong=True) for name in names]


def _western(recipient: Recipient, code: str) -> list[Part]:
    made = [Part(recipient.name, 1.1, strong=True)]
    if recipient.person:
        made.append(Part(recipient.person))
    address = list(recipient.address)
    if code and address and not any(code in line for line in address):
        address[-1] = f"{address[-1]} {code}"
    return made + [Part(line) for line in address]
