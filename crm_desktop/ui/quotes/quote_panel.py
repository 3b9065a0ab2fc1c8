"""One quote beside the list: what is offered, its versions, what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.services.quotes import quote_list
from crm_desktop.services.quotes.quote_list import STATES
from crm_desktop.services.quotes.quote_record import QuoteDetail
from crm_desktop.services.sales.sales import SaleLineRow
from crm_desktop.ui import theme
from crm_desktop.ui.quotes.quote_columns import TONES
from crm_desktop.ui.sales.record_panel import RecordPanel
from crm_desktop.ui.sales.sale_panel import SoldLines, sum_row
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import clear, column, plain, row, rule, show_if
from crm_desktop.ui.widgets.text import Label


class QuotePanel(RecordPanel):
    """``asked`` carries what is to be done: ``accept``, ``edit``, ``paper``, ``sent``, ``reject``,
    ``sale`` or ``contact``; ``version_asked`` the id of another version."""

    asked = Signal(str)
    version_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(lambda: self.asked.emit("contact"))
        self.quote: QuoteDetail | None = None
        self.total = Label("", "figure")
        self.lines = SoldLines()
        self.sums = column(gap=4)
        self.about = Label("", "body", "text2", wrap=True)
        self.terms = Label("", "body", "text2", wrap=True)
        self.versions = column(gap=0)
        self.history = plain(
            column(Label(lambda: _("Versions"), "caption", "text2"), self.versions, gap=2)
        )
        self._make_buttons()
        self._lay_out()
        theme.live(self, self._speak)

    def _make_buttons(self) -> None:
        self.accept = Button(lambda: _("Accept"), "check-circle", "primary",
                             on=partial(self.asked.emit, "accept"))  # fmt: skip
        self.edit = Button("", "pencil-simple", on=partial(self.asked.emit, "edit"))
        self.paper = Button("PDF", "file-pdf", on=partial(self.asked.emit, "paper"))
        self.sent = Button(lambda: _("Mark as sent"), kind="ghost",
                           on=partial(self.asked.emit, "sent"))  # fmt: skip
        self.reject = Button(lambda: _("Mark as rejected"), kind="ghost",
                             on=partial(self.asked.emit, "reject"))  # fmt: skip
        self.sale = Button(lambda: _("Show the sale"), "receipt",
                           on=partial(self.asked.emit, "sale"))  # fmt: skip

    def _lay_out(self) -> None:
        self.lay_out(
            6,
            self.total,
            self.lines,
            rule(),
            self.sums,
            self.about,
            self.terms,
            self.history,
            8,
            row(self.accept, self.sale, self.edit, None, gap=8),
            row(self.paper, self.sent, self.reject, None, gap=8),
        )

    def show_quote(self, quote: QuoteDetail) -> None:
        """Show another quote, or the same one after a change."""
        self.quote = quote
        self._speak()

    def _speak(self) -> None:
        quote = self.quote
        if quote is None:
            return
        today = clock.today()
        state = quote_list.state_of(quote.status, quote.draft.valid_until, today)
        day = formats.date_long(quote.draft.quoted_on) if quote.draft.quoted_on else ""
        self.say_head(
            quote.contact_name,
            (quote.draft.contact_id, quote.contact_kind),
            (f"{quote.number} v{quote.version}", day, quote.staff),
            (_(STATES[state]), TONES[state]) if quote.latest else (_("Replaced"), "gray"),
        )
        self.total.say(formats.money_exact(quote.total_minor, quote.currency))
        self.lines.show_lines(_rows(quote))
        clear(self.sums)
        for label, amount, ink in _sums(quote):
            self.sums.addLayout(sum_row(label, amount, ink))
        self.about.say("\n".join(_about(quote)))
        self.terms.say(quote.draft.terms)
        show_if(self.terms, bool(quote.draft.terms))
        self._show_versions(quote)
        self._offer(quote, state)

    def _show_versions(self, quote: QuoteDetail) -> None:
        clear(self.versions)
        show_if(self.history, len(quote.versions) > 1)
        for one in quote.versions:
            parts = [
                f"v{one.version}",
                formats.date_relative(one.quoted_on, clock.today()),
                formats.money_exact(one.total_minor, one.currency),
            ]
            link = Button(" · ".join(parts), kind="link",
                          on=partial(self.version_asked.emit, one.id))  # fmt: skip
            link.setEnabled(one.id != quote.id)
            self.versions.addLayout(row(link, None))

    def _offer(self, quote: QuoteDetail, state: str) -> None:
        open_ = quote.latest and quote.sale_id is None
        show_if(self.accept, quote.can_accept)
        show_if(self.sale, quote.sale_id is not None)
        show_if(self.edit, open_)
        draft = quote.status == "draft"
        self.edit.say((lambda: _("Edit")) if draft else (lambda: _("New version")))
        show_if(self.sent, open_ and state == "draft")
        show_if(self.reject, open_ and quote.status not in ("rejected", "accepted"))


def _rows(quote: QuoteDetail) -> tuple[SaleLineRow, ...]:
    return tuple(
        SaleLineRow(
            id=number,
            product_id=line.product_id,
            description=line.description,
            spec="",
            unit=line.unit,
            quantity_milli=line.quantity_milli,
            unit_price_minor=line.unit_price_minor,
            discount_bp=line.discount_bp,
            discount_minor=line.discount_minor,
            amount_minor=amount,
            gift=False,
            options=line.options,
        )
        for number, (line, amount) in enumerate(
            zip(quote.draft.lines, quote.amounts, strict=True), start=1
        )
    )


def _sums(quote: QuoteDetail) -> Iterator[tuple[str, str, str]]:
    def money(minor: int) -> str:
        return formats.amount_exact(minor, quote.currency)

    if quote.draft.discount_minor:
        yield _("Subtotal"), money(quote.subtotal_minor), "text2"
        yield _("Discount"), money(-quote.draft.discount_minor), "text2"
    if quote.tax_minor:
        label = _("Tax included") if quote.draft.tax_included else _("Tax")
        yield label, money(quote.tax_minor), "text2"
    yield _("Total"), money(quote.total_minor), "text"


def _about(quote: QuoteDetail) -> Iterator[str]:
    if quote.draft.valid_until is not None:
        yield _("Good until {day}.").format(day=formats.date_long(quote.draft.valid_until))
    if quote.person_name:
        yield _("For the attention of {name}").format(name=quote.person_name)
    if quote.deal_title:
        yield _("Deal: {title}").format(title=quote.deal_title)
    if quote.draft.below_floor_reason:
        reason = quote.draft.below_floor_reason
        words = _("Below the lowest price: {reason}").format(reason=reason)
        yield f"{words} ({quote.approver})" if quote.approver else words
