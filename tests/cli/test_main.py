"""Languages, exit status, usage errors, help."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crm_desktop.cli import main as entry
from tests.cli.conftest import Cli

COMMANDS = [
    *("open", "new", "demo", "check", "backup", "restore", "import", "export", "search"),
    *("report", "reports", "undo", "redo", "log"),
]


def test_help_names_every_command_in_both_languages(cli: Cli) -> None:
    english, chinese = cli("--help"), cli("--help", "--lang", "zh_CN")
    assert english.status == chinese.status == 0
    for name in COMMANDS:
        assert f"\n  {name} " in english.out
        assert f"\n  {name} " in chinese.out
    assert "Usage:" in english.out
    assert "用法：" in chinese.out
    assert "Usage" not in chinese.out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself_and_takes_json_and_lang(cli: Cli, name: str) -> None:
    english, chinese = cli(name, "--help"), cli(name, "--help", "--lang=zh_CN")
    assert english.status == chinese.status == 0
    for option in ("--json", "--lang"):
        assert option in english.out
    assert chinese.out != english.out
    assert "选项" in chinese.out


def test_wrong_usage_is_2_with_a_hint(cli: Cli) -> None:
    for words in (("undo",), ("undo", "--wrong", "x.crm"), ("nonsense",), ("--lang", "fr", "log")):
        answer = cli(*words)
        assert answer.status == 2, words
        assert "--help" in answer.err
        assert answer.out == ""


def test_wrong_usage_speaks_chinese(cli: Cli) -> None:
    assert "少了 FILE" in cli("undo", "--lang", "zh_CN").err


def test_failure_is_1_and_one_sentence_of_what_kept_and_do(cli: Cli, tmp_path: Path) -> None:
    answer = cli("log", tmp_path / "absent.crm")
    assert answer.status == 1
    assert answer.out == ""
    assert answer.err.startswith("absent.crm does not exist.")
    assert answer.err.count("\n") == 1


def test_failure_as_json_is_an_object_too(cli: Cli, tmp_path: Path) -> None:
    answer = cli("log", tmp_path / "absent.crm", "--json")
    assert answer.status == 1
    assert answer.json["ok"] is False
    assert answer.json["error"] == "NotFound"
    assert answer.json["what"] == "absent.crm does not exist."


def test_the_file_speaks_its_own_language_unless_another_is_asked_for(
    cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "店.crm"
    assert cli("new", path, "--lang", "zh_CN").status == 0
    assert "没有可以撤销的" in cli("undo", path).err
    assert "Nothing to undo" in cli("undo", path, "--lang", "en").err


def test_the_users_choice_of_language_counts(cli: Cli, tmp_path: Path) -> None:
    settings = tmp_path / "config" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"language": "zh_CN"}), "utf-8")
    assert "用法" in cli("--help").out
    settings.write_text("[broken", "utf-8")
    assert "Usage" in cli("--help").out


def test_a_file_that_is_not_ours_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "photo.crm"
    other.write_bytes(b"\x89PNG" + b"x" * 200)
    for words in (("undo", other), ("check", other), ("export", other, "all", "-o", "x.xlsx")):
        answer = cli(*words)
        assert answer.status == 1
        assert "is not a CRM Desktop file" in answer.err
    assert other.read_bytes() == b"\x89PNG" + b"x" * 200


def test_the_window_needs_a_display(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    for words in ((), ("open",), ("shop.crm",), ("open", "shop.crm", "--json")):
        answer = cli(*words)
        assert answer.status == 1
        assert "no display" in answer.err


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ([], (None,)),
        (["open"], (None,)),
        (["shop.crm"], (Path("shop.crm"),)),
        (["open", "shop.crm"], (Path("shop.crm"),)),
        (["open", "--help"], None),
        (["undo", "shop.crm"], None),
        (["--help"], None),
    ],
)
def test_what_opens_the_window_without_parsing(
    words: list[str], target: tuple[Path | None] | None
) -> None:
    assert entry._window_target(words) == target


def test_ctrl_c_says_so_and_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "big.crm"
    command = [sys.executable, "-m", "crm_desktop", "demo", str(path), "--customers", "60000"]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "en_US.UTF-8"},
    )
    deadline = time.monotonic() + 30
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    err = ""
    for _press in range(3):
        # Python swallows a Ctrl+C that falls into the clean-up of an object; people press again.
        running.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            _out, err = running.communicate(timeout=20)
            break
    assert running.returncode == 1, err
    assert "Stopped." in err
    assert sorted(one.name for one in tmp_path.glob("big.crm*") if one.suffix != ".lock") == []


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m crm_desktop --help | head -1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_no_command_imports_qt() -> None:
    code = (
        "import sys\nfrom crm_desktop.cli.main import run\nrun(['--help'])\n"
        "print(sorted({n.split('.')[0] for n in sys.modules} & "
        "{'PySide6', 'shiboken6', 'sqlalchemy', 'openpyxl', 'babel', 'numpy', 'rich'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
