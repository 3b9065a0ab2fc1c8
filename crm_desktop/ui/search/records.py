"""Customers and products for the palette, read in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.services import search
from crm_desktop.services.products import products
from crm_desktop.services.products.products import ProductRow
from crm_desktop.services.search import SearchHit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Records:
    """What was found, best first."""

    customers: tuple[SearchHit, ...] = ()
    products: tuple[ProductRow, ...] = ()


def find(session: Session, typed: str, customers: int, goods: int) -> Records:
    """The best customers and products on sale for what is typed, so many of each."""
    # Some of the hits may be products, so a few more are asked for than are shown.
    hits = search.contacts_only(search.search(session, typed, 4 * customers))[:customers]
    return Records(tuple(hits), tuple(products.find(session, typed, goods)))
