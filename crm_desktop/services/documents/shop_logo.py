"""The logo of the shop: checked, made small, kept in the file as a setting, printed on papers."""

from __future__ import annotations

import base64
import binascii

from sqlalchemy.orm import Session

from crm_desktop.core.i18n import N_
from crm_desktop.services.products import product_pictures
from crm_desktop.services.settings import settings

SET_ACTION = N_("Change the logo")
REMOVE_ACTION = N_("Take the logo away")

LONGEST_SIDE = 480
"""Pixels kept; it is printed a thumb's width at most."""


def choose(session: Session, name: str, content: bytes) -> None:
    """Take a picture as the logo. Raises ``UserError`` for what is no picture."""
    small = product_pictures.shrink(name, content, LONGEST_SIDE)
    settings.put(session, settings.SHOP_LOGO, base64.b64encode(small).decode("ascii"))


def remove(session: Session) -> None:
    """Print the first letter of the shop's name again."""
    settings.put(session, settings.SHOP_LOGO, "")


def read(session: Session) -> bytes:
    """The logo as JPEG; empty without one, or where another program wrote something else there."""
    try:
        content = base64.b64decode(settings.get(session, settings.SHOP_LOGO), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return content if content.startswith(b"\xff\xd8\xff") else b""
