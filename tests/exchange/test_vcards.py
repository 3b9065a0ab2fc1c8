"""Contact cards as phones write them, read without losing one."""

from __future__ import annotations

import quopri
import re
from pathlib import Path

import pytest

from crm_desktop.core.i18n import using
from crm_desktop.db.store import Store
from crm_desktop.exchange import job, write_vcard
from crm_desktop.exchange.vcards import is_vcard, sheet_of
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.exports import export_cards


def cards(*bodies: str, version: str = "3.0") -> str:
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:{version}\r\n{body}\r\nEND:VCARD\r\n" for body in bodies
    )


def rows(data: bytes) -> list[dict[str, str]]:
    sheet, _encoding = sheet_of(data)
    heads = [str(one) for one in sheet.rows[0]]
    return [dict(zip(heads, map(str, row), strict=True)) for row in sheet.rows[1:]]


def qp(words: str, charset: str = "utf-8") -> str:
    return quopri.encodestring(words.encode(charset)).decode().replace("\n", "\r\n")


def test_a_card_of_a_new_phone() -> None:
    body = "\r\n".join(
        (
            "N:张;伟;;;", "FN:张伟", "ORG:", "TITLE:店长",
            "TEL;TYPE=CELL:138 1234 5671", "TEL;TYPE=HOME,VOICE:0571-88263309",
            "item1.TEL:13912345678", "item1.X-ABLabel:司机", "TEL;TYPE=WORK,FAX:0571-88263300",
            "EMAIL;TYPE=INTERNET:zw@example.com",
            "ADR;TYPE=HOME:;;文三路128号;杭州市;浙江省;310000;中国",
            "BDAY:1985-03-02", "CATEGORIES:老客户,VIP", "NOTE:喜欢安静\\n月底付款\\, 现金",
            "X-WECHAT:wx_zw", "X-QQ:10001", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ",
        )
    )  # fmt: skip
    (row,) = rows(cards(body).encode())
    assert row == {
        "Name": "张伟", "Job title": "店长", "Mobile": "138 1234 5671",
        "Phone": "Home: 0571-88263309; 司机: 13912345678", "Fax": "0571-88263300",
        "WeChat": "wx_zw", "QQ": "10001", "E-mail": "zw@example.com", "Address": "文三路128号",
        "City": "杭州市", "Province": "浙江省", "Postcode": "310000", "Country": "中国",
        "Birthday": "1985-03-02", "Tags": "老客户; VIP", "Remark": "喜欢安静\n月底付款, 现金",
        "Photo": "left out",
    }  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_an_old_phone_writes_quoted_printable_over_several_lines(charset: str) -> None:
    long = "很长的备注" * 12
    body = (
        f"N;CHARSET={charset.upper()};ENCODING=QUOTED-PRINTABLE:"
        f"{qp('王', charset)};{qp('芳', charset)}\r\n"
        f"TEL;CELL;PREF:13812345672\r\n"
        f"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET={charset.upper()}:{qp(long, charset)}"
    )
    assert "=\r\n" in body
    (row,) = rows(cards(body, version="2.1").encode())
    assert (row["Name"], row["Mobile"], row["Remark"]) == ("王芳", "13812345672", long)


def test_a_whole_file_in_gb18030() -> None:
    data = cards("FN:欧阳锋\r\nTEL:13812345673\r\nADR:;;莫干山路7号;杭州市;;;").encode("gb18030")
    sheet, encoding = sheet_of(data)
    assert encoding == "gb18030"
    assert sheet.rows[1][0] == "欧阳锋"


def test_version_four_with_uris_and_a_birthday_without_year() -> None:
    body = (
        "FN:Anna Lee\r\nTEL;VALUE=uri;TYPE=\"cell,voice\":tel:+44-20-7946-0123;ext=5\r\n"
        "BDAY:--0312\r\nIMPP:weixin:anna_l\r\nEMAIL:mailto:anna@example.com"
    )  # fmt: skip
    (row,) = rows(cards(body, version="4.0").encode())
    assert row["Mobile"] == "+44-20-7946-0123 ext 5"
    assert (row["Birthday"], row["WeChat"], row["E-mail"]) == (
        "03-12", "anna_l", "anna@example.com",
    )  # fmt: skip


