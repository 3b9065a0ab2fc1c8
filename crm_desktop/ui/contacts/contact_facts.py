"""The facts of a customer: how they are shown, chosen from, and written back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from crm_desktop.core import clock, formats
from crm_desktop.core.date_words import parse_date
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.contacts.contact_rows import CUSTOM
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.fields import custom_values, ready_fields
from crm_desktop.services.fields.custom_values import CustomShown
from crm_desktop.ui.contacts import birthdays
from crm_desktop.ui.contacts.fact_row import Fact
from crm_desktop.ui.contacts.phone_words import shown_phone

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FactChoices:
    """What the facts with a menu offer, as (value, label)."""

    levels: Choices = ()
    stages: Choices = ()
    owners: Choices = ()
    sources: Choices = ()
    types: Choices = ()
    territories: Choices = ()


def since_words(panel: ContactPanel) -> str:
    """``customer for 3 y 2 m``; empty when it is not known since when."""
    if panel.since is None:
        return ""
    today = clock.today()
    months = (today.year - panel.since.year) * 12 + today.month - panel.since.month
    months -= today.day < panel.since.day
    if months < 1:
        return _("customer since {day}").format(day=formats.date_relative(panel.since, today))
    years, rest = divmod(months, 12)
    if not years:
        return _("customer for {m} m").format(m=rest)
    if not rest:
        return _("customer for {y} y").format(y=years)
    return _("customer for {y} y {m} m").format(y=years, m=rest)


def about_words(panel: ContactPanel) -> str:
    """The line under the name: whom to ask for, what they are, since when."""
    parts = []
    if panel.people:
        person = panel.people[0]
        words = _("{name}, {role}") if person.role else _("Ask for {name}")
        parts.append(words.format(name=person.name, role=person.role))
    if panel.employer is not None:
        parts.append(panel.employer[1])
    if not parts and panel.customer_type:
        parts.append(panel.customer_type)
    parts.append(since_words(panel))
    return " · ".join(part for part in parts if part)


def phone_fact(panel: ContactPanel, icon: str = "") -> Fact:
    """All phones, the first one first."""
    typed = pgettext("list separator", ", ").join(panel.phones)
    shown = pgettext("list separator", ", ").join(map(shown_phone, panel.phones))
    return Fact(
        "phones", _("Phone"), shown, typed, icon, hint=_("Several with a comma"),
        masked=panel.masked and bool(typed),
    )  # fmt: skip


def _address_fact(panel: ContactPanel, icon: str = "") -> Fact:
    masked = panel.masked and bool(panel.address)
    return Fact("address", _("Address"), panel.address, panel.address, icon, masked=masked)


def birthday_fact(panel: ContactPanel, icon: str = "") -> Fact:
    """The birthday, perhaps without its year."""
    born = birthdays.Born(panel.birthday, panel.birth_lunar, panel.birth_leap)
    return Fact(
        "birthday",
        _("Birthday"),
        birthdays.shown_with_next(born, clock.today()),
        birthdays.typed(born),
        icon,
        fg="amberText" if birthdays.is_impossible(born) else "text",
        hint=_("e.g. 9-3, 1980-9-3 or lunar 8-15"),
    )


def owed_fact(panel: ContactPanel, icon: str = "") -> Fact:
    """What is open and when it falls due; red once it is late."""
    shown, ink = "", "text"
    if panel.owed_minor > 0:
        shown, ink = formats.money_whole(panel.owed_minor, panel.currency), "amberText"
        due = panel.owed_due_on
        if due is not None and due < clock.today():
            shown = _("{amount} · was due {day}").format(amount=shown, day=formats.day_month(due))
            ink = "redText"
        elif due is not None:
            shown = _("{amount} · due {day}").format(amount=shown, day=formats.day_month(due))
    return Fact("owed", _("Balance"), shown, icon=icon, fg=ink, editable=False)


def panel_facts(panel: ContactPanel) -> list[Fact]:
    """The four key facts of the side panel."""
    return [
        phone_fact(panel, "phone"),
        _address_fact(panel, "map-pin"),
        birthday_fact(panel, "calendar-blank"),
        owed_fact(panel, "wallet"),
    ]


def profile_facts(panel: ContactPanel, choices: FactChoices) -> list[Fact]:
    """Everything the profile shows and edits."""
    kinds = (("person", _("Person")), ("company", _("Company")))
    wechat = pgettext("list separator", ", ").join(panel.wechat)
    emails = pgettext("list separator", ", ").join(panel.emails)
    tags = pgettext("list separator", ", ").join(panel.tags)
    terms = _("{n} days").format(n=panel.payment_days) if panel.payment_days is not None else ""
    since = formats.date_long(panel.since) if panel.since else ""
    return [
        Fact("name", _("Name"), panel.name, panel.name),
        Fact("kind", _("Kind"), dict(kinds)[panel.kind], panel.kind, choices=kinds),
        Fact(
            "party",
            _("Party"),
            ready_fields.party_name(panel.party),
            panel.party,
            choices=[(one, ready_fields.party_name(one)) for one in ready_fields.PARTIES],
        ),
        phone_fact(panel),
        Fact("wechat", _("WeChat"), wechat, wechat),
        Fact("emails", _("E-mail"), emails, emails),
        _address_fact(panel),
        birthday_fact(panel),
        _chosen("level", _("Level"), panel.level, choices.levels),
        _chosen("stage_id", _("Stage"), panel.stage, choices.stages),
        _chosen("customer_type", _("Type"), panel.customer_type, choices.types),
        _chosen("source", _("Source"), panel.source, choices.sources),
        _chosen("owner_id", _("Owner"), panel.owner, choices.owners),
        *_territory_facts(panel, choices),
        *_lead_facts(panel),
        Fact("payment_days", _("Days to pay"), terms, _text(panel.payment_days)),
        Fact("since", _("Since"), since, panel.since.isoformat() if panel.since else ""),
        Fact("tags", _("Tags"), tags, tags),
        Fact("remark", _("Remark"), panel.remark, panel.remark),
        *map(custom_fact, (one for one in panel.custom if _belongs(one, panel.party))),
    ]


def _territory_facts(panel: ContactPanel, choices: FactChoices) -> list[Fact]:
    """The area they belong to, in a shop that has areas."""
    if not choices.territories and not panel.territory:
        return []
    return [_chosen("territory_id", _("Territory"), panel.territory, choices.territories)]


def _lead_facts(panel: ContactPanel) -> list[Fact]:
    """The four questions of a lead, and the grade they come to."""
    grade = Fact("grade", _("Lead grade"), panel.grade, editable=False)
    asked = []
    for one in lead_grade.QUESTIONS:
        value = getattr(panel, one.key)
        answers = [(str(number), lead_words(one, number)) for number in range(lead_grade.MOST + 1)]
        shown = "" if value is None else lead_words(one, value)
        asked.append(_chosen(one.key, _(one.label), shown, answers))
    return [grade, *asked]


def lead_words(question: lead_grade.Question, answer: int) -> str:
    """``2 · clear need``."""
    return f"{answer} · {_(question.answers[answer])}"


def _belongs(value: CustomShown, party: str) -> bool:
    """Fields of dealers are for dealers; what is filled in anyway is not hidden."""
    return value.group not in ready_fields.PARTIES or value.group == party or bool(value.typed)


def custom_fact(value: CustomShown) -> Fact:
    """A field the shop added; what does not fit its type stands out."""
    choices: Choices = ()
    hint = ""
    if value.type == "yes_no":
        choices = [("", _("None")), (custom_values.YES, _("Yes")), (custom_values.NO, _("No"))]
    elif value.type == "choice":
        choices = [("", _("None")), *((option, option) for option in value.options)]
    elif value.type == "choices":
        hint = pgettext("list separator", ", ").join(value.options)
    return Fact(
        f"{CUSTOM}{value.key}",
        value.label,
        value.shown,
        value.typed,
        fg="amberText" if value.odd else "text",
        choices=choices,
        hint=hint,
        masked=value.masked,
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _chosen(key: str, label: str, shown: str, choices: Choices) -> Fact:
    """A fact with a menu; without any choices it is typed, where that is possible."""
    present = next((value for value, name in choices if name == shown), "")
    if choices:
        return Fact(key, label, shown, present, choices=[("", _("None")), *choices])
    return Fact(key, label, shown, shown, editable=not key.endswith("_id"))


def changes(key: str, typed: str) -> dict[str, Any]:
    """What ``contacts.edit`` is to be told for a fact typed or chosen.

    Raises ``UserError`` for what cannot be read; the input then keeps its text.
    """
    if key.startswith(CUSTOM):
        return {"custom": {key.removeprefix(CUSTOM): typed}}
    if key in _READERS:
        return _READERS[key](typed)
    if key in ("wechat", "emails", "tags"):
        return {key: split(typed)}
    return {key: typed}


def _birthday_changes(typed: str) -> dict[str, Any]:
    try:
        birthday, lunar, leap = birthdays.parse(typed)
    except ValueError:
        raise UserError(_("Type a birthday like 9-3, 1980-9-3 or lunar 8-15.")) from None
    return {"birthday": birthday, "birth_lunar": lunar, "birth_leap": leap}


def split(typed: str, marks: str = ",，、;；") -> tuple[str, ...]:
    """The parts of a text that may hold several, without empty ones."""
    for mark in marks:
        typed = typed.replace(mark, "\n")
    return tuple(part.strip() for part in typed.split("\n") if part.strip())


def _id_changes(key: str, typed: str) -> dict[str, Any]:
    return {key: int(typed) if typed else None}


def _days_changes(typed: str) -> dict[str, Any]:
    if typed and not typed.isdigit():
        raise UserError(_("Type a whole number of days."))
    return _id_changes("payment_days", typed)


def _since_changes(typed: str) -> dict[str, Any]:
    try:
        return {"since": parse_date(typed, clock.today())}
    except ValueError:
        raise UserError(_("Type a date, e.g. 2026-06-18.")) from None


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "birthday": _birthday_changes,
    "phones": lambda typed: {"phones": (typed,) if typed else ()},
    "address": lambda typed: {"addresses": (typed,) if typed else ()},
    "stage_id": partial(_id_changes, "stage_id"),
    "owner_id": partial(_id_changes, "owner_id"),
    "territory_id": partial(_id_changes, "territory_id"),
    "payment_days": _days_changes,
    "since": _since_changes,
    **{one.key: partial(_id_changes, one.key) for one in lead_grade.QUESTIONS},
}
