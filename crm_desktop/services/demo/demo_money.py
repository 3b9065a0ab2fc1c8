"""What the sample shop pays its people and lays out: commission, a shared sale, expenses."""

from __future__ import annotations

import datetime as dt
import io

from sqlalchemy import select

from crm_desktop.db.models import CommissionShare, Expense, ProductCategory, Sale
from crm_desktop.services import expenses
from crm_desktop.services.commission import commission_plans
from crm_desktop.services.commission.commission_plans import Band, PlanDraft, Rule
from crm_desktop.services.demo.demo_block import Block
from crm_desktop.services.demo.demo_calendar import stored
from crm_desktop.services.records import attachments
from crm_desktop.services.settings import settings

_OFFERS = "1000=100, 3000=400"
"""The bonus on stored value."""
_SHARES = (("zhou", 2000), ("wang", 3000))
"""Who has which part, in basis points, in the largest sale of the month of ``xu``."""
_SPENT = (
    ("travel", 86, 1, "wang"), ("meal", 268, 3, "xu"), ("gift", 320, 6, "lin"),
    ("delivery", 45, 8, "zhou"), ("material", 132, 11, "wang"), ("office", 59, 15, "zhou"),
    ("travel", 174, 36, "lin"), ("meal", 415, 41, "xu"),
)  # fmt: skip
"""Kind, whole yuan, how many days ago, by whom; in the order of their notes."""
_FOR_CUSTOMERS = ("travel", "meal", "gift", "delivery")
_WITH_RECEIPT = 5  # the first ones


def pay_and_spend(block: Block) -> None:
    """Add it for the block of the story."""
    settings.put(block.session, settings.STORED_VALUE_OFFERS, _OFFERS)
    _plan(block)
    _share(block)
    _spend(block)


def _plan(block: Block) -> None:
    """Sellers earn more the more they sell, filters pay best; the technician lives on work done;
    whoever brings the money in gets a little of it."""
    named, staff = block.content["plans"], block.premises.staff
    category = _categories(block)
    filters = Rule("category", str(category["filters"]), 500)
    work = Rule("category", str(category["services"]), 1200)
    sellers = (staff["xu"], staff["zhou"])
    for draft in (
        PlanDraft(
            named["sellers"], "sales",
            (Band(0, 200), Band(2_000_000, 300), Band(4_000_000, 400)),
            rules=(filters,), staff_ids=sellers,
        ),
        PlanDraft(
            named["technician"], "sales", (Band(0, 150),), rules=(work,),
            staff_ids=(staff["wang"],),
        ),
        PlanDraft(
            named["collected"], "received", (Band(0, 30), Band(2_500_000, 50)), whole=True,
            staff_ids=sellers,
        ),
    ):  # fmt: skip
        commission_plans.save(block.session, draft)


def _categories(block: Block) -> dict[str, int]:
    names = {name: key for key, name in block.content["categories"].items()}
    rows = block.session.execute(select(ProductCategory.id, ProductCategory.name))
    return {names[name]: one for one, name in rows if name in names}


def _share(block: Block) -> None:
    staff, today = block.premises.staff, block.calendar.today
    largest = select(Sale.id).where(
        Sale.staff_id == staff["xu"], Sale.sold_on.between(today.replace(day=1), today)
    )
    sale = block.session.scalar(largest.order_by(Sale.total_minor.desc(), Sale.id).limit(1))
    if sale is not None:
        rows = [(sale, staff[who], part) for who, part in _SHARES]
        block.insert(CommissionShare, ("sale_id", "staff_id", "share_bp"), rows)


def _spend(block: Block) -> None:
    today, staff = block.calendar.today, block.premises.staff
    buyers = iter([one.id for one in block.customers if one.sales and one.person is None])
    notes = block.content["expenses"]["notes"]
    rows = []
    for note, (kind, yuan, ago, who) in zip(notes, _SPENT, strict=True):
        day = today - dt.timedelta(days=ago)
        buyer = next(buyers, None) if kind in _FOR_CUSTOMERS else None
        rows.append(
            (day.isoformat(), kind, yuan * 100, block.premises.currency, staff[who], buyer,
             ago > 10, note, stored(day, "18:00"))
        )  # fmt: skip
    kept = block.insert(
        Expense,
        ("spent_on", "kind", "amount_minor", "currency", "staff_id", "contact_id", "reimbursed",
         "note", "created_at"),
        rows,
    )  # fmt: skip
    for expense, row in list(zip(kept, rows, strict=True))[:_WITH_RECEIPT]:
        picture = _receipt(str(row[0]), int(row[2]))
        attachments.add(block.session, expenses.TABLE, expense, f"{row[0]}.jpg", picture)


def _receipt(day: str, minor: int) -> bytes:
    """A till receipt as a photo would show it."""
    from PIL import Image, ImageDraw, ImageFont

    paper = Image.new("RGB", (420, 560), "#fbfaf5")
    pen = ImageDraw.Draw(paper)
    for place, wide in enumerate((200, 0, 300, 260, 320, 240)):
        pen.rectangle((40, 50 + place * 46, 40 + wide, 64 + place * 46), "#c9c5b8")
    pen.line((40, 370, 380, 370), "#8a867a", 3)
    pen.text((40, 400), f"{minor // 100}.{minor % 100:02}", "#33312b", ImageFont.load_default(64))
    pen.text((40, 490), day, "#6d695e", ImageFont.load_default(30))
    file = io.BytesIO()
    paper.save(file, "JPEG", quality=80)
    return file.getvalue()
