"""Settings of the program on this computer: language and look, applied at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from crm_desktop.core import i18n
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.form import Toggle
from crm_desktop.ui.widgets.layout import column, fixed_width


@dataclass(frozen=True, slots=True)
class ProgramSetting:
    """One declaration: what it is called, how it is read and how it is applied.

    ``choices`` of (key, label) make a segmented control; without any it is a switch whose keys
    are ``"on"`` and ``""``.
    """

    key: str
    label: str
    help: str
    choices: tuple[tuple[str, Text], ...]
    read: Callable[[Shell], str]
    apply: Callable[[Shell, str], object]


def _scales() -> tuple[tuple[str, Text], ...]:
    return tuple((f"{scale:g}", f"{round(scale * 100)} %") for scale in theme.SCALES)


def _keep(shell: Shell, field: str, value: object) -> None:
    setattr(shell.preferences, field, value)
    shell.preferences.save()


DECLARED: tuple[ProgramSetting, ...] = (
    ProgramSetting(
        "language",
        N_("Language"),
        "",
        (("zh_CN", "中文"), ("en", "English")),
        lambda _shell: i18n.language(),
        lambda shell, key: shell.set_language(key),
    ),
    ProgramSetting(
        "mode",
        N_("Theme"),
        "",
        (
            ("system", lambda: pgettext("theme", "System")),
            ("light", lambda: pgettext("theme", "Light")),
            ("dark", lambda: pgettext("theme", "Dark")),
        ),
        lambda _shell: theme.look.mode,
        lambda shell, key: shell.set_look(mode=key),
    ),
    ProgramSetting(
        "scale",
        N_("Text size"),
        N_("Rows, icons and spaces grow with it."),
        _scales(),
        lambda _shell: f"{theme.scale():g}",
        lambda shell, key: shell.set_look(scale=float(key)),
    ),
    ProgramSetting(
        "contrast",
        N_("Increase contrast"),
        N_("Stronger borders and captions."),
        (),
        lambda _shell: "on" if theme.look.contrast else "",
        lambda shell, key: shell.set_look(contrast=bool(key)),
    ),
    ProgramSetting(
        "compact_rows",
        N_("Compact rows"),
        N_("Lists show about a third more rows."),
        (),
        lambda shell: "on" if shell.preferences.compact_rows else "",
        lambda shell, key: _keep(shell, "compact_rows", bool(key)),
    ),
    ProgramSetting(
        "receipt_roll",
        N_("Receipts after saving"),
        N_("The width of the roll in the receipt printer."),
        (("58", "58 mm"), ("80", "80 mm")),
        lambda shell: shell.preferences.receipt_roll,
        lambda shell, key: _keep(shell, "receipt_roll", key),
    ),
)


class ProgramSettings(QWidget):
    """One card with every declared setting."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.rows: dict[str, SettingRow] = {}
        card = Card(lambda: _("On this computer"))
        for setting in DECLARED:
            row = self._row(setting)
            self.rows[setting.key] = row
            card.body.addWidget(row)
        self.setLayout(column(card))
        theme.live(self, self.refresh)

    def _row(self, setting: ProgramSetting) -> SettingRow:
        editor: QWidget
        if setting.choices:
            seg = SegControl([Choice(key, label) for key, label in setting.choices], small=True)
            seg.chosen.connect(lambda key: setting.apply(self._shell, key))
            editor = seg
        else:
            switch = Toggle("")
            fixed_width(switch, 36)
            switch.toggled.connect(lambda on: setting.apply(self._shell, "on" if on else ""))
            editor = switch
        return SettingRow(
            lambda: _(setting.label),
            lambda: _(setting.help) if setting.help else "",
            editor,
            wide=False,
            first=setting is DECLARED[0],
        )

    def refresh(self, _changes: Changes | None = None) -> None:
        """Show what is in force."""
        for setting in DECLARED:
            editor = self.rows[setting.key].editor
            value = setting.read(self._shell)
            if isinstance(editor, SegControl):
                editor.set_current(value)
            elif isinstance(editor, Toggle) and editor.isChecked() != bool(value):
                editor.blockSignals(True)
                editor.setChecked(bool(value))
                editor.blockSignals(False)
                editor.update()
