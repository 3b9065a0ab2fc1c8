"""Quotes: drafts, versions, floors with a reason and who agreed, and what comes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.core.errors import BelowFloor, Conflict, NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.deals import deal_list, deals
from crm_desktop.services.deals.deals import DealDraft, Why
from crm_desktop.services.products import product_options, product_record, products
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.quotes import (
    order_list,
    quote_accept,
    quote_draft,
    quote_list,
    quote_record,
    quotes,
)
from crm_desktop.services.quotes.quote_accept import Acceptance
from crm_desktop.services.quotes.quote_draft import QuoteDraft
from crm_desktop.services.quotes.quote_list import QuoteQuery
from crm_desktop.services.records import staff
from crm_desktop.services.sales import numbering, price_floor, sale_draft, sale_list, sales
from crm_desktop.services.sales.sale_draft import LineDraft
from crm_desktop.services.settings import settings

LAMP = LineDraft(description="Lamp", quantity_milli=2_500, unit_price_minor=9_999, unit="m")


@pytest.fixture
def customer(store: Store) -> int:
    return int(store.write("New", contacts.create, ContactDraft("湘味楼", kind="company")).value)


@pytest.fixture
def filter_(store: Store) -> int:
    draft = ProductDraft("Filter", price_minor=100_00, floor_price_minor=80_00, unit="pc")
    return int(store.write("New", products.create, draft).value)


def write(store: Store, customer: int, *lines: LineDraft, **more: Any) -> int:
    draft = QuoteDraft(customer, lines or (LAMP,), **more)
    return int(store.write(quotes.CREATE_ACTION, quotes.create, draft).value)


def test_a_draft_is_changed_a_sent_quote_gets_a_version_and_undo_takes_each_back(
    store: Store, read: Callable[..., Any], customer: int, today: dt.date
) -> None:
    made = write(store, customer, discount_minor=98, terms=" 30 days\nno returns ")
    first = read(quote_record.detail, made)
    # 2.5 × 99.99 = 249.975, rounded half up once
    assert (first.number, first.amounts, first.total_minor) == ("BJ-0001", (24_998,), 24_900)
    assert first.draft.valid_until == today + dt.timedelta(days=30)
    assert first.draft.terms == "30 days\nno returns"
    store.write("Edit", quotes.edit, made, replace(first.draft, discount_minor=0))
    assert read(quote_record.detail, made).total_minor == 24_998
    store.write(quotes.SENT_ACTION, quotes.mark_sent, made)
    with pytest.raises(Conflict):
        store.write("Edit", quotes.edit, made, first.draft)
    cheaper = replace(first.draft, discount_minor=9_98, quoted_on=None)
    second = store.write(quotes.VERSION_ACTION, quotes.new_version, made, cheaper).value
    with pytest.raises(Conflict):
        store.write(quotes.VERSION_ACTION, quotes.new_version, made, cheaper)
    with pytest.raises(Conflict):
        store.write(quotes.SENT_ACTION, quotes.mark_sent, made)
    seen = read(quote_record.detail, second)
    assert [(one.version, one.status) for one in seen.versions] == [(2, "draft"), (1, "expired")]
    assert not read(quote_record.detail, made).latest
    assert [row.id for row in read(quote_list.page, QuoteQuery(), 0, 9)] == [second]
    assert read(quote_record.named, "BJ-0001") == second
    assert read(quote_record.named, "BJ-0001/1") == made
    store.undo()
    assert read(quote_record.detail, made).status == "sent"
    with pytest.raises(NotFound):
        read(quote_record.detail, second)
    store.write(quotes.REMOVE_ACTION, quotes.remove, made)
    assert read(quote_list.count, QuoteQuery()) == 0
    assert write(store, customer) and read(quote_record.named, "BJ-0002")


@pytest.mark.parametrize(
    ("lines", "more"),
    [
        ((), {}),
        ((replace(LAMP, quantity_milli=0),), {}),
        ((replace(LAMP, quantity_milli=-1_000),), {}),
        ((replace(LAMP, unit_price_minor=10**16),), {}),
        ((LAMP,), {"discount_minor": 24_999}),
        ((LAMP,), {"valid_until": dt.date(2026, 6, 17)}),
        ((LAMP,), {"contact_id": 999}),
        ((LAMP,), {"deal_id": 999}),
        ((LAMP,), {"approver_id": 999, "below_floor_reason": "x"}),
    ],
)
def test_what_cannot_be_offered_is_refused_and_nothing_is_written(
    store: Store,
    read: Callable[..., Any],
    customer: int,
    lines: tuple[LineDraft, ...],
    more: dict[str, Any],
) -> None:
    draft = replace(QuoteDraft(customer, lines, quoted_on=dt.date(2026, 6, 18)), **more)
    with pytest.raises(UserError):
        store.write(quotes.CREATE_ACTION, quotes.create, draft)
    assert read(quote_list.count, QuoteQuery()) == 0
    assert write(store, customer) and read(quote_record.named, "BJ-0001")  # no number was lost


def test_below_the_floor_needs_a_reason_and_who_agreed(
    store: Store, read: Callable[..., Any], customer: int, filter_: int
) -> None:
    line = read(quote_draft.offer, filter_, customer, 3_000).line
    assert (line.unit_price_minor, line.unit, line.description) == (100_00, "pc", "Filter")
    assert read(price_floor.approvers) == []
    cheap = replace(line, unit_price_minor=79_99)
    with pytest.raises(BelowFloor, match="240"):
        write(store, customer, cheap)
    with pytest.raises(BelowFloor):  # an amount off the whole does not get around it
        write(store, customer, line, discount_minor=60_01)
    assert write(store, customer, line, discount_minor=60_00)
    assert write(store, customer, cheap, below_floor_reason="alone in the shop")
    boss = store.write("Staff", staff.add, staff.StaffDraft("Lin")).value
    with pytest.raises(BelowFloor):
        write(store, customer, cheap, below_floor_reason="end of the line")
    made = write(store, customer, cheap, below_floor_reason="end of the line", approver_id=boss)
    seen = read(quote_record.detail, made)
    assert (seen.draft.below_floor_reason, seen.approver) == ("end of the line", "Lin")
    dear = replace(seen.draft, lines=(line,))
    store.write("Edit", quotes.edit, made, dear)  # a reason that is needed no more goes
    assert read(quote_record.detail, made).draft.below_floor_reason == ""


def test_accepting_records_the_sale_wins_the_deal_and_is_one_step_of_undo(
    store: Store, read: Callable[..., Any], customer: int, filter_: int, today: dt.date
) -> None:
    deal = store.write("Deal", deals.create, DealDraft("Kitchen", 50_000, customer)).value
    line = replace(read(quote_draft.offer, filter_, customer).line, unit_price_minor=70_00)
    boss = store.write("Staff", staff.add, staff.StaffDraft("Lin")).value
    made = write(store, customer, line, LAMP, deal_id=deal, below_floor_reason="trial",
                 approver_id=boss)  # fmt: skip
    assert read(quote_accept.open_deal, made) == deal
    how = Acceptance(
        promised_on=today + dt.timedelta(days=9), deposit_minor=100_00, method="Cash",
        win=Why("agreed"),
    )  # fmt: skip
    sale = store.write(quote_accept.ACCEPT_ACTION, quote_accept.accept, made, how).value
    sold = read(sales.detail, sale)
    assert (sold.total_minor, sold.paid_minor, sold.open_minor) == (319_98, 100_00, 219_98)
    assert sold.below_floor_reason == "trial"
    assert read(deal_list.get, deal).state == "won"
    assert read(quote_record.detail, made).sale_id == sale
    assert read(quote_list.page, QuoteQuery("accepted"), 0, 9)[0].sale_id == sale
    assert read(check.check) == []
    for act in (quote_accept.accept, quotes.remove):
        with pytest.raises(Conflict):
            store.write("Again", act, made)
    store.undo()
    assert read(deal_list.get, deal).state == "open"
    again = read(quote_record.detail, made)
    assert (again.status, again.sale_id) == ("draft", None)


def test_an_ended_or_rejected_quote_is_not_accepted_by_accident(
    store: Store, read: Callable[..., Any], customer: int, today: dt.date
) -> None:
    long_ago = today - dt.timedelta(days=40)
    old = write(store, customer, quoted_on=long_ago)
    store.write(quotes.SENT_ACTION, quotes.mark_sent, old)
    assert read(quote_list.page, QuoteQuery("expired", today=today), 0, 9)[0].state == "expired"
    assert read(quote_list.summary, QuoteQuery("open", today=today)).count == 0
    accept = quote_accept.ACCEPT_ACTION, quote_accept.accept, old
    for how in (Acceptance(), Acceptance(although_ended=True, deposit_minor=10**9),
                Acceptance(although_ended=True, promised_on=long_ago)):  # fmt: skip
        with pytest.raises(UserError):
            store.write(*accept, how)
    store.write(quotes.REJECTED_ACTION, quotes.reject, old)
    with pytest.raises(Conflict):
        store.write(*accept, Acceptance(although_ended=True))
    store.undo()
    sale = store.write(*accept, Acceptance(although_ended=True)).value
    store.write("Cancel", sales.cancel, sale)  # taken back: the customer may say yes again
    assert store.write(*accept, Acceptance(although_ended=True)).value != sale


def test_a_price_offered_stands_when_the_floor_rises(
    store: Store, read: Callable[..., Any], customer: int, filter_: int
) -> None:
    made = write(store, customer, read(quote_draft.offer, filter_, customer).line)
    store.write("Price", products.edit, filter_, price_minor=300_00, floor_price_minor=300_00)
    sale = store.write(quote_accept.ACCEPT_ACTION, quote_accept.accept, made).value
    assert read(sales.detail, sale).total_minor == 100_00


def test_quotes_count_in_a_series_of_their_own(store: Store, today: dt.date) -> None:
    taken = [store.write("n", numbering.take, key, today).value for key in ("sale", "quote")]
    assert taken == ["XS-0001", "BJ-0001"]


def test_a_number_that_comes_twice_is_two_quotes(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    """As after the files of two shops were joined into one."""
    other = store.write("New", contacts.create, ContactDraft("Yao")).value
    ours = write(store, customer)
    theirs = write(store, other)

    def same_number(session: Any) -> None:
        quote_record.found(session, theirs).number = "BJ-0001"

    store.write("join", same_number)
    draft = read(quote_record.detail, ours).draft
    with pytest.raises(UserError):
        store.write("V", quotes.new_version, ours, replace(draft, contact_id=other))
    second = store.write("V", quotes.new_version, ours, draft).value
    assert {row.id for row in read(quote_list.page, QuoteQuery(), 0, 9)} == {second, theirs}
    store.write("Accept", quote_accept.accept, second)
    assert read(quote_record.detail, theirs).can_accept
    store.write("Remove", quotes.remove, theirs)
    assert read(quote_record.detail, second).latest


def test_options_tax_and_a_missing_price_travel_from_the_quote_to_the_sale(
    store: Store, read: Callable[..., Any], customer: int, filter_: int
) -> None:
    left = product_record.Option("Door", "left", 50_00)
    edit = product_record.ProductEdit(
        products.ProductDraft("Machine", price_minor=1_000_00, tax_bp=900), options=(left,)
    )
    machine = store.write("New", product_record.save, None, edit).value
    chosen = product_options.chosen([left])
    offered = read(quote_draft.offer, machine, customer, 2_000, chosen)
    assert (offered.line.unit_price_minor, offered.line.name) == (
        1_050_00, "Machine (Door: left)",
    )  # fmt: skip
    untaxed = QuoteDraft(customer, (offered.line, LAMP))
    assert read(quote_record.last_tax) == sale_draft.NO_TAX
    draft = read(quote_draft.taxed, untaxed, sale_draft.TAX_ON_TOP)
    made = store.write(quotes.CREATE_ACTION, quotes.create, draft).value
    seen = read(quote_record.detail, made)
    # 9 % of 2,100.00 and, for words, the shop's 13 % of 249.98, each rounded half up
    assert (seen.tax_minor, seen.total_minor) == (189_00 + 32_50, 2_349_98 + 221_50)
    assert seen.draft.lines[0].options == "Door: left"
    assert read(quote_record.last_tax) == sale_draft.TAX_ON_TOP
    assert read(quote_draft.taxed, seen.draft, sale_draft.NO_TAX).lines == untaxed.lines
    sale = store.write(quote_accept.ACCEPT_ACTION, quote_accept.accept, made).value
    sold = read(sales.detail, sale)
    assert (sold.total_minor, sold.lines[0].options) == (seen.total_minor, "Door: left")
    store.write("Price", products.edit, filter_, price_minor=None, floor_price_minor=None)
    assert not read(quote_draft.offer, filter_, customer).priced
    store.write("Currency", settings.put, settings.CURRENCY, "USD")
    assert not read(quote_draft.offer, machine, customer).priced  # its price is in another money


def test_lists_find_a_customer_by_pinyin_and_initials(
    store: Store, read: Callable[..., Any], customer: int, today: dt.date
) -> None:
    made = write(store, customer)
    sale = store.write("Accept", quote_accept.accept, made, Acceptance(promised_on=today)).value
    for typed, found in (
        ("湘味", 1), ("xwl", 1), ("Xiang Wei", 1), ("weilou", 0), ("BJ-0001", 1), ("%", 0),
    ):  # fmt: skip
        assert read(quote_list.count, QuoteQuery(text=typed)) == found
    orders = read(order_list.page, order_list.OrderQuery("", text="xwl"), 0, 9)
    sold = read(sale_list.page, sale_list.SaleQuery(text="XWL"), 0, 9)
    assert [row.id for row in orders] == [row.id for row in sold] == [sale]
