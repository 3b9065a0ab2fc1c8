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
    """Kept in ``settings.json`` in the user's configuration folder; see ``load`` and ``save``.

    ``language`` is empty while the user has not chosen one: the system's is used then. ``mode``
    is ``system``, ``light`` or ``dark``; ``rail`` is ``auto``, ``full`` or ``narrow``. ``recent``
    are data files, latest first; ``window`` is x, y, width and height; ``contact_columns`` are
    the columns of the customer list, none for the usual ones; ``exports`` the plans of
    ``export_plan`` by data file, ``reports`` those of ``report_plan``; ``staff`` who sits here, by
    data file. ``remind_lead`` is in minutes before a time, ``remind_hour`` the hour at which whole
    days are told; ``to_tray`` hides a minimised window. ``follow_ups_view`` is ``list`` or a view
    of the calendar, ``calendar_hidden`` the kinds it does not show, ``calendar_lunar`` whether it
    names lunar days: ``auto`` (in Chinese), ``on`` or ``off``, ``calendar_side`` whether today
    and what has no day stand beside it. ``one_order`` records sales one after the other,
    ``print_receipt`` prints each on a roll of ``receipt_roll`` (58 or 80) mm, ``remind_sold`` plans
    a follow-up for when what was sold falls due.
    """

    language: str = ""
    mode: str = "system"
    scale: float = 1.0
    contrast: bool = False
    rail: str = "auto"
    compact_rows: bool = False
    recent: list[str] = field(default_factory=list)
    window: list[int] = field(default_factory=list)
    maximised: bool = False
    last_page: str = ""
    import_folder: str = ""
    contact_columns: list[str] = field(default_factory=list)
    exports: dict[str, dict[str, str]] = field(default_factory=dict)
    reports: dict[str, dict[str, str]] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    remind: bool = True
    remind_lead: int = 10
    remind_hour: int = 9
    to_tray: bool = False
    follow_ups_view: str = "list"
    calendar_hidden: list[str] = field(default_factory=lambda: ["anniversary"])
    calendar_lunar: str = "auto"
    calendar_side: bool = True
    one_order: bool = False
    print_receipt: bool = False
    receipt_roll: str = "80"
    remind_sold: bool = False

    def save(self) -> None:
        """Write the file in one step; a folder that cannot be written is logged, not fatal."""
        file = _file()
        fresh = file.with_suffix(".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
            fresh.replace(file)
        except OSError as problem:
            log.warning("Preferences were not saved: %s", problem)

    def remember(self, path: Path) -> None:
        """Put a data file at the head of the recent ones, and save."""
        entry = str(path.resolve())
        self.recent = [entry, *(other for other in self.recent if other != entry)][:_RECENT]
        self.save()

    def export_plan(self, path: Path) -> dict[str, str]:
        """The regular export of a data file: ``folder``, ``every`` (as ``exchange`` names it) and
        ``last``, an ISO day; each may be empty."""
        kept = self.exports.get(str(path.resolve()), {})
        return {name: str(kept.get(name, "")) for name in ("folder", "every", "last")}

    def plan_export(self, path: Path, **changes: str) -> None:
        """Change parts of that plan, and save."""
        self.exports[str(path.resolve())] = {**self.export_plan(path), **changes}
        self.save()

    def report_plan(self, path: Path) -> dict[str, str]:
        """The reports a data file makes by itself, as ``reports/schedule.py`` writes them down;
        each part may be empty: ``folder``; ``month`` and ``week``, keys of reports with commas;
        ``language``; ``done``, what was made last; ``offered``, files Today tells of, one a line;
        ``problem``, why the last try failed."""
        kept = self.reports.get(str(path.resolve()), {})
        parts = ("folder", "month", "week", "language", "done", "offered", "problem")
        return {name: str(kept.get(name, "")) for name in parts}

    def plan_reports(self, path: Path, **changes: str) -> None:
        """Change parts of that plan, and save."""
        self.reports[str(path.resolve())] = {**self.report_plan(path), **changes}
        self.save()

    def sitting(self, path: Path) -> int | None:
        """The number of the member of staff who sits here, when a data file was told."""
        found = self.staff.get(str(path.resolve()))
        return found if type(found) is int else None

    def sit_down(self, path: Path, staff_id: int | None) -> None:
        """Keep who sits here, ``None`` for nobody, and save."""
        entry = str(path.resolve())
        self.staff = {file: one for file, one in self.staff.items() if file != entry}
        if staff_id is not None:
            self.staff[entry] = staff_id
        self.save()

    def recent_files(self) -> list[Path]:
        """Recent data files that still exist, latest first."""
        return [path for path in map(Path, self.recent) if path.is_file()]


def load() -> Preferences:
    """Read the preferences; what is missing, broken or of the wrong type is the default."""
    fresh = Preferences()
    try:
        data = json.loads(_file().read_text("utf-8"))
    except FileNotFoundError:
        return fresh
    except (OSError, ValueError) as problem:
        log.warning("Preferences were not read, using defaults: %s", problem)
        return fresh
    if isinstance(data, dict):
        for item in fields(Preferences):
            default = getattr(fresh, item.name)
            value = data.get(item.name)
            if _fits(item.name, value, default):
                setattr(fresh, item.name, type(default)(value))
    return fresh


def _file() -> Path:
    return paths.config_folder() / "settings.json"


_ITEMS: dict[str, type] = {
    "recent": str,
    "window": int,
    "contact_columns": str,
    "calendar_hidden": str,
}


def _fits(name: str, value: object, default: object) -> bool:
    """True when a value read from the file may stand where ``default`` stands."""
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, list) and isinstance(default, list):
        return all(type(item) is _ITEMS[name] for item in value)
    return type(value) is type(default)
