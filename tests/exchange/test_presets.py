"""Address books of Google and Outlook come in without a question, whatever their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.exchange import job
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.presets import preset_of
from tests.exchange import workbooks

GOOGLE_NEW = [
    "First Name",
    "Middle Name",
    "Last Name",
    "Phonetic First Name",
    "Phonetic Middle Name",
    "Phonetic Last Name",
    "Name Prefix",
    "Name Suffix",
    "Nickname",
    "File As",
    "Organization Name",
    "Organization Title",
    "Organization Department",
    "Birthday",
    "Notes",
    "Photo",
    "Labels",
    "E-mail 1 - Label",
    "E-mail 1 - Value",
    "Phone 1 - Label",
    "Phone 1 - Value",
    "Phone 2 - Label",
    "Phone 2 - Value",
    "Address 1 - Label",
    "Address 1 - Formatted",
    "Address 1 - Street",
    "Address 1 - City",
    "Address 1 - PO Box",
    "Address 1 - Region",
    "Address 1 - Postal Code",
    "Address 1 - Country",
    "Address 1 - Extended Address",
    "Website 1 - Label",
    "Website 1 - Value",
]
GOOGLE_OLD = [
    "Name",
    "Given Name",
    "Additional Name",
    "Family Name",
    "Yomi Name",
    "Name Prefix",
    "Name Suffix",
    "Nickname",
    "Birthday",
    "Gender",
    "Location",
    "Mileage",
    "Occupation",
    "Hobby",
    "Sensitivity",
    "Priority",
    "Subject",
    "Notes",
    "Language",
    "Photo",
    "Group Membership",
    "E-mail 1 - Type",
    "E-mail 1 - Value",
    "IM 1 - Type",
    "IM 1 - Service",
    "IM 1 - Value",
    "Phone 1 - Type",
    "Phone 1 - Value",
    "Address 1 - Type",
    "Address 1 - Formatted",
    "Address 1 - Street",
    "Address 1 - City",
    "Organization 1 - Type",
    "Organization 1 - Name",
    "Organization 1 - Title",
]
OUTLOOK = [
    "Title",
    "First Name",
    "Middle Name",
    "Last Name",
    "Suffix",
    "Company",
    "Department",
    "Job Title",
    "Business Street",
    "Business City",
    "Business State",
    "Business Postal Code",
    "Business Country/Region",
    "Home Street",
    "Assistant's Phone",
    "Business Fax",
    "Business Phone",
    "Business Phone 2",
    "Home Phone",
    "Mobile Phone",
    "Anniversary",
    "Assistant's Name",
    "Birthday",
    "Categories",
    "E-mail Address",
    "E-mail Type",
    "E-mail Display Name",
    "E-mail 2 Address",
    "Gender",
    "Hobby",
    "Initials",
    "Location",
    "Notes",
    "Priority",
    "Private",
    "Referred By",
    "Sensitivity",
    "Spouse",
    "Web Page",
]
OUTLOOK_ZH = [
    "职称",
    "名",
    "中间名",
    "姓",
    "后缀",
    "公司",
    "部门",
    "职务",
    "商务地址 街道",
    "商务地址 市/县",
    "商务地址 省/市/自治区",
    "商务地址 邮政编码",
    "商务传真",
    "商务电话",
    "商务电话 2",
    "住宅电话",
    "移动电话",
    "纪念日",
    "生日",
    "类别",
    "电子邮件地址",
    "电子邮件类型",
    "电子邮件显示名称",
    "电子邮件 2 地址",
    "性别",
    "附注",
    "网页",
    "介绍人",
    "配偶",
]


def read(tmp_path: Path, heads: list[str], cells: dict[str, str], encoding: str) -> Prepared:
    rows = [heads, [cells.get(one, "") for one in heads]]
    return job.prepare([workbooks.csv(tmp_path / "contacts.csv", rows, encoding)])


def record(found: Prepared) -> dict[str, object]:
    (table,) = found.tables()
    row: dict[str, object] = {name: column[0] for name, column in table.columns.items()}
    row["phones"] = [(one.key, one.label) for one in table.columns["phones"][0]]
    return row


def test_google_as_it_is_now(tmp_path: Path) -> None:
    cells = {
        "First Name": "伟", "Last Name": "张", "Birthday": "--03-12", "Notes": "喜欢安静",
        "Labels": "* myContacts ::: 老客户", "E-mail 1 - Value": "a@b.cn ::: c@d.cn",
        "Phone 1 - Label": "Mobile", "Phone 1 - Value": "138 1234 5671",
        "Phone 2 - Label": "* Work", "Phone 2 - Value": "0571-88263309",
        "Address 1 - Formatted": "文三路1号\n杭州", "Address 1 - Street": "文三路1号",
        "Address 1 - City": "杭州", "Website 1 - Value": "https://example.com",
    }  # fmt: skip
    row = record(read(tmp_path, GOOGLE_NEW, cells, "utf-8"))
    assert (row["name"], row["kind"], row["address"], row["city"]) == (
        "张伟", "person", "文三路1号", "杭州",
    )  # fmt: skip
    assert row["phones"] == [("+8613812345671", ""), ("+8657188263309", "Work")]
    assert row["emails"] == ("a@b.cn", "c@d.cn")
    assert row["tags"] == ("老客户",)
    assert row["remark"] == "喜欢安静\nWebsite 1 - Value: https://example.com"


def test_google_as_it_was(tmp_path: Path) -> None:
    cells = {
        "Name": "Anna Lee", "Given Name": "Anna", "Family Name": "Lee",
        "Group Membership": "VIP ::: * myContacts", "Phone 1 - Type": "Home",
        "Phone 1 - Value": "020 7946 0123", "Address 1 - Formatted": "1 Main St, London",
        "Organization 1 - Name": "Acme Ltd", "Organization 1 - Title": "CEO",
    }  # fmt: skip
    row = record(read(tmp_path, GOOGLE_OLD, cells, "utf-8"))
    assert (row["name"], row["contact_person"], row["title"]) == ("Acme Ltd", "Anna Lee", "CEO")
    assert row["address"] == "1 Main St, London"
    assert row["tags"] == ("VIP",)
    assert [label for _key, label in row["phones"]] == ["Home"]  # type: ignore[attr-defined]


def test_outlook_in_english(tmp_path: Path) -> None:
    cells = {
        "First Name": "Anna", "Last Name": "Lee", "Business Street": "1 Main St",
        "Home Street": "2 Side St", "Business Phone": "020 7946 0123",
        "Home Phone": "020 7946 0456", "Mobile Phone": "+44 7700 900123",
        "E-mail Address": "a@b.com", "E-mail 2 Address": "c@d.com", "Categories": "VIP;Old",
        "Birthday": "3/2/1985", "Gender": "Unspecified", "Private": "False",
        "Priority": "Normal", "Referred By": "Bob", "Spouse": "Tom",
    }  # fmt: skip
    found = read(tmp_path, OUTLOOK, cells, "utf-8")
    row = record(found)
    assert (row["name"], row["kind"], row["address"]) == ("Anna Lee", "person", "1 Main St")
    assert row["phones"] == [("+447700900123", ""), ("+862079460123", "Work"),
                             ("+862079460456", "Home")]  # fmt: skip
    assert row["tags"] == ("VIP", "Old")
    assert row["remark"] == "Home Street: 2 Side St\nSpouse: Tom"
    assert all(column.confidence == 1.0 for column in found.sheets[0].columns)


def test_outlook_in_chinese_in_gbk(tmp_path: Path) -> None:
    cells = {
        "名": "伟", "姓": "张", "公司": "顺达商贸有限公司", "职务": "店长",
        "商务地址 街道": "文三路1号", "商务地址 市/县": "杭州市", "商务电话": "0571-88263309",
        "移动电话": "13812345671",
        "电子邮件地址": "a@b.cn", "类别": "老客户", "附注": "月底付款", "生日": "1985/3/2",
    }  # fmt: skip
    row = record(read(tmp_path, OUTLOOK_ZH, cells, "gb18030"))
    assert (row["name"], row["contact_person"], row["title"]) == (
        "顺达商贸有限公司", "张伟", "店长",
    )  # fmt: skip
    assert (row["address"], row["city"], row["remark"]) == ("文三路1号", "杭州市", "月底付款")


@pytest.mark.parametrize("heads", [["姓名", "手机"], ["First Name", "Last Name", "Phone"]])
def test_lists_typed_by_hand_are_no_preset(heads: list[str]) -> None:
    assert preset_of(heads) is None


def test_an_empty_name_column_does_not_hide_first_and_last_name(tmp_path: Path) -> None:
    heads = ["First Name", "Last Name", "Assistant's Name", "Phone"]
    row = record(read(tmp_path, heads, {"First Name": "Anna", "Last Name": "Lee",
                                        "Phone": "020 7946 0123"}, "utf-8"))  # fmt: skip
    assert row["name"] == "Anna Lee"
