"""What is typed and not saved yet, kept on this computer as one small file for each page."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from crm_desktop.core import paths


def place(name: str) -> Path:
    """Where the draft of this name is kept."""
    plain = "".join(one for one in name if one.isalnum() or one == "-") or "file"
    return paths.config_folder() / "drafts" / f"{plain}.json"


def read(path: Path) -> Any:
    """The values of a draft; ``None`` when there is none that can be read."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def write(path: Path, values: Any) -> bool:
    """Write a draft whole or not at all; False when it could not be (a full disk).

    That must not stop the typing: what was typed is still on the page.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            json.dump(values, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        return False
    return True


def drop(path: Path) -> None:
    """There is no draft any more; harmless when there was none."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
