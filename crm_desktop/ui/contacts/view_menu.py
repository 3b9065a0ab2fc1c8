"""Saved views: keeping a filter under a name, renaming, pinning, taking away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.services.contacts import views
from crm_desktop.services.contacts.views import ViewRow
from crm_desktop.ui.contacts.list_side import ListSide
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field, LineEdit, Toggle
from crm_desktop.ui.widgets.layout import column, plain, row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_COLOURS = (
    ("gray", N_("Gray")),
    ("accent", N_("Green")),
    ("amber", N_("Amber")),
    ("red", N_("Red")),
    ("blue", N_("Blue")),
    ("violet", N_("Violet")),
)


class ViewMenu:
    """Acts on saved views through the workspace."""

    def __init__(self, shell: Shell, side: ListSide, freeze: Callable[[], object]) -> None:
        self._shell = shell
        self._host = self._side = side
        self._freeze = freeze

    def save_as(
        self,
        conditions: list[dict[str, Any]],
        sort: tuple[str, bool],
        made: Callable[[int], object],
        name: str = "",
    ) -> Dialog:
        """Ask for a name and keep the filter; ``made(id)`` afterwards."""

        def keep(name: str, colour: str, pinned: bool) -> None:
            view_id = self._shell.workspace.execute(
                N_("Save a view"),
                views.create,
                name,
                {"all": conditions},
                colour=colour,
                sort=sort[0],
                descending=sort[1],
                pinned=pinned,
            )
            self._shell.toast(_("View saved"), undo=True)
            made(view_id)

        return _ask(
            self._host,
            lambda: _("Save this filter as a view"),
            name=name,
            colour="gray",
            pinned=True,
            keep=keep,
        )

    def update(
        self, view: ViewRow, conditions: list[dict[str, Any]], sort: tuple[str, bool]
    ) -> None:
        """Keep the changed filter in the view it came from."""
        self._shell.workspace.execute(
            N_("Change a view"), views.edit, view.id, condition={"all": conditions}, sort=sort
        )
        self._shell.toast(_("View saved"), undo=True)

    def open(self, view: ViewRow, place: QPoint) -> None:
        """The menu of one view."""
        pin = _("Take out of the side bar") if view.pinned else _("Show in the side bar")
        items = [
            menu.MenuItem(lambda: _("Rename…"), lambda: self._rename(view), "pencil-simple"),
            menu.MenuItem(pin, lambda: self._pin(view), "push-pin"),
            menu.MenuItem(
                lambda: _("Keep this list as it is…"), lambda: self._keep(view), "snowflake"
            ),
            None,
            menu.MenuItem(
                lambda: _("Take this view away"), lambda: self._remove(view), "x", danger=True
            ),
        ]
        menu.build(self._host, items).popup(place)

    def _keep(self, view: ViewRow) -> None:
        """Freeze the view, which is shown first, so that one sees who is kept."""
        self._side.choose_view(str(view.id))
        self._freeze()

    def _rename(self, view: ViewRow) -> None:
        def keep(name: str, colour: str, pinned: bool) -> None:
            self._shell.workspace.execute(N_("Change a view"), _edit, view.id, name, colour, pinned)
            self._shell.toast(_("View saved"), undo=True)

        _ask(
            self._host,
            lambda: _("Change view"),
            name=view.name,
            colour=view.colour,
            pinned=view.pinned,
            keep=keep,
        )

    def _pin(self, view: ViewRow) -> None:
        self._shell.workspace.execute(
            N_("Change a view"), views.edit, view.id, pinned=not view.pinned
        )

    def _remove(self, view: ViewRow) -> None:
        self._shell.workspace.execute(N_("Take a view away"), views.remove, view.id)
        said = _("View “{name}” taken away; its customers stay").format(name=view.name)
        self._shell.toast(said, "x", undo=True)


def _edit(session: Session, view_id: int, name: str, colour: str, pinned: bool) -> None:
    views.edit(session, view_id, name=name, colour=colour, pinned=pinned)


def _ask(
    host: QWidget,
    title: Callable[[], str],
    *,
    name: str,
    colour: str,
    pinned: bool,
    keep: Callable[[str, str, bool], object],
) -> Dialog:
    field = LineEdit("", name)
    name_field = Field(lambda: pgettext("of a thing", "Name"), field)
    colours = SegControl(
        [Choice(key, partial(_, words)) for key, words in _COLOURS], colour, small=True
    )
    pin = Toggle(lambda: _("Show in the side bar"), pinned)

    def save() -> bool:
        if not field.value():
            name_field.set_error(_("Type a name."))
            field.setFocus()
            return False
        keep(field.value(), colours.current(), pin.isChecked())
        return True

    form = column(name_field, row(colours, None), row(pin, None), gap=12)
    dialog = Dialog(host, title, plain(form), lambda: _("Save view"), save, enter=True)
    dialog.open()
    return dialog
