"""Changing the prices of many products at once: seen first, then done in one step of undo."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.core.money import LARGEST_MINOR
from crm_desktop.db.models import Product, ProductPrice

ACTION = N_("Change prices")

FIELDS = {"price": "price_minor", "cost": "cost_minor", "floor": "floor_price_minor"}
"""What can be changed at once, and the field of the product it is."""

WAYS = ("percent", "amount", "set", "markup")

PROBLEMS: dict[str, str] = {
    "none": N_("has no price"),
    "no cost": N_("has no cost"),
    "nothing": N_("would cost nothing"),
    "floor": N_("below its lowest price"),
    "above": N_("above its price"),
    "large": N_("too large to be meant"),
    "same": N_("stays the same"),
}
"""Why a product is left as it is, by code."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What is to happen to the ``field`` (of ``FIELDS``) of these products.

    ``way``: ``percent`` adds ``value`` basis points (negative takes off), ``amount`` adds ``value``
    minor units, ``set`` makes it ``value`` minor units, ``markup`` makes it the cost and ``value``
    basis points more. The result is rounded half up to a multiple of ``round_minor`` minor units.
    ``with_levels`` changes prices for levels and quantities in the same way; only ``percent`` and
    ``amount`` of the price can do that.
    """

    product_ids: tuple[int, ...]
    way: str
    value: int
    field: str = "price"
    round_minor: int = 1
    with_levels: bool = False


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One price for a level or quantity, before and after, in minor units."""

    level: str
    from_quantity_milli: int
    before_minor: int
    after_minor: int


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One product, in minor units of ``currency``. With a ``problem`` (of ``PROBLEMS``) it is left
    as it is. ``below_cost`` warns only."""

    id: int
    name: str
    code: str
    before_minor: int | None
    after_minor: int | None
    currency: str
    problem: str = ""
    below_cost: bool = False
    levels: tuple[LevelChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PricePreview:
    """Every product asked for, in the order asked."""

    lines: tuple[PriceLine, ...]

    @property
    def changing(self) -> tuple[PriceLine, ...]:
        """Those that would change."""
        return tuple(line for line in self.lines if not line.problem)


def preview(session: Session, change: PriceChange) -> PricePreview:
    """What a change would do. Raises ``UserError`` for one that makes no sense."""
    _check(change)
    lines: dict[int, PriceLine] = {}
    for start in range(0, len(change.product_ids), _BATCH):
        some = change.product_ids[start : start + _BATCH]
        tiers = _tiers(session, some) if change.with_levels else {}
        query = select(Product).where(Product.id.in_(some), Product.deleted_at.is_(None))
        for product in session.scalars(query):
            lines[product.id] = _line(product, change, tiers.get(product.id, []))
    wanted = dict.fromkeys(change.product_ids)
    return PricePreview(tuple(lines[one] for one in wanted if one in lines))


def run(session: Session, change: PriceChange, progress: Progress = no_progress) -> int:
    """Do it; returns how many products changed."""
    changing = preview(session, change).changing
    column = FIELDS[change.field]
    for start in range(0, len(changing), _BATCH):
        progress(start, len(changing))
        some = {line.id: line for line in changing[start : start + _BATCH]}
        for product in session.scalars(select(Product).where(Product.id.in_(some))):
            setattr(product, column, some[product.id].after_minor)
        tiers = _tiers(session, tuple(some)) if change.with_levels else {}
        for product_id, rows in tiers.items():
            after = {
                (one.level, one.from_quantity_milli): one.after_minor
                for one in some[product_id].levels
            }
            for row in rows:
                row.price_minor = after[row.level, row.from_quantity_milli]
        session.flush()
    progress(len(changing), len(changing))
    return len(changing)


def _check(change: PriceChange) -> None:
    if change.way not in WAYS or change.field not in FIELDS or change.round_minor < 1:
        raise ValueError(change)
    if change.way == "markup" and change.field == "cost":
        raise UserError(_("The cost cannot be reckoned from the cost."), _("Nothing was changed."))
    too_low = change.value <= -10_000 if change.way == "percent" else change.value < 0
    if (too_low and change.way != "amount") or abs(change.value) > LARGEST_MINOR:
        raise UserError(
            _("That would leave nothing of the price."),
            _("Nothing was changed."),
            _("Type a smaller number."),
        )


def _line(product: Product, change: PriceChange, tiers: list[ProductPrice]) -> PriceLine:
    before: int | None = getattr(product, FIELDS[change.field])
    line = PriceLine(product.id, product.name, product.code, before, None, product.currency)
    base = product.cost_minor if change.way == "markup" else before
    if base is None and change.way != "set":
        return replace(line, problem="no cost" if change.way == "markup" else "none")
    after = _after(base or 0, change)
    levels = tuple(
        LevelChange(
            one.level, one.from_quantity_milli, one.price_minor, _after(one.price_minor, change)
        )
        for one in tiers
    )
    cost = product.cost_minor
    return replace(
        line,
        after_minor=after,
        levels=levels,
        problem=_problem(product, change, before, after, levels),
        below_cost=change.field == "price" and cost is not None and after < cost,
    )


def _after(base: int, change: PriceChange) -> int:
    """The new amount in minor units, rounded once."""
    exact = {
        "percent": base * (10_000 + change.value),
        "markup": base * (10_000 + change.value),
        "amount": (base + change.value) * 10_000,
        "set": change.value * 10_000,
    }[change.way]
    steps = money.divide_half_up(exact, 10_000 * change.round_minor)
    return steps * change.round_minor


def _problem(
    product: Product,
    change: PriceChange,
    before: int | None,
    after: int,
    levels: tuple[LevelChange, ...],
) -> str:
    """Why a product must stay as it is; empty when it may change."""
    amounts = [after, *(one.after_minor for one in levels)]
    price, floor = product.price_minor, product.floor_price_minor
    if before == after and all(one.before_minor == one.after_minor for one in levels):
        return "same"
    # A price set to 0 is meant; one that comes to 0 is not.
    if min(amounts) < 0 or (min(amounts) == 0 and change.way != "set"):
        return "nothing"
    if max(amounts) > LARGEST_MINOR:
        return "large"
    if change.field == "price" and floor is not None and min(amounts) < floor:
        return "floor"
    if change.field == "floor" and price is not None and after > price:
        return "above"
    return ""


def _tiers(session: Session, product_ids: tuple[int, ...]) -> dict[int, list[ProductPrice]]:
    found: dict[int, list[ProductPrice]] = {}
    query = (
        select(ProductPrice)
        .join(Product, Product.id == ProductPrice.product_id)
        .where(ProductPrice.product_id.in_(product_ids), ProductPrice.currency == Product.currency)
        .order_by(ProductPrice.level, ProductPrice.from_quantity_milli)
    )
    for row in session.scalars(query):
        found.setdefault(row.product_id, []).append(row)
    return found
