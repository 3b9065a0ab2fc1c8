"""What the fast entry grid says about a row: what saving will do with it, and why."""

from __future__ import annotations

from crm_desktop.core.i18n import N_, _
from crm_desktop.services.care.duplicates import Reason
from crm_desktop.services.fast_entry import EntryRow, Known, OnKnown

WAYS: dict[OnKnown, tuple[str, str]] = {
    OnKnown.FILL: (N_("fill in"), "amber"),
    OnKnown.SKIP: (N_("skip"), "gray"),
    OnKnown.ADD: (N_("new"), "accent"),
}
"""The word for what is done, and the tone of its chip."""

_WHY = {
    Reason.PHONE: N_("phone of {name}"),
    Reason.EMAIL: N_("e-mail of {name}"),
    Reason.HANDLE: N_("WeChat of {name}"),
    Reason.NAME: N_("name of {name}"),
}


def way(row: EntryRow, known: Known | None) -> OnKnown:
    """What saving does with a row."""
    if known is None:
        return OnKnown.ADD
    return row.choice or known.proposed


def why(known: Known) -> str:
    """Who is there already, and by what that is told."""
    name = known.name if known.row < 0 else _("row {n}").format(n=known.row + 1)
    return _(_WHY.get(known.reason, _WHY[Reason.NAME])).format(name=name)


def sentence(row: EntryRow, known: Known | None) -> str:
    """The status of a row in words."""
    if row.blank:
        return ""
    if row.nameless:
        return _("Needs a name")
    chip = _(WAYS[way(row, known)][0])
    return chip if known is None else f"{chip} · {why(known)}"


def ways(known: Known) -> dict[OnKnown, str]:
    """The choices there are, in words."""
    name = known.name if known.row < 0 else _("row {n}").format(n=known.row + 1)
    return {
        OnKnown.FILL: _("Add what {name} lacks").format(name=name),
        OnKnown.SKIP: _("Skip this row"),
        OnKnown.ADD: _("Save as another customer"),
    }
