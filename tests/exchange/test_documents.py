"""A document from template to file, with the templates that come along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import SourceProblem, UserError
from crm_desktop.db.store import Store
from crm_desktop.exchange import documents, office_package
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.documents import document_templates
from crm_desktop.services.documents.document_data import Source
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import LineDraft, SaleDraft
from tests.exchange.office_files import docx, para, paragraphs, sheet_of, xlsx

Read = Callable[..., Any]
NASTY = "=1+1 <b>&{{deal.title}} ../张"


@pytest.fixture
def sale(store: Store) -> Source:
    who = store.write("New", contacts.create, ContactDraft(NASTY, kind="company")).value
    lines = tuple(
        LineDraft(description=f"Goods {number}", quantity_milli=1_000, unit_price_minor=10_000)
        for number in range(3)
    )
    return Source(
        "sale", store.write("Sell", sales.record, SaleDraft(contact_id=who, lines=lines)).value
    )


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("template", document_templates.shipped("en"), ids=lambda one: one.key)
def test_every_template_that_comes_along_fills_without_a_rest(
    read: Read, sale: Source, tmp_path: Path, language: str, template: Any
) -> None:
    chosen = read(document_templates.find, template.key, language)
    out = tmp_path / chosen.name
    made = read(documents.make, chosen, sale, out, language=language)
    assert made.unknown == () and made.lines == 3
    package = office_package.open_package(out.read_bytes(), out.name)
    whole = b"".join(package.parts.values()).decode("utf-8", "replace")
    assert "&lt;b&gt;&amp;{{deal.title}}" in whole
    assert whole.replace("{{deal.title}}", "").count("{{") == 0
    if template.key.startswith("quote"):
        assert all(whole.count(f"Goods {number}") == 1 for number in range(3))


def test_the_sheet_holds_real_numbers(read: Read, sale: Source, tmp_path: Path) -> None:
    out = tmp_path / "quote.xlsx"
    read(documents.make, read(document_templates.find, "quote_sheet"), sale, out, language="en")
    sheet = sheet_of(out.read_bytes())
    assert [row[6].value for row in sheet.iter_rows(6, 8)] == [100, 100, 100]
    assert sheet["G10"].value == 300 and sheet["B2"].value == NASTY
    assert sheet["B2"].data_type == "s"


def test_an_own_template_with_unknown_fields(
    store: Store, read: Read, sale: Source, tmp_path: Path
) -> None:
    path = tmp_path / "Offer.docx"
    path.write_bytes(docx(para("{{line.nam}} {{合计}} {{deal.title}}")))
    store.write("Add", documents.add_template, path)
    out = tmp_path / "made.docx"
    made = read(documents.make, read(document_templates.find, "offer"), sale, out)
    assert paragraphs(out.read_bytes()) == ["{{line.nam}} ¥300.00 "]
    assert made.unknown == ("{{line.nam}}",) and made.blank == ("Deal title",)


def test_the_kind_of_a_file_is_what_is_in_it_not_its_name(
    store: Store, read: Read, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.docx"
    path.write_bytes(xlsx(lambda sheet: sheet.append(["{{customer.name}}"])))
    store.write("Add", documents.add_template, path)
    assert read(document_templates.own)[0].name == "sheet.xlsx"


@pytest.mark.parametrize("out", ["made.docm", "made", "made.xlsx", "shop.crm"])
def test_another_ending_is_refused_and_nothing_written(
    read: Read, sale: Source, tmp_path: Path, out: str
) -> None:
    before = {path: path.stat().st_size for path in tmp_path.iterdir()}
    with pytest.raises(UserError, match=r"makes a \.docx"):
        read(documents.make, read(document_templates.find, "letter"), sale, tmp_path / out)
    assert {path: path.stat().st_size for path in tmp_path.iterdir()} == before


def test_a_hostile_template_is_not_added_nor_used(
    store: Store, read: Read, sale: Source, tmp_path: Path
) -> None:
    path = tmp_path / "bad.docx"
    path.write_bytes(docx(para("x"), {"word/vbaProject.bin": b"x"}))
    with pytest.raises(SourceProblem, match="macros"):
        store.write("Add", documents.add_template, path)
    # A doctored data file may hold one all the same.
    store.write("Add", document_templates.add, "bad.docx", path.read_bytes())
    out = tmp_path / "made.docx"
    with pytest.raises(SourceProblem, match="macros"):
        read(documents.make, read(document_templates.find, "bad"), sale, out)
    assert not out.exists()
    with pytest.raises(SourceProblem, match="could not be read"):
        store.write("Add", documents.add_template, tmp_path / "gone.docx")
