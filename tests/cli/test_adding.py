"""add-many."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

BLOCK = "张三 13800138000 上海市徐汇区漕溪北路1200号\nAnna Lee, anna@x.com, 0171 1234567\n"


@pytest.fixture
def block(tmp_path: Path) -> Path:
    """A text of two customers."""
    path = tmp_path / "block.txt"
    path.write_text(BLOCK, encoding="utf-8")
    return path


def test_a_block_is_added_and_taken_back_in_one_step(cli: Cli, file: Path, block: Path) -> None:
    assert cli("add-many", file, block).out == "2 new customers.\n"
    assert "张三" in cli("search", file, "13800138000").out
    assert "Anna Lee" in cli("search", file, "anna@x.com").out
    assert cli("add-many", file, block).out == (
        "Everything in there is known already. Nothing was changed.\n"
    )
    assert cli("undo", file).status == 0
    assert "张三" not in cli("search", file, "13800138000").out


def test_standard_input_is_read_in_any_encoding(
    cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = io.TextIOWrapper(io.BytesIO("姓名\t电话\n张三\t13800138000\n".encode("gb18030")))
    monkeypatch.setattr(sys, "stdin", piped)
    assert cli("add-many", file).out == "1 new customer.\n"
    assert "张三" in cli("search", file, "zhangsan").out


def test_a_trial_says_what_would_happen(cli: Cli, file: Path, block: Path) -> None:
    answer = cli("add-many", file, block, "--dry-run")
    assert answer.out.splitlines()[0] == "new: 张三  13800138000  上海市徐汇区漕溪北路1200号"
    assert "张三" not in cli("search", file, "13800138000").out
    cli("add-many", file, block)
    answer = cli("add-many", file, block, "--dry-run", "--json")
    assert [row["known"]["proposed"] for row in answer.json["rows"]] == ["fill", "fill"]


def test_known_customers_are_skipped_or_made_again_if_asked(
    cli: Cli, file: Path, block: Path
) -> None:
    cli("add-many", file, block)
    answer = cli("add-many", file, block, "--on-duplicate", "skip")
    assert answer.out == "2 rows were skipped.\n"
    assert len(cli("add-many", file, block, "--on-duplicate", "create", "--json").json["made"]) == 2


def test_a_line_that_names_nobody_changes_nothing(cli: Cli, file: Path, block: Path) -> None:
    block.write_text(BLOCK + "\n12345\n", encoding="utf-8")
    answer = cli("add-many", file, block)
    assert answer.status == 1 and "Row 3" in answer.err
    assert "张三" not in cli("search", file, "13800138000").out
    block.write_text("\n")
    assert "No customer" in cli("add-many", file, block).err
