"""One plan of commission: what it is reckoned on, its rates, for whom, how long."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.commission import commission_plans
from crm_desktop.services.commission.commission_bases import BASES
from crm_desktop.services.commission.commission_plans import Band, Plan, PlanDraft
from crm_desktop.services.products import product_categories, product_prices
from crm_desktop.services.settings import choices, settings
from crm_desktop.ui.insight.plan_rows import Offered, band_editor, rate_editor
from crm_desktop.ui.page import Shell
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

_ABREAST = 4


class PlanDialog(Dialog):
    """``plan`` ``None`` makes a new one."""

    def __init__(self, host: QWidget, shell: Shell, plan: Plan | None) -> None:
        self._shell, self._plan = shell, plan
        draft = plan.draft if plan else PlanDraft("", bands=(Band(0, 200),))
        self.name = LineEdit(lambda: _("e.g. Sales of machines"), draft.name)
        bases: list[tuple[str, Text]] = [(key, partial(_, name)) for key, name in BASES.items()]
        self.basis = ComboBox(bases, draft.basis)
        offered = self._offered(draft)
        self.bands = band_editor(offered.currency, draft.bands)
        self.whole = CheckBox(
            lambda: _("The rate of the band reached counts for the whole month"), draft.whole
        )
        self.rates = rate_editor(shell, offered, draft.rules)
        self.people = {
            one.id: CheckBox(one.name, one.id in draft.staff_ids)
            for one in shell.workspace.read(choices.staff)
        }
        self.first, self.last = DateEdit(draft.valid_from), DateEdit(draft.valid_until)
        self.name_field = Field(lambda: _("Name of the plan"), self.name)
        away = Button(lambda: _("Delete the plan"), kind="link", on=self._remove)
        super().__init__(
            host, (lambda: _("Commission plan")) if plan else (lambda: _("New commission plan")),
            self._content(), lambda: _("Save"), self._keep,
            extra=away if plan else None, width=600,
        )  # fmt: skip

    def _offered(self, draft: PlanDraft) -> Offered:
        read = self._shell.workspace.read
        products = {
            rule.key: read(commission_plans.rule_words, rule)
            for rule in draft.rules
            if rule.kind == "product"
        }
        # What a rate is for may be gone from the lists meanwhile; saving must not change it.
        categories = {
            rule.key: read(commission_plans.rule_words, rule) or pgettext("category", "Deleted")
            for rule in draft.rules
            if rule.kind == "category"
        }
        categories.update((str(one.id), one.path) for one in read(product_categories.tree))
        levels = [*read(product_prices.levels)]
        levels += [rule.key for rule in draft.rules if rule.kind == "level"]
        return Offered(
            read(settings.get, settings.CURRENCY),
            list(categories.items()),
            list(dict.fromkeys(levels)),
            products,
        )

    def _content(self) -> QWidget:
        boxes = list(self.people.values())
        names = column(gap=6)
        for start in range(0, len(boxes), _ABREAST):
            some = boxes[start : start + _ABREAST]
            names.addLayout(row(*((box, 1) for box in some), *[None] * (_ABREAST - len(some))))
        basis = Field(lambda: pgettext("commission", "Reckoned on"), self.basis)
        days = row(
            (Field(lambda: _("From day"), self.first), 1),
            (Field(lambda: _("Until day"), self.last), 1),
            gap=12,
        )
        return plain(
            column(
                row((self.name_field, 2), (basis, 1), gap=12),
                Field(lambda: _("Bands of the month"), self.bands),
                self.whole,
                Field(lambda: _("Rates of their own, before the bands"), self.rates),
                Field(lambda: _("Only for (nobody ticked: everybody)"), plain(names)),
                days,
                Label(lambda: _("A locked month keeps its plans: end this one and begin another "
                                "to change the rates."), "caption", "text3", wrap=True),
                gap=12,
            )
        )  # fmt: skip

    def draft(self) -> PlanDraft:
        """What is typed. Raises ``UserError``."""
        return PlanDraft(
            self.name.value(),
            self.basis.value(),
            self.bands.values(),
            self.whole.isChecked(),
            self.rates.values(),
            tuple(one for one, box in self.people.items() if box.isChecked()),
            _day(self.first),
            _day(self.last),
        )

    def _keep(self) -> bool:
        if not self.name.value():
            self.name_field.set_error(lambda: _("Type a name."))
            self.name.setFocus()
            return False
        plan_id = self._plan.id if self._plan else None
        self._shell.workspace.execute(
            commission_plans.SAVE_ACTION, commission_plans.save, self.draft(), plan_id
        )
        self._shell.toast(_("Commission plan saved"), undo=True)
        return True

    def _remove(self) -> None:
        assert self._plan is not None
        self._shell.workspace.execute(
            commission_plans.REMOVE_ACTION, commission_plans.remove, self._plan.id
        )
        self._shell.toast(_("Commission plan deleted"), undo=True)
        self.done()


def _day(edit: DateEdit) -> dt.date | None:
    try:
        return edit.date()
    except ValueError:
        edit.setFocus()
        raise UserError(
            _("“{text}” is no date.").format(text=edit.text()), _("Nothing was saved.")
        ) from None
