"""Opening source files: every format, every encoding, and a sentence for what is no table."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from crm_desktop.core.errors import SourceProblem
from crm_desktop.exchange.read import open_workbook
from tests.exchange import workbooks

ROWS = [
    ["姓名", "电话", "备注"],
    ["张三", "13812345679", '说"好", 再来\n两瓶'],
    ["李四", "0571-88886666", ""],
]


def test_xlsx_gives_cells_merges_hidden_parts_and_comments(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["标题", None, None],
        ["姓名", "生日", "金额"],
        ["张三", dt.date(1990, 5, 1), 12.5],
        ["李四", None, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["A3"].comment = Comment("新号码 <138> & 更多", "王")
    book.create_sheet("旧").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    found = open_workbook(tmp_path / "a.xlsx")
    first, second = found.sheets
    assert found.kind == "xlsx"
    assert list(first.rows[2]) == ["张三", dt.date(1990, 5, 1), 12.5]
    assert list(first.merged) == [(0, 0, 0, 2)]
    assert first.hidden_rows == {3} and first.hidden_columns == {1}
    assert first.comments == {(2, 0): "新号码 <138> & 更多"}
    assert (second.name, second.hidden) == ("旧", True)


def test_formulas_without_results_are_worked_out(tmp_path: Path) -> None:
    path = workbooks.xlsx(
        tmp_path / "f.xlsx",
        {
            "a": [
                ["数量", "单价", "金额"],
                [3, 9.03, "=A2*B2"],
                [2, 5, "=ROUND(A3*B3,2)"],
                [None, None, "=SUM(C2:C3)"],
                [1, 1, "=VLOOKUP(A1,B1,1)"],
            ]
        },
    )
    (sheet,) = open_workbook(path).sheets
    assert [row[2] for row in sheet.rows[1:4]] == [27.09, 10.0, 37.09]
    assert sheet.computed == {(1, 2), (2, 2), (3, 2)}
    assert sheet.rows[4][2] == ""


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16-le", ","), ("gb18030", ","),
        ("gb18030", "|"), ("big5", "\t"),
    ],
)  # fmt: skip
def test_text_tables_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = ROWS
    if encoding == "big5":
        rows = [
            ["姓名", "電話", "備註"],
            ["張三", "0912345678", "老客戶"],
            ["李四", "02-23456789", "臺北市"],
        ]
    path = workbooks.csv(tmp_path / "a.csv", rows, encoding, delimiter)
    found = open_workbook(path)
    assert [list(row) for row in found.sheets[0].rows] == rows
    assert found.delimiter == delimiter


def test_western_text_is_read_in_its_code_page(tmp_path: Path) -> None:
    path = workbooks.csv(
        tmp_path / "a.csv", [["Name", "City"], ["José Muñoz", "Málaga"], ["Zoë", "Köln"]], "cp1252"
    )
    assert open_workbook(path).sheets[0].rows[1][0] == "José Muñoz"


def test_excel_wrapping_of_text_numbers_comes_off(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        '卡号,电话\r\n="00123","=""13812345679"""\r\n'.encode("gb18030")
    )
    assert list(open_workbook(tmp_path / "a.csv").sheets[0].rows[1]) == ["00123", "13812345679"]


def test_a_web_page_called_xls_is_read(tmp_path: Path) -> None:
    page = (
        '<html><head><meta charset="gb2312"></head><body><table>'
        '<tr><th colspan="2">会员</th></tr><tr><td>张三&nbsp;</td><td>要"会员价"<br>送货</td></tr>'
        "<tr><td rowspan=2>李四</td><td>甲</td></tr><tr><td>乙</td></tr></table></body></html>"
    )
    (tmp_path / "客户.xls").write_bytes(page.encode("gb18030"))
    found = open_workbook(tmp_path / "客户.xls")
    assert found.kind == "html"
    rows = [list(row) for row in found.sheets[0].rows]
    assert rows == [["会员"], ["张三\xa0", '要"会员价"\n送货'], ["李四", "甲"], ["", "乙"]]
    assert list(found.sheets[0].merged) == [(0, 0, 0, 1), (2, 0, 3, 0)]


