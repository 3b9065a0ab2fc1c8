"""What can be done with a deal from the board, the list and the menus; each is one undo step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.deals import deal_list, deal_stages, deals
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.services.deals.deals import Why
from crm_desktop.services.documents.document_data import Source
from crm_desktop.ui.deals.deal_dialog import DealDialog
from crm_desktop.ui.deals.lost_dialog import LostDialog
from crm_desktop.ui.deals.move_dialog import MoveDialog
from crm_desktop.ui.deals.moving import dropped_words, say_moved
from crm_desktop.ui.deals.stage_editor import StageEditor
from crm_desktop.ui.deals.stalled_dialog import StalledDialog
from crm_desktop.ui.deals.target_dialog import TargetDialog
from crm_desktop.ui.documents.make_dialog import make_document
from crm_desktop.ui.follow_ups.edit_dialog import plan_follow_up
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.quotes.parts import ShowPart
from crm_desktop.ui.quotes.quote_form import Begun
from crm_desktop.ui.widgets.menu import MenuItem


class DealActions:
    """Does what a key, a drop or a menu asks for; asks back where something must be said."""

    def __init__(self, host: QWidget, shell: Shell) -> None:
        self._host = host
        self._shell = shell

    def add(self, stage_id: int | None = None, contact_id: int = 0) -> None:
        """Ask for a new deal."""
        DealDialog(self._host, self._shell, stage_id=stage_id, contact_id=contact_id).open()

    def open(self, deal_id: int) -> None:
        """Show a deal with everything about it."""
        DealDialog(self._host, self._shell, deal_id=deal_id, acts=self.acts).open()

    def move(self, row: DealRow, stage: StageRow) -> None:
        """Put a deal into a stage; an ended one is opened again for it."""
        if stage.id == row.stage_id:
            return
        if stage.outcome == "lost":
            self.lose(row)
        elif row.state != "open":
            if not stage.outcome:
                self._reopen(row, stage)
        elif stage.outcome == "won":
            self.win(row)
        else:
            self._leave(row, stage)

    def shift(self, row: DealRow, by: int, stages: Sequence[StageRow]) -> None:
        """Put a deal some stages on or back from where it is now: the board may lag behind."""
        now: DealRow = self._shell.workspace.read(deal_list.get, row.id)
        at = next((n for n, stage in enumerate(stages) if stage.id == now.stage_id), 0) + by
        if 0 <= at < len(stages):
            self.move(now, stages[at])

    def win(self, row: DealRow) -> None:
        """End a deal as won."""
        if row.state != "open":
            return
        rows: list[StageRow] = self._shell.workspace.read(deal_stages.stages)
        won = next((one for one in rows if one.outcome == "won"), None)
        self._leave(row, won)

    def _leave(self, row: DealRow, stage: StageRow | None) -> None:
        """Move on, or ask first about the exit steps that are not ticked."""
        target = stage.id if stage is not None else None
        steps = self._shell.workspace.read(deals.asked_first, row.id, target)
        if steps:
            MoveDialog(self._host, self._shell, row, stage, steps).open()
        else:
            say_moved(self._shell, row, stage, Why())

    def lose(self, row: DealRow) -> None:
        """Ask why a deal is lost, and to whom."""
        if row.state == "open":
            LostDialog(self._host, self._shell, row).open()

    def decide(self, row: DealRow) -> None:
        """Ask what becomes of a stalled deal."""
        if row.state == "open":
            StalledDialog(self._host, self._shell, row).open()

    def plan(self, row: DealRow) -> None:
        """Ask for the next step."""
        plan_follow_up(self._host, self._shell, row.contact_id, deal_id=row.id)

    def reopen(self, row: DealRow) -> None:
        """Make an ended deal open again where it was."""
        self._reopen(row, None)

    def _reopen(self, row: DealRow, stage: StageRow | None) -> None:
        target = stage.id if stage is not None else None
        self._shell.workspace.execute(deals.REOPEN_ACTION, deals.reopen, row.id, Why(), target)
        self._shell.toast(_("{title} is open again").format(title=row.title),
                          "arrow-counter-clockwise", undo=True)  # fmt: skip

    def remove(self, row: DealRow) -> None:
        """Put a deal into the recycle bin."""
        dropped = self._shell.workspace.execute(deals.REMOVE_ACTION, deals.remove, [row.id])
        said = _("{title} deleted").format(title=row.title) + dropped_words(dropped)
        self._shell.toast(said, "trash", undo=True)

    def edit_stages(self) -> None:
        """Change the stages themselves."""
        StageEditor(self._host, self._shell).open()

    def write(self, row: DealRow) -> None:
        """Make a quote or another document of it."""
        make_document(self._host, self._shell, Source("deal", row.id))

    def set_target(self) -> None:
        """Ask what deals are to bring each month."""
        TargetDialog(self._host, self._shell).open()

    def quote(self, row: DealRow) -> None:
        """Write a quote for its customer."""
        begun = Begun(row.contact_id or 0, row.contact_name, row.id, row.person_id)
        self._shell.go("sales", ShowPart("quotes", begun=begun))

    def menu(self, row: DealRow) -> list[MenuItem | None]:
        """The context menu of a deal."""
        opened = MenuItem(lambda: _("Open"), lambda: self.open(row.id), "pencil-simple", "Enter")
        return [opened, *self.acts(row)]

    def acts(self, row: DealRow) -> list[MenuItem | None]:
        """What can be done with a deal beside opening it."""
        items: list[MenuItem | None] = []
        if row.contact_id is not None:
            target = OpenRecord(row.contact_id)
            items.append(
                MenuItem(lambda: _("Open the customer"),
                         lambda: self._shell.go("contacts", target), "users")
            )  # fmt: skip
        items.append(MenuItem(lambda: _("Write a quote…"), lambda: self.quote(row), "file-text"))
        items.append(MenuItem(lambda: _("Make a document…"), lambda: self.write(row), "file-text"))
        if row.state != "open":
            again = MenuItem(lambda: _("Open again"), lambda: self.reopen(row),
                             "arrow-counter-clockwise")  # fmt: skip
            items.append(again)
        else:
            items += [
                MenuItem(lambda: _("Plan the next step"), lambda: self.plan(row), "calendar-plus"),
                MenuItem(lambda: _("Push, give up or give time…"), lambda: self.decide(row),
                         "hourglass"),
                None,
                *self._moves(row),
                None,
                MenuItem(lambda: _("Won"), lambda: self.win(row), "check-circle", "Ctrl+Return"),
                MenuItem(lambda: _("Lost…"), lambda: self.lose(row), "x-circle", "Ctrl+Del"),
            ]  # fmt: skip
        delete = MenuItem(lambda: _("Delete"), lambda: self.remove(row), "trash", "Del",
                          danger=True)  # fmt: skip
        return [*items, None, delete]

    def _moves(self, row: DealRow) -> list[MenuItem]:
        running: list[StageRow] = self._shell.workspace.read(deal_stages.open_stages)
        return [
            MenuItem(
                _("Move to {stage}").format(stage=stage.name),
                lambda stage=stage: self.move(row, stage),  # type: ignore[misc]
                "arrow-right",
            )
            for stage in running
            if stage.id != row.stage_id
        ]
