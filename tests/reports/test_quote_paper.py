"""The paper of a quote: what stands on it, in both languages."""

from __future__ import annotations

import pytest

from crm_desktop.core import i18n
from crm_desktop.db.store import Store
from crm_desktop.reports import job, quote_paper
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.quotes import quotes
from crm_desktop.services.quotes.quote_draft import QuoteDraft
from crm_desktop.services.sales.sale_draft import LineDraft
from tests.reports.samples import page_texts

LINES = (
    LineDraft(description="=HYPERLINK('x') <b>RO</b>", quantity_milli=2_500, unit="m",
              unit_price_minor=100_00, discount_bp=1_000),
    LineDraft(description="净水器", options="门: 左", unit_price_minor=50_00),
    LineDraft(description="long words " * 40 + "to the end"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Quote", "BJ-0001", "For 湘味楼, good until",
                "2.5 m", "225.00", "275.00", "−10%", "Terms",
                "Payment on receipt", "to the end", "=HYPERLINK('x') <b>RO</b>",
                "Agreed by the customer")),
        ("zh_CN", ("报价单", "BJ-0001", "湘味楼", "225.00", "275.00", "贰佰柒拾伍元整", "条款",
                   "净水器 (门: 左)")),
    ],
)  # fmt: skip
def test_the_paper_says_what_is_offered(store: Store, language: str, words: tuple[str]) -> None:
    customer = store.write("New", contacts.create, ContactDraft("湘味楼", kind="company")).value
    draft = QuoteDraft(customer, LINES, terms="Payment on receipt")
    made = store.write(quotes.CREATE_ACTION, quotes.create, draft).value
    with i18n.using(language), store.read() as session:
        pdf = job.document_bytes(quote_paper.build(session, made))
    text = " ".join(page_texts(pdf))
    for word in words:
        assert word in text


def test_the_paper_of_a_replaced_version_says_so(store: Store) -> None:
    customer = store.write("New", contacts.create, ContactDraft("湘味楼")).value
    draft = QuoteDraft(customer, LINES)
    first = store.write(quotes.CREATE_ACTION, quotes.create, draft).value
    second = store.write(quotes.VERSION_ACTION, quotes.new_version, first, draft).value
    with store.read() as session:
        texts = [
            " ".join(page_texts(job.document_bytes(quote_paper.build(session, one))))
            for one in (first, second)
        ]
    assert ["replaced by version 2" in one for one in texts] == [True, False]
