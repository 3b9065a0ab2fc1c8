"""Writing a quote: to whom, what for how much, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import BelowFloor, UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import entered
from crm_desktop.services.follow_ups import follow_up_editing
from crm_desktop.services.quotes import quote_draft, quote_record, quotes
from crm_desktop.services.quotes.quote_draft import QuoteDraft
from crm_desktop.services.quotes.quote_record import QuoteDetail
from crm_desktop.services.settings import settings
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.page import Shell
from crm_desktop.ui.quotes.quote_lines import QuoteLines
from crm_desktop.ui.sales.below_floor import QUOTE, ApprovalDialog
from crm_desktop.ui.sales.order_dialog import tax_box
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit


@dataclass(frozen=True, slots=True)
class Begun:
    """What a new quote begins with."""

    contact_id: int = 0
    contact_name: str = ""
    deal_id: int | None = None
    person_id: int | None = None


class QuoteForm(Dialog):
    """A new quote, a draft changed, or, for one that was sent, its next version.

    ``saved(quote_id)`` is called afterwards.
    """

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        saved: Callable[[int], object],
        quote: QuoteDetail | None = None,
        begun: Begun | None = None,
    ) -> None:
        self._shell = shell
        self._saved = saved
        self.quote = quote
        self._begun = begun or Begun()
        self._currency: str = (
            quote.currency if quote else shell.workspace.read(settings.get, settings.CURRENCY)
        )
        self._make_inputs()
        super().__init__(
            host,
            self._title,
            self._content(),
            self._action,
            self._keep,
            width=820,
        )
        self.lines.changed.connect(self._say_total)
        self.discount.textEdited.connect(lambda _text: self._say_total())
        self.tax.activated.connect(lambda _index: self._say_total())
        self.customer.picked.connect(self._customer_picked)
        self._say_total()

    @property
    def _next(self) -> bool:
        """True where saving makes a version."""
        return self.quote is not None and self.quote.status != "draft"

    def _title(self) -> str:
        quote = self.quote
        if quote is None:
            return _("New quote")
        if self._next:
            return _("Version {n} of quote {number}").format(
                n=quote.version + 1, number=quote.number
            )
        return _("Quote {number}").format(number=quote.number)

    def _action(self) -> str:
        return _("Save as a new version") if self._next else _("Save the quote")

    def _make_inputs(self) -> None:
        quote, begun = self.quote, self._begun
        draft = quote.draft if quote else None
        days = self._shell.workspace.read(settings.get, settings.QUOTE_DAYS)
        today = clock.today()
        fresh = draft is None or self._next
        ends = today + dt.timedelta(days=days) if fresh else draft.valid_until if draft else None
        self.person = ComboBox([("", "—")])
        self.person_field = Field(lambda: _("For the attention of"), self.person)
        self.customer = ContactPicker(self._shell)
        if quote is not None:
            self.customer.choose(quote.draft.contact_id, quote.contact_name)
            self.customer.setReadOnly(self._next or quote.version > 1)
        elif begun.contact_id:
            self.customer.choose(begun.contact_id, begun.contact_name)
        kept = draft.person_id if draft else begun.person_id
        self._offer_people(self.customer.contact_id, kept)
        self.day = DateEdit(draft.quoted_on if draft and not self._next else today)
        self.until = DateEdit(ends)
        self.lines = QuoteLines(
            self._shell,
            lambda: self.customer.contact_id,
            self._currency,
            draft.lines if draft else (),
        )
        off = draft.discount_minor if draft else 0
        self.discount = LineEdit(
            lambda: _("e.g. 50, 10% or 9折"), entered.plain_amount(off or None, self._currency)
        )
        read = self._shell.workspace.read
        self.tax = tax_box(quote_draft.tax_of(draft) if draft else read(quote_record.last_tax))
        self.terms = TextArea(
            lambda: _("e.g. 30% on order, the rest on delivery"), draft.terms if draft else "", 3
        )
        self.total = Label("", "figure")

    def _content(self) -> QWidget:
        self.customer_field = Field(lambda: _("Customer"), self.customer)
        self.day_field = Field(lambda: _("Date"), self.day)
        self.until_field = Field(lambda: _("Good until"), self.until)
        self.lines_field = Field(lambda: _("What is offered"), self.lines)
        self.discount_field = Field(lambda: _("Amount off the whole"), self.discount)
        side = column(row((self.discount_field, 1), (Field(lambda: _("Tax"), self.tax), 1), gap=12),
                      Label(lambda: _("Total"), "caption", "text2"),
                      self.total, None, gap=6)  # fmt: skip
        return plain(
            column(
                row((self.customer_field, 3), (self.day_field, 2), (self.until_field, 2), gap=12),
                self.person_field,
                self.lines_field,
                row((Field(lambda: _("Terms"), self.terms), 3), (side, 2), gap=12),
                gap=12,
            )
        )

    def _customer_picked(self, contact_id: int) -> None:
        self._offer_people(contact_id, None)
        self.lines.reprice()

    def _offer_people(self, contact_id: int, person_id: int | None) -> None:
        """Whom at the company the quote is for; a person alone has nobody to choose from."""
        read = self._shell.workspace.read
        people = read(follow_up_editing.people, contact_id) if contact_id else []
        choices = [(str(one), name) for one, name in people]
        self.person.set_choices([("", "—"), *choices], str(person_id or ""))
        show_if(self.person_field, bool(choices))

    def _say_total(self) -> None:
        try:
            found = quote_draft.totals(self._draft(0, None, None))
        except UserError:
            self.total.say("—")
            return
        self.total.say(formats.money_exact(found.total_minor, self._currency))

    def _draft(self, contact_id: int, day: dt.date | None, until: dt.date | None) -> QuoteDraft:
        """What is typed. Raises ``UserError`` for a number that is none."""
        old = self.quote.draft if self.quote else None
        base = old or QuoteDraft(self._begun.contact_id, (), deal_id=self._begun.deal_id)
        off = self.discount.value()
        moved = base.contact_id not in (0, contact_id)  # the deal is that of another customer
        typed = replace(
            base,
            contact_id=contact_id,
            person_id=int(self.person.value() or 0) or None,
            deal_id=None if moved else base.deal_id,
            lines=self.lines.values(),
            quoted_on=day,
            valid_until=until,
            discount_minor=0,
            terms=self.terms.value(),
            below_floor_reason="",
            approver_id=None,
        )
        found: QuoteDraft = self._shell.workspace.read(quote_draft.taxed, typed, self.tax.value())
        if not off:
            return found
        whole = quote_draft.totals(found).subtotal_minor
        return replace(found, discount_minor=entered.off_whole(off, whole, self._currency))

    def _keep(self) -> bool:
        for field in (self.customer_field, self.day_field, self.until_field, self.lines_field,
                      self.discount_field):  # fmt: skip
            field.set_error()
        if not self.customer.contact_id:
            self.customer_field.set_error(lambda: _("Choose a customer from the list below."))
            self.customer.setFocus()
            return False
        days = []
        for editor, field in ((self.day, self.day_field), (self.until, self.until_field)):
            try:
                days.append(editor.date())
            except ValueError:
                field.set_error(lambda: _("Type a date, e.g. 2026-06-18."))
                return False
        try:
            draft = self._draft(self.customer.contact_id, *days)
            self._save(draft)
        except BelowFloor as problem:
            self._ask(draft, problem)
            return False
        except UserError as problem:
            said = f"{problem.what} {problem.do}".strip()
            self.lines_field.set_error(lambda: said)
            return False
        return True

    def _ask(self, draft: QuoteDraft, problem: BelowFloor) -> None:
        def agreed(reason: str, approver_id: int | None) -> None:
            self._save(replace(draft, below_floor_reason=reason, approver_id=approver_id))
            self.done()

        ApprovalDialog(self, self._shell, problem, QUOTE, agreed).open()

    def _save(self, draft: QuoteDraft) -> None:
        workspace, quote = self._shell.workspace, self.quote
        if quote is None:
            made: int = workspace.execute(quotes.CREATE_ACTION, quotes.create, draft)
        elif self._next:
            made = workspace.execute(quotes.VERSION_ACTION, quotes.new_version, quote.id, draft)
        else:
            workspace.execute(quotes.EDIT_ACTION, quotes.edit, quote.id, draft)
            made = quote.id
        said = _("Quote for {name} saved").format(name=self.customer.value())
        self._shell.toast(said, "file-text", undo=True)
        self._saved(made)
