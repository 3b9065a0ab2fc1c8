"""Relations, preferences, gifts and equipment of a customer, each changed where it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.assets import assets
from crm_desktop.services.assets.assets import DueRow
from crm_desktop.services.contacts import gifts, preferences, relations
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.contacts.gifts import GiftRow
from crm_desktop.services.contacts.preferences import PreferenceRow
from crm_desktop.services.contacts.relations import RelationRow
from crm_desktop.ui.assets.asset_form import AssetForm
from crm_desktop.ui.assets.card import AssetCardDialog
from crm_desktop.ui.contacts import birthdays, extra_forms
from crm_desktop.ui.contacts.profile_block import BlockLine, ProfileBlock
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets.layout import column

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Extras = tuple[list[RelationRow], list[PreferenceRow], list[GiftRow], list[DueRow]]


class ProfileExtras(QWidget):
    """Reads by itself whenever a customer is shown."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._panel: ContactPanel | None = None
        self.relations = ProfileBlock(lambda: _("Relations"), self._add_relation)
        self.preferences = ProfileBlock(lambda: _("Preferences"), self._add_preference)
        self.gifts = ProfileBlock(lambda: _("Gifts"), self._add_gift)
        self.equipment = ProfileBlock(lambda: _("Equipment"), self.add_asset)
        self.setLayout(column(self.relations, self.preferences, self.gifts, self.equipment, gap=0))

    def show_contact(self, panel: ContactPanel) -> None:
        """Read and show what is kept of a customer."""
        self._panel = panel
        found: Extras = self._shell.workspace.read(_read, panel.id)
        self.relations.show_lines(list(map(self._relation, found[0])))
        self.preferences.show_lines(list(map(self._preference, found[1])))
        self.gifts.show_lines(list(map(self._gift, found[2])))
        self.equipment.show_lines(list(map(self._asset, found[3])))

    # lines

    def _relation(self, one: RelationRow) -> BlockLine:
        parts = [relations.kind_name(one.kind)]
        if one.birthday is not None:
            born = birthdays.Born(one.birthday, one.birth_lunar, one.birth_leap)
            parts.append(birthdays.shown_with_next(born, clock.today()))
        parts.append(one.note)
        visit = partial(self._shell.go, "contacts", OpenRecord(one.other_id))
        return BlockLine(
            one.name,
            " · ".join(part for part in parts if part),
            acts=(("x", lambda: _("Remove"), partial(self._remove_relation, one)),),
            open=visit if one.other_id else None,
        )

    def _preference(self, one: PreferenceRow) -> BlockLine:
        title = _("{topic}: {value}").format(topic=one.topic, value=one.value)
        if one.confirmed_on is None:
            when = _("never confirmed")
        else:
            day = formats.date_relative(one.confirmed_on, clock.today())
            when = _("confirmed {day}").format(day=day)
        return BlockLine(
            title if one.topic else one.value,
            when,
            "amberText" if one.stale else "text3",
            acts=(
                ("check", lambda: _("Still so: confirmed today"), partial(self._confirm, one)),
                ("x", lambda: _("Remove"), partial(self._remove_preference, one)),
            ),
        )

    def _gift(self, one: GiftRow) -> BlockLine:
        parts = [one.occasion]
        if one.given_on is not None:
            parts.append(formats.date_relative(one.given_on, clock.today()))
        if one.value_minor is not None and self._panel is not None:
            parts.append(formats.money_whole(one.value_minor, self._panel.currency))
        remove = partial(self._write, N_("Remove a gift"), gifts.remove, one.id)
        caption = " · ".join(part for part in parts if part)
        return BlockLine(one.what, caption, acts=(("x", lambda: _("Remove"), remove),))

    def _asset(self, one: DueRow) -> BlockLine:
        parts = [one.place, one.serial]
        late = one.days_left is not None and one.days_left < 0
        if one.due_on is not None:
            day = formats.date_relative(one.due_on, clock.today())
            parts.append(_("service {day}").format(day=day))
        return BlockLine(
            one.name,
            " · ".join(part for part in parts if part),
            "redText" if late else "text3",
            open=partial(self.open_asset, one.id),
        )

    # acting

    def open_asset(self, asset_id: int) -> None:
        """Show the card of a piece of equipment."""
        AssetCardDialog(self, self._shell, asset_id).open()

    def add_asset(self) -> None:
        """Ask for a new piece of equipment."""
        if self._panel is not None:
            AssetForm(self, self._shell, self._panel.id).open()

    def _add_relation(self) -> None:
        if self._panel is not None:
            extra_forms.ask_relation(self, self._shell, self._panel.id, self._write)

    def _add_preference(self) -> None:
        if self._panel is not None:
            extra_forms.ask_preference(self, self._panel.id, self._write)

    def _add_gift(self) -> None:
        if self._panel is not None:
            extra_forms.ask_gift(self, self._panel, self._write)

    def _remove_relation(self, one: RelationRow) -> None:
        if self._panel is not None:
            self._write(N_("Remove a relation"), relations.remove, self._panel.id, one)

    def _confirm(self, one: PreferenceRow) -> None:
        self._write(N_("Confirm a preference"), preferences.confirm, one.id)

    def _remove_preference(self, one: PreferenceRow) -> None:
        self._write(N_("Remove a preference"), preferences.remove, one.id)

    def _write(self, name: str, service: Any, /, *args: Any, **kwargs: Any) -> None:
        self._shell.workspace.execute(name, service, *args, **kwargs)
        self._shell.toast(_("Saved"), undo=True)


def _read(session: Session, contact_id: int) -> Extras:
    return (
        relations.of_contact(session, contact_id, clock.today()),
        preferences.of_contact(session, contact_id),
        gifts.of_contact(session, contact_id),
        assets.all_of(session, clock.today(), contact_id),
    )
