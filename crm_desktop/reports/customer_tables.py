"""What is told of one customer, in parts: for the card that tells all and the brief of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.reports import letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Row,
    Section,
    Styled,
    Table,
    Tone,
    Value,
)
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.contacts.customer_brief import Brief
from crm_desktop.services.payments import payment_habit
from crm_desktop.services.timeline.timeline_sources import TimelineRow

Fact = tuple[str, str]


def joined(parts: Iterable[str]) -> str:
    """``parts`` that say something, as a list within a sentence."""
    return pgettext("list separator", ", ").join(part for part in parts if part)


def dotted(parts: Iterable[str]) -> str:
    """``parts`` that say something, with dots between."""
    return " · ".join(part for part in parts if part)


def fact_table(facts: Sequence[Fact], sheet: str, lines: int = 0) -> Table:
    """Names and what they are, those without a value left out; ``lines`` caps a long value."""
    columns = (
        Column(pgettext("customer", "What"), share=1.0, tone=Tone.QUIET),
        Column(pgettext("customer", "Value"), share=2.7, lines=lines),
    )
    rows = tuple(Row(fact) for fact in facts if fact[1])
    return Table(columns, rows, sheet=sheet, header=False)


def sentences(brief: Brief) -> tuple[str, ...]:
    """Who it is, what they brought so far, how they pay."""
    panel, profile, standing = brief.panel, brief.profile, brief.standing
    who = dotted((panel.level, panel.stage, panel.customer_type, panel.industry))
    said = [_("{name}: {who}.").format(name=panel.name, who=who) if who else f"{panel.name}."]
    if panel.sale_count:
        words = ngettext(
            "{n} purchase for {amount} so far.", "{n} purchases for {amount} so far.",
            panel.sale_count,
        )  # fmt: skip
        amount = formats.money_whole(panel.spent_minor, panel.currency)
        said.append(words.format(n=formats.integer(panel.sale_count), amount=amount))
    else:
        said.append(_("Nothing was bought yet."))
    if profile.silent_days is not None:
        silent = formats.integer(profile.silent_days)
        words = ngettext(
            "The last was {n} day ago.", "The last was {n} days ago.", profile.silent_days
        )
        said.append(words.format(n=silent))
        if profile.usual_days:
            words = ngettext(
                "They usually buy every {n} day.", "They usually buy every {n} days.",
                profile.usual_days,
            )  # fmt: skip
            said.append(words.format(n=formats.integer(profile.usual_days)))
    habit = payment_habit.facts(standing)
    said.append(_("Money: {facts}.").format(facts=habit) if habit else _("Nothing is owed."))
    return tuple(said)


def reach_facts(panel: ContactPanel) -> list[Fact]:
    """How they are reached and who looks after them."""
    return [
        (_("Phone"), joined(panel.phones)),
        (_("WeChat"), joined(panel.wechat)),
        (_("E-mail"), joined(panel.emails)),
        (_("Address"), panel.address),
        (pgettext("customer", "Works at"), panel.employer[1] if panel.employer else ""),
        (_("Owner"), panel.owner),
        (_("Territory"), panel.territory),
        (_("Tags"), joined(panel.tags)),
        (_("Remark"), panel.remark),
    ]


def people(brief: Brief, most: int = 0) -> Block | None:
    """The people of a company, who decides first."""
    found = brief.panel.people[: most or None]
    columns = (
        Column(_("Name"), share=1.4, strong=True),
        Column(pgettext("person", "Role"), share=1.2),
        Column(_("Phone"), share=1.3),
    )
    rows = tuple(
        Row((one.name, joined((one.role, _("decides") if one.decides else "")), one.phone))
        for one in found
    )
    return _section(_("People"), columns, rows, len(brief.panel.people))


def contacts(rows: Sequence[TimelineRow], title: str, lines: int = 2) -> Block | None:
    """What happened, newest first."""
    columns = (
        Column(_("Date"), Kind.DATE, share=0.8),
        Column(pgettext("timeline", "What"), share=1.6, lines=lines),
        Column(pgettext("timeline", "Said"), share=3.0, lines=lines, tone=Tone.QUIET),
    )
    told = (
        Row((letterhead.short_day(one.happened_on), one.title, " ".join(one.body.split())))
        for one in rows
    )
    return _section(title, columns, tuple(told))


def deals(brief: Brief, most: int = 0) -> Block | None:
    """What is under way, the largest first."""
    columns = (
        Column(_("Deal"), share=2.0, strong=True),
        Column(_("Stage"), share=1.1),
        Column(pgettext("deal", "Expected"), Kind.DATE, share=0.9),
        Column(_("Amount"), Kind.MONEY, share=1.0),
    )
    rows = tuple(
        Row(
            (
                one.title,
                one.stage,
                letterhead.short_day(one.expected_on),
                _money(one.amount_minor, one.currency, brief.panel.currency),
            )
        )
        for one in brief.profile.deals[: most or None]
    )
    return _section(_("Open deals"), columns, rows, len(brief.profile.deals))


def follow_ups(brief: Brief) -> Block | None:
    """What is planned with them, what is late first."""
    columns = (
        Column(pgettext("planned", "Due"), Kind.DATE, share=0.8),
        Column(_("Follow-up"), share=2.4, strong=True),
        Column(_("Owner"), share=0.9),
    )
    rows = tuple(
        Row(
            (
                Styled(one.due_on, tone=Tone.BAD) if one.days_late > 0 else one.due_on,
                one.title,
                one.owner_name,
            )
        )
        for one in brief.follow_ups
    )
    return _section(_("Follow-ups"), columns, rows)


def goods(brief: Brief, most: int = 0) -> Block | None:
    """What they buy, how often, and when it is due next."""
    columns = (
        Column(_("Product"), share=2.3, strong=True),
        Column(pgettext("habit", "Times"), Kind.INTEGER, share=0.6),
        Column(_("Amount"), Kind.MONEY, share=1.0),
        Column(pgettext("habit", "Last"), Kind.DATE, share=1.0),
        Column(pgettext("habit", "Every"), Kind.DAYS, share=0.7),
        Column(pgettext("habit", "Due next"), Kind.DATE, share=1.0),
    )
    rows = tuple(
        Row(
            (
                one.name or _("Without a name"),
                one.days,
                one.amount_minor,
                letterhead.short_day(one.last_on),
                one.usual_days,
                _due(one.next_on, brief),
            )
        )
        for one in brief.goods[: most or None]
    )
    return _section(_("What they buy"), columns, rows)


def service(brief: Brief, most: int = 0) -> Block | None:
    """What stands at their place, and requests that wait."""
    columns = (
        Column(pgettext("customer", "Equipment"), share=2.0, strong=True),
        Column(_("Place"), share=1.1),
        Column(_("Warranty until"), Kind.DATE, share=1.0),
        Column(_("Next service"), Kind.DATE, share=1.0),
    )
    rows = [
        Row(
            (
                joined((one.name, one.serial)),
                one.place,
                letterhead.short_day(one.warranty_until),
                _due(one.next_service_on, brief),
            )
        )
        for one in brief.profile.assets[: most or None]
    ]
    rows += [
        Row(
            (
                Styled(_("Open request: {subject}").format(subject=one.subject), tone=Tone.BAD),
                one.number,
                Styled(None, text=" "),
                letterhead.short_day(one.received_on),
            )
        )
        for one in brief.tickets[: most or None]
    ]
    return _section(pgettext("report", "Service"), columns, tuple(rows))


def birthdays(brief: Brief, most: int = 0) -> Block | None:
    """Whose birthday is next, theirs or the family's."""
    columns = (
        Column(_("Birthday"), Kind.DATE, share=0.9),
        Column(_("Name"), share=1.6, strong=True),
        Column(pgettext("person", "Role"), share=1.0, tone=Tone.QUIET),
    )
    rows = tuple(
        Row((letterhead.short_day(one.on), one.name, one.who))
        for one in brief.birthdays[: most or None]
    )
    return _section(_("Birthdays"), columns, rows)


def _section(
    title: str, columns: tuple[Column, ...], rows: tuple[Row, ...], count: int = 0
) -> Block | None:
    if not rows:
        return None
    told = formats.integer(count) if count > len(rows) else ""
    return Section(title, told, (Table(columns, rows, sheet=title),))


def _due(day: dt.date | None, brief: Brief) -> Styled:
    """A day in the colour of lateness once it is past."""
    tone = Tone.BAD if day is not None and day < brief.day else Tone.PLAIN
    return Styled(day, letterhead.short_day(day).text, tone)


def _money(minor: int, theirs: str, currency: str) -> Value | Styled:
    return minor if theirs == currency else Styled(None, text=formats.money_exact(minor, theirs))
