"""The two kinds of failure: the world's (a sentence for the user) and ours (a bug)."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can act on. Nothing was written.

    ``what`` says what happened, ``kept`` what was kept, ``do`` what to do next; each is a
    translated sentence and the last two may be empty. Anything raised that is not a
    ``UserError`` is a bug and reaches the crash dialog (or a traceback on the command line).
    """

    def __init__(self, what: str, kept: str = "", do: str = "") -> None:
        super().__init__(what, kept, do)
        self.what = what
        self.kept = kept
        self.do = do

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.kept, self.do) if part)


class NotFound(UserError):
    """The record or file the user named does not exist (any more)."""


class Conflict(UserError):
    """The record is no longer in the state the action needs, e.g. already done."""


class BelowFloor(UserError):
    """A sale is cheaper than the customer's stage allows; a written reason lets it through."""


class FileProblem(UserError):
    """A data file could not be opened or written; subclasses say why."""


class NotOurFile(FileProblem):
    """The file is no CRM Desktop data file."""


class DamagedFile(FileProblem):
    """The file is ours but fails its integrity check."""


class NewerFile(FileProblem):
    """The file was written by a newer version of the program."""


class ReadOnlyFile(FileProblem):
    """The file or its folder cannot be written."""


class FileInUse(FileProblem):
    """Another running program holds the file's writer lock."""


class DiskFull(FileProblem):
    """No room left on the device."""


class SourceProblem(UserError):
    """A file to import cannot be read as a table: wrong type, empty, protected, damaged."""


class Cancelled(Exception):
    """The user stopped the job; the surrounding transaction rolls back."""
