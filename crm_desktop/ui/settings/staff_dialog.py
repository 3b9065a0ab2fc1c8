"""One member of staff: name, what they do, how to reach them, who leads them, which shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.records.staff import MemberRow, StaffDraft
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row

Save = Callable[[StaffDraft], object]


class StaffDialog(Dialog):
    """``save(draft)`` may raise ``UserError``, said under the name."""

    def __init__(
        self,
        host: QWidget,
        one: MemberRow | None,
        members: Sequence[MemberRow],
        shops: Sequence[str],
        save: Save,
    ) -> None:
        self._save = save
        self.name = LineEdit("", one.name if one else "")
        self.role = LineEdit(lambda: _("e.g. sales"), one.role if one else "")
        self.phone = LineEdit("", one.phone if one else "")
        self.email = LineEdit("", one.email if one else "")
        leaders: list[tuple[str, Text]] = [
            (str(each.id), each.name)
            for each in members
            if (each.active and (one is None or each.id != one.id))
            or (one is not None and each.id == one.manager_id)
        ]
        nobody: tuple[str, Text] = ("", lambda: _("Nobody"))
        self.manager = ComboBox(
            [nobody, *leaders], str(one.manager_id or "") if one is not None else ""
        )
        self.shop = LineEdit("", one.shop if one else "")
        known = QCompleter(list(shops), self.shop)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.shop.setCompleter(known)
        self.name_field = Field(lambda: pgettext("of a person", "Name"), self.name)
        content = column(
            self.name_field,
            Field(lambda: _("Role"), self.role),
            row(
                (Field(lambda: _("Phone"), self.phone), 1),
                (Field(lambda: _("E-mail"), self.email), 1),
                gap=12,
            ),
            row(
                (Field(lambda: _("Led by"), self.manager), 1),
                (Field(lambda: _("Shop"), self.shop), 1),
                gap=12,
            ),
            gap=12,
        )
        title = (lambda: _("Change a member of staff")) if one else (lambda: _("New member"))
        super().__init__(host, title, plain(content), lambda: _("Save"), self._take, enter=True)

    def _take(self) -> bool:
        manager = self.manager.value()
        draft = StaffDraft(
            self.name.value(),
            self.role.value(),
            self.phone.value(),
            self.email.value(),
            self.shop.value(),
            int(manager) if manager else None,
        )
        try:
            self._save(draft)
        except UserError as problem:
            self.name_field.set_error(str(problem))
            self.name.setFocus()
            return False
        return True
