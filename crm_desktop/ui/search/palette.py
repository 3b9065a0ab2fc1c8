"""Ctrl+K: type a name, pinyin, initials, phone digits or a command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.page import Command, OpenRecord, Page
from crm_desktop.ui.search import commands
from crm_desktop.ui.search.result_list import Entry, ResultList
from crm_desktop.ui.widgets.layout import plain, row, rule
from crm_desktop.ui.widgets.overlay import Overlay
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Icon, Keycap, Label

if TYPE_CHECKING:
    from crm_desktop.services.products.products import ProductRow
    from crm_desktop.services.search import SearchHit
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.search.records import Records

WIDTH, HEIGHT, TOP = 640, 540, 110
CUSTOMERS, PRODUCTS, COMMANDS = 6, 3, 8
_PAUSE_MS = 30


class Palette(Overlay):
    """Lives from Ctrl+K to the choice; deletes itself."""

    def __init__(self, window: MainWindow, page: Page | None) -> None:
        super().__init__(window, WIDTH, radius=14)
        self._main = window
        self._page = page
        self._records: Records | None = None
        self._asked_for: int = 0
        self._doing_with: Entry | None = None
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setAccessibleName(_("Search or run"))
        self.field.setPlaceholderText(_("Name, phone, pinyin or a command"))
        self.field.setFont(theme.font("query"))
        self.field.installEventFilter(self)
        self.results = ResultList()
        self._scroll = ScrollArea(self.results)
        self._build()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(self._typed)
        self.results.activated.connect(self._run)
        self.results.moved.connect(self._show_line)
        self.dismissed.connect(self.leave)
        self._show()

    def _build(self) -> None:
        top = row(
            Icon("magnifying-glass", 20, "text3"),
            (self.field, 1),
            Keycap("Esc"),
            gap=12,
            margins=(22, 14, 20, 14),
        )
        hint = Label(
            lambda: _("↑↓ choose    Enter open    Tab actions    > commands only"),
            "caption",
            "text3",
            elide=True,
        )
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(plain(top))
        self.body.addWidget(rule())
        self.body.addSpacing(theme.m(4))
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(rule())
        self.body.addWidget(plain(row((hint, 1), margins=(22, 11, 22, 11))))

    def place(self) -> None:
        self.setGeometry(self._host.rect())
        edge = theme.m(24)
        wide = min(theme.m(WIDTH), self.width() - 2 * edge)
        high = min(theme.m(HEIGHT), self.height() - 2 * edge)
        top = min(theme.m(TOP), max(edge, (self.height() - high) // 2))
        self.panel.setGeometry(QRect((self.width() - wide) // 2, top, wide, high))
        self.update()

    def open(self) -> None:
        super().open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Esc: from the actions back to the results, else close."""
        if self._doing_with is not None:
            self._doing_with = None
            self._show()
        else:
            self.close_overlay()
            self.deleteLater()

    # what is found

    def _typed(self) -> None:
        self._doing_with = None
        self._timer.start()

    def _search(self) -> None:
        typed = self.field.text().strip()
        self._asked_for += 1
        if not typed or typed.startswith(">"):
            self._records = None
            self._show()
            return
        from crm_desktop.ui.search.records import find

        found = partial(self._found, self._asked_for)
        self._main.workspace.ask(find, typed, CUSTOMERS, PRODUCTS, owner=self, done=found)

    def _found(self, number: int, records: Records) -> None:
        if number == self._asked_for:
            self._records = records
            self._show()

    def _show(self) -> None:
        if self._doing_with is not None:
            self.results.show_entries(self._actions(self._doing_with))
            return
        typed = self.field.text().strip()
        entries: list[Entry] = []
        if self._records is not None and self._records.customers:
            entries.append(Entry(_("Customers")))
            entries += [self._customer(hit) for hit in self._records.customers]
        if self._records is not None and self._records.products:
            entries.append(Entry(_("Products")))
            entries += [self._product(row) for row in self._records.products]
        here = self._page.commands() if self._page else []
        found = commands.matching(
            [*here, *commands.everywhere(self._main)], typed.removeprefix(">")
        )
        if found:
            entries.append(Entry(_("Actions and pages")))
            shown = found if typed.startswith(">") else found[:COMMANDS]
            entries += [self._command(command) for command in shown]
        if not entries:
            entries.append(Entry(_("Nothing found for “{text}”").format(text=typed)))
        self.results.show_entries(entries)

    def _customer(self, hit: SearchHit) -> Entry:
        contact_id = hit.contact_id or 0
        detail = hit.detail
        if hit.archived:
            detail = " · ".join(part for part in (_("archived"), detail) if part)
        run = partial(self._main.go, "contacts", OpenRecord(contact_id))
        return Entry(hit.name, run, detail, contact_id=contact_id, company=hit.kind == "company")

    def _product(self, row: ProductRow) -> Entry:
        run = partial(self._main.go, "products", OpenRecord(row.id))
        detail = " · ".join(part for part in (row.spec, row.code) if part)
        return Entry(row.name, run, detail, icon="package")

    @staticmethod
    def _command(command: Command) -> Entry:
        return Entry(
            theme.text_of(command.label), command.run, icon=command.icon, keys=command.keys
        )

    def _actions(self, customer: Entry) -> list[Entry]:
        made = commands.on_customer(self._main, customer.contact_id)
        head = Entry(_("With {name}").format(name=customer.title))
        return [head, *(self._command(command) for command in made)]

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._key(Qt.Key(event.key()))
        ):
            return True
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.results.step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Tab:
            entry = self.results.entry()
            if entry is not None and entry.contact_id:
                self._doing_with = entry
                self._show()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _enter(self) -> None:
        entry = self.results.entry()
        if entry is not None:
            self._run(entry)

    def _run(self, entry: Entry) -> None:
        self.close_overlay()
        self.deleteLater()
        if entry.run is not None:
            entry.run()

    def _show_line(self, line: QRectF) -> None:
        self._scroll.ensureVisible(0, round(line.center().y()), 0, round(line.height()))
