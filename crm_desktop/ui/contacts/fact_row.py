"""A fact that can be edited where it stands: pencil on hover, then an input or a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.layout import clear, column

_HIGH = 28


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as shown. ``label`` and ``shown`` are in the language in force.

    ``typed`` is what the input starts with; ``choices`` of (key, label) open a menu instead of
    an input; ``editable`` False shows only. ``hint`` is the input's placeholder. A ``masked`` one
    is not edited but asked for: the row then tells ``reveal_asked``.
    """

    key: str
    label: str
    shown: str
    typed: str = ""
    icon: str = ""
    fg: str = "text"
    choices: Sequence[tuple[str, str]] = ()
    editable: bool = True
    hint: str = ""
    masked: bool = False


class FactRow(QWidget):
    """``save(key, text)`` is called on Enter; a ``UserError`` keeps the text and is said below."""

    edited = Signal(str)  # key, after it was saved
    reveal_asked = Signal()

    def __init__(self, fact: Fact, save: Callable[[str, str], object], label_width: int) -> None:
        super().__init__()
        self.fact = fact
        self._save = save
        self._label_width = label_width
        self._hover = False
        self._error = ""
        self._saving = False
        self._input: LineEdit | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if fact.editable else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def show_fact(self, fact: Fact) -> None:
        """Show a fresh value; an input in use is left alone."""
        self.fact = fact
        self._fit()

    @property
    def editing(self) -> bool:
        """True while its input is open."""
        return self._input is not None

    def _fit(self) -> None:
        self.setAccessibleName(self.fact.label)
        self.setAccessibleDescription(self._error or self.fact.shown or _("Empty"))
        self.setFixedHeight(theme.m(_HIGH + 4 if self._input else _HIGH) + self._below())
        self._place()
        self.update()

    def _below(self) -> int:
        if not self._error:
            return 0
        room = QRectF(0, 0, max(theme.m(80), self.width() - theme.m(self._label_width)), 999)
        wrap = int(Qt.TextFlag.TextWordWrap)
        return round(theme.metrics("caption").boundingRect(room, wrap, self._error).height()) + 4

    def sizeHint(self) -> QSize:
        return QSize(theme.m(300), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        high = theme.m(_HIGH + 4 if self._input else _HIGH)
        left = theme.m(self._label_width)
        x = 0.0
        if self.fact.icon:
            icons.draw(painter, theme.m(1), high / 2, self.fact.icon, 15, token="text3")
            x = theme.m(26)
        label = QRectF(x, 0, left - x - theme.m(6), high)
        paint.txt(painter, label, self.fact.label, "caption", "text3")
        if self._input is None:
            self._paint_value(painter, left, high)
        if self._error:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("redText"))
            box = QRectF(left, high + 2, self.width() - left, self.height() - high)
            painter.drawText(box, int(Qt.TextFlag.TextWordWrap), self._error)
        painter.end()

    def _paint_value(self, painter: QPainter, left: float, high: float) -> None:
        ground = QRectF(left - theme.m(8), 1, self.width() - left + theme.m(8), high - 2)
        active = self.fact.editable and (self._hover or self.hasFocus())
        if active:
            stroke = "focus" if self.hasFocus() else None
            paint.rounded(painter, ground, theme.m(6), "hover", stroke, pen=2)
            icons.draw(
                painter,
                self.width() - theme.m(22),
                high / 2,
                "eye" if self.fact.masked else "pencil-simple",
                14,
                token="text3",
            )
        room = self.width() - left - theme.m(26 if active else 0)
        shown, ink = self.fact.shown, self.fact.fg
        if not shown:
            shown, ink = (paint.EMPTY, "text3")
        used = paint.txt(painter, QRectF(left, 0, room, high), shown, "body", ink)
        cut = used < paint.width(shown) - 1
        self.setToolTip(theme.tip(shown) if cut else "")

    # editing

    def edit(self) -> None:
        """Open the input, or the menu of choices."""
        if not self.fact.editable or self._input is not None:
            return
        if self.fact.masked:
            self.reveal_asked.emit()
            return
        if self.fact.choices:
            self._open_menu()
            return
        field = LineEdit(self.fact.hint, self.fact.typed)
        field.setParent(self)
        field.setAccessibleName(self.fact.label)
        field.installEventFilter(self)
        self._input = field
        self._fit()
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _open_menu(self) -> None:
        items = [
            menu.MenuItem(label, partial(self._try_save, key), checked=key == self.fact.typed)
            for key, label in self.fact.choices
        ]
        popup = menu.build(self, items)
        popup.popup(
            self.mapToGlobal(QPoint(theme.m(self._label_width) - theme.m(8), self.height()))
        )

    def _commit(self) -> None:
        if self._input is None or self._saving:
            return
        text = self._input.value()
        # Saving refreshes the page, which may take the focus from the input for a moment.
        self._saving = True
        kept = text == self.fact.typed or self._try_save(text)
        self._saving = False
        if kept:
            self.stop_editing()

    def _try_save(self, text: str) -> bool:
        try:
            self._save(self.fact.key, text)
        except UserError as problem:
            self._error = str(problem)
            if self._input is not None:
                self._input.set_error(True)
            self._fit()
            return False
        self._error = ""
        self.edited.emit(self.fact.key)
        self._fit()
        return True

    def stop_editing(self) -> None:
        """Close the input without saving."""
        field, self._input = self._input, None
        self._error = ""
        if field is not None:
            had_focus = field.hasFocus()
            field.removeEventFilter(self)
            field.hide()
            field.deleteLater()
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self._input and self._input is not None:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape:
                    self.stop_editing()
                    return True
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._commit()
                    return True  # or the row would take it as a wish to edit again
            elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                self._left(event)
        return False

    def _left(self, event: QFocusEvent) -> None:
        # Leaving the field saves, as a spreadsheet does; a menu popping up does not count.
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit()

    def _place(self) -> None:
        if self._input is not None:
            left = theme.m(self._label_width) - theme.m(10)
            self._input.setGeometry(left, 0, self.width() - left, theme.m(_HIGH + 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        on_value = event.position().x() > theme.m(self._label_width) - theme.m(8)
        if event.button() == Qt.MouseButton.LeftButton and on_value:
            self.edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._hover = True
        if self.fact.editable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = False
        self.update()


class FactList(QWidget):
    """Facts below each other; the same keys keep their rows, so that an open input survives."""

    reveal_asked = Signal()

    def __init__(self, save: Callable[[str, str], object], label_width: int = 96) -> None:
        super().__init__()
        self._save = save
        self._label_width = label_width
        self._rows: dict[str, FactRow] = {}
        self._column = column(gap=0)
        self.setLayout(self._column)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        if [fact.key for fact in facts] != list(self._rows):
            clear(self._column)
            self._rows = {f.key: FactRow(f, self._save, self._label_width) for f in facts}
            for row in self._rows.values():
                row.reveal_asked.connect(self.reveal_asked)
                self._column.addWidget(row)
            return
        for fact in facts:
            self._rows[fact.key].show_fact(fact)

    def row(self, key: str) -> FactRow | None:
        """The row of one fact."""
        return self._rows.get(key)

    def rows(self) -> list[FactRow]:
        """All rows in order."""
        return list(self._rows.values())

    def editing(self) -> bool:
        """True while any input is open."""
        return any(row.editing for row in self._rows.values())

    def stop_editing(self) -> None:
        """Close every input without saving."""
        for row in self._rows.values():
            if row.editing:
                row.stop_editing()
