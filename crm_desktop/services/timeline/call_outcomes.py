"""How calls end: nine outcomes, behind the keys 1 to 9."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended. ``label`` is a msgid; ``again_days`` plans another call after so many
    days; ``reached`` when somebody spoke; ``never`` when nobody is to call again."""

    key: str
    label: str
    again_days: int | None = None
    reached: bool = True
    never: bool = False


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("ordered", N_("Ordered")),
    Outcome("interested", N_("Interested"), again_days=3),
    Outcome("call_back", N_("Call back tomorrow"), again_days=1),
    Outcome("later", N_("Ask in a month"), again_days=30),
    Outcome("content", N_("All is well")),
    Outcome("refused", N_("Not interested")),
    Outcome("no_answer", N_("No answer"), again_days=1, reached=False),
    Outcome("wrong_number", N_("Wrong number"), reached=False),
    Outcome("never", N_("Do not call again"), never=True),
)
"""Keys 1 to 9, in this order."""


def outcome(key: str) -> Outcome:
    """The outcome of this key. Raises ``NotFound``."""
    for one in OUTCOMES:
        if one.key == key:
            return one
    raise NotFound(
        _("“{key}” is no outcome of a call.").format(key=key),
        _("Nothing was changed."),
        _("Choose one of: {keys}.").format(keys=", ".join(one.key for one in OUTCOMES)),
    )


def words(result: str) -> str:
    """A kept result as people read it; one that is no outcome's key is told as it stands."""
    return next((_(one.label) for one in OUTCOMES if one.key == result), result)
