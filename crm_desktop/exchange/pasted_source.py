"""What was copied elsewhere as a source of an import: cells, a contact card, or lines of text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import _
from crm_desktop.exchange import pasted, vcards

_FIELDS = ("name", "phone", "wechat", "email", "company", "address", "tags", "notes")


def pasted_file(block: str, folder: Path) -> Path:
    """Write ``block`` to a file in ``folder`` that ``prepare`` reads like any other.

    Cells keep their rows and headings; lines of text become one customer each. Raises
    ``SourceProblem`` when there is nothing in it.
    """
    if not block.strip():
        raise SourceProblem(
            _("There is no text to import."),
            _("Nothing was changed."),
            _("Copy the cells or the lines first, then paste them here."),
        )
    if vcards.is_vcard(block[:200].encode()):
        return _written(folder / "{}.vcf".format(_("Pasted cards")), block)
    if not pasted.is_table(block):
        block = _as_table(block)
    return _written(folder / "{}.txt".format(_("Pasted cells")), block)


def _as_table(block: str) -> str:
    heads = (_("Name"), _("Phone"), _("WeChat"), _("E-mail"), _("Company"), _("Address"),
             _("Tags"), _("Remark"))  # fmt: skip
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(heads)
    for row in pasted.read(block):
        writer.writerow([getattr(row, name) for name in _FIELDS])
    return out.getvalue()


def _written(path: Path, words: str) -> Path:
    path.write_text("\ufeff" + words, "utf-8", newline="")
    return path
