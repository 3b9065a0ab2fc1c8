"""The sample shop: a water purifier dealer with two years of sales, the same for one seed.

The pictures of the program were drawn for it as seen on ``demo_calendar.STORY_DAY``; on any
other day its story is told relative to that day. A file of more customers than one block holds
repeats blocks of other people with the same habits.
"""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import NumberSeries
from crm_desktop.services import demo_content, demo_events, demo_service
from crm_desktop.services.demo_block import Block, fill_block
from crm_desktop.services.demo_calendar import StoryCalendar
from crm_desktop.services.demo_plan import BLOCK
from crm_desktop.services.demo_shop import open_shop

CUSTOMERS = BLOCK
SEED = 20260618


def fill(
    session: Session,
    customers: int = CUSTOMERS,
    seed: int = SEED,
    today: dt.date | None = None,
    language: str = "zh_CN",
    progress: Progress = no_progress,
) -> None:
    """Fill a new file with the sample shop of ``customers`` customers, as seen on ``today``.

    Settings and stages are seeded first when the file has none. The people the story is about
    are always there, so a file has some 30 customers at least. Call it with ``Store.set_up``.
    """
    content = demo_content.load(language)
    calendar = StoryCalendar(today or clock.today())
    premises = open_shop(session, content, language)
    receipt, done = 1, 0
    for number in range(max(1, -(-customers // BLOCK))):
        progress(done, customers, _("Making sample data"))
        block = Block(session, content, calendar, premises, random.Random(seed + number))
        size = min(BLOCK, customers - done)
        receipt = fill_block(block, size, story=number == 0, first_number=receipt)
        if number == 0:
            demo_events.tell_story(block)
        demo_events.live_on(block)
        demo_service.install_machines(block)
        demo_service.serve(block, closed=48 * size // BLOCK)
        done += size
    _continue_numbers(session)
    progress(customers, customers, _("Making sample data"))


def _continue_numbers(session: Session) -> None:
    """The next sale's number follows the last one on account."""
    from sqlalchemy import func, select

    from crm_desktop.db.models import Sale

    last = session.scalar(select(func.max(Sale.number)).where(Sale.number.like("XS-%")))
    series = session.scalar(select(NumberSeries).where(NumberSeries.key == "sale"))
    if last and series:
        series.next_value = int(last.removeprefix("XS-")) + 1
    session.flush()
