"""What was typed into a cell of the customer list, written back."""

from __future__ import annotations

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.contacts import contacts
from crm_desktop.ui.contacts import contact_facts
from crm_desktop.ui.page import Shell

# Of these a cell shows the first; the others stay.
_FIRST_OF = {"phone": "phones", "email": "emails", "wechat": "wechat", "address": "addresses"}
_COLUMNS = {"stage": "stage_id", "owner": "owner_id", "territory": "territory_id"}


def save_cell(shell: Shell, contact_id: int, key: str, typed: str) -> None:
    """Write one cell and offer to take it back; says what is wrong with what cannot be read."""
    workspace = shell.workspace
    try:
        if key in _FIRST_OF:
            part = _FIRST_OF[key]
            workspace.execute(N_("Edit customer"), contacts.edit_first, contact_id, part, typed)
        else:
            changes = contact_facts.changes(_COLUMNS.get(key, key), typed)
            workspace.execute(N_("Edit customer"), contacts.edit, contact_id, **changes)
    except UserError as problem:
        shell.toast(str(problem), "warning")
        return
    shell.toast(_("Saved"), undo=True)
