"""Questions a shop asks again and again, ready as filters of the customer list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery


@dataclass(frozen=True, slots=True)
class Question:
    """``name`` and ``why`` (what to do with the answer) are msgids; all ``parts`` must hold."""

    code: str
    name: str
    why: str
    parts: tuple[dict[str, Any], ...]
    sort: str = "spent"
    descending: bool = True

    def query(self, today: dt.date | None = None) -> ContactQuery:
        """The list that answers it."""
        return ContactQuery(
            conditions={"all": list(self.parts)},
            sort=self.sort,
            descending=self.descending,
            today=today,
        )


def _is(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


_NOT_LOST = _is("stage", "is_not", "lost")

QUESTIONS: tuple[Question, ...] = (
    Question(
        "quiet_3_months",
        N_("Not contacted for 3 months"),
        N_("Call the biggest first."),
        (_is("last_contact", "days_ago_over", 90), _NOT_LOST),
    ),
    Question(
        "past_rhythm",
        N_("Past their own rhythm"),
        N_("They buy regularly and are half an interval late: ask why."),
        (_is("rhythm", "past", 150),),
    ),
    Question(
        "one_purchase",
        N_("Bought once and never again"),
        N_("A second purchase makes a customer: find a reason for it."),
        (_is("sale_count", "is", 1), _is("last_sale", "days_ago_over", 60), _NOT_LOST),
        sort="last_sale",
    ),
    Question(
        "twice_in_6_months",
        N_("Bought at least twice in 6 months"),
        N_("Your regulars: the first to hear of something new."),
        (_is("bought", "bought", {"days": 182, "times": 2}),),
    ),
    Question(
        "first_purchase_30_days",
        N_("First purchase in the last 30 days"),
        N_("Thank them and ask how it works."),
        (_is("first_sale", "days_ago_within", 30),),
        sort="first_sale",
    ),
    Question(
        "gone_a_year",
        N_("Good customers gone for a year"),
        N_("Worth one honest call."),
        (_is("last_sale", "days_ago_over", 365), _is("sale_count", "at_least", 3)),
    ),
    Question(
        "never_bought",
        N_("Asked but never bought"),
        N_("Ask once more, or let them go."),
        (
            _is("sale_count", "at_most", 0),
            _is("created", "days_ago_over", 30),
            _is("party", "is", "customer"),
            _NOT_LOST,
        ),
        sort="last_contact",
    ),
    Question(
        "due_to_reorder",
        N_("Soon out of what they bought"),
        N_("Offer the refill before they look elsewhere."),
        (_is("replenishment", "due"),),
    ),
    Question(
        "late_payers",
        N_("Payment late"),
        N_("Send the statement, then call."),
        (_is("overdue", "late_over", 0),),
        sort="owed",
    ),
    Question(
        "birthday_7_days",
        N_("Birthday within 7 days"),
        N_("A greeting costs nothing. Lunar birthdays are counted."),
        (_is("birthday", "within_days", 7),),
    ),
    Question(
        "deal_without_step",
        N_("Open deal without a next step"),
        N_("Nobody will call them unless you plan it."),
        (_is("deal", "filled"), _is("next_due", "empty")),
        sort="last_contact",
        descending=False,
    ),
    Question(
        "quote_unanswered",
        N_("Quote out, no word for 3 days"),
        N_("Ask what is missing."),
        (_is("quote", "filled"), _is("last_contact", "days_ago_over", 3)),
        sort="last_contact",
        descending=False,
    ),
    Question(
        "ticket_open",
        N_("Waiting for help"),
        N_("An open ticket: sell nothing before it is solved."),
        (_is("ticket", "filled"),),
    ),
    Question(
        "new_30_days",
        N_("Entered in the last 30 days"),
        N_("Say hello while they remember you."),
        (_is("created", "days_ago_within", 30),),
        sort="created",
    ),
    Question(
        "unreachable",
        N_("No phone, e-mail or WeChat"),
        N_("Ask for one at the next visit."),
        (_is("phone", "empty"), _is("email", "empty"), _is("wechat", "empty")),
    ),
    Question(
        "regular_no_birthday",
        N_("Regulars whose birthday is not known"),
        N_("Ask, and be there on the day."),
        (
            _is("sale_count", "at_least", 3),
            _is("birthday", "empty"),
            _is("kind", "is", "person"),
        ),
    ),
    Question(
        "nobody_looks_after",
        N_("Nobody looks after them"),
        N_("Give each an owner."),
        (_is("owner", "empty"), _NOT_LOST),
    ),
    Question(
        "stalled",
        N_("Too long in their stage"),
        N_("Push, extend or let go: decide today."),
        (_is("stalled", "late_over", 0),),
        sort="last_contact",
        descending=False,
    ),
    Question(
        "in_season",
        N_("In a stage whose season it is"),
        N_("This month is theirs."),
        (_is("in_season", "filled"),),
    ),
    Question(
        "points_to_spend",
        N_("Points to spend"),
        N_("Remind them: it brings them in."),
        (_is("points", "at_least", 100),),
    ),
)


def question(code: str) -> Question | None:
    """The question of a code."""
    return next((one for one in QUESTIONS if one.code == code), None)


def counts(
    session: Session, today: dt.date | None = None, questions: Sequence[Question] = QUESTIONS
) -> dict[str, int]:
    """How many customers each question finds today, by code."""
    day = today or clock.today()
    return {one.code: contact_list.count(session, one.query(day)) for one in questions}
