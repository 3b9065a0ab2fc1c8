"""The window: rail and pages, and what pages may ask of it (``page.Shell``)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crm_desktop.core.preferences import Preferences
from crm_desktop.ui import theme
from crm_desktop.ui.navigation import undoing
from crm_desktop.ui.navigation.rail import Rail

# What is needed only after the first paint is imported in ``complete``: it would cost more time
# than the paint itself.
if TYPE_CHECKING:
    from crm_desktop.core.changes import Changes
    from crm_desktop.ui.first_run.page import FirstRunPage
    from crm_desktop.ui.jobs import Jobs
    from crm_desktop.ui.messages import Messages
    from crm_desktop.ui.navigation.page_stack import PageStack
    from crm_desktop.ui.reminders.watch import Reminders
    from crm_desktop.ui.workspace import Workspace

WIDE_FROM = 1400  # scaled width from which the rail shows words


class MainWindow(QWidget):
    """One per program; built by ``app.run`` and by tests."""

    workspace: Workspace
    jobs: Jobs
    messages: Messages
    stack: PageStack
    reminders: Reminders

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(720, 450)
        self.setWindowTitle("CRM Desktop")
        self.rail = Rail()
        self._blank = QFrame()
        self._blank.setObjectName("page")
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(self._blank, 1)
        self._complete = False

    def complete(self) -> None:
        """Build all that is not seen in the first paint, and bring the window to life."""
        from crm_desktop.ui.daily_moves import DailyMoves
        from crm_desktop.ui.jobs import Jobs
        from crm_desktop.ui.messages import Messages
        from crm_desktop.ui.navigation import shortcuts, window_keys
        from crm_desktop.ui.navigation.file_drop import FileDrop
        from crm_desktop.ui.navigation.page_stack import PageStack
        from crm_desktop.ui.navigation.rail_watch import RailWatch
        from crm_desktop.ui.reminders.bell import Bell
        from crm_desktop.ui.reminders.watch import Reminders
        from crm_desktop.ui.reports.scheduled_reports import ScheduledReports
        from crm_desktop.ui.rule_runner import DailyRules
        from crm_desktop.ui.scheduled_export import ScheduledExport
        from crm_desktop.ui.widgets import paint
        from crm_desktop.ui.widgets.progress_panel import ProgressWatch
        from crm_desktop.ui.widgets.toast import Toast
        from crm_desktop.ui.workspace import Workspace

        theme.look.dress()
        self.setWindowIcon(paint.program_icon())
        self.jobs = Jobs(self)
        self.workspace = Workspace(self.jobs, self)
        self.messages = Messages(self)
        self.stack = PageStack(self)
        self._layout.replaceWidget(self._blank, self.stack)
        self._blank.deleteLater()
        self._toast = Toast(self.stack, self._undo_toasted)
        self.stack.currentChanged.connect(lambda _index: self._toast.raise_())
        self._progress = ProgressWatch(self)
        self._facts = RailWatch(self)
        FileDrop(self, self)
        ScheduledExport(self, self.preferences, self)
        self.report_maker = ScheduledReports(self, self.preferences, self)
        self.rule_runner = DailyRules(self, self).runner
        DailyMoves(self, self)
        self.reminders = Reminders(self, self)
        self.bell = Bell(self)
        self._after_open: tuple[str, Any] = ("today", None)
        self._complete = True
        self._connect()
        self._keys = window_keys.declare(self)
        shortcuts.bind(self, self._keys)
        theme.live(self, self._fit_rail)

    def let_go(self) -> None:
        """Give back the hooks for uncaught errors, at the end of the program."""
        if self._complete:
            self.messages.uninstall()

    def _connect(self) -> None:
        from crm_desktop.ui.navigation.second_start import SecondStart

        self.workspace.opened.connect(self._opened)
        self.workspace.closed.connect(self._closed)
        SecondStart(self, self._not_opened)
        self.workspace.changed.connect(self._changed)
        self.jobs.started.connect(self._progress.watch)
        self.jobs.failed.connect(self.show_problem)
        self.rail.page_asked.connect(self.go)
        self.rail.view_asked.connect(lambda target: self.go("contacts", target))
        self.rail.search_asked.connect(self.open_palette)
        self.rail.files_asked.connect(self._show_files)
        self.rail.backup_asked.connect(lambda: self.go("settings"))

    # what pages ask

    def go(self, page: str, target: Any = None) -> None:
        """Show a page; without an open file only the welcome can be shown."""
        if not self.workspace.is_open:
            welcome = self._show_first_run()
            if page == "exchange":
                welcome.choose_file()
            return
        self.stack.show_page(page, target)
        self.rail.set_current(page)
        self._fit_rail()

    def toast(self, text: str, icon: str = "check-circle", undo: bool = False) -> None:
        """Say what happened; ``undo`` takes back the action written last."""
        action = self.workspace.last_action if undo else 0
        self._toast.say(text, icon, undo and action > 0, action)

    def show_problem(self, problem: BaseException) -> None:
        """Say a ``UserError``, or show the report of a bug."""
        self.messages.show(problem)

    def set_language(self, code: str) -> None:
        """Switch the running program to ``code`` and remember it."""
        from crm_desktop.ui.language import use_language

        use_language(code)
        self.preferences.language = code
        self.preferences.save()
        theme.look.restyle()
        self._facts.soon()

    def set_look(
        self, mode: str | None = None, scale: float | None = None, contrast: bool | None = None
    ) -> None:
        """Switch theme, text size or contrast and remember it."""
        theme.look.use(mode, scale, contrast)
        self.preferences.mode = theme.look.mode
        self.preferences.scale = theme.look.scale
        self.preferences.contrast = theme.look.contrast
        self.preferences.save()

    # the file

    def open_file(self, path: Path) -> None:
        """Open a data file instead of the present one."""
        if path == self.workspace.path or not self._may_leave():
            return
        self._after_open = ("today", None)
        self.workspace.open(path)
        if not self.workspace.is_open:
            # Today stands, still empty, while the file is being opened.
            self.rail.set_active(True)
            self.rail.set_current("today")
            self.stack.show_page("today")

    def new_file(
        self,
        path: Path,
        fill: Callable[..., Any] | None = None,
        then: tuple[str, Any] = ("contacts", None),
    ) -> None:
        """Make a data file, ``fill`` it, and go to ``then`` (page, target)."""
        if self._may_leave():
            self._after_open = then
            self.workspace.create(path, fill)

    def _opened(self, path: Path) -> None:
        self.preferences.remember(path)
        self.workspace.sit_down(self.preferences.sitting(path))
        self.show_title(path.stem)
        self.rail.set_shop(path.stem)
        self.rail.set_active(True)
        page, target = self._after_open
        self.go(page, target)
        self._facts.ask()

    def _closed(self) -> None:
        self.stack.reset()
        self._toast.dismiss()
        self.rail.set_views([])

    def _not_opened(self, problem: BaseException) -> None:
        if not self.workspace.is_open:
            self._show_first_run()
        self.show_problem(problem)

    def _changed(self, changes: Changes) -> None:
        if self._toast.action_id and self._toast.action_id != self.workspace.last_action:
            self._toast.dismiss()
        self.stack.changed(changes)
        self._facts.soon()

    def _may_leave(self) -> bool:
        return not self.jobs.running("write") and self.stack.may_leave()

    def _show_files(self, button: QWidget) -> None:
        from crm_desktop.ui.navigation import file_menu

        file_menu.show(button, self.preferences, self.workspace.path, self.open_file, self.new_file)

    def show_title(self, shop: str) -> None:
        """Name the shop in the title bar."""
        self.setWindowTitle(f"{shop} – CRM Desktop" if shop else "CRM Desktop")

    # first run

    def start(self, path: Path | None) -> None:
        """Open ``path`` if there is one, else welcome the user."""
        if path is not None:
            self.open_file(path)
        else:
            self._show_first_run()

    def _show_first_run(self) -> FirstRunPage:
        from crm_desktop.ui.first_run.page import FirstRunPage

        self.rail.set_active(False)
        self.rail.set_current("")
        self.rail.set_shop("")
        welcome = self.stack.guest()
        if not isinstance(welcome, FirstRunPage):
            welcome = FirstRunPage(self, self.new_file, self.open_file)
            self.stack.show_guest(welcome)
        return welcome

    # undo

    def undo(self) -> None:
        """Ctrl+Z: take back the last action, and say which."""
        undoing.undo(self)

    def redo(self) -> None:
        """Ctrl+Y: do it again."""
        undoing.redo(self)

    def _undo_toasted(self) -> None:
        undoing.undo(self, self._toast.action_id or None)

    # keys

    def open_palette(self) -> None:
        """Ctrl+K."""
        from crm_desktop.ui.search.palette import Palette

        if self.workspace.is_open:
            Palette(self, self.stack.page()).open()

    def show_shortcuts(self) -> None:
        """F1."""
        from crm_desktop.ui.navigation import shortcuts

        shortcuts.show_sheet(self, self._keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.stack.page() if self._complete else None
        if event.key() == Qt.Key.Key_Escape and page is not None and page.go_back():
            return
        super().keyPressEvent(event)

    # room

    def toggle_rail(self) -> None:
        """Ctrl+B: words or icons only."""
        self.preferences.rail = "full" if self.rail.narrow else "narrow"
        self.preferences.save()
        self._fit_rail()

    def _fit_rail(self) -> None:
        page = self.stack.page() if self._complete else None
        room = self.width() / theme.scale()
        wide = room >= WIDE_FROM or (self.preferences.rail == "full" and room >= 900)
        if self.preferences.rail == "narrow" or (page is not None and page.narrow_rail):
            wide = False
        self.rail.set_narrow(not wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def _stopping_writers(self) -> bool:
        """Stop what is being written (it rolls back) and close once that has happened."""
        writing = self.jobs.running("write")
        if writing:
            for job in writing:
                job.cancel()
            self.jobs.idle.connect(self.close, Qt.ConnectionType.SingleShotConnection)
        return bool(writing)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._complete and (self._stopping_writers() or not self.stack.may_leave()):
            event.ignore()
            return
        frame = self.normalGeometry()
        self.preferences.window = [frame.x(), frame.y(), frame.width(), frame.height()]
        self.preferences.maximised = self.isMaximized()
        self.preferences.save()
        if self._complete:
            self.workspace.closing.emit()  # while there is still somebody to do the work
            self.jobs.stop()
            self.workspace.close()
        super().closeEvent(event)
