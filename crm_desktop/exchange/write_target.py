"""A file written under another name first: whole under its own name, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crm_desktop.core.errors import DiskFull, FileProblem, ReadOnlyFile
from crm_desktop.core.i18n import _


@contextmanager
def writing_to(path: Path) -> Iterator[BinaryIO]:
    """The open file to write; it takes the place of ``path`` when the block ends well.

    Raises ``ReadOnlyFile`` or ``DiskFull``; what stood at ``path`` before is then still there.
    """
    unfinished = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise _sentence(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _sentence(error: OSError, path: Path) -> FileProblem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
        return DiskFull(
            _("The disk is full or cannot be written."),
            _("{name} was not written.").format(name=path.name),
            _("Free some space and try again."),
        )
    return ReadOnlyFile(
        _("{name} cannot be written here.").format(name=path.name),
        _("Nothing was changed."),
        _("Choose another folder, or close the file if a program has it open."),
    )
