"""The cards of one column as Qt sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.ui import theme
from crm_desktop.ui.deals import deal_words

ADD, HOLE, MORE = "add", "hole", "more"
Place = DealRow | str
"""A card, the line that adds one, where a dragged one would fall, or how many are not shown."""

CardRole = Qt.ItemDataRole.UserRole + 1


class CardModel(QAbstractListModel):
    """Cards in order; ``addable`` puts the line that adds one below them."""

    def __init__(self, addable: bool) -> None:
        super().__init__()
        self._addable = addable
        self._more = 0
        self._places: list[Place] = [ADD] if addable else []

    def show_cards(self, cards: Sequence[DealRow], more: int = 0) -> None:
        """Replace the cards; ``more`` are not shown. A hole is gone."""
        self.beginResetModel()
        self._more = more
        self._places = [*cards, *([MORE] if more else []), *([ADD] if self._addable else [])]
        self.endResetModel()

    def place(self, number: int) -> Place | None:
        """What stands at a row."""
        return self._places[number] if 0 <= number < len(self._places) else None

    def number_of(self, deal_id: int) -> int:
        """Row of a card, -1 when it is not here."""
        for number, place in enumerate(self._places):
            if isinstance(place, DealRow) and place.id == deal_id:
                return number
        return -1

    def cards(self) -> list[DealRow]:
        """The cards in order."""
        return [place for place in self._places if isinstance(place, DealRow)]

    def open_hole(self, number: int) -> None:
        """Make room at a row, or move the room there; the "add" line stays last."""
        limit = len(self.cards())
        number = max(0, min(number, limit))
        if number < len(self._places) and self._places[number] == HOLE:
            return
        self.close_hole()
        self.beginInsertRows(QModelIndex(), number, number)
        self._places.insert(number, HOLE)
        self.endInsertRows()

    def close_hole(self) -> None:
        """Take the room away."""
        if HOLE in self._places:
            number = self._places.index(HOLE)
            self.beginRemoveRows(QModelIndex(), number, number)
            del self._places[number]
            self.endRemoveRows()

    def line_words(self, place: str) -> str:
        """What a line that is no card says."""
        if place == MORE:
            words = ngettext("{n} more in the table", "{n} more in the table", self._more)
            return words.format(n=formats.integer(self._more))
        return _("Add a deal") if place == ADD else ""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._places)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        place = self.place(index.row()) if index.isValid() else None
        if place is None:
            return None
        if role == CardRole:
            return place
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(place, DealRow):
                spoken = role == Qt.ItemDataRole.AccessibleTextRole
                return deal_words.describe(place) if spoken else place.title
            return self.line_words(place)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(place, DealRow):
            return theme.tip(place.next.title if place.next is not None else place.note[:200])
        return None
