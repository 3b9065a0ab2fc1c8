"""Starting with the system: written and taken away; on other systems the text that is written."""

from __future__ import annotations

import configparser
import plistlib
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crm_desktop.core import autostart
from crm_desktop.core.errors import FileProblem


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "cfg"))
    return tmp_path


def test_linux_entry_is_written_and_taken_away(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert not autostart.is_on()
    autostart.switch(on=False)  # nothing to take away is no error
    autostart.switch(on=True)
    file = home / "cfg" / "autostart" / "crm-desktop.desktop"
    assert autostart.is_on()
    entry = configparser.RawConfigParser()
    entry.read_string(file.read_text("utf-8"))
    assert entry["Desktop Entry"]["type"] == "Application"
    assert entry["Desktop Entry"]["exec"].endswith('"-m" "crm_desktop" "open" "--minimised"')
    autostart.switch(on=False)
    assert not autostart.is_on() and list(file.parent.iterdir()) == []


@pytest.mark.parametrize("configured", ["", "relative/folder"])
def test_without_a_configured_folder_it_is_the_usual_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, configured: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", configured)
    autostart.switch(on=True)
    assert (home / ".config" / "autostart" / "crm-desktop.desktop").is_file()


def test_linux_exec_is_quoted_as_the_specification_asks() -> None:
    text = autostart.desktop_entry(['/opt/my $shop/100% "q" `b` \\c/店铺'])
    line = next(one for one in text.splitlines() if one.startswith("Exec="))
    # Doubled backslashes of the text value, each before a character the quoting escapes.
    assert line == 'Exec="/opt/my \\\\$shop/100%% \\\\"q\\\\" \\\\`b\\\\` \\\\\\\\c/店铺"'


def test_macos_agent(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    autostart.switch(on=True)
    file = home / "Library" / "LaunchAgents" / "org.crm-desktop.start.plist"
    agent = plistlib.loads(file.read_bytes())
    assert agent["ProgramArguments"] == autostart.command()
    assert agent["RunAtLoad"] is True and agent["Label"] == file.stem
    autostart.switch(on=False)
    assert not file.exists()


def test_windows_line_quotes_the_program_even_without_spaces() -> None:
    assert autostart.windows_line([r"C:\Program Files\CRM\crm.exe"]) == (
        r'"C:\Program Files\CRM\crm.exe"'
    )
    assert autostart.windows_line([r"C:\py\pythonw.exe", "-m", "crm_desktop"]) == (
        r'"C:\py\pythonw.exe" -m crm_desktop'
    )


def test_windows_run_key(monkeypatch: pytest.MonkeyPatch) -> None:
    values: dict[str, str] = {}

    @contextmanager
    def key(root: str, name: str, *_more: int) -> Iterator[dict[str, str]]:
        assert (root, name) == ("HKCU", r"Software\Microsoft\Windows\CurrentVersion\Run")
        yield values

    def query(opened: dict[str, str], name: str) -> tuple[str, int]:
        if name not in opened:
            raise FileNotFoundError
        return opened[name], 1

    def delete(opened: dict[str, str], name: str) -> None:
        if opened.pop(name, None) is None:
            raise FileNotFoundError

    fake = types.ModuleType("winreg")
    vars(fake).update(
        HKEY_CURRENT_USER="HKCU", KEY_SET_VALUE=2, REG_SZ=1, OpenKey=key, CreateKeyEx=key,
        QueryValueEx=query, DeleteValue=delete,
        SetValueEx=lambda opened, name, _zero, _kind, line: opened.update({name: line}),
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "winreg", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    autostart.switch(on=False)
    autostart.switch(on=True)
    assert values == {"CRM Desktop": autostart.windows_line(autostart.command())}
    assert autostart.is_on()
    autostart.switch(on=False)
    assert values == {} and not autostart.is_on()


def test_a_system_that_refuses_is_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    (home / "cfg").write_text("a file where the folder should be")
    with pytest.raises(FileProblem, match="did not take the change"):
        autostart.switch(on=True)
    assert not autostart.is_on()


def test_a_built_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert autostart.command() == [sys.executable, "open", "--minimised"]
