"""Languages: one gettext catalogue for window, command line, reports and errors.

The current language belongs to the program; ``using`` overrides it for one stretch of work
(a report printed in English from a Chinese window) without touching other threads.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from crm_desktop.core import paths

LANGUAGES = ("zh_CN", "en")

_program_language = "en"
_override: ContextVar[str | None] = ContextVar("language", default=None)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    with paths.resource("i18n", f"{language}.mo").open("rb") as file:
        return _gettext.GNUTranslations(file)


def language() -> str:
    """The language in force here: ``zh_CN`` or ``en``."""
    return _override.get() or _program_language


def set_language(code: str) -> None:
    """Switch the program's language; raises ``ValueError`` for one we do not have."""
    global _program_language
    if code not in LANGUAGES:
        raise ValueError(code)
    _program_language = code


@contextmanager
def using(code: str) -> Iterator[None]:
    """Speak ``code`` inside the ``with`` block, in this thread only."""
    if code not in LANGUAGES:
        raise ValueError(code)
    token = _override.set(code)
    try:
        yield
    finally:
        _override.reset(token)


def system_language() -> str:
    """The language of the user's system: Chinese of any region, else English."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((name for name in names if name), "") or locale.getlocale()[0] or ""
    return "zh_CN" if spoken.lower().startswith(("zh", "chinese")) else "en"


def _(message: str) -> str:
    """``message`` in the language in force."""
    return _catalogue(language()).gettext(message)


def pgettext(context: str, message: str) -> str:
    """``message`` where one English word needs several Chinese ones, told apart by context."""
    return _catalogue(language()).pgettext(context, message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Singular or plural form for ``n`` in the language in force."""
    return _catalogue(language()).ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark ``message`` for the catalogue and return it unchanged; call ``_`` when shown."""
    return message
