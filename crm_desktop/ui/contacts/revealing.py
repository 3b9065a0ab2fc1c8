"""Looking at the whole of masked numbers: noted in the change log, and only while one looks."""

from __future__ import annotations

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts import contact_panel, contacts
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.records import masking
from crm_desktop.ui.page import Shell


class Revealing:
    """Whom a view shows in full: one customer until it shows another."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._contact_id = 0

    def of(self, contact_id: int) -> bool:
        """True while this customer is shown in full; showing another one ends it."""
        if contact_id != self._contact_id:
            self._contact_id = 0
        return self._contact_id != 0

    def reveal(self, contact_id: int) -> None:
        """Note it in the change log and show this customer in full from now on."""
        self._shell.workspace.record(masking.REVEAL_ACTION, masking.reveal, contact_id)
        self._contact_id = contact_id
        self._shell.toast(_("Shown in full; the change history says so"), "eye")


def in_full(shell: Shell, panel: ContactPanel) -> ContactPanel:
    """The same customer unmasked, for a call or a message; noted when it was masked."""
    if not panel.masked:
        return panel
    shell.workspace.record(masking.REVEAL_ACTION, masking.reveal, panel.id)
    found: ContactPanel = shell.workspace.read(
        contact_panel.panel, panel.id, clock.today(), revealed=True
    )
    return found


def phone_in_full(shell: Shell, contact_id: int, phone: str) -> str:
    """The first phone of somebody as it is, to be copied; noted when it was masked."""
    if not shell.workspace.read(masking.is_on):
        return phone
    shell.workspace.record(masking.REVEAL_ACTION, masking.reveal, contact_id)
    phones: tuple[str, ...] = shell.workspace.read(contacts.card, contact_id).draft.phones
    return phones[0] if phones else ""