def test_xml_spreadsheet_2003_is_read(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
            xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Worksheet ss:Name="表&amp;1"><Table>
        <Row><Cell><Data ss:Type="String">姓名</Data></Cell>
            <Cell ss:Index="3"><Data ss:Type="Number">12.5</Data></Cell></Row>
        <Row ss:Index="4"><Cell><Data ss:Type="String">张三</Data></Cell></Row>
        </Table></Worksheet></Workbook>"""
    (tmp_path / "a.xls").write_text(text, "utf-8")
    (sheet,) = open_workbook(tmp_path / "a.xls").sheets
    assert sheet.name == "表&1"
    assert [list(row) for row in sheet.rows] == [["姓名", "", 12.5], [], [], ["张三"]]


def _message(path: Path) -> SourceProblem:
    with pytest.raises(SourceProblem) as raised:
        open_workbook(path)
    assert raised.value.what
    return raised.value


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "is empty"),
        ("a.csv", b"\xef\xbb\xbf \r\n \r\n", "is empty"),
        ("a.csv", b",,,\r\n,,,\r\n", "holds no table"),
        ("a.xlsx", b"%PDF-1.7 ...", "looks like PDF"),
        ("a.xls", b"\x89PNG\r\n\x1a\n" + bytes(100), "looks like PNG"),
        ("a.xlsx", b"PK\x03\x04 cut off", "is damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "is damaged"),
        ("a.csv", bytes(range(1, 32)) * 40, "unknown binary"),
        ("a.mht", b"MIME-Version: 1.0\r\nX: y\r\n", "web archive"),
        ("a.crm", b"SQLite format 3\x00" + bytes(100), "looks like SQLite"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_said(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in str(_message(path))


def test_missing_files_and_folders_are_said(tmp_path: Path) -> None:
    assert "does not exist" in str(_message(tmp_path / "no.xlsx"))
    assert "is a folder" in str(_message(tmp_path))


def test_a_password_protected_workbook_is_said(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.xlsx").write_bytes(ole + bytes(1000))
    assert "password" in str(_message(tmp_path / "a.xlsx"))


def test_other_zip_archives_are_said(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "looks like Word" in str(_message(tmp_path / "a.xlsx"))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = workbooks.bomb(tmp_path / "b.xlsx", 60)
    assert path.stat().st_size < 200_000
    assert "enormous" in str(_message(path))


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?>
        <!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b SYSTEM "file:///etc/passwd">]>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet Name="s"><Table>
        <Row><Cell><Data>&a;&b;</Data></Cell></Row></Table></Worksheet></Workbook>"""
    (tmp_path / "a.xls").write_text(text, "utf-8")
    (sheet,) = open_workbook(tmp_path / "a.xls").sheets
    assert list(sheet.rows[0]) == ["&a;&b;"]


def _ods(rows: list[list[str]]) -> str:
    """The content of a spreadsheet; the reader wants no blanks between its elements."""
    ours = "urn:oasis:names:tc:opendocument:xmlns"
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(
        "<table:table-row>" + "".join(text.format(cell) for cell in row) + "</table:table-row>"
        for row in rows
    )
    return (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{ours}:office:1.0" '
        f'xmlns:table="{ours}:table:1.0" xmlns:text="{ours}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="客户">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def test_ods(tmp_path: Path) -> None:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", _ods([["姓名", "电话"], ["张三", "0138"]]))
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
    found = open_workbook(tmp_path / "a.ods")
    assert (found.kind, found.sheets[0].name) == ("ods", "客户")
    assert [list(row) for row in found.sheets[0].rows] == [["姓名", "电话"], ["张三", "0138"]]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5"],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_tables_in_any_encoding_with_any_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    long = "第一行\n第二行，很長的備註" * 3
    rows = [["姓名", "電話", "地址", "備註"]]
    rows += [["張大明", f"1391234567{n}", "台北市中正區重慶南路一段", long] for n in range(6)]
    path = workbooks.csv(tmp_path / "a.csv", rows, encoding, delimiter)
    book = open_workbook(path)
    assert [list(row) for row in book.sheets[0].rows] == rows
    assert book.delimiter == delimiter


def test_western_text(tmp_path: Path) -> None:
    rows = [["Name", "Phone", "City"], ["José Müller", "+49 30 1234567", "Köln"],
            ["Renée Dupré", "+33 1 23456789", "Orléans"]]  # fmt: skip
    path = workbooks.csv(tmp_path / "a.csv", rows, "cp1252", ";")
    assert [list(row) for row in open_workbook(path).sheets[0].rows] == rows
