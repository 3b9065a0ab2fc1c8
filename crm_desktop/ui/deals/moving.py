"""Moving a deal and saying so, for the board and for the dialogs that ask first."""

from __future__ import annotations

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.deals import deals
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.services.deals.deals import Why
from crm_desktop.ui.page import Shell


def say_moved(shell: Shell, row: DealRow, stage: StageRow | None, why: Why) -> None:
    """Move a deal to a stage, won when it is none or the won one, and say so."""
    if stage is None or stage.outcome == "won":
        shell.workspace.execute(deals.WON_ACTION, deals.won, row.id, why)
        shell.toast(_("{title} is won").format(title=row.title), "check-circle", undo=True)
        return
    shell.workspace.execute(deals.MOVE_ACTION, deals.move, row.id, stage.id, why)
    said = _("{title} is in {stage} now").format(title=row.title, stage=stage.name)
    shell.toast(said, undo=True)


def dropped_words(count: int) -> str:
    """What is said of follow-ups that went off the list with a deal."""
    if not count:
        return ""
    words = ngettext(
        " · {n} follow-up taken off the list", " · {n} follow-ups taken off the list", count
    )
    return words.format(n=count)
