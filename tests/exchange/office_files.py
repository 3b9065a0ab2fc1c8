"""Word and Excel files made by hand for the tests of templates, and read back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

from openpyxl import Workbook, load_workbook

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def docx(body: str, more: Mapping[str, bytes | str] | None = None, kind: str = DOCX) -> bytes:
    """A document of this body; ``more`` adds parts or takes their place."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{P}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{P}/relationships"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" '
        f'xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
    }
    return zipped(parts | dict(more or {}))


def para(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{para(cell)}</w:tc>' for cell in cells)}</w:tr>"


def part(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.read(name).decode()


def paragraphs(content: bytes, name: str = "word/document.xml") -> list[str]:
    """The text of each paragraph, line breaks as ``\\n``."""
    found = []
    for one in re.findall(r"<w:p[ >].*?</w:p>", part(content, name), re.DOTALL):
        pieces = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(<w:br/>)", one)
        found.append(unescape("".join("\n" if br else text for text, br in pieces)))
    return found


def xlsx(build: Callable[[Any], None]) -> bytes:
    """A workbook whose first sheet ``build`` fills."""
    book = Workbook()
    build(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets[0]
