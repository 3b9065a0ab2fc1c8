"""How the program looks at this moment: theme, text size and language, switchable while running.

Like the language in ``core.i18n`` this is a fact about the whole process, not about one window,
so it is module state. Widgets ask ``color``, ``m`` and ``font`` when they paint or lay out, and
wrap what they set once in ``live`` so that it is set again after a switch.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.theme import fonts, style, tokens

MODES = ("system", "light", "dark")
SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Look(QObject):
    """The state behind this module's functions; ``changed`` follows every switch."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = "system"
        self.contrast = False
        self.scale = 1.0
        self.tokens = tokens.load("light")
        self.families: list[str] = []
        self._dressed = False
        self._palette: QPalette | None = None
        self.generation = 0  # grows with every switch; a key for caches of measured things

    def use(
        self,
        mode: str | None = None,
        scale: float | None = None,
        contrast: bool | None = None,
    ) -> None:
        """Take over the given settings, restyle the application and tell every widget."""
        self.mode = mode if mode in MODES else self.mode
        self.scale = min(2.0, max(1.0, scale)) if scale is not None else self.scale
        self.contrast = contrast if contrast is not None else self.contrast
        self.restyle()

    def restyle(self) -> None:
        """Apply the present settings (again): theme, fonts, style sheet, texts."""
        self.tokens = tokens.load(self._theme(), self.contrast)
        self.generation += 1
        for cached in (color, font, metrics):
            cached.cache_clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.families = self.families or fonts.families()
            # Each of these styles every widget anew, so none is set without need.
            app.setFont(font("body"))
            palette = style.palette(self.tokens)
            if palette != self._palette:
                self._palette = palette
                app.setPalette(palette)
            if self._dressed:
                self.dress()
        self.changed.emit()

    def dress(self) -> None:
        """Put the style sheet on, which the first paint of the window does not wait for."""
        self._dressed = True
        app = QApplication.instance()
        sheet = style.sheet(self.tokens, self.scale)
        if isinstance(app, QApplication) and app.styleSheet() != sheet:
            app.setStyleSheet(sheet)

    def follow_system(self) -> None:
        """Restyle when the system turns dark or light, unless the user chose one by hand."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self._system_changed())

    def _system_changed(self) -> None:
        if self.mode == "system" and self.tokens.dark != (self._theme() == "dark"):
            self.restyle()

    def _theme(self) -> str:
        if self.mode != "system":
            return self.mode
        if QGuiApplication.instance() is None:
            return "light"
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"


look = Look()


def is_dark() -> bool:
    """True while a dark theme is on."""
    return look.tokens.dark


def scale() -> float:
    """Text size: 1.0 to 2.0, multiplies everything."""
    return look.scale


def m(pixels: float) -> int:
    """A length of the design (at 100 %) in today's pixels."""
    return round(pixels * look.scale)


@cache
def color(token: str, alpha: float = 1.0) -> QColor:
    """The colour of a token in the theme in force. Callers must not modify it."""
    made = QColor(look.tokens.colors[token])
    made.setAlphaF(alpha)
    return made


def hex_of(token: str) -> str:
    """``#RRGGBB`` of a token, for rich text and style sheets."""
    return look.tokens.colors[token]


@cache
def font(role: str) -> QFont:
    """The font of a role (see ``fonts.ROLES``) at the text size in force."""
    return fonts.make(look.families, role, look.scale)


@cache
def metrics(role: str) -> QFontMetricsF:
    """Metrics of ``font(role)``."""
    return QFontMetricsF(font(role))


class _Live(QObject):
    """Child of its owner, so that it stops when the owner is destroyed."""

    def __init__(self, owner: QObject, apply: Callable[[], object]) -> None:
        super().__init__(owner)
        self._apply = apply
        look.changed.connect(self.run)
        apply()

    def run(self) -> None:
        self._apply()


def live(owner: QObject, apply: Callable[[], object]) -> None:
    """Call ``apply`` now and again after every switch of theme, text size or language.

    It ends with ``owner``. Use it for everything that is set once rather than asked while
    painting: texts, fixed sizes, margins, fonts, icons.
    """
    _Live(owner, apply)


def as_typed(text: str) -> str:
    """A text for a button or menu item, in which Qt would take & for the mark of a key."""
    return text.replace("&", "&&")


def tip(text: str) -> str:
    """A text as a tooltip, in which Qt would obey markup."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text else text


def text_of(text: str | Callable[[], str]) -> str:
    """A plain text, or what a callable says in the language in force."""
    return text if isinstance(text, str) else text()
