"""Choosing among the options of a product on a sale: which there are, what they cost more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.products import product_record
from crm_desktop.services.products.product_record import Option


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, as it is kept with the line and printed, and what it costs more a unit."""

    words: str = ""
    extra_minor: int = 0


NOTHING_CHOSEN = Chosen()


def groups(session: Session, product_id: int) -> Mapping[str, Sequence[Option]]:
    """The options of a product by group, in their order; empty for one without."""
    found: dict[str, list[Option]] = {}
    for one in product_record.options(session, product_id):
        found.setdefault(one.group, []).append(one)
    return found


def chosen(picked: Sequence[Option]) -> Chosen:
    """The words and the extra price of options, one of each group."""
    words = [f"{one.group}: {one.name}" if one.group else one.name for one in picked]
    return Chosen(" · ".join(words), sum(one.extra_minor for one in picked))


def named(session: Session, product_id: int, names: Sequence[str]) -> Chosen:
    """What typed names choose of a product. Raises ``UserError`` for a name it has not, or two
    of the same group."""
    offered = [one for group in groups(session, product_id).values() for one in group]
    picked: dict[str, Option] = {}
    for name in filter(None, map(text.clean, names)):
        found = [one for one in offered if text.fold(one.name) == text.fold(name)]
        if len(found) != 1:
            there = pgettext("list separator", ", ").join(one.name for one in offered)
            raise UserError(
                _("The product has no option “{name}”.").format(name=name),
                _("Nothing was changed."),
                _("There are: {names}.").format(names=there) if there else "",
            )
        if found[0].group in picked:
            raise UserError(
                _("Only one of “{group}” can be chosen.").format(group=found[0].group),
                _("Nothing was changed."),
            )
        picked[found[0].group] = found[0]
    order = [one for one in offered if picked.get(one.group) == one]
    return chosen(order)
