"""The 360-degree panel beside the customer list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.contacts import contact_panel, contacts
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.timeline import timeline
from crm_desktop.services.timeline.timeline import TimelineRow
from crm_desktop.services.today import sticky_notes
from crm_desktop.services.today.sticky_notes import StickyNoteRow
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import contact_facts
from crm_desktop.ui.contacts.advice import Advice
from crm_desktop.ui.contacts.fact_row import FactList
from crm_desktop.ui.contacts.health import HealthStrip
from crm_desktop.ui.contacts.health_words import explain, show_health
from crm_desktop.ui.contacts.history_tabs import HistoryTabs
from crm_desktop.ui.contacts.panel_head import PanelHead, QuickActions
from crm_desktop.ui.contacts.quick_contact import QuickContact
from crm_desktop.ui.contacts.revealing import Revealing
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sticky_notes.acting import StickyNoteActing
from crm_desktop.ui.sticky_notes.note_list import StickyNoteList
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WIDTH = 396


class ContactPanelView(QFrame):
    """Shows one customer; every change goes through the workspace and comes back by refresh."""

    open_asked = Signal()
    close_asked = Signal()
    more_asked = Signal(QWidget)  # button to open the menu under

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._contact_id = 0
        self._panel: ContactPanel | None = None
        self.setProperty("panel", "right")
        self.quick = QuickContact(shell, self)
        self.head = PanelHead(self.open_asked.emit, self.close_asked.emit)
        self.quick_actions = QuickActions(
            self._on(self.quick.call),
            self._on(self.quick.wechat),
            self._on(self.quick.sale),
            self._on(self.quick.follow_up),
            lambda: self.more_asked.emit(self.quick_actions.more),
        )
        self.health = HealthStrip()
        self.health.explained.connect(lambda: explain(self))
        self._revealing = Revealing(shell)
        self.facts = FactList(self._save)
        self.facts.reveal_asked.connect(self._reveal)
        self.advice = Advice()
        self.notes = StickyNoteList(0, with_customer=False)
        self.note_acts = StickyNoteActing(shell, self.notes)
        self.history = HistoryTabs(shell, margin=20)
        self.history.more_asked.connect(self.reload)
        self._build()

    def _build(self) -> None:
        content = QWidget()
        inset = (20, 0, 20, 0)
        content.setLayout(
            column(
                self.head,
                self.quick_actions,
                plain(row((self.notes, 1), margins=inset)),
                plain(row((self.health, 1), margins=inset)),
                plain(row((self.facts, 1), margins=inset)),
                plain(row((self.advice, 1), margins=inset)),
                (self.history, 1),
                gap=8,
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(ScrollArea(content))
        theme.live(self, self._say)

    def _on(self, act: Callable[[ContactPanel], object]) -> Callable[[], object]:
        return lambda: act(self._panel) if self._panel is not None else None

    # what it shows

    @property
    def contact_id(self) -> int:
        """Whom it shows; 0 for nobody."""
        return self._contact_id

    @property
    def shown_contact(self) -> ContactPanel | None:
        """What it knows of them."""
        return self._panel

    def show_contact(self, contact_id: int) -> None:
        """Show another customer."""
        if contact_id != self._contact_id:
            self._contact_id = contact_id
            self.facts.stop_editing()
            self.history.first_tab()
        self.reload()

    def reload(self) -> None:
        """Read the customer again."""
        if not self._contact_id:
            return
        shown = self._revealing.of(self._contact_id)
        kept = self._shell.workspace.read(_read, self._contact_id, self.history.limit, shown)
        if kept is None:
            self._panel = None
            self.close_asked.emit()
            return
        self._panel, entries, notes = kept
        self.notes.set_rows(notes)
        self.notes.setVisible(bool(notes))
        self._say()
        self.history.show_contact(self._contact_id, self._panel.counts, entries)

    def _say(self) -> None:
        panel = self._panel
        if panel is None:
            return
        about = contact_facts.about_words(panel)
        self.head.show_contact(panel.id, panel.name, panel.kind == "company", about)
        self.head.show_level(panel.level, panel.level_colour)
        self.quick_actions.call.setEnabled(bool(panel.phones))
        show_health(self.health, panel)
        self.facts.show_facts(contact_facts.panel_facts(panel))
        found = panel.suggestion
        self.advice.say(found.title if found else "", found.reason if found else "")

    # changes

    def _save(self, key: str, typed: str) -> None:
        save_fact(self._shell, self._contact_id, key, typed)

    def write_note(self) -> None:
        """Ctrl+L: put the cursor into the line for a note."""
        self.history.write_note()

    def _reveal(self) -> None:
        self._revealing.reveal(self._contact_id)
        self.reload()

    def edit_fact(self) -> None:
        """F2: edit the first fact."""
        rows = self.facts.rows()
        if rows:
            rows[0].edit()


def save_fact(shell: Shell, contact_id: int, key: str, typed: str) -> None:
    """Write one fact of a customer and offer to take it back. Raises ``UserError``."""
    changes = contact_facts.changes(key, typed)
    shell.workspace.execute(N_("Edit customer"), _edit, contact_id, changes)
    shell.toast(_("Saved"), undo=True)


def _edit(session: Session, contact_id: int, changes: dict[str, Any]) -> None:
    if "addresses" in changes:
        # Only the first address is shown and edited; the others stay.
        others = contacts.card(session, contact_id).draft.addresses[1:]
        changes = {**changes, "addresses": (*changes["addresses"], *others)}
    contacts.edit(session, contact_id, **changes)


def _read(
    session: Session, contact_id: int, limit: int, revealed: bool
) -> tuple[ContactPanel, list[TimelineRow], list[StickyNoteRow]] | None:
    try:
        panel = contact_panel.panel(session, contact_id, clock.today(), revealed=revealed)
    except NotFound:
        return None
    pinned = sticky_notes.of_contact(session, contact_id)
    return panel, timeline.entries(session, contact_id, limit), pinned
