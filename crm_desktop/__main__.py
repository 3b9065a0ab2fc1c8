"""``crm-desktop`` and ``python -m crm_desktop``: the window, or one command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line given and return its exit status."""
    from crm_desktop.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
