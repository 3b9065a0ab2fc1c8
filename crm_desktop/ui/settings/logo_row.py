"""The logo of the shop among the settings: a picture chosen, dropped or taken away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.documents import shop_logo
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.picture import PictureBox
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.layout import row

_SIDE = 56


class LogoRow(SettingRow):
    """``refresh`` shows what is kept in the file."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.picture = PictureBox(_SIDE, editable=True)
        self.drop = IconButton("trash", lambda: _("Take the logo away"), on=self._drop)
        editor = QWidget()
        editor.setLayout(row(None, self.drop, self.picture, gap=8))
        super().__init__(
            lambda: _("Logo"),
            lambda: _("On receipts, delivery notes, quotes, statements and reports."),
            editor,
            wide=False,
        )
        self.picture.taken.connect(self._take)

    def refresh(self) -> None:
        """Read the logo again."""
        content = self._shell.workspace.read(shop_logo.read)
        self.picture.show_bytes(content)
        self.drop.setVisible(bool(content))

    def _take(self, name: str, content: bytes) -> None:
        self.set_error("")
        try:
            self._shell.workspace.execute(shop_logo.SET_ACTION, shop_logo.choose, name, content)
        except UserError as problem:
            self.set_error(str(problem))
            return
        self._shell.toast(_("Logo saved"), undo=True)

    def _drop(self) -> None:
        self._shell.workspace.execute(shop_logo.REMOVE_ACTION, shop_logo.remove)
        self._shell.toast(_("Logo taken away"), undo=True)
