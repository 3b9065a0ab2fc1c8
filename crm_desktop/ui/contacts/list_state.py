"""What the customer list is asked for: view, filters, search, order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.contacts import contact_list, views
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.cookbook import Question
from crm_desktop.services.contacts.views import ViewRow
from crm_desktop.ui.contacts.contact_source import Reader
from crm_desktop.ui.widgets.choices import Choice
from crm_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ALL = "all"
ARCHIVE = "archive"
# Orders offered by name, each with the direction people mean by it.
SORTS: tuple[tuple[str, str, bool], ...] = (
    ("last_contact", N_("last contact"), True),
    ("next_due", N_("next follow-up"), False),
    ("spent", N_("total spend"), True),
    ("owed", N_("balance"), True),
    ("last_sale", N_("last purchase"), True),
    ("name", N_("name"), False),
    ("level", N_("level"), False),
    ("stage", N_("stage"), False),
    ("created", N_("newest first"), True),
)
_DEFAULT_SORT = ("last_contact", True)


class ListState:
    """Plain state and the queries it means; tells nobody, draws nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.views: list[ViewRow] = []
        self.view: ViewRow | None = None
        self.archived = False
        self.conditions: list[dict[str, Any]] = []
        self.suggested = ""  # a name for the filters that are on
        self.text = ""
        self.by_match = True  # while searching, until another order is chosen
        self.sort, self.descending = _DEFAULT_SORT
        self._counts: dict[str, int] = {}

    def query(self) -> ContactQuery:
        """What to list."""
        frozen = self.view is not None and self.view.frozen
        return ContactQuery(
            view_id=self.view.id if self.view is not None and frozen else None,
            conditions={"all": self.conditions} if self.conditions else None,
            text=self.text,
            sort="best" if self._best_first() else self.sort,
            descending=self.descending,
            archived=self.archived,
            today=clock.today(),
        )

    def layout(self) -> tuple[str, ...]:
        """The columns the view has of its own."""
        return self.view.columns if self.view is not None else ()

    def _best_first(self) -> bool:
        # The archive has few hits among those of the whole file.
        return bool(self.text) and self.by_match and not self.archived

    def sorted_by(self) -> str:
        """The key of the column the list is sorted by, none while the best hit stands first."""
        return "" if self._best_first() else self.sort

    def search(self, text: str) -> None:
        """Look for ``text``; a new search begins with its best hits."""
        if not self.text:
            self.by_match = True
        self.text = text

    # views

    def read_views(self) -> None:
        """Read the saved views; one that is gone is left for all customers."""
        self.views = self._workspace.read(views.views, counts=False)
        if self.view is not None:
            present = self._by_id(self.view.id)
            if present is None:
                self.choose_view(ALL)
            else:
                self.view = present

    def count_views(self, reader: Reader, done: Callable[[], object]) -> None:
        """Count everybody and each view, then call ``done``."""

        def take(counts: dict[str, int]) -> None:
            self._counts = counts
            done()

        reader.answer(take, _count, clock.today())

    def tabs(self) -> list[Choice]:
        """Everybody, each view, and the archive while it is shown."""
        shown = [Choice(ALL, lambda: pgettext("customers", "All"), self._counts.get(ALL))]
        for view in self.views:
            shown.append(Choice(str(view.id), _named(view), self._counts.get(str(view.id))))
        if self.archived:
            shown.append(Choice(ARCHIVE, lambda: _("Archive"), self._counts.get(ARCHIVE)))
        return shown

    def view_key(self) -> str:
        """Key of the current tab."""
        if self.archived:
            return ARCHIVE
        return str(self.view.id) if self.view is not None else ALL

    def view_of(self, key: str) -> ViewRow | None:
        """The saved view behind a tab."""
        return self._by_id(int(key)) if key.isdigit() else None

    def choose_view(self, key: str) -> None:
        """Take over filters and order of a view."""
        self.archived = key == ARCHIVE
        self.view = self.view_of(key)
        self.text = self.suggested = ""
        self.conditions = saved_conditions(self.view)
        self.sort, self.descending = _DEFAULT_SORT
        if self.view is not None:
            self.sort, self.descending = self.view.sort, self.view.descending

    def ask(self, question: Question) -> None:
        """Take over a ready question: its conditions, its order, and a name to keep it under."""
        self.suggested = _(question.name)
        self.conditions = [dict(part) for part in question.parts]
        self.sort, self.descending = question.sort, question.descending

    def edited(self) -> bool:
        """True when the filters are not those of the view."""
        return self.conditions != saved_conditions(self.view)

    def _by_id(self, view_id: int) -> ViewRow | None:
        return next((view for view in self.views if view.id == view_id), None)

    # words

    def view_words(self) -> str:
        """Name of the current tab."""
        if self.archived:
            return _("Archive")
        return self.view.name if self.view is not None else pgettext("customers", "All")

    def sort_words(self) -> str:
        """``Sorted by last contact``."""
        if self._best_first():
            return _("Best match first")
        for key, name, _descending in SORTS:
            if key == self.sort:
                return _("Sorted by {what}").format(what=_(name))
        return ""

    def filters_words(self) -> str:
        """``2 filters are on.``"""
        number = len(self.conditions)
        return ngettext("{n} filter is on.", "{n} filters are on.", number).format(n=number)


def saved_conditions(view: ViewRow | None) -> list[dict[str, Any]]:
    """The conditions a view begins with, one per chip."""
    if view is None or not view.conditions:
        return []
    whole = dict(view.conditions)
    parts = whole.get("all") if set(whole) == {"all"} else None
    return [dict(part) for part in parts] if parts is not None else [whole]


def _named(view: ViewRow) -> Callable[[], str]:
    # A shipped view goes by a name of the language in force.
    if view.name == views.default_name(view.code):
        return lambda: views.default_name(view.code)
    return lambda: view.name


def _count(session: Session, today: Any) -> dict[str, int]:
    counts = {ALL: contact_list.count(session, ContactQuery(today=today))}
    counts[ARCHIVE] = contact_list.count(session, ContactQuery(archived=True, today=today))
    for view in views.views(session, today):
        counts[str(view.id)] = view.count or 0
    return counts
