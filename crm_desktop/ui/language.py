"""Switching the language of the running program, Qt's own dialogs included."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from crm_desktop.core import i18n

_qt_words: QTranslator | None = None


def use_language(code: str) -> None:
    """Speak ``code`` from now on. The caller restyles the look, which speaks every text again."""
    global _qt_words
    i18n.set_language(code)
    QLocale.setDefault(QLocale(code))
    app = QCoreApplication.instance()
    if app is None:
        return
    if _qt_words is not None:
        app.removeTranslator(_qt_words)
        _qt_words = None
    if code != "en":
        words = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if words.load(f"qtbase_{code}", folder):
            app.installTranslator(words)
            _qt_words = words
