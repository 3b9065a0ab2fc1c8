"""Who else has a part in a sale: commission and targets follow it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.commission import commission_shares
from crm_desktop.services.records import staff
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import SaleDetail
from crm_desktop.ui.insight.plan_rows import rate
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label


class ShareDialog(Dialog):
    """A part in per cent for everybody but the seller, who keeps the rest; empty for none."""

    def __init__(self, host: QWidget, shell: Shell, sale: SaleDetail) -> None:
        self._shell, self._sale = shell, sale
        (shares,) = shell.workspace.read(commission_shares.of_sales, [sale.id]).values()
        known = dict(shares)
        # Who left keeps a part given before.
        people = [
            one
            for one in shell.workspace.read(staff.members)
            if one.name != sale.staff and (one.active or one.id in known)
        ]
        self.parts = {
            one.id: LineEdit("0", f"{known[one.id] / 100:g}" if one.id in known else "")
            for one in people
        }
        self.fields = {
            one.id: Field(partial(_titled, one.name), self.parts[one.id]) for one in people
        }
        pairs = [*self.fields.values(), *[QWidget()] * (len(self.fields) % 2)]
        lines = [
            row(*((field, 1) for field in pairs[start : start + 2]), gap=12)
            for start in range(0, len(pairs), 2)
        ]
        super().__init__(
            host,
            lambda: _("Share sale {number}").format(number=sale.number),
            plain(column(Label(self._rest_words, "body", "text2", wrap=True), *lines, gap=12)),
            lambda: _("Save"), self._keep, enter=True, width=440,
        )  # fmt: skip

    def _rest_words(self) -> str:
        if not self._sale.staff:
            return _("The sale is in nobody's name; what is not given here stays so.")
        return _("{name} sold it and keeps the rest.").format(name=self._sale.staff)

    def _keep(self) -> bool:
        wanted: dict[int, int] = {}
        for person, edit in self.parts.items():
            try:
                part = rate(edit.value() or "0")
            except UserError:
                self.fields[person].set_error(lambda: _("Type per cent, e.g. 40."))
                edit.setFocus()
                return False
            self.fields[person].set_error("")
            if part:
                wanted[person] = part
        self._shell.workspace.execute(
            commission_shares.SPLIT_ACTION, commission_shares.share, self._sale.id, wanted
        )
        self._shell.toast(_("Shares saved"), undo=True)
        return True


def ask_share(host: QWidget, shell: Shell, sale_id: int) -> ShareDialog:
    """Open the dialog for a sale."""
    dialog = ShareDialog(host, shell, shell.workspace.read(sales.detail, sale_id))
    dialog.open()
    return dialog


def _titled(name: str) -> str:
    return _("{name}, %").format(name=name)
