"""The Chinese catalogue is whole, agrees with the English, and is compiled."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from crm_desktop.core import i18n

ROOT = Path(__file__).resolve().parents[1]

PART = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "{count} rows of {name}"
msgstr "{name} 有 {count} 行"

msgctxt "verb"
msgid "Open"
msgstr "打开"

msgid "{n} file"
msgid_plural "{n} files"
msgstr[0] "{n} 个文件"

#, fuzzy
msgid "Guess"
msgstr "猜"

msgid "Not yet"
msgstr ""
"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "tools/translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    (tmp_path / "a.po").write_text(PART, encoding="utf-8")
    return tmp_path


def test_chinese_is_complete_consistent_and_compiled(tool: ModuleType) -> None:
    assert tool.problems() == []


def test_only_finished_texts_count(tool: ModuleType, parts: Path) -> None:
    texts = tool.merged(parts)
    assert texts == {
        (None, "{count} rows of {name}", ""): "{name} 有 {count} 行",
        ("verb", "Open", ""): "打开",
        (None, "{n} file", "{n} files"): "{n} 个文件",
    }


def test_compiling_twice_gives_the_same_bytes_without_a_date(tool: ModuleType, parts: Path) -> None:
    assert tool.compiled(parts) == tool.compiled(parts)
    assert b"Date" not in tool.compiled(parts)
    assert b"Babel" not in tool.compiled(parts)


def test_the_compiled_catalogue_is_read_by_gettext(tool: ModuleType, parts: Path) -> None:
    import gettext
    import io

    catalogue = gettext.GNUTranslations(io.BytesIO(tool.compiled(parts)))
    assert catalogue.pgettext("verb", "Open") == "打开"
    assert catalogue.gettext("Open") == "Open"
    assert catalogue.ngettext("{n} file", "{n} files", 1) == "{n} 个文件"
    assert catalogue.ngettext("{n} file", "{n} files", 2) == "{n} 个文件"
    assert catalogue.gettext("Guess") == "Guess"


def test_a_lost_or_broken_placeholder_is_found(tool: ModuleType) -> None:
    texts = {
        (None, "{n} rows", ""): "几行",
        (None, "{n} rows in", ""): "{n 行",
        (None, "{n} row", "{n} rows"): "{n} 行",
    }
    found = list(tool.disagreements(texts))
    assert len(found) == 2
    assert "几行" in found[0]
    assert "braces" in found[1]


def test_two_parts_that_differ_are_found(tool: ModuleType, parts: Path) -> None:
    other = PART.replace("打开", "开")
    (parts / "b.po").write_text(other, encoding="utf-8")
    assert list(tool.conflicts(parts)) == ["'Open' is '打开' in a.po and '开' in b.po"]


def test_texts_of_every_marker_are_extracted(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "page.py").write_text(
        'a = _("one")\nb = N_("two")\nc = ngettext("{n} day", "{n} days", 2)\n'
        'd = pgettext("month", "May")\ne = i18n._("five")\nf = _(name)\n',
        encoding="utf-8",
    )
    assert set(tool.used_texts(tmp_path)) == {
        (None, "one", ""),
        (None, "two", ""),
        (None, "{n} day", "{n} days"),
        ("month", "May", ""),
        (None, "five", ""),
    }


def test_the_program_speaks_chinese_where_asked() -> None:
    with i18n.using("zh_CN"):
        assert i18n._("Today") == "今天"
        assert i18n._("never translated") == "never translated"
    with i18n.using("en"):
        assert i18n._("Today") == "Today"
