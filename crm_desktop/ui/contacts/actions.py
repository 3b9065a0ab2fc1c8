"""What can be done with customers from the list, the panel and the profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services import contacts, follow_ups, sale_list, tags
from crm_desktop.services.contact_list import ContactRow
from crm_desktop.ui.contacts.doomed import DoomedNames
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import confirm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Up to this many customers a write takes a few milliseconds and runs at once.
INLINE_LIMIT = 200


class ContactActions:
    """Each acts at once and says so with Undo; only deleting for good asks first."""

    def __init__(self, shell: Shell, host: QWidget) -> None:
        self._shell = shell
        self._host = host

    def archive(self, ids: Sequence[int]) -> None:
        """Take customers out of the lists."""
        self._write(N_("Archive customers"), contacts.archive, ids, _archived, "archive")

    def unarchive(self, ids: Sequence[int]) -> None:
        """Put them back."""
        self._write(N_("Put customers back"), contacts.unarchive, ids, _put_back, "users")

    def add_tag(self, ids: Sequence[int], name: str) -> None:
        """Put a tag on customers."""

        def said(_result: Any) -> str:
            words = ngettext(
                "{n} customer tagged “{tag}”", "{n} customers tagged “{tag}”", len(ids)
            )
            return words.format(n=formats.integer(len(ids)), tag=name)

        self._write(N_("Tag customers"), tags.add, ids, said, "tag", name)

    def remove_tag(self, ids: Sequence[int], name: str) -> None:
        """Take a tag off customers."""

        def said(_result: Any) -> str:
            words = ngettext(
                "“{tag}” taken off {n} customer", "“{tag}” taken off {n} customers", len(ids)
            )
            return words.format(n=formats.integer(len(ids)), tag=name)

        self._write(N_("Take a tag off"), tags.remove, ids, said, "tag", name)

    def set_level(self, ids: Sequence[int], level: str) -> None:
        """Give customers a level."""

        def said(_result: Any) -> str:
            words = ngettext(
                "{n} customer is now {level}", "{n} customers are now {level}", len(ids)
            )
            return words.format(n=formats.integer(len(ids)), level=level or _("without level"))

        self._write(
            N_("Change level"), contacts.change_many, ids, said, "crown-simple", level=level
        )

    def set_stage(self, ids: Sequence[int], stage_id: int, name: str) -> None:
        """Put customers into a stage."""

        def said(_result: Any) -> str:
            words = ngettext(
                "{n} customer is now {stage}", "{n} customers are now {stage}", len(ids)
            )
            return words.format(n=formats.integer(len(ids)), stage=name)

        self._write(N_("Change stage"), contacts.change_many, ids, said, "users", stage_id=stage_id)

    def plan(self, ids: Sequence[int], draft: follow_ups.FollowUpDraft) -> None:
        """Make the same follow-up for each of these customers."""

        def said(_result: Any) -> str:
            words = ngettext("{n} follow-up planned", "{n} follow-ups planned", len(ids))
            return words.format(n=formats.integer(len(ids)))

        self._write(N_("Plan follow-ups"), _plan, ids, said, "calendar-plus", draft)

    def delete_for_good(self, ids: Sequence[int], some: Sequence[ContactRow]) -> None:
        """Ask with the facts, then delete; ``some`` are the first of them, to be named."""
        follow_up_count, sale_count = self._shell.workspace.read(_at_stake, ids)
        count = len(ids)
        title = ngettext("Delete {n} customer for good?", "Delete {n} customers for good?", count)
        confirm(
            self._host,
            title.format(n=formats.integer(count)),
            _stake_words(follow_up_count, sale_count),
            _("Delete for good"),
            lambda: self._write(
                N_("Delete customers for good"), contacts.delete_for_good, ids, _deleted, "archive"
            ),
            type_to_confirm=_("delete {n}").format(n=count),
            safer=_("Keep in the archive"),
            content=DoomedNames(some, count),
        )

    def _write(
        self,
        name: str,
        service: Callable[..., Any],
        ids: Sequence[int],
        said: Callable[[Any], str],
        icon: str,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        workspace = self._shell.workspace

        def tell(result: Any) -> None:
            self._shell.toast(said(result), icon, undo=True)

        if len(ids) <= INLINE_LIMIT:
            tell(workspace.execute(name, service, ids, *args, **kwargs))
            return
        workspace.execute_job(
            name,
            service,
            ids,
            *args,
            owner=self._host,
            done=tell,
            progress=False,
            title=lambda: _(name),
            **kwargs,
        )


def _archived(count: int) -> str:
    words = ngettext("{n} customer archived", "{n} customers archived", count)
    return words.format(n=formats.integer(count))


def _put_back(count: int) -> str:
    words = ngettext("{n} customer put back", "{n} customers put back", count)
    return words.format(n=formats.integer(count))


def _deleted(count: int) -> str:
    words = ngettext("{n} customer deleted for good", "{n} customers deleted for good", count)
    return words.format(n=formats.integer(count))


def _plan(session: Session, ids: Sequence[int], draft: follow_ups.FollowUpDraft) -> int:
    for contact_id in ids:
        follow_ups.create(session, replace(draft, contact_id=contact_id))
    return len(ids)


# Counting for more customers than this would keep the question waiting.
_COUNTED = 200


def _at_stake(session: Session, ids: Sequence[int]) -> tuple[int, int]:
    """How many follow-ups go with these customers and how many sales stay; -1 for uncounted."""
    if len(ids) > _COUNTED:
        return -1, -1
    planned = sum(
        follow_ups.count(session, follow_ups.FollowUpQuery("all", contact_id=one)) for one in ids
    )
    sold = sum(sale_list.count(session, sale_list.SaleQuery(contact_id=one)) for one in ids)
    return planned, sold


def _stake_words(follow_up_count: int, sale_count: int) -> str:
    if follow_up_count < 0:
        lost = _("Their follow-ups, notes and files go with them.")
    elif follow_up_count:
        lost = ngettext(
            "Their {n} follow-up, notes and files go with them.",
            "Their {n} follow-ups, notes and files go with them.",
            follow_up_count,
        ).format(n=formats.integer(follow_up_count))
    else:
        lost = _("Their notes and files go with them.")
    if sale_count < 0:
        kept = _("Sales stay as “Walk-in”, so reports don’t change.")
    elif sale_count:
        kept = ngettext(
            "{n} sale stays as “Walk-in”, so reports don’t change.",
            "{n} sales stay as “Walk-in”, so reports don’t change.",
            sale_count,
        ).format(n=formats.integer(sale_count))
    else:
        kept = _("They have no sales.")
    return f"{lost} {kept}" if lost.isascii() else f"{lost}{kept}"
