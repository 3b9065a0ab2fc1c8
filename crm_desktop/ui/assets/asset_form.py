"""The form of one piece of equipment: from a sale, by hand, or changed later."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.exchange import entered
from crm_desktop.services.assets import assets, sold_assets
from crm_desktop.services.assets.assets import AssetCard, AssetDraft
from crm_desktop.services.assets.sold_assets import SoldLine
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.product_picker import ProductPicker
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.typed_edits import DateEdit


class AssetForm(Dialog):
    """``card`` to be changed, or else a new one of the customer ``contact_id``.

    What was sold to them is offered first; the sale then says what it is and since when.
    """

    def __init__(
        self, host: QWidget, shell: Shell, contact_id: int, card: AssetCard | None = None
    ) -> None:
        self._shell, self._contact_id, self._card = shell, contact_id, card
        draft = card.draft if card is not None else AssetDraft()
        lines = [] if card else shell.workspace.read(sold_assets.sold_lines, contact_id)
        self.lines: dict[str, SoldLine] = {str(line.line_id): line for line in lines}
        offered: list[tuple[str, Text]] = [(key, _sold(one)) for key, one in self.lines.items()]
        self.sold = ComboBox([*offered, ("", lambda: _("Something else"))])
        self.sold.may_shrink(20)
        self.sold_field = Field(lambda: _("Bought here"), self.sold)
        show_if(self.sold_field, bool(self.lines))
        self.name = LineEdit(lambda: _("e.g. Water dispenser"), draft.name)
        self.name_field = Field(lambda: pgettext("of a thing", "Name"), self.name)
        named = card.product_name if card is not None else ""
        self.product = ProductPicker(shell, draft.product_id or 0, named)
        self.product_field = Field(lambda: _("Product"), self.product)
        self.serial = LineEdit("", draft.serial)
        self.where = LineEdit(lambda: _("e.g. kitchen, 2nd floor"), draft.place)
        self.quantity = LineEdit("1", entered.plain_quantity(draft.quantity_milli))
        self.quantity_field = Field(lambda: _("Quantity"), self.quantity)
        self.installed = DateEdit(draft.installed_on if card else clock.today())
        self.installed_field = Field(lambda: _("Installed"), self.installed)
        self.warranty = DateEdit(draft.warranty_until)
        self.warranty_field = Field(lambda: _("Warranty until"), self.warranty)
        self.service = DateEdit(draft.next_service_on)
        self.service_field = Field(
            lambda: _("Next service"),
            self.service,
            lambda: _("Only needed when the product has no service interval."),
        )
        self.note = LineEdit("", draft.note)
        super().__init__(
            host,
            (lambda: _("Change equipment")) if card else (lambda: _("Add equipment")),
            self._content(),
            lambda: _("Save"),
            self._save,
            width=520,
            enter=True,
        )
        self.sold.activated.connect(lambda _index: self._sold_chosen())
        self.quantity.textEdited.connect(lambda _text: self._quantity_typed())
        self.serial.textEdited.connect(lambda _text: self._suggest_quantity())
        self._sold_chosen()

    def _content(self) -> QWidget:
        self._own = plain(
            column(
                row((self.name_field, 1), (self.product_field, 1), gap=12),
                row((self.installed_field, 1), (self.warranty_field, 1), gap=12),
                self.service_field,
                gap=12,
            )
        )
        return plain(
            column(
                self.sold_field,
                self._own,
                row(
                    (Field(lambda: _("Serial number"), self.serial), 3),
                    (self.quantity_field, 1),
                    gap=12,
                ),
                Field(lambda: _("Place"), self.where),
                Field(lambda: _("Note"), self.note),
                gap=12,
            )
        )

    def _sold_chosen(self) -> None:
        show_if(self._own, not self.sold.value())
        self._quantity_known = self._card is not None
        self._suggest_quantity()

    def _quantity_typed(self) -> None:
        self._quantity_known = True

    def _suggest_quantity(self) -> None:
        """All that was sold; but a serial number is that of one piece."""
        line = self.lines.get(self.sold.value())
        if self._quantity_known:
            return
        many = line.quantity_milli if line is not None else 1000
        if self.serial.value():
            many = min(many, 1000)
        self.quantity.setText(entered.plain_quantity(many))

    def _add_sold(self, line_id: int) -> bool:
        self.quantity_field.set_error()
        words = (self.serial.value(), self.where.value(), self.note.value())
        try:
            many = entered.quantity(self.quantity.value())
            self._shell.workspace.execute(
                assets.ADD_ACTION, sold_assets.add_sold, line_id, *words, quantity_milli=many
            )
        except UserError as problem:
            self.quantity_field.set_error(str(problem))
            return False
        self._shell.toast(_("Equipment added"), "wrench", undo=True)
        return True

    def _save(self) -> bool:
        workspace, line = self._shell.workspace, self.sold.value()
        if line:
            return self._add_sold(int(line))
        draft = self._draft()
        if draft is None:
            return False
        try:
            if self._card is not None:
                workspace.execute(assets.EDIT_ACTION, assets.edit, self._card.id, draft)
            else:
                workspace.execute(assets.ADD_ACTION, assets.add, self._contact_id, draft)
        except UserError as problem:
            self.name_field.set_error(str(problem))
            self.name.setFocus()
            return False
        said = _("Equipment changed") if self._card is not None else _("Equipment added")
        self._shell.toast(said, "wrench", undo=True)
        return True

    def _draft(self) -> AssetDraft | None:
        """What is typed; ``None`` after saying what is wrong."""
        days = [
            read_date(edit, field)
            for edit, field in (
                (self.installed, self.installed_field),
                (self.warranty, self.warranty_field),
                (self.service, self.service_field),
            )
        ]
        self.quantity_field.set_error()
        self.product_field.set_error()
        product_id = self.product.settle()
        if self.product.value() and not product_id:
            self.product_field.set_error(lambda: _("Choose one of those offered while typing."))
            self.product.setFocus()
            return None
        try:
            quantity = entered.quantity(self.quantity.value())
        except UserError as problem:
            self.quantity_field.set_error(str(problem))
            return None
        if not all(right for right, _day in days):
            return None
        before = self._card.draft if self._card is not None else AssetDraft()
        return AssetDraft(
            name=self.name.value(),
            product_id=product_id or None,
            serial=self.serial.value(),
            place=self.where.value(),
            quantity_milli=quantity,
            installed_on=days[0][1],
            warranty_until=days[1][1],
            next_service_on=days[2][1],
            note=self.note.value(),
            plate=before.plate,
            vin=before.vin,
        )


def read_date(edit: DateEdit, field: Field) -> tuple[bool, dt.date | None]:
    """Whether what is typed can be read, and the day; says so in the field when not."""
    field.set_error()
    try:
        return True, edit.date()
    except ValueError:
        field.set_error(lambda: _("Type a date such as 2026-06-18."))
        edit.setFocus()
        return False, None


def _sold(line: SoldLine) -> str:
    day = formats.date_long(line.sold_on)
    return f"{line.name} ×{formats.quantity(line.quantity_milli)} · {day} · {line.number}"
