"""Taking another data file in: two shops made one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from crm_desktop.services.shop_merge.shop_merge import MergeReport


def take_in_shop(file: Path, path: Path, branch: str, *, dry_run: bool) -> Done:
    """Take the records of another data file in, or only foresee it."""
    from crm_desktop.services.shop_merge import shop_merge

    with (
        reading(file) if dry_run else writing(file) as store,
        progress_bar(_("Reading")) as progress,
    ):
        if dry_run:
            with store.read() as session:
                report = shop_merge.foresee(session, path, branch, progress)
        else:
            report = store.write(shop_merge.ACTION, shop_merge.apply, path, branch, progress).value
    return Done(tuple(told(report)), {**asdict(report), "anything": report.anything})


def told(report: MergeReport) -> list[str]:
    """What came and what was there already, in lines; what is nothing is left out."""
    from crm_desktop.services.shop_merge import shop_merge_words

    lines = [
        _("{heading}: {value}").format(heading=one.label, value=one.value)
        for one in shop_merge_words.figures(report)
    ]
    if not report.anything:
        return [_("Everything in there is known already. Nothing was changed.")]
    if report.dry_run:
        lines.append(_("This was a trial; nothing was changed."))
    return lines
