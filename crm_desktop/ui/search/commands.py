"""What the palette can run from anywhere: pages, looks, languages, undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core import names, text
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.navigation.destinations import DESTINATIONS, pages
from crm_desktop.ui.page import Command, NewRecord, NewRecords, OpenRecord

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow


def everywhere(window: MainWindow) -> list[Command]:
    """Commands that do not depend on the page."""
    numbered = {place.name: f"Ctrl {number}" for number, place in enumerate(pages(), 1)}
    numbered["settings"] = "Ctrl ,"
    go = [
        Command(
            f"go.{place.name}",
            _(place.label),
            partial(window.go, place.name),
            place.icon,
            numbered.get(place.name, ""),
        )
        for place in DESTINATIONS
    ]
    new = [
        Command(
            "new.contact",
            _("New customer"),
            partial(window.go, "contacts", NewRecord()),
            "user-plus",
        ),
        Command(
            "new.contacts",
            _("Add many customers"),
            partial(window.go, "contacts", NewRecords()),
            "users",
            "Ctrl Shift N",
        ),
        Command(
            "new.sale", _("Record a sale"), partial(window.go, "sales", NewRecord()), "receipt"
        ),
    ]
    return [*new, *go, *_looks(window), *_doing(window)]


def _looks(window: MainWindow) -> list[Command]:
    made = [
        Command("look.light", _("Light colours"), partial(window.set_look, mode="light"), "sun"),
        Command("look.dark", _("Dark colours"), partial(window.set_look, mode="dark"), "moon"),
        Command("lang.zh", "中文", partial(window.set_language, "zh_CN"), "translate"),
        Command("lang.en", "English", partial(window.set_language, "en"), "translate"),
    ]
    for scale in theme.SCALES:
        label = _("Text size {percent}%").format(percent=round(scale * 100))
        run = partial(window.set_look, scale=scale)
        made.append(Command(f"scale.{scale}", label, run, "text-aa"))
    return made


def _doing(window: MainWindow) -> list[Command]:
    return [
        Command("reminders", _("Reminders"), window.bell.open, "bell", "Ctrl Shift R"),
        Command("undo", _("Undo"), window.undo, "arrow-counter-clockwise", "Ctrl Z"),
        Command("redo", _("Redo"), window.redo, "arrow-clockwise", "Ctrl Y"),
        Command("keys", _("Keyboard shortcuts"), window.show_shortcuts, "keyboard", "F1"),
    ]


def on_customer(window: MainWindow, contact_id: int) -> list[Command]:
    """What can be done with a customer found in the palette."""
    target = NewRecord(contact_id)
    return [
        Command(
            "open",
            _("Open"),
            partial(window.go, "contacts", OpenRecord(contact_id)),
            "user",
            "Enter",
        ),
        Command("sale", _("Record a sale"), partial(window.go, "sales", target), "receipt"),
        Command(
            "follow", _("Plan a follow-up"), partial(window.go, "today", target), "calendar-plus"
        ),
    ]


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Commands whose label holds ``typed``: as written, or in pinyin or its initials."""
    wanted = text.fold(typed).replace(" ", "")
    if not wanted:
        return list(commands)
    return [c for c in commands if any(wanted in key for key in _keys(theme.text_of(c.label)))]


def _keys(label: str) -> list[str]:
    folded = text.fold(label).replace(" ", "")
    if folded.isascii():
        return [folded, "".join(word[0] for word in text.fold(label).split())]
    full, initials = names.pinyin_of(label)
    return [folded, *full.split(), *initials.split()]
