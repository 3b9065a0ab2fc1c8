"""Calling through a list: one customer at a time, nine outcomes, what each of them leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Article, Contact, FollowUp, TimelineEntry
from crm_desktop.services.contacts import reach
from crm_desktop.services.contacts.reach import Reach
from crm_desktop.services.figures import suggestion
from crm_desktop.services.figures.suggestion import Suggestion
from crm_desktop.services.follow_ups import follow_up_list, follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpRow
from crm_desktop.services.records import contact_record
from crm_desktop.services.timeline import call_outcomes, timeline
from crm_desktop.services.timeline.call_outcomes import OUTCOMES, Outcome
from crm_desktop.services.timeline.timeline_sources import TimelineRow

_SCRIPT = "call_script"
_HISTORY = 6


@dataclass(frozen=True, slots=True)
class CallCard:
    """What one needs while the phone rings."""

    contact_id: int
    name: str
    kind: str
    level: str
    reach: Reach
    remark: str
    no_marketing: bool
    suggestion: Suggestion | None
    history: tuple[TimelineRow, ...]
    due: tuple[FollowUpRow, ...]


def card(session: Session, contact_id: int, today: dt.date) -> CallCard:
    """The customer to be called. Raises ``NotFound``."""
    contact = contact_record.found(session, contact_id)
    query = follow_ups.FollowUpQuery("open", contact_id=contact_id, today=today)
    return CallCard(
        contact.id,
        contact.name,
        contact.kind,
        contact.level,
        reach.reach(session, contact_id),
        contact.remark,
        contact.no_marketing,
        suggestion.suggest(session, contact_id, today),
        tuple(timeline.entries(session, contact_id, _HISTORY)),
        tuple(follow_ups.page(session, query, 0, 3)),
    )


def callable_ones(session: Session, contact_ids: Sequence[int]) -> list[int]:
    """Those of ``contact_ids`` who are there and did not ask to be left alone, in their order."""
    living: set[int] = set()
    for start in range(0, len(contact_ids), 500):
        some = contact_ids[start : start + 500]
        living.update(
            session.scalars(
                select(Contact.id).where(
                    Contact.id.in_(some),
                    Contact.deleted_at.is_(None),
                    Contact.no_marketing.is_(False),
                )
            )
        )
    return [contact_id for contact_id in dict.fromkeys(contact_ids) if contact_id in living]


def due_calls(session: Session, today: dt.date) -> dict[int, int]:
    """Whom open calls due by ``today`` are about, each with the id of its follow-up, the most
    overdue first."""
    query = (
        select(FollowUp.contact_id, FollowUp.id)
        .where(
            FollowUp.state == literal_column("'open'"),
            FollowUp.due_on <= today,
            FollowUp.kind == "call",
            FollowUp.contact_id.is_not(None),
            follow_up_list.kept(),
        )
        .order_by(FollowUp.due_on, FollowUp.due_time, FollowUp.id)
    )
    found: dict[int, int] = {}
    for contact_id, follow_up_id in session.execute(query):
        if contact_id is not None:
            found.setdefault(contact_id, follow_up_id)
    return found


def record(
    session: Session,
    contact_id: int,
    outcome: str,
    note: str = "",
    follow_up_id: int | None = None,
) -> int | None:
    """Keep how a call ended; returns the id of the call planned next, if one was.

    The follow-up that led to the call is done, unless nobody was reached: then it moves. Raises
    ``NotFound`` for an unknown outcome or customer.
    """
    meant = call_outcomes.outcome(outcome)
    contact = contact_record.found(session, contact_id)
    said = text.clean(note)
    timeline.add_note(
        session,
        contact_id,
        "call",
        said,
        direction="out",
        result=meant.key,
    )
    if meant.never:
        contact.no_marketing = True
        session.flush()
    return _go_on(session, contact, meant, said, follow_up_id)


def _go_on(
    session: Session, contact: Contact, meant: Outcome, said: str, follow_up_id: int | None
) -> int | None:
    present = session.get(FollowUp, follow_up_id) if follow_up_id is not None else None
    open_ = present is not None and present.state == "open" and present.deleted_at is None
    again = (
        clock.today() + dt.timedelta(days=meant.again_days)
        if meant.again_days is not None
        else None
    )
    if present is not None and open_ and not meant.reached and again is not None:
        follow_ups.reschedule(session, present.id, again)
        return present.id
    if present is not None and open_:
        follow_ups.complete(session, present.id, said or _(meant.label))
    if again is None:
        return None
    title = present.title if present is not None else said or _("Call again")
    draft = FollowUpDraft(title, again, contact_id=contact.id, kind="call",
                          owner_id=contact.owner_id, reason=_(meant.label))  # fmt: skip
    return follow_ups.create(session, draft)


def keep_notes(session: Session, notes: Mapping[int, str]) -> int:
    """Keep what was written about customers without saying how the call ended; returns how many
    notes. Those of customers deleted meanwhile are left out."""
    kept = 0
    for contact_id, words in notes.items():
        contact = session.get(Contact, contact_id)
        if text.clean(words) and contact is not None and contact.deleted_at is None:
            timeline.add_note(session, contact_id, "note", words)
            kept += 1
    return kept


def counts(session: Session, day: dt.date) -> dict[str, int]:
    """How the calls of a day ended: number by outcome, none left out, in the order of the keys."""
    query = (
        select(TimelineEntry.result, func.count())
        .where(
            TimelineEntry.kind == "call",
            TimelineEntry.happened_on == day,
            TimelineEntry.result != "",
            TimelineEntry.deleted_at.is_(None),
        )
        .group_by(TimelineEntry.result)
    )
    found: dict[str, int] = {}
    for result, number in session.execute(query):
        found[result] = number
    return {one.key: found.get(one.key, 0) for one in OUTCOMES}


def called(session: Session, contact_ids: Sequence[int], day: dt.date) -> dict[int, str]:
    """How the last call of the day to each of these ended; who was not called is missing."""
    found: dict[int, str] = {}
    for start in range(0, len(contact_ids), 500):
        query = (
            select(TimelineEntry.contact_id, TimelineEntry.result)
            .where(
                TimelineEntry.contact_id.in_(contact_ids[start : start + 500]),
                TimelineEntry.kind == "call",
                TimelineEntry.happened_on == day,
                TimelineEntry.result != "",
                TimelineEntry.deleted_at.is_(None),
            )
            .order_by(TimelineEntry.id)
        )
        for contact_id, result in session.execute(query):
            found[contact_id] = result
    return found


def script(session: Session) -> str:
    """What the shop says on the phone; empty until somebody writes it."""
    return session.scalar(_script_query().with_only_columns(Article.body)) or ""


def set_script(session: Session, body: str) -> None:
    """Keep another script."""
    article = session.scalar(_script_query())
    if article is None:
        article = Article(kind=_SCRIPT, title=_("Call script"))
        session.add(article)
    article.body = body.strip()
    session.flush()


def _script_query() -> Select[Article]:
    return (
        select(Article)
        .where(Article.kind == _SCRIPT, Article.deleted_at.is_(None))
        .order_by(Article.id)
        .limit(1)
    )
