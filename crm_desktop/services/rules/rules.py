"""Rules that make follow-ups: kept, changed, switched on and off. ``rule_run`` runs them.

A rule is a trigger with its numbers, a filter of customers, and a template of what it makes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import FollowUpRule, Staff
from crm_desktop.services.conditions import conditions
from crm_desktop.services.follow_ups import follow_up_kinds
from crm_desktop.services.rules import rule_numbers, rule_words
from crm_desktop.services.rules.rule_asking import Trigger
from crm_desktop.services.rules.rule_triggers import TRIGGERS

ADD_ACTION = N_("Add a follow-up rule")
CHANGE_ACTION = N_("Change a follow-up rule")
COMPLETE_ACTION = N_("Add the ready rules")
REMOVE_ACTION = N_("Remove a follow-up rule")
SWITCH_ON_ACTION = N_("Switch a follow-up rule on")
SWITCH_OFF_ACTION = N_("Switch a follow-up rule off")

MOST_A_DAY = 100_000


@dataclass(frozen=True, slots=True)
class Template:
    """What a rule makes. ``title`` may hold merge fields; empty is the trigger's own.

    ``due_days`` is how many days after the rule fires it falls due; ``owner_id`` is who does it,
    the customer's owner when ``None``. ``most`` is how many a day a rule over what stands makes
    at most, the longest standing first; 0 has no bound.
    """

    title: str = ""
    kind: str = "call"
    due_days: int = 0
    priority: int = 0
    owner_id: int | None = None
    most: int = 0


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as it is typed; ``numbers`` by the keys of the trigger's numbers."""

    trigger: str
    name: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)
    filter: conditions.Condition | None = None
    template: Template = field(default_factory=Template)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as kept. ``name`` is shown; ``own_name`` is empty for a shipped one not renamed.

    ``begun_on`` is its first day as it is now: what would have come before is left alone.
    """

    id: int
    code: str
    name: str
    own_name: str
    trigger: Trigger
    numbers: Mapping[str, Any]
    filter: conditions.Condition | None
    template: Template
    active: bool
    last_run_on: dt.date | None = None
    begun_on: dt.date | None = None


def rules(session: Session) -> list[RuleRow]:
    """Every rule in the shop's order."""
    query = (
        select(FollowUpRule)
        .where(FollowUpRule.deleted_at.is_(None), FollowUpRule.trigger.in_(list(TRIGGERS)))
        .order_by(FollowUpRule.position, FollowUpRule.id)
    )
    return [_row(rule) for rule in session.scalars(query)]


def get(session: Session, rule_id: int) -> RuleRow:
    """One rule. Raises ``NotFound``."""
    return _row(_found(session, rule_id))


def draft_of(row: RuleRow) -> RuleDraft:
    """A rule as it would be typed, to be changed and given to ``edit``."""
    return RuleDraft(row.trigger.code, row.own_name, row.numbers, row.filter, row.template)


def trigger_of(code: str) -> Trigger:
    """A trigger by its code. Raises ``UserError`` for one there is not."""
    if code not in TRIGGERS:
        raise UserError(
            _("There is no trigger called “{name}”.").format(name=code),
            _("Nothing was changed."),
            _("There are: {names}.").format(names=", ".join(TRIGGERS)),
        )
    return TRIGGERS[code]


def checked(session: Session, draft: RuleDraft) -> RuleDraft:
    """The draft complete and sound. Raises ``UserError`` saying what is wrong."""
    trigger = trigger_of(draft.trigger)
    template = draft.template
    rule_words.checked_title(trigger, template.title)
    if template.kind not in (kinds := follow_up_kinds.kinds(session)):
        raise UserError(
            _("There is no kind of follow-up called “{name}”.").format(name=template.kind),
            _("Nothing was changed."),
            _("There are: {names}.").format(names=", ".join(kinds)),
        )
    if not 0 <= template.due_days <= rule_numbers.FARTHEST or not 0 <= template.most <= MOST_A_DAY:
        raise UserError(
            _("These days or numbers are too large."),
            _("Nothing was changed."),
            _("Write a whole number from 0 to 3660."),
        )
    if template.owner_id is not None and session.get(Staff, template.owner_id) is None:
        raise NotFound(_("This person does not work here any more."), _("Nothing was changed."))
    if draft.filter:
        conditions.clause(session, draft.filter, clock.today())
    return RuleDraft(
        draft.trigger,
        text.clean(draft.name),
        rule_numbers.checked(session, trigger, draft.numbers),
        draft.filter,
        template,
    )


