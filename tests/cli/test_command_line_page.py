"""docs/command-line.md says what the command line does."""

from __future__ import annotations

import re
from pathlib import Path

from crm_desktop.cli.program import program

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "command-line.md").read_text("utf-8")
SHARED = {"--json", "--lang", "--help"}


def usages() -> dict[str, str]:
    """The usage line of each command as the page shows it."""
    lines = re.findall(r"^crm-desktop ([\w-]+) (.+(?:\n +\[.+)*)$", PAGE, flags=re.MULTILINE)
    return {name: rest for name, rest in reversed(lines) if name in program().commands}


def test_every_command_has_a_usage_line() -> None:
    assert set(usages()) == set(program().commands)


def test_every_option_and_argument_stands_in_its_usage_line() -> None:
    shown = usages()
    for name, command in program().commands.items():
        for parameter in command.params:
            words = set(parameter.opts) - SHARED
            if parameter.param_type_name == "argument":
                words = {parameter.metavar}
            elif not words:
                continue
            assert any(word in shown[name] for word in words), (name, parameter.name)


def test_no_option_is_made_up() -> None:
    parameters = [p for one in program().commands.values() for p in one.params]
    known = {option for p in parameters for option in (*p.opts, *p.secondary_opts)}
    written = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))
    assert written - known - SHARED - {"--version"} == set()
