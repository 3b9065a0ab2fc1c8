"""Running a part of this program in a process of its own, as a checkout and as an installed one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

FLAG = "--child"
"""First argument of a process that is to run one module's ``main`` instead of a command."""

_OURS = "crm_desktop."


def command(module: str, *arguments: str) -> list[str]:
    """The command line that runs ``main(arguments)`` of one of our modules."""
    installed = getattr(sys, "frozen", False)
    program = [sys.executable] if installed else [sys.executable, "-P", "-m", "crm_desktop"]
    return [*program, FLAG, module, *arguments]


def run(arguments: Sequence[str]) -> int:
    """What the process started by ``command`` does; the exit status."""
    module, *rest = arguments
    if not module.startswith(_OURS):
        return 2
    status: int = import_module(module).main(rest)
    return status