def create(session: Session, draft: RuleDraft, *, active: bool = True) -> int:
    """Keep a new rule; returns its id. Raises ``UserError`` without a name."""
    draft = checked(session, draft)
    if not draft.name:
        raise UserError(
            _("A rule needs a name."), _("Nothing was changed."), _("Write what it is for.")
        )
    last = session.scalar(select(func.max(FollowUpRule.position)))
    return _kept(session, draft, active=active, position=(last or 0) + 1).id


def edit(session: Session, rule_id: int, draft: RuleDraft) -> None:
    """Change a rule. What it made already stays, and is not made again."""
    rule = _found(session, rule_id)
    draft = checked(session, draft)
    if not draft.name and not rule.code:
        raise UserError(
            _("A rule needs a name."), _("Nothing was changed."), _("Write what it is for.")
        )
    before = _row(rule)
    if draft.trigger != rule.trigger:
        # Another question altogether: its days begin now.
        rule.last_run_on = None
    begun_on = before.begun_on
    if (draft.trigger, draft.numbers, draft.filter) != (
        before.trigger.code, before.numbers, before.filter
    ):  # fmt: skip
        begun_on = rule.last_run_on and rule.last_run_on + dt.timedelta(1)
    _write(rule, draft, begun_on)
    session.flush()


def ran(session: Session, rule_id: int, day: dt.date) -> None:
    """Note that a rule has run up to a day."""
    rule = _found(session, rule_id)
    if rule.last_run_on is None:
        row = _row(rule)
        _write(rule, draft_of(row), day)
    rule.last_run_on = day
    session.flush()


def switch(session: Session, rule_id: int, on: bool) -> None:
    """Switch a rule on or off. Switched on, it begins on that day: what it would have made
    before is left alone."""
    rule = _found(session, rule_id)
    if rule.active != on:
        rule.active = on
        rule.last_run_on = None
        session.flush()


def remove(session: Session, rule_id: int) -> None:
    """Take a rule away; the follow-ups it made stay."""
    _found(session, rule_id).deleted_at = clock.now()
    session.flush()


def seed(session: Session) -> None:
    """Give a file that never had a rule the shipped ones; a file that had some is left alone.

    On are those about money and deals, which a shop with few of them can only want; what writes
    to customers is switched on by the shop.
    """
    if session.scalar(select(FollowUpRule.id).limit(1)) is not None:
        return
    for position, (code, trigger, numbers, template) in enumerate(_SHIPPED):
        draft = RuleDraft(trigger, "", numbers, _FILTERS.get(code), template)
        draft = checked(session, draft)
        _kept(session, draft, code=code, active=code in _ON, position=position)


def complete(session: Session) -> None:
    """Give the file the shipped rules it lacks, switched off: those taken away come back as they
    were, so that they do not make again what they made."""
    removed = session.scalars(
        select(FollowUpRule).where(
            FollowUpRule.code.in_([code for code, *_rest in _SHIPPED]),
            FollowUpRule.deleted_at.is_not(None),
        )
    )
    for rule in removed:
        rule.deleted_at, rule.active, rule.last_run_on = None, False, None
    session.flush()
    seed(session)


def lacking(session: Session) -> bool:
    """True when a shipped rule is missing."""
    return not {code for code, *_rest in _SHIPPED} <= {row.code for row in rules(session)}


