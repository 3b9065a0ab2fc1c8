"""Settings that travel with the file, each input built from its declaration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from babel import numbers
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core import clock, i18n
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.settings import settings
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.logo_row import LogoRow
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import ComboBox, LineEdit, Toggle
from crm_desktop.ui.widgets.layout import column

# Cards in order: title and the keys on it. A setting declared later and named nowhere here
# stands on the last card, so that none can be forgotten.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Shop and owner"), ("shop_name", "owner_name", "shop_phone", "shop_address")),
    (
        N_("Sales and payment"),
        (
            "currency",
            "sale_number_pattern",
            "payment_days",
            "unpaid_hours",
            "quote_number_pattern",
            "quote_days",
        ),
    ),
    (N_("Reminders and reading"), ("silent_days", "reorder_days", "area_code", "language")),
)
_CURRENCIES = (
    "CNY", "HKD", "TWD", "MOP", "USD", "EUR", "GBP", "JPY", "KRW", "SGD", "MYR", "THB", "VND",
    "AUD", "CAD", "NZD",
)  # fmt: skip
_MOST_DAYS = 3650

Setting = settings.Declared[Any]


class FileSettings(QWidget):
    """One card per group; a change is written when the input is left or Enter is pressed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.rows: dict[str, SettingRow] = {}
        self._values: dict[str, Any] = {}
        self.logo = LogoRow(shell)
        cards: QVBoxLayout = column(gap=16)
        self.setLayout(cards)
        for title, declared in grouped(settings.DECLARED):
            card = Card(partial(_, title))
            for setting in declared:
                row = self._row(setting, first=setting is declared[0])
                self.rows[setting.key] = row
                card.body.addWidget(row)
            if settings.SHOP_NAME in declared:
                card.body.insertWidget(1, self.logo)
            cards.addWidget(card)

    def _row(self, setting: Setting, first: bool) -> SettingRow:
        editor = _editor(setting)
        row = SettingRow(
            lambda: _(setting.label),
            lambda: _help(setting),
            editor,
            wide=not isinstance(editor, Toggle),
            first=first,
        )
        if isinstance(editor, Toggle):
            editor.clicked.connect(lambda _on: self._commit(setting))
        elif isinstance(editor, ComboBox):
            editor.activated.connect(lambda _index: self._commit(setting))
        else:
            editor.editingFinished.connect(lambda: self._commit(setting))
        return row

    def refresh(self, changes: Changes | None) -> None:
        """Read the values again; an input being typed into is left alone."""
        if changes is not None and not changes.touches("setting"):
            return
        self._values = self._shell.workspace.read(_read_all)
        self.logo.refresh()
        for setting in settings.DECLARED:
            row = self.rows.get(setting.key)
            if row is None or (row.editor.hasFocus() and self._dirty(setting)):
                continue
            row.set_error("")
            editor, value = row.editor, self._values[setting.key]
            if isinstance(editor, ComboBox):
                editor.set_value(str(value))
            elif isinstance(editor, LineEdit):
                editor.setText(str(value))
            elif isinstance(editor, Toggle):
                editor.setChecked(bool(value))

    def _dirty(self, setting: Setting) -> bool:
        editor = self.rows[setting.key].editor
        return isinstance(editor, LineEdit) and editor.value() != str(self._values[setting.key])

    def _commit(self, setting: Setting) -> None:
        row = self.rows[setting.key]
        editor = row.editor
        text = editor.value() if isinstance(editor, LineEdit | ComboBox) else ""
        try:
            on = isinstance(editor, Toggle) and editor.isChecked()
            value = on if isinstance(setting.default, bool) else parse(setting, text)
        except ValueError as problem:
            row.set_error(str(problem))
            return
        row.set_error("")
        if value == self._values.get(setting.key):
            return
        self._shell.workspace.execute(N_("Change settings"), settings.put_all, {setting.key: value})
        self._shell.toast(_("{name} saved").format(name=_(setting.label)), undo=True)


def grouped(declared: Sequence[Setting]) -> list[tuple[str, list[Setting]]]:
    """The settings to show, by card."""
    shown = {setting.key: setting for setting in declared if setting.label}
    cards = [(title, [shown.pop(key) for key in keys if key in shown]) for title, keys in GROUPS]
    cards[-1][1].extend(shown.values())
    return cards


def parse(setting: Setting, text: str) -> str | int:
    """The value typed for a setting; raises ``ValueError`` with a sentence."""
    if isinstance(setting.default, int):
        if not text.isdigit() or int(text) > _MOST_DAYS:
            raise ValueError(_("Type a whole number from 0 to {most}.").format(most=_MOST_DAYS))
        return int(text)
    if setting in (settings.SALE_NUMBER, settings.QUOTE_NUMBER):
        example_number(text)
    return text


def example_number(pattern: str) -> str:
    """The first number a pattern would give today; raises ``ValueError`` with a sentence."""
    today = clock.today()
    try:
        made = pattern.format(number=1, year=today.year, month=today.month, day=today.day)
    except (KeyError, IndexError, ValueError, AttributeError):
        made = ""
    if not made or made == pattern:
        raise ValueError(_("The pattern needs {number}, e.g. XS-{number:04}."))
    return made


def _help(setting: Setting) -> str:
    return _(setting.help) if setting.help else ""


def _editor(setting: Setting) -> LineEdit | ComboBox | Toggle:
    if isinstance(setting.default, bool):
        return Toggle("")
    if setting is settings.CURRENCY:
        return ComboBox([(code, _currency(code)) for code in _CURRENCIES])
    if setting is settings.LANGUAGE:
        return ComboBox([("zh_CN", "中文"), ("en", "English")])
    return LineEdit()


def _currency(code: str) -> Callable[[], str]:
    return lambda: f"{code}  {numbers.get_currency_name(code, locale=i18n.language())}"


def _read_all(session: Any) -> dict[str, Any]:
    return {setting.key: settings.get(session, setting) for setting in settings.DECLARED}
