"""Giving many customers a fact alike: which fact, which value, how many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contacts.contact_rows import CUSTOM
from crm_desktop.services.fields import ready_fields
from crm_desktop.services.fields.custom_values import NO, YES
from crm_desktop.ui.contacts import contact_facts
from crm_desktop.ui.contacts.filter_options import Offered
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import clear, column, plain, row

Choices = list[tuple[str, str]]


class BulkChangeDialog(Dialog):
    """``change(field, value)`` is told a fact and its value; an empty one takes the fact away."""

    def __init__(
        self,
        host: QWidget,
        offered: Offered,
        count: int,
        change: Callable[[str, Any], object],
    ) -> None:
        self._offered, self._change = offered, change
        self.field = ComboBox(_fields(offered))
        self.value: ComboBox | LineEdit
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        content = column(
            row((Field(lambda: _("Field"), self.field), 1), gap=12), self._place, gap=12
        )
        words = ngettext("Change {n} customer", "Change {n} customers", count)
        title = words.format(n=formats.integer(count))
        super().__init__(host, title, plain(content), title, self._take, enter=True)
        self.field.activated.connect(lambda _index: self._show_value())
        self._show_value()

    def _show_value(self) -> None:
        clear(self._place)
        choices = _choices(self.field.value(), self._offered)
        if choices is None:
            self.value = LineEdit(lambda: _("empty takes it away"))
        else:
            self.value = ComboBox([("", _("None")), *choices])
        self.input = Field(lambda: _("New value"), self.value)
        self._place.addWidget(self.input)

    def _take(self) -> bool:
        field, typed = self.field.value(), self.value.value()
        value: Any = typed
        try:
            if field in ("stage_id", "owner_id", "territory_id"):
                value = int(typed) if typed else None
            elif field == "payment_days":
                value = contact_facts.changes(field, typed)[field]
        except UserError as problem:
            self.input.set_error(str(problem))
            return False
        self._change(field, value)
        return True


def _fields(offered: Offered) -> Choices:
    named = [
        ("owner_id", _("Owner")),
        ("stage_id", _("Stage")),
        ("level", _("Level")),
        ("customer_type", _("Type")),
        ("source", _("Source")),
        ("industry", _("Industry")),
        ("territory_id", _("Territory")),
        ("party", _("Party")),
        ("payment_days", _("Days to pay")),
    ]
    return [*named, *((f"{CUSTOM}{one.key}", one.label) for one in offered.custom)]


def _choices(field: str, offered: Offered) -> Choices | None:
    """What a field offers; ``None`` for one that is typed."""
    facts = offered.facts
    known: dict[str, Any] = {
        "owner_id": facts.owners,
        "stage_id": facts.stages,
        "territory_id": facts.territories,
        "level": facts.levels,
        "customer_type": facts.types,
        "source": facts.sources,
        "party": [(one, ready_fields.party_name(one)) for one in ready_fields.PARTIES],
    }
    if field.startswith(CUSTOM):
        own = next(one for one in offered.custom if f"{CUSTOM}{one.key}" == field)
        if own.type == "yes_no":
            return [(YES, _("Yes")), (NO, _("No"))]
        return [(one, one) for one in own.options] if own.type == "choice" else None
    return list(known[field]) if known.get(field) else None