_ON = frozenset({"quote_ending", "payment_late", "deal_stalled"})
_FILTERS: dict[str, conditions.Condition] = {
    # Whoever has something planned is not forgotten.
    "contact_rhythm": {"all": [{"field": "next_due", "op": "empty"}]},
    "win_back": {"all": [{"field": "next_due", "op": "empty"}]},
}
_SHIPPED: tuple[tuple[str, str, dict[str, Any], Template], ...] = (
    ("contact_rhythm", "rhythm", {}, Template(most=20)),
    ("after_sale", "sale", {}, Template()),
    ("birthdays", "birthday", {}, Template(kind="wechat", priority=1)),
    ("founding_days", "birthday", {"who": "companies"}, Template()),
    ("customer_years", "anniversary", {}, Template(kind="wechat")),
    ("spring_festival", "festival", {"festival": "spring"}, Template(kind="wechat")),
    ("mid_autumn", "festival", {"festival": "mid_autumn"}, Template(kind="wechat")),
    ("quote_ending", "quote", {}, Template(priority=1)),
    ("payment_due", "payment", {"days": [0]}, Template(kind="collect")),
    ("payment_late", "payment", {"days": [2]}, Template(kind="collect", priority=1)),
    ("unpaid_order", "unpaid", {}, Template(kind="collect")),
    ("warranty_ending", "warranty", {}, Template()),
    ("service_due", "service", {}, Template(kind="service")),
    ("part_due", "part", {}, Template()),
    ("reorder", "supply", {}, Template()),
    ("deal_stalled", "deal", {}, Template(priority=1)),
    ("stage_stalled", "stage", {}, Template(most=20)),
    ("win_back", "own_rhythm", {}, Template(most=20)),
    ("spend_dropped", "spend", {}, Template()),
)


def _found(session: Session, rule_id: int) -> FollowUpRule:
    rule = session.get(FollowUpRule, rule_id)
    if rule is None or rule.deleted_at is not None or rule.trigger not in TRIGGERS:
        raise NotFound(_("This rule does not exist any more."), _("Nothing was changed."))
    return rule


def _kept(
    session: Session, draft: RuleDraft, *, active: bool, position: int, code: str = ""
) -> FollowUpRule:
    rule = FollowUpRule(code=code, active=active, position=position)
    _write(rule, draft)
    session.add(rule)
    session.flush()
    return rule


def _write(rule: FollowUpRule, draft: RuleDraft, begun_on: dt.date | None = None) -> None:
    template = draft.template
    rule.name = draft.name
    rule.trigger = draft.trigger
    rule.conditions = json.dumps(
        {
            "numbers": draft.numbers,
            "filter": draft.filter or {},
            "begun_on": begun_on.isoformat() if begun_on else None,
        },
        ensure_ascii=False,
    )
    rule.template = json.dumps(
        {
            "title": template.title,
            "kind": template.kind,
            "due_days": template.due_days,
            "priority": template.priority,
            "owner_id": template.owner_id,
            "most": template.most,
        },
        ensure_ascii=False,
    )


def _row(rule: FollowUpRule) -> RuleRow:
    trigger = TRIGGERS[rule.trigger]
    when = _mapping(rule.conditions)
    numbers = rule_numbers.sound(trigger, _mapping_of(when.get("numbers")))
    return RuleRow(
        id=rule.id,
        code=rule.code,
        name=rule_words.rule_name(rule.code, rule.name),
        own_name=rule.name,
        trigger=trigger,
        numbers=numbers,
        filter=_mapping_of(when.get("filter")) or None,
        template=_template(_mapping(rule.template)),
        active=rule.active,
        last_run_on=rule.last_run_on,
        begun_on=_day(when.get("begun_on")),
    )


def _template(stored: Mapping[str, Any]) -> Template:
    """What of a stored template is of the right kind; the rest is as in a new rule."""
    plain = Template()
    owner = stored.get("owner_id")
    kept: dict[str, Any] = {
        key: stored[key]
        for key in ("title", "kind", "due_days", "priority", "most")
        if type(stored.get(key)) is type(getattr(plain, key))
    }
    if not 0 <= kept.get("due_days", 0) <= rule_numbers.FARTHEST:
        del kept["due_days"]
    return Template(**kept, owner_id=owner if type(owner) is int else None)


def _day(stored: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stored)
    except (TypeError, ValueError):
        return None


def _mapping(stored: str) -> dict[str, Any]:
    """The JSON of a rule; what another program spoilt counts as nothing set."""
    try:
        return _mapping_of(json.loads(stored or "{}"))
    except ValueError:
        return {}


def _mapping_of(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
