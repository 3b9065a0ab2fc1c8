"""Which language the command line speaks: asked for, the file's, the user's, the system's."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core import i18n, preferences

_asked: str | None = None


def choose(arguments: Sequence[str]) -> None:
    """Set the language from ``--lang``, or else the user's choice in the window, or the system's.

    It is read before anything is parsed, so that help and usage errors speak it too.
    """
    global _asked
    _asked = _option(arguments)
    i18n.set_language(_asked or _preferred() or i18n.system_language())


def file_speaks(code: str) -> None:
    """Go over to an open file's own language, unless ``--lang`` asked for one."""
    if _asked is None and code in i18n.LANGUAGES:
        i18n.set_language(code)


def _option(arguments: Sequence[str]) -> str | None:
    words = list(arguments)
    for position, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and position + 1 < len(words):
            value = words[position + 1]
        elif word.startswith("--lang="):
            value = word.removeprefix("--lang=")
        else:
            continue
        return value if value in i18n.LANGUAGES else None
    return None


def _preferred() -> str | None:
    chosen = preferences.load().language
    return chosen if chosen in i18n.LANGUAGES else None
