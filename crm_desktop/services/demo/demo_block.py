"""One block of the sample shop while it is made: its customers and what they are made with."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from crm_desktop.services.demo.demo_calendar import StoryCalendar
from crm_desktop.services.demo.demo_content import Content
from crm_desktop.services.demo.demo_rows import Insert, NewContact, NewSale
from crm_desktop.services.demo.demo_shop import Premises
from crm_desktop.services.demo.demo_story import Person


@dataclass(slots=True)
class Customer:
    """A customer while the block is made: ``sales`` are days of the story."""

    contact: NewContact
    type: str
    person: Person | None = None
    sales: list[tuple[dt.date, int]] = field(default_factory=list)
    id: int = 0
    due: bool = False
    silent: bool = False

    @property
    def last_sale(self) -> dt.date | None:
        """The latest day they bought."""
        return max((day for day, _amount in self.sales), default=None)


@dataclass(slots=True)
class Block:
    """Everything a block is made with, and the customers it has made."""

    session: Session
    insert: Insert
    content: Content
    calendar: StoryCalendar
    premises: Premises
    rng: random.Random
    customers: list[Customer] = field(default_factory=list)
    used_names: set[str] = field(default_factory=set)
    sale_lines: list[tuple[int, Customer, NewSale, str, int]] = field(default_factory=list)
