"""Commands for the rules that make follow-ups: listed, changed, tried, run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from crm_desktop.db.store import Store
    from crm_desktop.services.rules.rule_run import Preview, RunResult
    from crm_desktop.services.rules.rules import RuleDraft, RuleRow


_NAMED = 10


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "rules", N_("List, change or try the rules that make follow-ups."))(rules)
    command(app, "run-rules", N_("Make the follow-ups the rules ask for."))(run_rules)


Rule = Annotated[
    int, typer.Argument(metavar="[RULE]", help=N_("A rule's number; without one all are listed."))
]
Add = Annotated[
    str, typer.Option("--add", metavar="TRIGGER", help=N_("Make a rule with this trigger."))
]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help=N_("Its name."))]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help=N_("A number of the trigger: days=-60,-30,-7.")
    ),
]
Filter = Annotated[
    str | None,
    typer.Option("--filter", metavar="JSON", help=N_("Which customers, as saved views keep it.")),
]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help=N_("What is to be done."))
]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=N_("call, visit ..."))]
Whole = Annotated[
    int | None,
    typer.Option("--due-days", metavar="N", help=N_("Falls due so many days after it fires.")),
]
Priority = Annotated[
    int | None, typer.Option("--priority", metavar="N", help=N_("0, or 1 for important."))
]
Owner = Annotated[
    int | None,
    typer.Option("--owner", metavar="ID", help=N_("Who does it; 0 is the customer's owner.")),
]
Most = Annotated[
    int | None, typer.Option("--most", metavar="N", help=N_("So many a day at most; 0 for all."))
]
On = Annotated[bool, typer.Option("--on", help=N_("Switch it on."))]
Off = Annotated[bool, typer.Option("--off", help=N_("Switch it off."))]
Remove = Annotated[bool, typer.Option("--remove", help=N_("Take it away."))]
Triggers = Annotated[
    bool, typer.Option("--triggers", help=N_("List the triggers, their numbers and fields."))
]


def rules(
    file: DataFile,
    rule: Rule = 0,
    *,
    add: Add = "",
    name: Name = None,
    numbers: Set = None,
    filter_: Filter = None,
    title: Title = None,
    kind: Kind = None,
    due_days: Whole = None,
    priority: Priority = None,
    owner: Owner = None,
    most: Most = None,
    on: On = False,
    off: Off = False,
    remove: Remove = False,
    triggers: Triggers = False,
) -> Done:
    """Do what the options say, then show the rule, or all of them."""
    if triggers:
        return _triggers()
    said: dict[str, Any] = {"name": name, "numbers": _numbers(numbers), "filter": _filter(filter_)}
    made = {"title": title, "kind": kind, "due_days": due_days, "priority": priority,
            "owner_id": owner, "most": most}  # fmt: skip
    said = {key: value for key, value in said.items() if value is not None}
    made = {key: value for key, value in made.items() if value is not None}
    if rule and remove:
        return _removed(file, rule)
    if add or (rule and (said or made or on or off)):
        active = None if on == off else on
        with writing(file) as store:
            rule = _written(store, rule, add, said, made, active=active)
    with reading(file) as store, store.read() as session:
        return _shown(session, rule) if rule else _listed(session)


def _numbers(typed: Sequence[str] | None) -> dict[str, str] | None:
    if typed is None:
        return None
    pairs = [one.partition("=") for one in typed]
    for key, equals, _value in pairs:
        if not equals:
            raise typer.BadParameter(_("{text} is not like days=3,30.").format(text=key))
    return {key.strip(): value for key, _equals, value in pairs}


def _filter(typed: str | None) -> Any:
    if typed is None:
        return None
    try:
        found = json.loads(typed or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise typer.BadParameter(_("The filter is not JSON."))
    return found


def _written(
    store: Store,
    rule: int,
    add: str,
    said: dict[str, Any],
    made: dict[str, Any],
    *,
    active: bool | None,
) -> int:
    """Make or change the rule in one step; returns its number."""
    from crm_desktop.services.rules import rules as keeping

    def change(session: Session) -> int:
        if add:
            draft = _with(session, keeping.RuleDraft(add), said, made)
            return keeping.create(session, draft, active=active is not False)
        if said or made:
            row = keeping.get(session, rule)
            keeping.edit(session, rule, _with(session, keeping.draft_of(row), said, made))
        if active is not None:
            keeping.switch(session, rule, active)
        return rule

    return store.write(keeping.ADD_ACTION if add else keeping.CHANGE_ACTION, change).value


def _with(
    session: Session, draft: RuleDraft, said: dict[str, Any], made: dict[str, Any]
) -> RuleDraft:
    from crm_desktop.services.rules import rule_numbers
    from crm_desktop.services.rules import rules as keeping

    if "owner_id" in made:
        made = {**made, "owner_id": made["owner_id"] or None}
    trigger = keeping.trigger_of(draft.trigger)
    known = dict(draft.numbers) or rule_numbers.defaults(session, trigger)
    by_key = {one.key: one for one in trigger.numbers}
    for key, typed in said.get("numbers", {}).items():
        if key not in by_key:
            raise UserError(
                _("This trigger has no number called “{name}”.").format(name=key),
                _("Nothing was changed."),
                _("There are: {names}.").format(names=", ".join(by_key)),
            )
        known[key] = rule_numbers.read(by_key[key], typed)
    template = replace(draft.template, **made)
    if "kind" not in made and not draft.numbers:
        template = replace(template, kind=trigger.kind)
    return replace(draft, **{**said, "numbers": known, "template": template})


def _removed(file: Any, rule: int) -> Done:
    from crm_desktop.services.rules import rules as keeping

    with writing(file) as store:
        store.write(keeping.REMOVE_ACTION, keeping.remove, rule)
    return Done((_("The rule is gone; what it made stays."),), {"removed": rule})


def _listed(session: Session) -> Done:
    from crm_desktop.services.rules import rules as keeping

    rows = keeping.rules(session)
    lines = tuple(_line(row) for row in rows) or (_("There are no rules."),)
    return Done(lines, {"rules": [_record(row) for row in rows]})


def _line(row: RuleRow) -> str:
    state = pgettext("rule", "on") if row.active else pgettext("rule", "off")
    return f"{row.id:>4}  {state}  {row.name}  ({row.trigger.code})"


def _record(row: RuleRow) -> dict[str, Any]:
    return {
        "id": row.id, "code": row.code, "name": row.name, "trigger": row.trigger.code,
        "numbers": dict(row.numbers), "filter": row.filter, "template": asdict(row.template),
        "active": row.active, "last_run_on": row.last_run_on,
    }  # fmt: skip


def _shown(session: Session, rule: int) -> Done:
    """The rule with what it would make today."""
    from crm_desktop.services.rules import rule_numbers, rule_run
    from crm_desktop.services.rules import rules as keeping

    row = keeping.get(session, rule)
    found = rule_run.preview(session, keeping.draft_of(row), rule_id=rule)
    lines = [_line(row)]
    lines += [
        f"{number.key}={rule_numbers.shown(number, row.numbers[number.key])}  {_(number.label)}"
        for number in row.trigger.numbers
    ]
    if row.last_run_on:
        lines.append(_("Ran last on {day}").format(day=row.last_run_on.isoformat()))
    return Done((*lines, *_foreseen(found)), {**_record(row), "preview": asdict(found)})


def _foreseen(found: Preview) -> list[str]:
    words = ngettext(
        "Would make {n} follow-up today", "Would make {n} follow-ups today", found.count
    )
    lines = [words.format(n=found.count)]
    for one in found.sample[:_NAMED]:
        parts = (one.due_on.isoformat(), one.contact_name, one.title, one.reason)
        lines.append(" · ".join(filter(None, parts)))
    if found.count > _NAMED:
        lines.append(_("{count} more").format(count=found.count - _NAMED))
    return lines


def _triggers() -> Done:
    from crm_desktop.services.rules.rule_triggers import TRIGGERS
    from crm_desktop.services.rules.rule_words import fields_of

    lines, data = [], []
    for trigger in TRIGGERS.values():
        fields = [name for name, _words in fields_of(trigger)]
        lines.append(f"{trigger.code}  {_(trigger.label)}")
        for number in trigger.numbers:
            choices = " ".join(code for code, _label in number.choices)
            lines.append(f"    {number.key} ({number.kind})  {_(number.label)}  {choices}".rstrip())
        lines.append("    " + " ".join("{" + name + "}" for name in fields))
        data.append(
            {
                "code": trigger.code,
                "label": _(trigger.label),
                "numbers": [
                    {"key": one.key, "kind": one.kind, "default": one.default}
                    for one in trigger.numbers
                ],
                "fields": fields,
            }
        )
    return Done(tuple(lines), {"triggers": data})


def run_rules(
    file: DataFile,
    day: Annotated[
        str,
        typer.Option("--day", metavar="DATE", help=N_("Run as on this day; today if not said.")),
    ] = "",
    rule: Annotated[
        list[int] | None,
        typer.Option("--rule", metavar="ID", help=N_("Only this rule, switched on or not.")),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Only count."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Make them however many."))] = False,
) -> Done:
    """Catch up on every day since the rules ran last; more than 200 need ``--yes``."""
    on = read_day(day) if day else clock.today()
    if dry_run:
        from crm_desktop.services.rules import rule_run

        with reading(file) as store, store.read() as session:
            return _ran(rule_run.outlook(session, on, only=rule or ()), made=False)
    with writing(file) as store:
        return _ran(_run(store, on, rule or (), yes), made=True)


def _run(store: Store, on: dt.date, only: Sequence[int], yes: bool) -> RunResult:
    from crm_desktop.services.rules import rule_run

    with store.read() as session:
        ahead = rule_run.outlook(session, on, only=only)
    if ahead.made > rule_run.ASK_FROM and not yes:
        raise UserError(
            _("The rules would make {n} follow-ups.").format(n=ahead.made),
            _("Nothing was changed."),
            _("Call it with --yes to make them, or narrow the rules."),
        )
    with progress_bar(_("Making follow-ups")) as progress:
        if not ahead.made:
            # Nothing to take back: only the day is kept.
            return store.set_up(rule_run.run, on, only=only, progress=progress)
        written = store.write(rule_run.RUN_ACTION, rule_run.run, on, only=only, progress=progress)
    return written.value


def _ran(result: RunResult, *, made: bool) -> Done:
    from crm_desktop.services.rules.rule_run import CATCH_UP_DAYS

    words = (
        ngettext("{n} follow-up made", "{n} follow-ups made", result.made)
        if made
        else ngettext("{n} follow-up would be made", "{n} follow-ups would be made", result.made)
    )
    lines = [words.format(n=result.made)]
    lines += [f"{one.made:>8}  {one.name}" for one in result.rules if one.made]
    lines += [one.problem for one in result.rules if one.problem]
    if result.left_out:
        lines.append(
            _("Only the last {n} days were caught up; what fell due before is left out.").format(
                n=CATCH_UP_DAYS
            )
        )
    if result.resting:
        lines.append(
            ngettext(
                "{n} rule has run up to a later day: the clock was set back. It rests until then; "
                "switched off and on again it begins anew.",
                "{n} rules have run up to a later day: the clock was set back. They rest until "
                "then; switched off and on again they begin anew.",
                result.resting,
            ).format(n=result.resting)
        )
    return Done(tuple(lines), {"made": result.made, **asdict(result)})
