"""``crm-desktop`` and ``python -m crm_desktop``: the window, or one command."""

from __future__ import annotations

import sys

from crm_desktop.core import child


def main() -> int:
    """Run the command line given and return its exit status."""
    if sys.argv[1:2] == [child.FLAG]:
        return child.run(sys.argv[2:])
    from crm_desktop.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
