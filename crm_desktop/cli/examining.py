"""The command that looks at the data and sets it right."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "doctor", N_("Look for what is wrong in the data, and set it right."))(doctor)


def doctor(
    file: DataFile,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help=N_("List the findings of one kind."))
    ] = "",
    fix: Annotated[
        str,
        typer.Option("--fix", metavar="KIND", help=N_("Set every finding of a kind right.")),
    ] = "",
) -> Done:
    """Count what is wrong by kind, list one kind, or fix it."""
    from crm_desktop.services.care.doctor_checks import FIXABLE, KINDS

    if fix:
        _known(fix, FIXABLE)
        return _fixed(file, fix)
    if kind:
        _known(kind, KINDS)
        return _listed(file, kind)
    return _examined(file)


def _known(kind: str, kinds: object) -> None:
    if kind not in kinds:  # type: ignore[operator]
        raise UserError(
            _("There is no such kind: {kind}.").format(kind=kind),
            "",
            _("Kinds: {kinds}").format(kinds=", ".join(sorted(kinds))),  # type: ignore[call-overload]
        )


def _examined(file: Path) -> Done:
    from crm_desktop.core import formats
    from crm_desktop.services.care import data_doctor
    from crm_desktop.services.care.doctor_checks import KINDS

    with reading(file) as store, store.read() as session:
        found = data_doctor.examine(session, most=0)
    rows = [(kind, found.counts[kind]) for kind in KINDS if found.counts.get(kind)]
    lines = [f"{formats.integer(number):>8}  {kind}  {_(KINDS[kind][0])}" for kind, number in rows]
    valid = _("{percent} of {n} customers valid").format(
        percent=formats.percent(found.validity_bp, 1), n=formats.integer(found.customers)
    )
    data = {
        "customers": found.customers,
        "invalid": found.invalid,
        "validity_bp": found.validity_bp,
        "counts": dict(rows),
    }
    return Done((valid, *lines), data)


def _listed(file: Path, kind: str) -> Done:
    from crm_desktop.services.care import data_doctor

    with reading(file) as store, store.read() as session:
        found = data_doctor.findings(session, kind)
    lines = [
        " · ".join(filter(None, (f"{one.contact_id} {one.name}", one.before, _arrow(one.after))))
        for one in found
    ]
    return Done(tuple(lines or [_("Nothing is wrong.")]), {"findings": list(map(asdict, found))})


def _arrow(after: str | None) -> str:
    if after is None:
        return ""
    return f"→ {after or _('taken off')}"


def _fixed(file: Path, kind: str) -> Done:
    from crm_desktop.core import formats
    from crm_desktop.services.care import data_doctor

    with writing(file) as store:
        count = store.write(N_("Set data right"), data_doctor.fix_kind, kind).value
        with store.read() as session:
            found = data_doctor.examine(session, most=0)
        store.set_up(data_doctor.note_validity, found.validity_bp, clock.today())
    words = ngettext("{n} record set right", "{n} records set right", count)
    return Done((words.format(n=formats.integer(count)),), {"fixed": count})
