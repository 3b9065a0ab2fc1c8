"""What to ask a customer at the next visit: what is due, what is open, what is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.contacts.contact_profile import ContactProfile
from crm_desktop.services.contacts.preferences import PreferenceRow
from crm_desktop.services.figures.buying_habits import Habit
from crm_desktop.services.payments.payment_habit import Standing

MOST = 6
_SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a customer on ``day``; ``tickets`` are the subjects of open requests."""

    day: dt.date
    panel: ContactPanel
    profile: ContactProfile
    standing: Standing
    goods: tuple[Habit, ...]
    tickets: tuple[str, ...]
    likes: tuple[PreferenceRow, ...]


def questions(known: Known) -> tuple[str, ...]:
    """At most ``MOST`` sentences, the most pressing first: trouble and money before business
    before what is missing on the customer's page."""
    found = [sentence for ask in _ASKING for sentence in ask(known)]
    return tuple(found[:MOST])


def _trouble(known: Known) -> Iterator[str]:
    for subject in known.tickets[:2]:
        yield _("Ask whether this is solved: {subject}.").format(subject=subject)


def _money(known: Known) -> Iterator[str]:
    if known.standing.late_minor:
        amount = formats.money_exact(known.standing.late_minor, known.standing.currency)
        yield _("Ask when the {amount} past due will be paid.").format(amount=amount)


def _deals(known: Known) -> Iterator[str]:
    for deal in known.profile.deals[:2]:
        if deal.expected_on is None:
            yield _("{title}: ask when it will be decided, and by whom.").format(title=deal.title)
        else:
            words = _("{title}: ask what is still needed to decide by {day}.")
            yield words.format(title=deal.title, day=formats.date_long(deal.expected_on))


def _goods(known: Known) -> Iterator[str]:
    soon = known.day + dt.timedelta(days=_SOON_DAYS)
    due = [one for one in known.goods if one.next_on is not None and one.next_on <= soon]
    for one in sorted(due, key=lambda habit: habit.next_on or known.day)[:2]:
        words = _("Ask whether they need {product} again, last bought on {day}.")
        yield words.format(product=one.name, day=formats.date_long(one.last_on))


def _equipment(known: Known) -> Iterator[str]:
    for one in known.profile.assets:
        if one.days_left is not None and one.days_left <= _SOON_DAYS:
            yield _("Offer a day for the service of {name}.").format(name=one.name)
            return


def _tastes(known: Known) -> Iterator[str]:
    stale = next((one for one in known.likes if one.stale), None)
    if stale is not None:
        words = _("Ask whether this still holds: {topic}, {value}.")
        yield words.format(topic=stale.topic, value=stale.value)


def _missing(known: Known) -> Iterator[str]:
    panel = known.panel
    company = panel.kind == "company"
    if company and not any(person.decides for person in panel.people):
        yield _("Ask who decides on purchases.")
    if not panel.phones:
        yield _("Ask for a phone number.")
    if not panel.wechat and not panel.emails:
        yield _("Ask for WeChat or an e-mail address.")
    if not company and panel.birthday is None:
        yield _("Ask for the birthday.")
    if panel.sale_count:
        yield _("Ask who else could use what we sell.")
    else:
        yield _("Ask what they need, by when, and what it may cost.")


_ASKING: tuple[Callable[[Known], Iterator[str]], ...] = (
    _trouble,
    _money,
    _deals,
    _goods,
    _equipment,
    _tastes,
    _missing,
)
