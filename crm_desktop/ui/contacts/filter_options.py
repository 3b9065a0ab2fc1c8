"""What filters and facts offer to choose from, read from the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.services.contacts import tags, territories, views
from crm_desktop.services.contacts.contact_rows import CUSTOM
from crm_desktop.services.deals import deal_stages, lead_grade
from crm_desktop.services.fields import custom_fields, ready_fields
from crm_desktop.services.fields.custom_fields import FieldRow
from crm_desktop.services.fields.custom_values import NO, YES
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.products import products
from crm_desktop.services.settings import choices, settings
from crm_desktop.ui.contacts.condition_words import CustomShown, Options
from crm_desktop.ui.contacts.contact_facts import FactChoices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Offered:
    """``levels`` are (name, colour role); ``tag_colours`` maps a tag to its colour role."""

    options: Options = field(default_factory=Options)
    facts: FactChoices = field(default_factory=FactChoices)
    tags: tuple[str, ...] = ()
    tag_colours: dict[str, str] = field(default_factory=dict)
    custom: tuple[FieldRow, ...] = ()


# Tables whose change makes another reading necessary.
TABLES = (
    "choice", "tag", "contact_tag", "lifecycle_stage", "staff", "setting", "saved_view",
    "deal_stage", "product_category", "product", "custom_field", "territory",
)  # fmt: skip
_PRODUCTS = 2_000  # names completed while typing; others can still be typed


def read(session: Session) -> Offered:
    """Everything to choose from."""
    known = tags.tags(session)
    lists = {
        key: tuple((one.value, one.value) for one in choices.choices(session, key))
        for key in ("level", "source", "customer_type")
    }
    added = tuple(custom_fields.fields(session))
    kinds = (("person", _("Person")), ("company", _("Company")))
    options = Options(
        {
            "stage": [(one.code or str(one.id), one.name) for one in lifecycle.stages(session)],
            "level": lists["level"],
            "source": lists["source"],
            "customer_type": lists["customer_type"],
            "tag": [(tag.name, tag.name) for tag in known],
            "grade": [(one, one) for one in lead_grade.GRADES],
            "territory": [(name, name) for _id, name in territories.names(session)],
            "owner": [(one.name, one.name) for one in choices.staff(session)],
            "kind": kinds,
            "party": [(one, ready_fields.party_name(one)) for one in ready_fields.PARTIES],
            "in_list": [
                (str(view.id), view.name)
                for view in views.views(session, counts=False)
                if view.frozen
            ],
            "deal": deal_stages.stage_names(session),
            **{f"{CUSTOM}{one.key}": _custom_choices(one) for one in added},
        },
        settings.get(session, settings.CURRENCY),
        categories=tuple(products.category_names(session)),
        products=tuple(products.names(session, _PRODUCTS)),
        custom={one.key: CustomShown(one.label, one.type) for one in added},
    )
    facts = _facts(session, lists)
    names = tuple(tag.name for tag in known)
    colours = {tag.name: tag.colour for tag in known}
    return Offered(options, facts, names, colours, added)


def _facts(session: Session, lists: Mapping[str, Sequence[tuple[str, str]]]) -> FactChoices:
    return FactChoices(
        levels=lists["level"],
        stages=[(str(stage.id), stage.name) for stage in lifecycle.stages(session)],
        owners=[(str(one.id), one.name) for one in choices.staff(session)],
        sources=lists["source"],
        types=lists["customer_type"],
        territories=[(str(one), name) for one, name in territories.names(session)],
    )


def _custom_choices(field: FieldRow) -> list[tuple[str, str]]:
    if field.type == "yes_no":
        return [(YES, _("Yes")), (NO, _("No"))]
    return [(option, option) for option in field.options]
