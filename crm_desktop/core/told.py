"""Which reminders this user was told on this computer, kept beside the program's settings.

Not in the data file: being told is no change of the shop's records, must not wait for a long
import to end, and each person who opens the file wants to be told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm_desktop.core import paths

log = logging.getLogger(__name__)

Marks = Mapping[int, tuple[str, dt.datetime]]
"""By id of the follow-up: the time it was told for, as written, and the UTC instant of that."""


@dataclass(frozen=True, slots=True)
class Told:
    """``until`` is the instant up to which all was told, ``None`` before the first time.

    ``told`` may still wait for an answer; ``passed`` is over without one, and is remembered only
    as long as the clock may come by its time again.
    """

    until: dt.datetime | None = None
    told: Marks = field(default_factory=dict)
    passed: Marks = field(default_factory=dict)

    def covers(self, follow_up_id: int, written: str) -> bool:
        """True when this time of this follow-up is dealt with."""
        return any(
            marks[follow_up_id][0] == written
            for marks in (self.told, self.passed)
            if follow_up_id in marks
        )


def load(file_uuid: str) -> Told:
    """What is remembered for a data file; a memory that cannot be read is an empty one."""
    try:
        data = json.loads(_file(file_uuid).read_text("utf-8"))
        return Told(_instant(data["until"]), _marks(data["told"]), _marks(data["passed"]))
    except FileNotFoundError:
        return Told()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as problem:
        log.warning("What was told is not known: %s", problem)
        return Told()


def save(file_uuid: str, told: Told) -> None:
    """Write it in one step; a folder that cannot be written is logged, not fatal."""
    if told.until is None:
        return
    file = _file(file_uuid)
    fresh = file.with_suffix(".new")
    data = {
        "until": told.until.isoformat(),
        "told": {str(key): [written, at.isoformat()] for key, (written, at) in told.told.items()},
        "passed": {
            str(key): [written, at.isoformat()] for key, (written, at) in told.passed.items()
        },
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(data), "utf-8")
        fresh.replace(file)
    except OSError as problem:
        log.warning("What was told was not kept: %s", problem)


def _file(file_uuid: str) -> Path:
    # The uuid comes out of a data file, which may be anybody's: never a part of a path as it is.
    name = hashlib.sha256(file_uuid.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return paths.config_folder() / "reminders" / f"{name}.json"


def _instant(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(dt.UTC)


def _marks(data: Mapping[str, Any]) -> dict[int, tuple[str, dt.datetime]]:
    return {int(key): (str(written), _instant(at)) for key, (written, at) in data.items()}
