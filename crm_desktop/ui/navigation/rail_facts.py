"""What the rail tells of the data file, read in the background after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
