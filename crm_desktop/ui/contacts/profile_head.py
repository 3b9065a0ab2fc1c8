"""The head of a profile: way back, place in the list, who it is, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.columns import level_icon, tone_of
from crm_desktop.ui.contacts.contact_facts import about_words
from crm_desktop.ui.contacts.phone_words import shown_phone
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.layout import clear, column, row, show_if
from crm_desktop.ui.widgets.text import Label

_WORDS_FROM = 900  # design pixels from which quiet actions show their words
_MOST_TAGS = 4


class ProfileHead(QWidget):
    """``acts`` maps call, wechat, follow_up, sale and more to what they do."""

    def __init__(
        self,
        back: Callable[[], object],
        step: Callable[[int], object],
        acts: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__()
        self.back = IconButton("arrow-left", lambda: _("Back to the list"), keys="Esc", on=back)
        self.trail = Label("", "body", "text3", elide=True)
        self.place = Label("", "caption", "text3")
        self.before = IconButton(
            "caret-up", lambda: _("Customer before"), keys="PgUp", on=lambda: step(-1)
        )
        self.after = IconButton(
            "caret-down", lambda: _("Next customer"), keys="PgDown", on=lambda: step(1)
        )
        self.avatar = Avatar("", 0, size=64)
        self.name = Label("", "figure", elide=True)
        # As wide as the name needs, so that the chips follow it.
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.about = Label("", "body", "text2", elide=True)
        self._chips = row(gap=6)
        self._tags: list[QWidget] = []
        self.call = Button(lambda: _("Call"), "phone", on=acts["call"])
        self.wechat = Button(lambda: _("WeChat"), "chat-circle-dots", on=acts["wechat"])
        self.follow_up = Button(
            lambda: _("Follow up"), "calendar-plus", keys="Ctrl U", on=acts["follow_up"]
        )
        self.sale = Button(
            lambda: _("Record sale"), "receipt", "primary", keys="Ctrl R", on=acts["sale"]
        )
        self.more = IconButton("dots-three", lambda: _("More"), on=acts["more"])
        self._build()

    def _build(self) -> None:
        crumb = row(
            self.back, (self.trail, 1), self.place, self.before, self.after, gap=4,
            margins=(20, 8, 20, 0),
        )  # fmt: skip
        who = row(
            self.avatar,
            (column(row(self.name, 6, self._chips, None, gap=6), self.about, gap=2), 1),
            self.call,
            self.wechat,
            self.follow_up,
            self.sale,
            self.more,
            gap=8,
            margins=(28, 0, 24, 0),
        )
        self.setLayout(column(crumb, who, gap=4))

    def show_contact(self, panel: ContactPanel, view: str, place: tuple[int, int] | None) -> None:
        """Who it is, and where in the list."""
        self.trail.say(_("Customers / {view}").format(view=view))
        self.before.setEnabled(place is not None and place[0] > 0)
        self.after.setEnabled(place is not None and place[0] + 1 < place[1])
        counted = ""
        if place is not None:
            counted = f"{formats.integer(place[0] + 1)} / {formats.integer(place[1])}"
        self.place.say(counted)
        self.avatar.show_contact(panel.name, panel.id, panel.kind == "company")
        self.name.say(panel.name)
        known = [about_words(panel), *(shown_phone(one) for one in panel.phones[:1]), panel.address]
        self.about.say(" · ".join(part for part in known if part))
        self.call.setEnabled(bool(panel.phones))
        self._show_chips(panel)

    def _show_chips(self, panel: ContactPanel) -> None:
        clear(self._chips)
        if panel.archived:
            self._chips.addWidget(Chip(lambda: _("Archived"), "amber", "archive"))
        if panel.level:
            colour = panel.level_colour
            self._chips.addWidget(Chip(panel.level, tone_of(colour), level_icon(colour)))
        if panel.stage:
            self._chips.addWidget(Chip(panel.stage, tone_of(panel.stage_colour)))
        self._tags = [Chip(tag) for tag in panel.tags[:_MOST_TAGS]]
        if len(panel.tags) > _MOST_TAGS:
            more = f"+{len(panel.tags) - _MOST_TAGS}"
            self._tags.append(Label(more, "caption", "text3"))
        for tag in self._tags:
            self._chips.addWidget(tag)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The name before the tags, the tags before the words of the actions."""
        wide = self.width() >= theme.m(_WORDS_FROM)
        self.call.setVisible(wide)
        self.wechat.setVisible(wide)
        roomy = self.width() >= theme.m(_WORDS_FROM - 200)
        self.follow_up.setVisible(roomy)
        for tag in self._tags:
            show_if(tag, roomy)  # the facts below hold them too
