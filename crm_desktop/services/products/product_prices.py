"""What a product costs whom: the list price, prices for levels of customers and for quantities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, money, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Contact, Product, ProductOption, ProductPrice
from crm_desktop.services.lifecycle import stage_policy
from crm_desktop.services.products import product_checks, products
from crm_desktop.services.settings import choices, settings

SET_ACTION = N_("Change prices")


@dataclass(frozen=True, slots=True)
class Tier:
    """A price for one unit, in minor units of the product's currency.

    For customers of ``level``, or of any when that is empty, buying ``from_quantity_milli``
    thousandths or more.
    """

    level: str
    from_quantity_milli: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """What one unit costs. ``price_minor`` is ``None`` for a product without a price.

    ``source`` says where the price is from: ``level``, ``quantity``, ``list``, or empty. Below
    ``floor_minor`` a sale needs a reason: the higher of the product's lowest price and that of the
    customer's stage; ``None`` where there is neither.
    """

    price_minor: int | None
    list_minor: int | None
    floor_minor: int | None
    source: str
    level: str
    from_quantity_milli: int
    currency: str


def price_for(
    session: Session,
    product_id: int,
    contact_id: int | None = None,
    quantity_milli: int = 1000,
    day: dt.date | None = None,
) -> PriceAnswer:
    """What a customer (``None``: a walk-in) pays for one unit when buying this much on a day.

    A price of the customer's level or of the quantity replaces the list price; where both fit the
    lower one counts, and of one kind that of the greatest quantity reached. Goods coming back cost
    what as many sold would. Raises ``NotFound``.
    """
    product = products.found(session, product_id)
    level = _level_of(session, contact_id)
    best = best_tier(tiers(session, product_id), level, abs(quantity_milli))
    price, source = product.price_minor, "list" if product.price_minor is not None else ""
    if best is not None:
        price, source = best.price_minor, "level" if best.level else "quantity"
    return PriceAnswer(
        price_minor=price,
        list_minor=product.price_minor,
        floor_minor=_floor(session, product, contact_id, day or clock.today()),
        source=source,
        level=best.level if best else "",
        from_quantity_milli=best.from_quantity_milli if best else 0,
        currency=product.currency,
    )


def offered(
    session: Session, product_id: int, contact_id: int | None = None, quantity_milli: int = 1000
) -> int | None:
    """The price a sale begins with, in minor units: what this customer paid last or the price of
    level or quantity, whichever is lower, else the list price.

    ``None`` for a product priced in another currency than the shop sells in. Raises ``NotFound``.
    """
    answer = price_for(session, product_id, contact_id, quantity_milli)
    if answer.currency != settings.get(session, settings.CURRENCY):
        return None
    prices = []
    if contact_id is not None:
        last = paid_before(session, contact_id, [product_id]).get(product_id)
        prices += [last] if last is not None else []
    if answer.source in ("level", "quantity") and answer.price_minor is not None:
        prices.append(answer.price_minor)
    return min(prices, default=answer.price_minor)


def paid_before(
    session: Session, contact_id: int, product_ids: Sequence[int], day: dt.date | None = None
) -> dict[int, int]:
    """By product what this customer paid last and may be offered again, in minor units.

    Left out are prices below the lowest one, which were agreed once, for a reason; and products
    with options that cost more: what was paid may have been for others.
    """
    lasts = products.last_prices(session, contact_id, product_ids)
    least = _least_of(session, contact_id, day or clock.today())
    dear = select(ProductOption.product_id).where(ProductOption.extra_minor != 0)
    found = session.scalars(select(Product).where(Product.id.in_(lasts), Product.id.not_in(dear)))
    return {one.id: lasts[one.id][0] for one in found if lasts[one.id][0] >= (least(one) or 0)}


def tax_bp(session: Session, product_id: int | None) -> int:
    """The rate of tax in basis points where a sale is taxed: the product's own, or else, as for
    ``None``, the shop's."""
    own = session.get(Product, product_id) if product_id is not None else None
    if own is not None and own.tax_bp is not None:
        return own.tax_bp
    return settings.get(session, settings.TAX_PERCENT) * 100


def tiers(session: Session, product_id: int) -> list[Tier]:
    """The prices of a product besides its list price, by level, then by quantity."""
    return of_many(session, [product_id]).get(product_id, [])


def of_many(session: Session, product_ids: Sequence[int]) -> dict[int, list[Tier]]:
    """The tiers of many products, by product; those without any are left out."""
    found: dict[int, list[Tier]] = {}
    for start in range(0, len(product_ids), 500):
        query = (
            select(ProductPrice)
            .join(Product, Product.id == ProductPrice.product_id)
            .where(
                ProductPrice.product_id.in_(product_ids[start : start + 500]),
                ProductPrice.currency == Product.currency,
            )
            .order_by(ProductPrice.level, ProductPrice.from_quantity_milli)
        )
        for one in session.scalars(query):
            tier = Tier(one.level, one.from_quantity_milli, one.price_minor)
            found.setdefault(one.product_id, []).append(tier)
    return found


