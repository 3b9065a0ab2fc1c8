"""Deals of the sample shop: the board of the story, and a year of deals won and lost before."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal

from crm_desktop.core import money
from crm_desktop.db.models import Competitor, Deal, DealStageChange
from crm_desktop.services.demo.demo_block import Block, Customer
from crm_desktop.services.demo.demo_calendar import STORY_DAY, day_in, instant, month_index, stored
from crm_desktop.services.demo.demo_story import DEALS, on

_WAY = ("enquiry", "survey", "quote", "negotiation", "won")
_OPEN_AT_MONTH_ENDS = (150, 158, 160, 168, 176, 180, 188, 192, 198, 205)
"""Thousands of yuan in open deals at the ends of June 2025 to April 2026."""


def negotiate(block: Block, people: dict[str, Customer]) -> dict[str, int]:
    """The board: every deal with the stages it went through. Returns ids by customer."""
    _past_deals(block)
    found = {}
    for key, stage, amount, since, state, expected in DEALS:
        reached = block.calendar.near(on(since))
        steps = _WAY[: _WAY.index(stage) + 1]
        deal = Deal(
            contact_id=people[key].id,
            title=block.content["deals"][key],
            amount_minor=money.to_minor(Decimal(amount), block.premises.currency),
            currency=block.premises.currency,
            stage_id=block.premises.deal_stages[stage],
            stage_since=reached,
            state=state,
            expected_on=block.calendar.near(on(expected)),
            closed_on=reached if state == "won" else None,
            owner_id=block.premises.staff["lin"],
            created_at=instant(reached - dt.timedelta(days=_days_before(steps, steps[0])), "10:30"),
        )
        block.session.add(deal)
        block.session.flush()
        found[key] = deal.id
        _steps(block, deal.id, reached, steps)
    return found


def _days_before(steps: tuple[str, ...], step: str) -> int:
    """How many days before its present stage a deal came to ``step``."""
    return 30 * (len(steps) - 1 - steps.index(step)) // max(len(steps) - 1, 1)


def _steps(block: Block, deal: int, reached: dt.date, steps: tuple[str, ...]) -> None:
    before: int | None = None
    for step in steps:
        to = block.premises.deal_stages[step]
        day = reached - dt.timedelta(days=_days_before(steps, step))
        block.session.add(
            DealStageChange(
                deal_id=deal,
                from_stage_id=before,
                to_stage_id=to,
                trigger="hand",
                changed_at=instant(day, "10:30"),
                staff_id=block.premises.staff["lin"],
            )
        )
        before = to


def _past_deals(block: Block) -> None:
    """Deals open over one month's end each, so that the months' open amounts are as told."""
    rng, premises = block.rng, block.premises
    unit = money.to_minor(Decimal(1), premises.currency)
    customers = [c for c in block.customers if c.person is None]
    titles = list(block.content["deals"].values())
    rows, lives = [], []
    for back, thousands in enumerate(reversed(_OPEN_AT_MONTH_ENDS), 2):
        end = day_in(month_index(STORY_DAY) - back, 31)
        left = thousands * 1_000
        while left > 0 and customers:
            amount = min(left, rng.randint(14, 280) * 100)
            left -= amount
            made = block.calendar.past(end - dt.timedelta(days=rng.randint(4, 26)))
            closed = block.calendar.past(end + dt.timedelta(days=rng.randint(3, 28)))
            outcome = "won" if rng.random() < 0.58 else "lost"
            rows.append(
                (
                    rng.choice(customers).id, rng.choice(titles), amount * unit,
                    premises.currency, premises.deal_stages[outcome], closed.isoformat(), outcome,
                    closed.isoformat(), closed.isoformat(), stored(made, "10:30"),
                    premises.staff["lin"],
                )
            )  # fmt: skip
            lives.append((made, closed, outcome))
    # With chances of their own, so that whatever else is told stays as it was.
    chance = random.Random("past deals")
    rivals = block.insert(
        Competitor, ("name",), [(name,) for name in block.content["lost"]["competitors"]]
    )
    ids = block.insert(
        Deal,
        ("contact_id", "title", "amount_minor", "currency", "stage_id", "stage_since", "state",
         "expected_on", "closed_on", "created_at", "owner_id", "lost_reason", "competitor_id"),
        [(*row, *_why(block, chance, row[6], rivals)) for row in rows],
    )  # fmt: skip
    block.insert(
        DealStageChange,
        ("deal_id", "from_stage_id", "to_stage_id", "changed_at", "trigger", "reason", "staff_id"),
        [move for deal, life in zip(ids, lives, strict=True)
         for move in _past_moves(block, chance, deal, life)],
    )  # fmt: skip


def _why(
    block: Block, chance: random.Random, outcome: str, rivals: Sequence[int]
) -> tuple[str, int | None]:
    """Why a past deal was lost, and to whom; the first reasons are the frequent ones."""
    if outcome == "won":
        return "", None
    reasons = block.content["lost"]["reasons"]
    reason = reasons[min(chance.randrange(len(reasons)), chance.randrange(len(reasons)))]
    return reason, chance.choice([*rivals, None])


def _past_moves(
    block: Block,
    chance: random.Random,
    deal: int,
    life: tuple[dt.date, dt.date, str],
) -> list[tuple[object, ...]]:
    """The stages a past deal went through, some days each."""
    made, closed, outcome = life
    reached = len(_WAY) - 1 if outcome == "won" else chance.randint(1, len(_WAY) - 1)
    steps = [*_WAY[:reached], outcome]
    days = sorted(chance.randint(0, (closed - made).days) for _step in steps[2:])
    found: list[tuple[object, ...]] = []
    before: int | None = None
    for step, after in zip(steps, (0, *days, (closed - made).days), strict=True):
        to = block.premises.deal_stages[step]
        at = stored(made + dt.timedelta(days=after), "10:30")
        found.append((deal, before, to, at, "hand", "", block.premises.staff["lin"]))
        before = to
    return found
