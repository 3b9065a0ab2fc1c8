"""Labels, envelopes, letters and cards: where every character lands, and that nobody is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import CompanyPerson, Contact, ContactAddress, ContactPhone
from crm_desktop.db.store import Store
from crm_desktop.reports import mail_paper, mailing
from crm_desktop.reports.mail_order import MailOrder
from crm_desktop.reports.paper import MM
from crm_desktop.services import new_file
from crm_desktop.services.mailing.mailing import Audience
from crm_desktop.services.settings import settings
from tests.reports import page_looks, samples

MARKUP = "<b>粗</b> & <img src=x>"
NAMES = (
    "云栖民宿",
    MARKUP,
    "很长的名字" * 12,
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "王 👨‍👩‍👧",
    "Smith & Sons",
    "没有地址的人",
    "不要广告的人",
)
HOMELESS, UNWILLING = 7, 8
EVERYBODY = Audience(contact_ids=tuple(range(1, 9)))
WITH_ADDRESS = 6

Box = tuple[str, float, float, float, float]


def _fill(session: Session) -> None:
    settings.put(session, settings.SHOP_POSTCODE, "310012")
    settings.put(session, settings.SHOP_ADDRESS, "文三路 86 号")
    for number, name in enumerate(NAMES, start=1):
        session.add(Contact(id=number, name=name, kind="company", no_marketing=number == UNWILLING))
        session.flush()
        session.add(ContactPhone(contact_id=number, number=f"1380013800{number}"))
        if number != HOMELESS:
            text = "310000 浙江省杭州市西湖区文二路 391 号西湖国际科技大厦 A 座 1204 室"
            if name.startswith("Smith"):
                text = "12 Lakeside Road\nHangzhou"
            session.add(ContactAddress(contact_id=number, text=text))
    session.add(Contact(id=20, name="周敏", kind="person", party="contact_person"))
    session.flush()
    session.add(CompanyPerson(company_id=1, person_id=20))
    anna = session.get_one(Contact, 6)
    anna.birth_month, anna.birth_day = 6, 9


@pytest.fixture(scope="module")
def mail_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("mail") / "shop.crm") as store:
        store.set_up(new_file.seed, "en", shop_name="清源净水")
        store.set_up(_fill)
        yield store


@pytest.fixture
def reading(mail_file: Store, frozen_clock: Callable[[dt.datetime], None]) -> Iterator[Session]:
    with mail_file.read() as session:
        yield session


def _characters(pdf: bytes, number: int) -> list[Box]:
    """Every visible character of a page: itself, left, top, right, bottom in mm from the top."""
    with samples.opened(pdf) as document:
        page = document[number]
        high, layer = page.get_height(), page.get_textpage()
        found = []
        for index in range(layer.count_chars()):
            character = layer.get_text_range(index, 1)
            left, bottom, right, top = layer.get_charbox(index)
            if character.strip():
                box = (left / MM, (high - top) / MM, right / MM, (high - bottom) / MM)
                found.append((character, *box))
        layer.close()
        page.close()
    return found


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("key", ["L7160", "L7163", "L7651", "5160", "a4-3x8", "2×5"])
def test_every_character_stays_on_its_label(reading: Session, key: str) -> None:
    sheet = mail_paper.label_sheet(key)
    start = sheet.count - 3
    order = MailOrder("labels", EVERYBODY, key, start=start, copies=2, phone=True)
    made = mailing.make(reading, order)
    assert made.printed == WITH_ADDRESS
    filled: set[int] = set()
    for page in range(made.pages - made.last_pages):
        for character, left, top, right, bottom in _characters(made.pdf, page):
            inside = [
                place
                for place in range(sheet.count)
                for x, y in [sheet.corner(place)]
                if x <= left
                and right <= x + sheet.width
                and y <= top
                and bottom <= y + sheet.height
            ]
            assert inside, (character, left, top)
            filled.add(page * sheet.count + inside[0])
    first = start - 1
    assert filled == set(range(first, first + 2 * WITH_ADDRESS))


def test_names_are_whole_and_nothing_in_them_is_markup(reading: Session) -> None:
    made = mailing.make(reading, MailOrder("labels", EVERYBODY, "L7651"))
    text = _squeezed("".join(samples.page_texts(made.pdf)))
    for name in NAMES[:6]:
        assert _squeezed(name.replace("👨‍👩‍👧", "□□□")) in text
    assert "310000浙江省杭州市" in text
    assert "云栖民宿周敏收" in text
    assert "Smith&Sons12LakesideRoadHangzhou" in text


def test_who_cannot_be_written_to_stands_on_the_last_page(reading: Session) -> None:
    made = mailing.make(reading, MailOrder("labels", EVERYBODY))
    *printed, last = samples.page_texts(made.pdf)
    assert (made.last_pages, made.left_out) == (1, 2)
    assert NAMES[HOMELESS - 1] not in "".join(printed)
    assert f"{NAMES[HOMELESS - 1]} · 13800138007 · no address" in last
    assert f"{NAMES[UNWILLING - 1]} · 13800138008 · wants no advertising" in last
    everyone = mailing.make(reading, MailOrder("labels", EVERYBODY, unwilling=True))
    assert NAMES[UNWILLING - 1] in "".join(samples.page_texts(everyone.pdf)[:-1])


def test_a_printer_that_is_off_is_met(reading: Session) -> None:
    order = MailOrder("labels", EVERYBODY)
    plain = _characters(mailing.make(reading, order).pdf, 0)
    moved = MailOrder("labels", EVERYBODY, right_mm=2.5, down_mm=-1.5)
    for before, after in zip(plain, _characters(mailing.make(reading, moved).pdf, 0), strict=True):
        assert after[1] - before[1] == pytest.approx(2.5, abs=0.01)
        assert after[2] - before[2] == pytest.approx(-1.5, abs=0.01)


@pytest.mark.parametrize("one", [e for e in mail_paper.ENVELOPES if e.boxes])
def test_a_chinese_envelope_leaves_the_machines_their_room(
    reading: Session, one: mail_paper.Envelope
) -> None:
    """GB/T 1416: 90 by 26 mm at the upper left for the boxes alone, the bar code at the bottom."""
    audience = Audience(contact_ids=(1, 2, 3, 4))
    made = mailing.make(reading, MailOrder("envelopes", audience, one.key, phone=True))
    assert made.pages == 4
    for page in range(4):
        found = _characters(made.pdf, page)
        scanned = [box for box in found if box[1] < 90 and box[2] < 26]
        assert "".join(box[0] for box in scanned) == "310000"
        for place, (_character, left, top, right, bottom) in enumerate(scanned):
            assert 12 + place * 10 < left and right < 20 + place * 10
            assert top > 10 and bottom < 20
        low = [box for box in found if box[4] > one.height - 20]
        assert "".join(box[0] for box in low) == "310012"
        assert all(box[1] > one.width - 55 for box in low)


def test_fields_are_filled_in_once_and_unknown_ones_are_told(reading: Session) -> None:
    body = "Dear {{customer.addressee}},\n{{客户名称}} {{no such thing}} <i>{{shop.name}}</i>"
    made = mailing.make(reading, MailOrder("letters", EVERYBODY, body=body))
    texts = samples.page_texts(made.pdf)
    assert "Dear 周敏," in texts[0]
    assert "云栖民宿 {{no such thing}} <i>清源净水</i>" in texts[0]
    assert f"{MARKUP} {{{{no such thing}}}}" in texts[1]
    assert made.unknown == ("{{no such thing}}",)
    # A letter can be handed over; that there is no address is told all the same.
    assert NAMES[HOMELESS - 1] in texts[WITH_ADDRESS] and made.printed == WITH_ADDRESS + 1
    assert "no address" in texts[-1]


def test_a_long_letter_goes_on_on_the_next_page(reading: Session) -> None:
    body = "\n".join(f"Paragraph {n} {'很长的一段话，' * 12}" for n in range(40))
    made = mailing.make(reading, MailOrder("letters", Audience(contact_ids=(1,)), "a5", body))
    assert made.pages > 3
    text = _squeezed("".join(samples.page_texts(made.pdf)))
    assert all(f"Paragraph{n}很" in text for n in range(40))
    assert text.count("很长的一段话") == 40 * 12


@pytest.mark.parametrize("paper", [one.key for one in mail_paper.CARDS])
def test_a_card_for_everybody_with_a_birthday_in_the_month(reading: Session, paper: str) -> None:
    june = Audience(birthdays=dt.date(2026, 6, 30))
    body = "Happy birthday!\n" + "{{customer.name}}, all the best. " * 30
    made = mailing.make(reading, MailOrder("cards", june, paper, body))
    assert (made.pages, made.printed) == (1, 1)
    assert _squeezed(samples.page_texts(made.pdf)[0]).count("Smith&Sons,allthebest.") == 30
    card = mail_paper.card(paper)
    boxes = _characters(made.pdf, 0)
    assert max(box[4] for box in boxes) < card.height / card.up - 7
    with pytest.raises(UserError):
        mailing.make(
            reading, MailOrder("cards", Audience(birthdays=dt.date(2026, 7, 1)), body=body)
        )


def test_what_cannot_be_carried_out_is_refused(reading: Session) -> None:
    for wrong in (
        MailOrder("labels", EVERYBODY, "L9999"),
        MailOrder("labels", EVERYBODY, start=22),
        MailOrder("labels", EVERYBODY, copies=0),
        MailOrder("labels", EVERYBODY, right_mm=float("nan")),
        MailOrder("envelopes", EVERYBODY, "L7160"),
        MailOrder("letters", EVERYBODY, body=" \n "),
    ):
        with pytest.raises(UserError):
            mailing.make(reading, wrong)


def test_masked_addresses_stay_masked_until_asked_for(mail_file: Store) -> None:
    mail_file.write("Mask", settings.put, settings.MASK, True)
    try:
        with mail_file.read() as session:
            order = MailOrder("labels", EVERYBODY)
            made = mailing.make(session, order)
            assert made.masked and "文二路" not in "".join(samples.page_texts(made.pdf))
            whole = mailing.make(session, MailOrder("labels", EVERYBODY, revealed=True))
            assert not whole.masked and "文二路" in "".join(samples.page_texts(whole.pdf))
    finally:
        mail_file.write("Show", settings.put, settings.MASK, False)


def test_labels_that_are_offered_fit_their_paper() -> None:
    for sheet in mail_paper.LABELS:
        x, y = sheet.corner(sheet.count - 1)
        assert sheet.width <= sheet.across + 0.01 and sheet.height <= sheet.down + 0.01
        # What is left at the right and below is what is left at the left and above.
        assert sheet.page[0] - x - sheet.width == pytest.approx(sheet.left, abs=0.6)
        assert sheet.page[1] - y - sheet.height == pytest.approx(sheet.top, abs=0.6)


@pytest.mark.parametrize(
    ("kind", "paper"),
    [("labels", "L7160"), ("envelopes", "cn-dl"), ("envelopes", "10"), ("letters", "a4"),
     ("cards", "a6")],
)  # fmt: skip
def test_the_first_page_looks_as_it_did(reading: Session, kind: str, paper: str) -> None:
    body = "{{客户称呼}}，您好！\n\n　　感谢您一直以来的信任。\n\n{{本店名称}}"
    made = mailing.make(
        reading, MailOrder(kind, EVERYBODY, paper, body, phone=True, frame=True, language="zh_CN")
    )
    unlike = page_looks.unlike(made.pdf, f"{kind}-{paper}")
    assert not unlike, f"{unlike}: look at the page, then keep it (tests/reports/page_looks.py)"
