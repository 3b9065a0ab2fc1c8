"""Text from the clipboard as a source of an import."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.core.errors import SourceProblem
from crm_desktop.exchange import job
from crm_desktop.exchange.pasted_source import pasted_file


@pytest.mark.parametrize(
    ("block", "names"),
    [
        ("姓名\t手机\t地址\n张伟\t13812345671\t文三路1号\n王芳\t13812345672\t\n", ["张伟", "王芳"]),
        ('姓名\t备注\t手机\n张伟\t"两行\n备注"\t13812345671\n', ["张伟"]),
        ("张伟 13812345671 杭州市文三路1号\n王芳 13812345672\n", ["张伟", "王芳"]),
        ("BEGIN:VCARD\nFN:张伟\nTEL:13812345671\nEND:VCARD\n", ["张伟"]),
        ("Name,Phone\nAnna Lee,020 7946 0123\n", ["Anna Lee"]),
    ],
)
def test_cells_lines_and_cards(tmp_path: Path, block: str, names: list[str]) -> None:
    found = job.prepare([pasted_file(block, tmp_path)])
    (table,) = found.tables()
    assert list(table.columns["name"]) == names
    assert table.kind == "customers"


def test_nothing_pasted_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceProblem, match="no text"):
        pasted_file(" \n", tmp_path)
