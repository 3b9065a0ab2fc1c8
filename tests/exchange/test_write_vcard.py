"""vCards, read back."""

from __future__ import annotations

from pathlib import Path

import vobject

from crm_desktop.exchange import write_vcard
from crm_desktop.services.exports.export_cards import Address, Card

PERSON = Card(
    uid="contact-1@x",
    name="王小明",
    is_company=False,
    company="清源净水",
    title="采购, 经理",
    phones=(("", "138 0013 8000"), ("", "0571-88886666"), ("家庭", "0571 1")),
    emails=(("", "a@b.cn"),),
    handles=(("wechat", "wx_1"), ("web", "https://a.cn")),
    addresses=(Address("杭州市西湖区1号", "", "杭州", "浙江", "310000", "中国"),),
    tags=("老客户", "VIP"),
    birthday=(0, 2, 29),
    note="第一行\n第二行; " + "长" * 100,
)
COMPANY = Card("contact-2@x", "Acme", True, "", "", (), (), (), (), (), (1980, 3, 22), "")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    assert write_vcard.write([PERSON, COMPANY], 2, path) == 2
    raw = path.read_bytes()
    assert raw.count(b"VERSION:3.0\r\n") == 2
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    person, company = vobject.readComponents(raw.decode())
    assert person.fn.value == person.n.value.family == "王小明"
    assert person.org.value == ["清源净水"]
    assert person.title.value == "采购, 经理"
    assert [(tel.value, tel.type_param) for tel in person.tel_list] == [
        ("138 0013 8000", "CELL"),
        ("0571-88886666", "VOICE"),
        ("0571 1", "HOME"),
    ]
    assert person.contents["x-wechat"][0].value == "wx_1"
    assert person.url.value == "https://a.cn"
    assert person.adr.value.street == "杭州市西湖区1号"
    assert person.categories.value == ["老客户", "VIP"]
    assert person.bday.value == "1604-02-29"
    assert person.bday.params["X-APPLE-OMIT-YEAR"] == ["1604"]
    assert person.note.value == PERSON.note
    assert company.org.value == ["Acme"]
    assert company.bday.value == "1980-03-22"