def test_folded_lines_and_base64_without_blanks_hurt_nobody() -> None:
    body = (
        "FN:Long Na\r\n me\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ\r\nAAAQABAADABCDEF\r\n"
        "\r\nTEL;CELL:13812345674"
    )
    (row,) = rows(cards(body).encode())
    assert (row["Name"], row["Mobile"], row["Photo"]) == ("Long Name", "13812345674", "left out")


def test_broken_cards_cost_no_good_one() -> None:
    text = (
        "BEGIN:VCARD\r\nFN:One\r\nthis is no line\r\nTEL:1\r\n"  # no end
        + cards("FN:Two\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=nonsense:=E4=BD")
        + "rubbish between\r\n"
        + "BEGIN:VCARD\r\nN:Three;Ann;;;\r\nTEL:3"
    )
    assert [row["Name"] for row in rows(text.encode())] == ["One", "Two", "Ann Three"]


def test_companies_and_second_addresses() -> None:
    body = (
        "FN:顺达商贸\r\nORG:顺达商贸有限公司;采购部\r\nX-ABShowAs:COMPANY\r\n"
        "ADR:;;文三路1号;杭州市;;;\r\nADR:;;中山路2号;宁波市;;;"
    )
    (row,) = rows(cards(body).encode())
    assert (row["Name"], row["Company"]) == ("", "顺达商贸有限公司")
    assert row["Remark"] == "Address: 宁波市 中山路2号"


def test_what_is_a_card_file() -> None:
    assert is_vcard(b"\xef\xbb\xbfBEGIN:VCARD\r\n")
    assert is_vcard("\ufeffbegin:vcard".encode("utf-16-le"))
    assert not is_vcard(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_cards_go_through_the_import_as_any_sheet(
    store: Store, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "phone.vcf"
    path.write_text(
        cards(
            "FN:张伟\r\nTEL;CELL:13812345671\r\nX-WECHAT:wx1\r\nBDAY:--03-12\r\nCATEGORIES:VIP",
            "FN:王芳\r\nORG:顺达商贸有限公司\r\nTEL;WORK:0571-88263309\r\nEMAIL:a@b.cn",
            "FN:张伟\r\nTEL;CELL:+86 138-1234-5671\r\nADR:;;文三路1号;杭州市;浙江省;;",
        ),
        "utf-8",
    )
    with using(language):
        found = job.prepare([path])
    (sheet,) = found.sheets
    assert all(column.confidence >= 0.6 for column in sheet.columns)
    report = store.write("Import", job.apply, found).value
    assert report.contacts_new == 2
    assert store.write("Import", job.apply, found).action_id == 0


def exported(store: Store, path: Path) -> str:
    with store.read() as session:
        total, found = export_cards.cards(session)
        write_vcard.write(found, total, path)
    return re.sub(r"(?m)^(?:UID|REV):.*\r?\n", "", path.read_text("utf-8"))


def test_our_own_cards_come_back_as_they_left(store: Store, tmp_path: Path) -> None:
    drafts = (
        ContactDraft("张伟", phones=("138 1234 5671", "0571-88263309"), emails=("a@b.cn",),
                     wechat=("wx1",), addresses=("文三路128号",), tags=("VIP", "老客户"),
                     birthday=(None, 3, 12)),
        ContactDraft("顺达商贸有限公司", kind="company", phones=("0571-88263300",)),
        ContactDraft("Anna Lee", phones=("+44 20 7946 0123",), birthday=(1990, 2, 3)),
        ContactDraft("a;b, c\\d", phones=("13812345679",)),
    )  # fmt: skip
    for draft in drafts:
        store.write("Add", contacts.create, draft)
    first = exported(store, tmp_path / "a.vcf")
    with Store.create(tmp_path / "other.crm") as other:
        found = job.prepare([tmp_path / "a.vcf"])
        assert other.write("Import", job.apply, found).value.contacts_new == 4
        assert exported(other, tmp_path / "b.vcf") == first
