"""The command that hands customers from one member of staff to another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.handover.handover import HandoverOrder, HandoverPreview

Giver = Annotated[
    str, typer.Argument(metavar="FROM", help=N_("Who hands over; “-” is whoever has them."))
]
Receivers = Annotated[
    list[str], typer.Argument(metavar="TO", help=N_("Who receives; several share evenly."))
]
Customers = Annotated[
    list[int] | None,
    typer.Option("--customer", metavar="ID", help=N_("This customer; all if not said.")),
]
View = Annotated[
    str, typer.Option("--of", metavar="VIEW", help=N_("The customers of a question or a view."))
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="WORDS", help=N_("Why; on every timeline."))
]
NoDeals = Annotated[bool, typer.Option("--no-deals", help=N_("Open deals stay with who has them."))]
NoFollowUps = Annotated[
    bool, typer.Option("--no-follow-ups", help=N_("Follow-ups stay with who has them."))
]
Sheet = Annotated[
    Path | None,
    typer.Option("--sheet", metavar="OUT", help=N_("Write the sheet to sign, as .pdf.")),
]
Preview = Annotated[bool, typer.Option("--preview", help=N_("Only say what would be handed over."))]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "handover", N_("Hand customers, deals and follow-ups to somebody else."))(handover)


def handover(
    file: DataFile,
    giver: Giver,
    receivers: Receivers,
    *,
    customer: Customers = None,
    of: View = "",
    reason: Reason = "",
    no_deals: NoDeals = False,
    no_follow_ups: NoFollowUps = False,
    sheet: Sheet = None,
    preview: Preview = False,
) -> Done:
    """Say what goes to whom, write the sheet, and hand over unless ``--preview``."""
    from crm_desktop.services.handover import handover as service
    from crm_desktop.services.handover.handover import HandoverOrder
    from crm_desktop.services.records import staff

    with reading(file) if preview else writing(file) as store:
        with store.read() as session:
            order = HandoverOrder(
                tuple(dict.fromkeys(staff.by_name(session, one) for one in receivers)),
                None if giver == "-" else staff.by_name(session, giver),
                _chosen(session, giver, customer, of),
                reason=reason,
                deals=not no_deals,
                follow_ups=not no_follow_ups,
            )
            seen = service.preview(session, order)
            if sheet is not None:
                _write_sheet(session, order, sheet)
        action = 0
        if not preview:
            with progress_bar(_("Handing over")) as progress:
                action = store.write(service.ACTION, service.run, order, progress).action_id
    lines = _told(seen, done=not preview)
    if sheet is not None:
        lines.append(_("The handover sheet is in {out}.").format(out=sheet))
    return Done(tuple(lines), {**asdict(seen), "preview": preview, "action": action})


def _chosen(
    session: Session, giver: str, customers: list[int] | None, of: str
) -> tuple[int, ...] | None:
    """The ids that are named one by one or by a view; ``None`` for all that the giver has."""
    from crm_desktop.cli.asking import find
    from crm_desktop.services.contacts import contact_list

    if of:
        return tuple(contact_list.all_ids(session, find(session, of)))
    if customers or giver == "-":
        return tuple(customers or ())
    return None


def _write_sheet(session: Session, order: HandoverOrder, out: Path) -> None:
    from crm_desktop.reports import handover as report
    from crm_desktop.reports import job

    job.write_document(report.build(session, order), out)


def _told(seen: HandoverPreview, *, done: bool) -> list[str]:
    from crm_desktop.services.handover import handover as service

    lines = []
    for one in seen.shares:
        lines.append(service.share_line(one, seen.currency))
        if not done and one.best:
            lines.append(f"  {service.best_line(one)}")
    if seen.left_out:
        words = ngettext(
            "{n} customer belongs to others and stays.",
            "{n} customers belong to others and stay.",
            seen.left_out,
        )
        lines.append(words.format(n=seen.left_out))
    lines.append(_("Handed over.") if done else _("This was a trial; nothing was changed."))
    return lines
