"""The commands about quotes: listing, writing, sending, accepting, and putting them on paper."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_amount
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.reporting import LandscapeOption, MarginOption, PaperOption
from crm_desktop.cli.result import Done
from crm_desktop.cli.typed_lines import TAXES, Lines, check_tax, read_line
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.quotes.quote_draft import QuoteDraft
    from crm_desktop.services.quotes.quote_list import QuoteRow
    from crm_desktop.services.sales.sale_draft import LineDraft

QuoteNumber = Annotated[
    str,
    typer.Argument(metavar="NUMBER", help=N_("Its number; BJ-0001/1 is its first version.")),
]
Off = Annotated[
    str, typer.Option("--discount", metavar="AMOUNT", help=N_("Off the whole, 50 or 5%."))
]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help=N_("The last day it is good."))]
Terms = Annotated[str, typer.Option("--terms", metavar="WORDS", help=N_("Printed below the sum."))]
Reason = Annotated[
    str, typer.Option("--reason", metavar="WORDS", help=N_("Why it is below the lowest price."))
]
Tax = Annotated[
    str,
    typer.Option("--tax", metavar="HOW", help=N_("none, included or top; as it was if not said.")),
]
Approver = Annotated[str, typer.Option("--approver", metavar="NAME", help=N_("Who agreed to it."))]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "quotes", N_("List the quotes, or show one with its versions."))(list_quotes)
    command(app, "quote-new", N_("Write a quote."))(new_quote)
    command(app, "quote-version", N_("Replace a quote by a new version."))(next_version)
    command(app, "quote-mark", N_("Mark a quote as sent or rejected, or delete it."))(mark)
    command(app, "quote-accept", N_("Make a sale of a quote."))(accept_quote)
    command(app, "quote-pdf", N_("Write a quote as PDF."))(write_paper)


def list_quotes(
    file: DataFile,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=N_("Show this quote with its lines."))
    ] = "",
    *,
    state: Annotated[
        str,
        typer.Option(
            "--state", metavar="STATE", help=N_("draft, sent, accepted, rejected, expired or open.")
        ),
    ] = "",
    customer: Annotated[
        int | None, typer.Option("--customer", metavar="N", help=N_("Only of this customer."))
    ] = None,
    find: Annotated[
        str, typer.Option("--find", metavar="WORDS", help=N_("Number or name of the customer."))
    ] = "",
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many to show; 50 if not said.")),
    ] = 50,
) -> Done:
    """The quotes, written last first; with a number that one."""
    from crm_desktop.services.quotes import quote_list, quote_record
    from crm_desktop.services.quotes.quote_list import STATES, QuoteQuery

    if state and state not in (*STATES, "open"):
        known = ", ".join((*STATES, "open"))
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=state, known=known))
    with reading(file) as store, store.read() as session:
        if number:
            return _shown(session, quote_record.named(session, number))
        query = QuoteQuery(state, find, customer)
        count = quote_list.count(session, query)
        rows = quote_list.page(session, query, 0, limit)
    lines = [_line(row) for row in rows]
    if count > limit:
        lines.append(_("{count} more").format(count=count - limit))
    return Done(
        tuple(lines) or (_("No quotes."),),
        {"count": count, "quotes": [asdict(row) for row in rows]},
    )


def new_quote(
    file: DataFile,
    customer: Annotated[int, typer.Argument(metavar="N", help=N_("Number of the customer."))],
    *,
    line: Lines = None,
    deal: Annotated[
        int | None, typer.Option("--deal", metavar="ID", help=N_("The deal it is for."))
    ] = None,
    person: Annotated[
        int | None, typer.Option("--person", metavar="N", help=N_("Whom there it is for."))
    ] = None,
    discount: Off = "",
    tax: Tax = "",
    until: Until = "",
    terms: Terms = "",
    reason: Reason = "",
    approver: Approver = "",
) -> Done:
    """A quote as a draft; ``undo`` takes it back."""
    from crm_desktop.services.quotes import quotes
    from crm_desktop.services.quotes.quote_draft import QuoteDraft

    check_tax(tax)
    said = _Said(line, discount, tax, until, terms, reason, approver)
    with writing(file) as store:
        with store.read() as session:
            draft = QuoteDraft(customer, (), person_id=person, deal_id=deal)
            draft = _typed(session, draft, said)
        made = store.write(quotes.CREATE_ACTION, quotes.create, draft).value
        with store.read() as session:
            return _shown(session, made)


def next_version(
    file: DataFile,
    number: QuoteNumber,
    *,
    line: Lines = None,
    discount: Off = "",
    tax: Tax = "",
    until: Until = "",
    terms: Terms = "",
    reason: Reason = "",
    approver: Approver = "",
) -> Done:
    """The next version; what is not said stays, but for the days, which begin anew."""
    from crm_desktop.services.quotes import quote_record, quotes

    check_tax(tax)
    said = _Said(line, discount, tax, until, terms, reason, approver)
    with writing(file) as store:
        with store.read() as session:
            old = quote_record.named(session, number)
            kept = quote_record.detail(session, old).draft
            draft = replace(kept, quoted_on=None, valid_until=None)
            draft = _typed(session, draft, said)
        made = store.write(quotes.VERSION_ACTION, quotes.new_version, old, draft).value
        with store.read() as session:
            return _shown(session, made)


def mark(
    file: DataFile,
    number: QuoteNumber,
    what: Annotated[str, typer.Argument(metavar="WHAT", help=N_("sent, rejected or removed."))],
) -> Done:
    """What became of a quote that brought no sale yet."""
    from crm_desktop.services.quotes import quote_record, quotes

    acts = {
        "sent": (quotes.SENT_ACTION, quotes.mark_sent),
        "rejected": (quotes.REJECTED_ACTION, quotes.reject),
        "removed": (quotes.REMOVE_ACTION, quotes.remove),
    }
    if what not in acts:
        known = ", ".join(acts)
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=what, known=known))
    with writing(file) as store:
        with store.read() as session:
            quote_id = quote_record.named(session, number)
        action, act = acts[what]
        store.write(action, act, quote_id)
        if what == "removed":
            return Done((_("Quote {number} deleted.").format(number=number),), {"number": number})
        with store.read() as session:
            return _shown(session, quote_id)


def accept_quote(
    file: DataFile,
    number: QuoteNumber,
    *,
    promised: Annotated[
        str, typer.Option("--promised", metavar="DATE", help=N_("When the goods shall be there."))
    ] = "",
    deposit: Annotated[
        str, typer.Option("--deposit", metavar="AMOUNT", help=N_("Money received at once."))
    ] = "",
    method: Annotated[
        str, typer.Option("--method", metavar="WORDS", help=N_("How the deposit was paid."))
    ] = "",
    late: Annotated[bool, typer.Option("--late", help=N_("Although it is good no more."))] = False,
    win: Annotated[bool, typer.Option("--win", help=N_("Mark its deal as won too."))] = False,
) -> Done:
    """Record the sale of a quote, at the prices offered."""
    from crm_desktop.services.deals.deals import Why
    from crm_desktop.services.quotes import quote_accept, quote_record
    from crm_desktop.services.quotes.quote_accept import Acceptance
    from crm_desktop.services.sales import sales

    with writing(file) as store:
        with store.read() as session:
            quote = quote_record.found(session, quote_record.named(session, number))
            quote_id, currency = quote.id, quote.currency
        how = Acceptance(
            promised_on=read_day(promised) if promised else None,
            deposit_minor=read_amount(deposit, currency) if deposit else 0,
            method=method,
            although_ended=late,
            win=Why(_("quote {number} accepted").format(number=number)) if win else None,
        )
        made = store.write(quote_accept.ACCEPT_ACTION, quote_accept.accept, quote_id, how).value
        with store.read() as session:
            sale = sales.detail(session, made)
    said = _("Quote {number} is sale {sale} now.").format(number=number, sale=sale.number)
    return Done((said,), {"number": number, "sale_id": made, "sale": sale.number})


def write_paper(
    file: DataFile,
    number: QuoteNumber,
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help=N_("Where to, NAME.pdf."))
    ],
    *,
    paper: PaperOption = "a4",
    landscape: LandscapeOption = False,
    margin: MarginOption = 15.0,
) -> Done:
    """A quote on paper, in the language of the answer."""
    from crm_desktop.reports import job, quote_paper
    from crm_desktop.reports.paper import PageSetup
    from crm_desktop.services.quotes import quote_record

    if out.suffix.lower() != ".pdf":
        raise typer.BadParameter(_("End the name in .pdf."))
    with reading(file) as store, store.read() as session:
        report = quote_paper.build(session, quote_record.named(session, number))
    job.write_document(report, out, page=PageSetup(paper, landscape, margin))
    return Done((_("{name} written.").format(name=out.name),), {"output": out})


@dataclass(frozen=True, slots=True)
class _Said:
    """What the options say; empty for what stays."""

    lines: list[str] | None
    discount: str
    tax: str
    until: str
    terms: str
    reason: str
    approver: str


def _typed(session: Session, draft: QuoteDraft, said: _Said) -> QuoteDraft:
    """``draft`` with what was said in its place."""
    from crm_desktop.exchange import entered
    from crm_desktop.services.quotes import quote_draft
    from crm_desktop.services.records import staff
    from crm_desktop.services.settings import settings

    currency = settings.get(session, settings.CURRENCY)
    if said.lines:
        made = tuple(_line_of(session, one, draft.contact_id, currency) for one in said.lines)
        draft = quote_draft.taxed(session, replace(draft, lines=made), quote_draft.tax_of(draft))
    if said.tax:
        draft = quote_draft.taxed(session, draft, TAXES[said.tax])
    if said.discount:
        subtotal = quote_draft.totals(replace(draft, discount_minor=0)).subtotal_minor
        off = entered.off_whole(said.discount, subtotal, currency)
        draft = replace(draft, discount_minor=off)
    agreed = staff.by_name(session, said.approver, active=True) if said.approver else None
    return replace(
        draft,
        valid_until=read_day(said.until) if said.until else draft.valid_until,
        terms=said.terms or draft.terms,
        below_floor_reason=said.reason or draft.below_floor_reason,
        approver_id=draft.approver_id if agreed is None else agreed,
    )


def _line_of(session: Session, typed: str, contact_id: int, currency: str) -> LineDraft:
    from crm_desktop.services.quotes import quote_draft

    said = read_line(session, typed, currency)
    offered = quote_draft.offer(
        session, said.product_id, contact_id, said.quantity_milli, said.chosen
    )
    return replace(
        offered.line,
        unit_price_minor=said.price(offered.line.unit_price_minor if offered.priced else None),
        discount_bp=said.discount_bp,
        discount_minor=said.discount_minor,
    )


def _shown(session: Session, quote_id: int) -> Done:
    from crm_desktop.core import clock, formats
    from crm_desktop.services.quotes import quote_list, quote_record

    quote = quote_record.detail(session, quote_id)
    state = quote_list.state_of(quote.status, quote.draft.valid_until, clock.today())
    said = [_headline(quote.number, quote.version, quote.contact_name, state)]
    for line, amount in zip(quote.draft.lines, quote.amounts, strict=True):
        many = f"{formats.quantity(line.quantity_milli)} {line.unit}".strip()
        price = formats.money_exact(line.unit_price_minor, quote.currency)
        total = formats.money_exact(amount, quote.currency)
        said.append(f"  {line.name} · {many} × {price} · {total}")
    total = formats.money_exact(quote.total_minor, quote.currency)
    said.append(_("Total: {amount}").format(amount=total))
    if quote.draft.valid_until is not None:
        day = formats.date_long(quote.draft.valid_until)
        said.append(_("Good until {day}.").format(day=day))
    if quote.draft.below_floor_reason:
        said.append(
            _("Below the lowest price: {reason}").format(reason=quote.draft.below_floor_reason)
            + (f" ({quote.approver})" if quote.approver else "")
        )
    return Done(tuple(said), {"state": state, "quote": asdict(quote)})


def _line(row: QuoteRow) -> str:
    from crm_desktop.core import formats

    total = formats.money_exact(row.total_minor, row.currency)
    return f"{_headline(row.number, row.version, row.contact_name, row.state)} · {total}"


def _headline(number: str, version: int, name: str, state: str) -> str:
    from crm_desktop.services.quotes.quote_list import STATES

    return f"{number} v{version} · {name} · {_(STATES[state])}"