def set_tiers(session: Session, product_id: int, wanted: Iterable[Tier]) -> None:
    """Replace the tiers of a product.

    Raises ``UserError`` for an amount or a quantity that cannot be, two prices for the same level
    and quantity, a larger quantity that costs more a unit, a price below the product's lowest, and
    one that says no more than the list price.
    """
    product = products.found(session, product_id)
    before = tiers(session, product_id)
    new = [Tier(text.clean(one.level), one.from_quantity_milli, one.price_minor) for one in wanted]
    for one in new:
        _check(product, one)
    keys = {(one.level, one.from_quantity_milli): one for one in new}
    if len(keys) < len(new):
        raise UserError(
            _("Two prices are for the same level and quantity."), _("Nothing was changed.")
        )
    if sorted(new, key=_tier_key) != sorted(before, key=_tier_key):
        _check_steps(product, new)
    kept = set()
    for row in session.scalars(
        select(ProductPrice).where(
            ProductPrice.product_id == product_id, ProductPrice.currency == product.currency
        )
    ):
        key = (row.level, row.from_quantity_milli)
        if key in keys:
            row.price_minor = keys[key].price_minor
            kept.add(key)
        else:
            session.delete(row)
    for key, one in keys.items():
        if key not in kept:
            session.add(
                ProductPrice(
                    product_id=product_id,
                    level=one.level,
                    from_quantity_milli=one.from_quantity_milli,
                    price_minor=one.price_minor,
                    currency=product.currency,
                )
            )
    session.flush()


def levels(session: Session) -> list[str]:
    """The levels customers may have, and any other that has a price, in the shop's order."""
    own = [one.value for one in choices.choices(session, "level")]
    query = select(ProductPrice.level).distinct().order_by(ProductPrice.level)
    return own + [one for one in session.scalars(query) if one and one not in own]


def tier_words(tier: Tier, unit: str = "") -> str:
    """Whom a tier is for: ``Gold``, ``from 10 pc``, ``Gold · from 10 pc``."""
    amount = f"{formats.quantity(tier.from_quantity_milli)} {unit}".strip()
    many = _("from {quantity}").format(quantity=amount) if tier.from_quantity_milli else ""
    return " · ".join(part for part in (tier.level, many) if part)


def best_tier(found: Sequence[Tier], level: str, quantity_milli: int) -> Tier | None:
    """The tier that counts: the furthest reached of the level and of everybody, the lower."""
    reached: dict[str, Tier] = {}
    for one in found:
        if one.from_quantity_milli <= quantity_milli and one.level in ("", level):
            other = reached.get(one.level)
            if other is None or other.from_quantity_milli < one.from_quantity_milli:
                reached[one.level] = one
    return min(reached.values(), key=lambda one: (one.price_minor, not one.level), default=None)


def _tier_key(one: Tier) -> tuple[str, int, int]:
    return one.level, one.from_quantity_milli, one.price_minor


def _check_steps(product: Product, new: Sequence[Tier]) -> None:
    """Raise ``UserError`` where buying more would cost more a unit: a slip of the keyboard."""
    last: dict[str, Tier] = {}
    if product.price_minor is not None:
        last[""] = Tier("", 0, product.price_minor)
    for one in sorted(new, key=_tier_key):
        smaller = last.get(one.level)
        if smaller is not None and one.price_minor > smaller.price_minor:
            raise UserError(
                _("From {quantity} on a unit would cost more than below: {price}.").format(
                    quantity=formats.quantity(one.from_quantity_milli),
                    price=formats.money_exact(one.price_minor, product.currency),
                ),
                _("Nothing was changed."),
                _("Type at most {price}.").format(
                    price=formats.money_exact(smaller.price_minor, product.currency)
                ),
            )
        last[one.level] = one


def _level_of(session: Session, contact_id: int | None) -> str:
    if contact_id is None:
        return ""
    return session.scalar(select(Contact.level).where(Contact.id == contact_id)) or ""


def _floor(session: Session, product: Product, contact_id: int | None, day: dt.date) -> int | None:
    return _least_of(session, contact_id, day)(product)


def _least_of(
    session: Session, contact_id: int | None, day: dt.date
) -> Callable[[Product], int | None]:
    """What one unit must cost at least for a customer on a day, by product."""
    part = None
    if contact_id is not None:
        part = stage_policy.of_contact(session, contact_id, day).lowest_price_bp

    def least(product: Product) -> int | None:
        floors = [product.floor_price_minor]
        if part is not None and product.price_minor is not None:
            floors.append(money.line_amount(1000, product.price_minor, 10_000 - part))
        return max((one for one in floors if one is not None), default=None)

    return least


def _check(product: Product, tier: Tier) -> None:
    product_checks.check_amount(tier.price_minor, _("The price"))
    if not 0 <= tier.from_quantity_milli <= product_checks.LARGEST_MILLI:
        raise UserError(
            _("{text} is no quantity to begin at.").format(
                text=formats.quantity(tier.from_quantity_milli)
            ),
            _("Nothing was changed."),
        )
    if not tier.level and not tier.from_quantity_milli:
        raise UserError(
            _("A price for everybody and any quantity is the list price."),
            _("Nothing was changed."),
            _("Choose a level or a quantity, or change the list price."),
        )
    floor = product.floor_price_minor
    if floor is not None and tier.price_minor < floor:
        raise UserError(
            _("{price} is below the lowest price {floor}.").format(
                price=formats.money_exact(tier.price_minor, product.currency),
                floor=formats.money_exact(floor, product.currency),
            ),
            _("Nothing was changed."),
        )
