"""What can be done with customers from the list, the panel and the profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.services.contacts import bulk_changes
from crm_desktop.services.contacts.contact_list import ContactRow
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.lifecycle.lifecycle import StageRow
from crm_desktop.services.sales import sale_list
from crm_desktop.ui.contacts.doomed import DoomedNames
from crm_desktop.ui.contacts.merge_dialog import ask_merge
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
        self._write(N_("Archive customers"), "archive", bulk_changes.archive, ids, _archived)

    def unarchive(self, ids: Sequence[int]) -> None:
        """Put them back."""
        self._write(N_("Put customers back"), "users", bulk_changes.unarchive, ids, _put_back)

    def delete(self, ids: Sequence[int]) -> None:
        """Move customers to the recycle bin, saying what goes with them."""
        follow_up_count, sale_count = self._shell.workspace.read(_at_stake, ids)
        goes = _goes_with(follow_up_count, sale_count)

        def said(count: int) -> str:
            words = ngettext(
                "{n} customer moved to the recycle bin",
                "{n} customers moved to the recycle bin",
                count,
            ).format(n=formats.integer(count))
            return f"{words} · {goes}" if goes else words

        self._write(N_("Delete customers"), "trash", bulk_changes.remove, ids, said)

    def merge(self, ids: Sequence[int]) -> None:
        """Put two customers side by side and make them one."""
        ask_merge(self._host, self._shell, *ids)

    def add_tag(self, ids: Sequence[int], name: str) -> None:
        """Put a tag on customers."""

        def said(_result: Any) -> str:
            count = len(ids)
            words = ngettext("{n} customer tagged “{tag}”", "{n} customers tagged “{tag}”", count)
            return words.format(n=formats.integer(count), tag=name)

        self._write(N_("Tag customers"), "tag", partial(_with, bulk_changes.tag, name), ids, said)

    def remove_tag(self, ids: Sequence[int], name: str) -> None:
        """Take a tag off customers."""

        def said(_result: Any) -> str:
            words = ngettext(
                "“{tag}” taken off {n} customer", "“{tag}” taken off {n} customers", len(ids)
            )
            return words.format(n=formats.integer(len(ids)), tag=name)

        self._write(
            N_("Take a tag off"), "tag", partial(_with, bulk_changes.untag, name), ids, said
        )

    def set_level(self, ids: Sequence[int], level: str) -> None:
        """Give customers a level."""

        def said(_result: Any) -> str:
            count = len(ids)
            words = ngettext("{n} customer is now {level}", "{n} customers are now {level}", count)
            return words.format(n=formats.integer(count), level=level or _("without level"))

        change = partial(bulk_changes.change, field="level", value=level)
        self._write(N_("Change level"), "crown-simple", change, ids, said)

    def change(self, ids: Sequence[int], field: str, value: Any) -> None:
        """Give customers a fact alike."""

        def said(count: int) -> str:
            words = ngettext("{n} customer changed", "{n} customers changed", count)
            return words.format(n=formats.integer(count))

        change = partial(bulk_changes.change, field=field, value=value)
        self._write(N_("Change customers"), "pencil-simple", change, ids, said)

    def move_stage(self, ids: Sequence[int], stage: StageRow, reason: str) -> None:
        """Put customers into a stage; the timeline keeps why."""

        def said(count: int) -> str:
            words = ngettext("{n} customer → {stage}", "{n} customers → {stage}", count)
            return words.format(n=formats.integer(count), stage=stage.name)

        move = partial(bulk_changes.move, stage_id=stage.id, reason=reason)
        self._write(N_("Move to a stage"), "arrow-right", move, ids, said)

    def extend_stage(self, ids: Sequence[int], reason: str = "") -> None:
        """Let the days customers may stay in their stage begin again today."""

        def said(count: int) -> str:
            words = ngettext(
                "{n} customer: the stage’s days begin again",
                "{n} customers: the stage’s days begin again",
                count,
            )
            return words.format(n=formats.integer(count))

        extend = partial(bulk_changes.extend, reason=reason)
        self._write(N_("Extend the stage"), "hourglass", extend, ids, said)

    def plan(
        self,
        ids: Sequence[int],
        draft: follow_ups.FollowUpDraft,
        per_day: int = 0,
        *,
        workdays: bool = False,
    ) -> None:
        """Make the same follow-up for each of these customers, perhaps spread over days."""

        def said(count: int) -> str:
            words = ngettext("{n} follow-up planned", "{n} follow-ups planned", count)
            return words.format(n=formats.integer(count))

        make = partial(bulk_changes.plan, draft=draft, per_day=per_day, workdays=workdays)
        self._write(N_("Plan follow-ups"), "calendar-plus", make, ids, said)

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
                N_("Delete customers for good"),
                "archive",
                bulk_changes.delete_for_good,
                ids,
                _deleted,
                undo=False,
            ),
            type_to_confirm=_("delete {n}").format(n=count),
            safer=_("Keep in the archive"),
            content=DoomedNames(some, count),
        )

    def _write(
        self,
        name: str,
        icon: str,
        service: Callable[..., Any],
        ids: Sequence[int],
        said: Callable[[Any], str],
        *,
        undo: bool = True,
    ) -> None:
        workspace = self._shell.workspace

        def tell(result: Any) -> None:
            self._shell.toast(said(result), icon, undo=undo)

        if len(ids) <= INLINE_LIMIT:
            tell(workspace.execute(name, service, ids))
            return
        workspace.execute_job(
            name,
            service,
            ids,
            owner=self._host,
            done=tell,
            title=lambda: _(name),
        )


def _with(
    service: Callable[..., Any],
    value: Any,
    session: Session,
    ids: Sequence[int],
    progress: Progress = no_progress,
) -> Any:
    return service(session, ids, value, progress)


def _archived(count: int) -> str:
    words = ngettext("{n} customer archived", "{n} customers archived", count)
    return words.format(n=formats.integer(count))


def _put_back(count: int) -> str:
    words = ngettext("{n} customer put back", "{n} customers put back", count)
    return words.format(n=formats.integer(count))


def _deleted(count: int) -> str:
    words = ngettext("{n} customer deleted for good", "{n} customers deleted for good", count)
    return words.format(n=formats.integer(count))


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


def _goes_with(follow_up_count: int, sale_count: int) -> str:
    """What is out of sight together with deleted customers."""
    parts = []
    if follow_up_count > 0:
        words = ngettext("with {n} follow-up", "with {n} follow-ups", follow_up_count)
        parts.append(words.format(n=formats.integer(follow_up_count)))
    if sale_count > 0:
        words = ngettext("{n} sale stays", "{n} sales stay", sale_count)
        parts.append(words.format(n=formats.integer(sale_count)))
    return " · ".join(parts)


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
