"""Names that try to be something else: kept as typed, shown everywhere, run nowhere."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services import new_file, search
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.sales import sales
from tests.cli.conftest import Cli, cli  # noqa: F401 - the fixture

NAMES = (
    "长" * 1000,
    "Zoë 👨‍👩‍👧‍👦🎉",
    "مرحبا بالعالم",
    "'; DROP TABLE contact; --",
    "<b>&amp;</b><script>alert(1)</script>",
    '=HYPERLINK("http://example.com","click")',
    "+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "-1+2",
    "100%_\\",
    "a\u202eb\u202c{name}%s",
)
SHOWN = tuple(name.replace("\u202e", "").replace("\u202c", "") for name in NAMES)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("hostile") / "shop.crm")


def make_shop(path: Path) -> Path:
    """A shop where each of these bought something last month, with hostile text in every fact."""
    with Store.create(path) as store:
        store.set_up(new_file.seed, "en", shop_name="=1+1 <b>&")
        store.write("Field", custom_fields.define, "=own", "text")
        for number, name in enumerate(NAMES):
            draft = ContactDraft(
                name, phones=(f"1390013900{number}", name[:40]), addresses=(name,), tags=(name,),
                remark=name, emails=(name[:30],), wechat=(name[:30],), birthday=(1990, 2, 28),
            )  # fmt: skip
            who = store.write("New", contacts.create, draft).value
            key = store_key(store)
            store.write("Fill", custom_fields.set_value, [who], key, name)
            line = sales.LineDraft(description=name[:200], unit_price_minor=10_000 + number)
            day = clock.today().replace(day=1) - dt.timedelta(days=3)
            store.write("Sell", sales.record, sales.SaleDraft((line,), who, day))
    return path


def store_key(store: Store) -> str:
    with store.read() as session:
        return custom_fields.fields(session)[0].key


def test_they_are_kept_listed_and_found(hostile: Path) -> None:
    with Store.open(hostile, read_only=True) as store, store.read() as session:
        rows = contact_list.page(session, ContactQuery(sort="name"), 0, 50)
        assert {row.name for row in rows} == set(SHOWN)
        for name in SHOWN:
            assert name in {hit.name for hit in search.search(session, name[:30])}, name


def test_no_cell_of_an_export_is_a_formula(cli: Cli, hostile: Path, tmp_path: Path) -> None:  # noqa: F811
    assert cli("export", hostile, "customers", "-o", tmp_path / "all.xlsx").status == 0
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink]
    assert {str(cell.value) for cell in cells} >= set(SHOWN)
    assert cli("export", hostile, "customers", "-o", tmp_path / "all.csv").status == 0
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [cell for row in csv.reader(file) for cell in row]
    assert not [one for one in texts if one[:1] in ("=", "+", "@") or one.startswith("-1+2")]
    assert "'" + NAMES[5] in texts
    assert cli("export", hostile, "customers", "-o", tmp_path / "all.vcf").status == 0
    cards = (tmp_path / "all.vcf").read_text("utf-8")
    assert cards.count("BEGIN:VCARD") == cards.count("END:VCARD") == len(NAMES)


def test_the_export_comes_back_unchanged(cli: Cli, hostile: Path, tmp_path: Path) -> None:  # noqa: F811
    cli("export", hostile, "customers", "-o", tmp_path / "all.xlsx")
    cli("new", tmp_path / "other.crm")
    assert cli("import", tmp_path / "other.crm", tmp_path / "all.xlsx").status == 0
    with Store.open(tmp_path / "other.crm", read_only=True) as store, store.read() as session:
        names = {row.name for row in contact_list.page(session, ContactQuery(), 0, 50)}
    assert names >= {name for name in SHOWN if not name.startswith(("-", "@"))} - {SHOWN[9]}


def test_the_report_prints_them_as_words(cli: Cli, hostile: Path, tmp_path: Path) -> None:  # noqa: F811
    assert cli("report", hostile, "monthly", "-o", tmp_path / "report.pdf").status == 0
    pdf = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    words = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert "DROP TABLE contact" in words
    assert "<b>&amp;</b>" in words
    pdf.close()
    assert cli("report", hostile, "monthly", "-o", tmp_path / "report.xlsx").status == 0
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" and "HYPERLINK" in str(cell.value)]
