"""What happened to a piece of equipment: a reading, a fault, a service, a renewal."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import entered
from crm_desktop.services.assets import asset_service, assets
from crm_desktop.ui.assets.asset_form import read_date
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.product_picker import ProductPicker
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.typed_edits import DateEdit


class _EntryForm(Dialog):
    """A day and what a kind of entry needs; a refused one keeps the form open."""

    def __init__(
        self, host: QWidget, shell: Shell, title: Text, content: QWidget, first: Field
    ) -> None:
        self._shell, self._first = shell, first
        super().__init__(host, title, content, lambda: _("Save"), self._save, enter=True)

    def write(self) -> str:
        """Write it and return what to say; raises ``UserError`` or ``ValueError``."""
        raise NotImplementedError

    def _save(self) -> bool:
        self._first.set_error()
        try:
            said = self.write()
        except UserError as problem:
            self._first.set_error(str(problem))
            return False
        except ValueError:
            return False  # a date that cannot be read has said so itself
        self._shell.toast(said, "wrench", undo=True)
        return True


class ReadingForm(_EntryForm):
    """What a counter shows."""

    def __init__(self, host: QWidget, shell: Shell, asset_id: int, name: str) -> None:
        self._asset_id = asset_id
        self.value = LineEdit(lambda: _("e.g. 1250"))
        self.value_field = Field(lambda: _("Counter shows"), self.value)
        units = [(unit, partial(asset_service.unit_name, unit)) for unit in asset_service.UNITS]
        self.unit = ComboBox(units)
        self.day, self.day_field = _day()
        self.new = CheckBox(lambda: _("A new counter, it began at 0"))
        content = column(
            row((self.value_field, 2), (Field(lambda: _("Unit"), self.unit), 1), gap=12),
            self.day_field,
            self.new,
            gap=12,
        )
        title = partial(_titled, lambda: _("Counter of {name}"), name)
        super().__init__(host, shell, title, plain(content), self.value_field)

    def write(self) -> str:
        typed = self.value.value()
        milli = 0 if typed == "0" else entered.quantity(typed)
        self._shell.workspace.execute(
            asset_service.READ_ACTION,
            asset_service.read_counter,
            self._asset_id,
            milli,
            self.unit.value(),
            _typed(self.day, self.day_field),
            new_counter=self.new.isChecked(),
        )
        return _("Reading kept")


class FaultForm(_EntryForm):
    """That it broke down, and how."""

    def __init__(self, host: QWidget, shell: Shell, asset_id: int, name: str) -> None:
        self._asset_id = asset_id
        self.words = LineEdit(lambda: _("e.g. leaks at the pump"))
        words_field = Field(lambda: _("What happened"), self.words)
        self.day, self.day_field = _day()
        title = partial(_titled, lambda: _("Fault of {name}"), name)
        content = plain(column(words_field, self.day_field, gap=12))
        super().__init__(host, shell, title, content, words_field)

    def write(self) -> str:
        self._shell.workspace.execute(
            asset_service.FAULT_ACTION,
            asset_service.fault,
            self._asset_id,
            self.words.value(),
            _typed(self.day, self.day_field),
        )
        return _("Fault kept")


class ServiceForm(_EntryForm):
    """What was done to it."""

    def __init__(self, host: QWidget, shell: Shell, asset_id: int, name: str) -> None:
        self._asset_id = asset_id
        kinds = [(kind, partial(asset_service.kind_name, kind)) for kind in asset_service.KINDS]
        self.kind = ComboBox(kinds)
        self.part = ProductPicker(shell)
        self.part_field = Field(lambda: _("Part changed (may be empty)"), self.part)
        self.note = LineEdit()
        self.day, self.day_field = _day()
        content = column(
            row((Field(lambda: _("What was done"), self.kind), 1), (self.day_field, 1), gap=12),
            self.part_field,
            Field(lambda: _("Note"), self.note),
            gap=12,
        )
        title = partial(_titled, lambda: _("Service of {name}"), name)
        super().__init__(host, shell, title, plain(content), self.part_field)

    def write(self) -> str:
        part_id = self.part.settle()
        if self.part.value() and not part_id:
            raise UserError(_("Choose one of those offered while typing."), "")
        self._shell.workspace.execute(
            asset_service.SERVE_ACTION,
            asset_service.serve,
            self._asset_id,
            self.kind.value(),
            _typed(self.day, self.day_field),
            part_id=part_id or None,
            note=self.note.value(),
        )
        return _("Service kept")


class RenewForm(_EntryForm):
    """By how many months the warranty is extended."""

    def __init__(
        self, host: QWidget, shell: Shell, asset_id: int, name: str, until: dt.date | None
    ) -> None:
        self._asset_id = asset_id
        self.months = LineEdit("", "12")
        ends = _("no warranty yet")
        if until is not None:
            ends = _("until {day} now").format(day=formats.date_long(until))
        self.months_field = Field(lambda: _("Extend by months"), self.months, ends)
        self.note = LineEdit(lambda: _("e.g. service plan, 300 a year"))
        content = column(self.months_field, Field(lambda: _("Note"), self.note), gap=12)
        title = partial(_titled, lambda: _("Warranty of {name}"), name)
        super().__init__(host, shell, title, plain(content), self.months_field)

    def write(self) -> str:
        typed = self.months.value()
        months = int(typed) if typed.isdecimal() and len(typed) < 6 else None
        until = self._shell.workspace.execute(
            assets.RENEW_ACTION, assets.renew, self._asset_id, months=months, note=self.note.value()
        )
        return _("Warranty until {day}").format(day=formats.date_long(until))


def _titled(words: Text, name: str) -> str:
    said = words if isinstance(words, str) else words()
    return said.format(name=name)


def _day() -> tuple[DateEdit, Field]:
    edit = DateEdit(clock.today())
    return edit, Field(lambda: _("Date"), edit)


def _typed(edit: DateEdit, field: Field) -> dt.date | None:
    right, day = read_date(edit, field)
    if not right:
        raise ValueError
    return day
