"""The sample shop: a water purifier dealer with two years of sales, the same for one seed.

The pictures of the program were drawn for it as seen on ``demo_calendar.STORY_DAY``; on any
other day its story is told relative to that day. A file of more customers than one block holds
repeats blocks of other people with the same habits.
"""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import NumberSeries, Sale
from crm_desktop.services.demo import (
    demo_content,
    demo_counter,
    demo_events,
    demo_marks,
    demo_money,
    demo_people,
    demo_plan,
    demo_rows,
    demo_sales,
    demo_service,
)
from crm_desktop.services.demo.demo_block import Block
from crm_desktop.services.demo.demo_calendar import StoryCalendar
from crm_desktop.services.demo.demo_plan import BLOCK, Taken, taken_by_story
from crm_desktop.services.demo.demo_repeat import Recorder
from crm_desktop.services.demo.demo_shop import open_shop
from crm_desktop.services.demo.demo_story import PEOPLE

CUSTOMERS = BLOCK
SEED = 627
PATTERNS = 4
"""Blocks of their own beside the story's; larger files repeat them with other people."""


def fill(
    session: Session,
    customers: int = CUSTOMERS,
    seed: int = SEED,
    today: dt.date | None = None,
    *,
    language: str = "zh_CN",
    progress: Progress = no_progress,
) -> None:
    """Fill a new file with the sample shop of ``customers`` customers, as seen on ``today``.

    Settings and stages are seeded first when the file has none. The people the story is about
    are always there, so a file has some 30 customers at least. Call it with ``Store.set_up``.
    """
    content = demo_content.load(language)
    calendar = StoryCalendar(today or clock.today())
    premises = open_shop(session, content, language, calendar.today)
    receipt, done = 1, 0
    patterns: list[Recorder] = []
    while done < max(customers, 1):
        progress(done, customers, _("Making sample data"))
        rng = random.Random(seed + done)
        size = min(BLOCK, customers - done)
        if len(patterns) == PATTERNS and size == BLOCK:
            receipt = rng.choice(patterns).repeat(rng, content, receipt)
        else:
            recorder = Recorder(session)
            block = Block(session, recorder.insert, content, calendar, premises, rng)
            receipt = _fill_block(block, size, story=done == 0, receipt=receipt)
            if done and len(patterns) < PATTERNS:
                patterns.append(recorder)
        done += size
    _continue_numbers(session)
    progress(customers, customers, _("Making sample data"))


def _fill_block(block: Block, size: int, *, story: bool, receipt: int) -> int:
    """Write ``size`` customers with all that is theirs; returns the next receipt number."""
    people = PEOPLE if story else ()
    taken = taken_by_story() if story else Taken()
    plan = demo_plan.draw(block.rng, size / BLOCK, taken, size - len(people))
    block.customers = [demo_people.person_of_story(block, person) for person in people]
    block.customers += [demo_people.member(block, planned) for planned in plan.members]
    for order in plan.orders:
        if order.member >= 0:
            block.customers[len(people) + order.member].sales.append((order.day, order.amount))
    leads = size - len(block.customers)
    block.customers += [demo_people.lead(block) for _ in range(leads)]
    demo_marks.grade(block, len(people))
    demo_marks.celebrate(block)
    demo_marks.choose_silent(block)
    demo_marks.choose_due(block, len(people))
    _write_contacts(block)
    following = demo_sales.write_sales(block, plan, len(people), receipt)
    if story:
        demo_events.tell_story(block)
    demo_events.live_on(block)
    demo_service.install_machines(block)
    demo_service.serve(block, closed=48 * size // BLOCK)
    if story:
        demo_counter.trade(block)
        demo_money.pay_and_spend(block)
    return following


def _write_contacts(block: Block) -> None:
    words = block.content.words
    # The people of the story last: the newest, found first.
    order = block.customers[::-1]
    ids = demo_rows.write_contacts(
        block.insert,
        [customer.contact for customer in order],
        labels=(words("mobile"), words("landline")),
        place=(words("province"), words("city")),
        currency=block.premises.currency,
        today=block.calendar.today,
    )
    for key, customer in zip(ids, order, strict=True):
        customer.id = key


def _continue_numbers(session: Session) -> None:
    """The next sale's number follows the last one on account."""
    last = session.scalar(select(func.max(Sale.number)).where(Sale.number.like("XS-%")))
    series = session.scalar(select(NumberSeries).where(NumberSeries.key == "sale"))
    if last and series:
        series.next_value = int(last.removeprefix("XS-")) + 1
    session.flush()
