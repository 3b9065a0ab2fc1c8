"""Making a report file: all of it or nothing, whatever stops it."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO, cast

from crm_desktop.core import i18n
from crm_desktop.core.errors import DiskFull, FileProblem, ReadOnlyFile, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.reports.chart_places import ChartPlace
from crm_desktop.reports.document import Report
from crm_desktop.reports.paper import PageSetup

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Write = Callable[[Report, BinaryIO, Progress], int]

FORMATS = ("pdf", "xlsx", "csv")
_MOST_NAMES = 1_000


def render(
    session: Session,
    report_key: str,
    options: ReportOptions,
    out_path: Path,
    progress: Progress = no_progress,
) -> Path:
    """Make the report ``report_key`` and write it to ``out_path``; returns that path.

    The suffix decides the format: one of ``FORMATS``. The file appears whole or not at all, and
    one that was there stays until then. Raises ``UserError`` when it cannot be made or written,
    ``Cancelled`` when stopped.
    """
    write = _writer(out_path, options.page)
    kind = catalogue.find(report_key)
    if out_path.suffix.lower() == ".pdf":
        _prepare(kind)
    with i18n.using(options.language):
        report = kind.build(session, options, progress)
        _write_whole(out_path, lambda file: write(report, file, progress))
    return out_path


def render_bytes(
    session: Session, report_key: str, options: ReportOptions, progress: Progress = no_progress
) -> bytes:
    """The report as PDF in memory, for preview and printing."""
    write = _pdf_writer(options.page)
    kind = catalogue.find(report_key)
    _prepare(kind)
    file = BytesIO()
    with i18n.using(options.language):
        report = kind.build(session, options, progress)
        write(report, file, progress)
    return file.getvalue()


def render_shown(
    session: Session, report_key: str, options: ReportOptions, progress: Progress = no_progress
) -> tuple[bytes, tuple[ChartPlace, ...]]:
    """The report as PDF in memory, and where its charts stand, for the preview."""
    kind = catalogue.find(report_key)
    _prepare(kind)
    with i18n.using(options.language):
        report = kind.build(session, options, progress)
        return document_shown(report, progress, options.page)


def render_together(
    session: Session,
    report_keys: Sequence[str],
    options: ReportOptions,
    out_path: Path,
    progress: Progress = no_progress,
) -> Path:
    """Make the reports ``report_keys``, at least one, and write them as one PDF to ``out_path``.

    As ``render`` otherwise; raises ``UserError`` for a name that does not end in ``.pdf``.
    """
    from crm_desktop.reports import pdf

    if out_path.suffix.lower() != ".pdf":
        raise UserError(_("Several reports go into one PDF only."), "", _("End the name in .pdf."))
    kinds = [catalogue.find(key) for key in report_keys]
    with i18n.using(options.language):
        made = [kind.build(session, options, progress) for kind in kinds]
        _write_whole(out_path, lambda file: pdf.write_all(made, file, progress, setup=options.page))
    return out_path


def write_document(
    report: Report,
    out_path: Path,
    progress: Progress = no_progress,
    page: PageSetup | None = None,
) -> Path:
    """Write a document that is made already, as ``render`` writes reports; returns the path."""
    write = _writer(out_path, page)
    _write_whole(out_path, lambda file: write(report, file, progress))
    return out_path


def document_bytes(
    report: Report, progress: Progress = no_progress, page: PageSetup | None = None
) -> bytes:
    """A document that is made already as PDF in memory, for preview and printing."""
    file = BytesIO()
    _pdf_writer(page)(report, file, progress)
    return file.getvalue()


def document_shown(
    report: Report, progress: Progress = no_progress, page: PageSetup | None = None
) -> tuple[bytes, tuple[ChartPlace, ...]]:
    """A document that is made already as PDF in memory, and where its charts stand."""
    from crm_desktop.reports import pdf

    file, places = BytesIO(), list[ChartPlace]()
    pdf.write_all((report,), file, progress, charts=places, setup=page)
    return file.getvalue(), tuple(places)


def write_bytes(pdf: bytes, out_path: Path) -> Path:
    """Put a finished PDF in its place, whole or not at all; returns the path."""
    _write_whole(out_path, lambda file: file.write(pdf))
    return out_path


def write_new(pdf: bytes, folder: Path, stem: str) -> Path:
    """Put a finished PDF into ``folder`` under a name that is free, whole or not at all.

    Never replaces what is there: ``stem.pdf``, else ``stem (2).pdf`` and so on. Returns the path.
    Raises ``FileProblem`` when the folder cannot be written.
    """
    for number in range(1, _MOST_NAMES):
        path = folder / (f"{stem}.pdf" if number == 1 else f"{stem} ({number}).pdf")
        if path.exists():
            continue
        with contextlib.suppress(FileExistsError):
            _write_whole(path, lambda file: file.write(pdf), replace=False)
            return path
    raise _problem(FileExistsError(errno.EEXIST, stem), folder / f"{stem}.pdf")


def _writer(path: Path, page: PageSetup | None = None) -> Write:
    """The renderer for the suffix of ``path``; heavy libraries are imported only now."""
    suffix = path.suffix.lower().lstrip(".")
    if suffix == "pdf":
        return _pdf_writer(page)
    if suffix == "xlsx":
        from crm_desktop.reports import excel

        return excel.write
    if suffix == "csv":
        from crm_desktop.reports import csv

        return csv.write
    raise UserError(
        _("A report cannot be written as “{name}”.").format(name=path.name),
        "",
        _("End the name in .pdf, .xlsx or .csv."),
    )


def _pdf_writer(page: PageSetup | None = None) -> Write:
    from crm_desktop.reports import pdf

    return partial(pdf.write, setup=page)


def _prepare(kind: catalogue.ReportKind) -> None:
    """Send for what drawing needs, to be there when the figures are added up."""
    from crm_desktop.reports import pdf

    Thread(target=pdf.prepare, args=(kind.charts,), daemon=True).start()


def _write_whole(path: Path, write: Callable[[BinaryIO], object], *, replace: bool = True) -> None:
    """Let ``write`` fill a file beside ``path``, then put it in its place.

    Without ``replace`` a file that came there meanwhile stays, and ``FileExistsError`` is raised.
    """
    unfinished: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=".part", delete=False
        ) as file:
            unfinished = Path(file.name)
            write(cast(BinaryIO, file))
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o666 & ~_umask())
        if replace:
            unfinished.replace(path)
        else:
            _place_new(unfinished, path)
    except OSError as error:
        if not replace and isinstance(error, FileExistsError) and path.exists():
            raise
        raise _problem(error, path) from error
    finally:
        if unfinished is not None:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)


def _place_new(unfinished: Path, path: Path) -> None:
    """Give the file its name, unless there is such a file: a link is made or refused at once."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(errno.EEXIST, path.name) from None
        unfinished.rename(path)


def _umask() -> int:
    """The process's umask; temporary files are made private, a report is an ordinary file."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _problem(error: OSError, path: Path) -> FileProblem:
    """The sentence for a file that could not be written."""
    kept = _("Your data file was not touched.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            _("The disk is full; {name} was not written.").format(name=path.name),
            kept,
            _("Free some space, or choose another place."),
        )
    if path.is_dir():
        return FileProblem(
            _("{name} is a folder.").format(name=path.name), kept, _("Give the file a name.")
        )
    return ReadOnlyFile(
        _("{name} cannot be written there.").format(name=path.name),
        kept,
        _("Close it if another program has it open, or choose another folder."),
    )
