"""The commands that grade a lead by its four questions, and say where the lines are."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "grade", N_("Count the grades of leads, or answer the questions of one."))(grade)
    command(app, "grade-lines", N_("Show or set from how many points a lead is A, B or C."))(
        grade_lines
    )


def grade(
    file: DataFile,
    customer: Annotated[
        int, typer.Argument(metavar="[ID]", help=N_("Number of a customer, as search shows it."))
    ] = 0,
    *,
    need: Annotated[
        int | None, typer.Option("--need", metavar="N", help=N_("From 0, none, to 3, urgent."))
    ] = None,
    money: Annotated[
        int | None, typer.Option("--money", metavar="N", help=N_("From 0, none, to 3, ready."))
    ] = None,
    authority: Annotated[
        int | None,
        typer.Option("--authority", metavar="N", help=N_("From 0, no say, to 3, decides.")),
    ] = None,
    timing: Annotated[
        int | None,
        typer.Option(
            "--timing", metavar="N", help=N_("From 0, not in sight, to 3, within the month.")
        ),
    ] = None,
) -> Done:
    """Answers said are kept, the others stay; then the grade is shown."""
    from crm_desktop.services.deals import lead_grade

    said = {"need": need, "money": money, "authority": authority, "timing": timing}
    answers = {key: value for key, value in said.items() if value is not None}
    if customer and answers:
        with writing(file) as store:
            store.write(N_("Grade a lead"), lead_grade.answer, customer, **answers)
    with reading(file) as store, store.read() as session:
        if not customer:
            counts = lead_grade.counts(session)
            lines = [f"{key or _('not asked')}  {number}" for key, number in counts.items()]
            return Done(tuple(lines), {"grades": counts})
        row = lead_grade.row(session, customer)
    lines = [f"{row.name}  {row.grade or _('not asked')}"]
    for one in lead_grade.QUESTIONS:
        value = getattr(row, one.key)
        words = _("not asked") if value is None else f"{value} · {_(one.answers[value])}"
        lines.append(f"{_(one.label)}: {words}")
    return Done(tuple(lines), asdict(row))


Points = Annotated[int | None, typer.Option(metavar="N", help=N_("The least points of it."))]


def grade_lines(
    file: DataFile,
    *,
    a: Points = None,
    b: Points = None,
    c: Points = None,
    needed: Annotated[
        str | None,
        typer.Option(
            "--needed", metavar="KEYS",
            help=N_("Without these it is D: need,money,authority,timing; empty for none."),
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help=N_("Only count what that would change."))
    ] = False,
) -> Done:  # fmt: skip
    """Say the lines and how many leads have each grade; what is said is written first."""
    from crm_desktop.services.deals import lead_grade

    with reading(file) as store, store.read() as session:
        kept = lead_grade.scale(session)
        wanted = lead_grade.asked(kept, a, b, c, needed)
        lead_grade.check_scale(wanted)
        found = lead_grade.compared(session, wanted)
    if wanted != kept and not preview:
        with writing(file) as store:
            store.write(N_("Change how leads are graded"), lead_grade.set_scale, wanted)
    lines = [
        f"{letter}  {now}" if now == then else f"{letter}  {now} → {then}"
        for letter, (now, then) in found.items()
        if letter
    ]
    least = [_("{letter} from {n}").format(letter=key, n=n) for key, n in wanted.least().items()]
    lines.append(" · ".join([*least, *wanted.needed]))
    return Done(tuple(lines), {"lines": asdict(wanted), "grades": found, "preview": preview})
