"""What the program remembers for this user on this computer: look, language, recent files."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from crm_desktop.core import paths

log = logging.getLogger(__name__)

_RECENT = 8


@dataclass(slots=True)
class Preferences:
    """Written to ``settings.json`` in the user's configuration folder by ``save``.

    ``language`` is empty while the user has not chosen one: the system's is used then.
    ``rail`` is auto, full or narrow. ``recent`` are paths, latest first.
    """

    language: str = ""
    mode: str = "system"
    scale: float = 1.0
    contrast: bool = False
    rail: str = "auto"
    compact_rows: bool = False
    recent: list[str] = field(default_factory=list)
    window: list[int] = field(default_factory=list)  # x, y, width, height
    maximised: bool = False
    last_page: str = ""

    def save(self) -> None:
        """Write the file in one step; a folder that cannot be written is logged, not fatal."""
        file = _file()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(".new")
            fresh.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
            fresh.replace(file)
        except OSError as problem:
            log.warning("Preferences were not saved: %s", problem)

    def remember(self, path: Path) -> None:
        """Put a data file at the head of the recent ones."""
        entry = str(path.resolve())
        self.recent = [entry, *(other for other in self.recent if other != entry)][:_RECENT]
        self.save()

    def recent_files(self) -> list[Path]:
        """Recent data files that still exist, latest first."""
        return [path for path in map(Path, self.recent) if path.is_file()]


def _file() -> Path:
    return paths.config_folder() / "settings.json"


def load() -> Preferences:
    """Read the preferences; missing or unreadable ones are the defaults."""
    try:
        data = json.loads(_file().read_text("utf-8"))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError) as problem:
        log.warning("Preferences were not read, using defaults: %s", problem)
        return Preferences()
    fresh = Preferences()
    for item in fields(Preferences):
        value = data.get(item.name) if isinstance(data, dict) else None
        # A file edited by hand must not stop the program: only values of the right type count.
        if isinstance(value, type(getattr(fresh, item.name))):
            setattr(fresh, item.name, value)
    return fresh
