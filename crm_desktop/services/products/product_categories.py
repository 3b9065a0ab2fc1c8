"""The tree of product categories, in the shop's own order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Product, ProductCategory

ADD_ACTION = N_("Add category")
RENAME_ACTION = N_("Rename category")
MOVE_ACTION = N_("Move category")
REMOVE_ACTION = N_("Delete category")
PUT_ACTION = N_("Put products into a category")

_STEP = re.compile(r"\s+/\s+|\s*[>›]\s*")


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category as listed, parents before what is under them.

    ``depth`` is 0 at the top, ``path`` names all above it, ``products`` counts those on sale in it
    and below.
    """

    id: int
    name: str
    parent_id: int | None
    depth: int
    path: str
    products: int


def tree(session: Session) -> list[CategoryRow]:
    """Every category, depth first."""
    by_parent = _by_parent(session)
    known = {one.id for children in by_parent.values() for one in children}
    counts: dict[int, int] = dict(
        session.execute(
            select(Product.category_id, func.count())
            .where(Product.deleted_at.is_(None), Product.active.is_(True))
            .group_by(Product.category_id)
        ).all()  # type: ignore[arg-type]
    )
    # A category whose parent was deleted meanwhile stands at the top rather than nowhere.
    tops = [
        one
        for parent, children in by_parent.items()
        if parent is None or parent not in known
        for one in children
    ]
    rows: list[CategoryRow] = []
    for top in tops:
        rows += _walk(top, by_parent, counts, 0, "")
    return rows


def add(session: Session, name: str, parent_id: int | None = None) -> int:
    """Make a category; returns its id. Raises ``UserError`` without a name or for one taken."""
    if parent_id is not None:
        _found(session, parent_id)
    name = _checked(session, name, parent_id, 0)
    last = session.scalar(
        select(func.max(ProductCategory.position)).where(
            ProductCategory.parent_id.is_(None)
            if parent_id is None
            else ProductCategory.parent_id == parent_id
        )
    )
    category = ProductCategory(name=name, parent_id=parent_id, position=(last or 0) + 1)
    session.add(category)
    session.flush()
    return category.id


def rename(session: Session, category_id: int, name: str) -> None:
    """Give a category another name. Raises as ``add``."""
    category = _found(session, category_id)
    category.name = _checked(session, name, category.parent_id, category_id)
    session.flush()


def move(session: Session, category_id: int, parent_id: int | None) -> None:
    """Put a category under another, or at the top. Raises ``UserError`` for one below itself."""
    category = _found(session, category_id)
    if parent_id is not None:
        _found(session, parent_id)
        if parent_id in ids_below(session, category_id):
            raise UserError(
                _("“{name}” cannot be put under itself.").format(name=category.name),
                _("Nothing was changed."),
            )
    _checked(session, category.name, parent_id, category_id)
    category.parent_id = parent_id
    session.flush()


def shift(session: Session, category_id: int, by: int) -> bool:
    """Move a category ``by`` places among its neighbours; False when it is there already."""
    category = _found(session, category_id)
    neighbours = _by_parent(session).get(category.parent_id, [])
    place = neighbours.index(category)
    target = max(0, min(len(neighbours) - 1, place + by))
    if target == place:
        return False
    neighbours.insert(target, neighbours.pop(place))
    for position, one in enumerate(neighbours, start=1):
        one.position = position
    session.flush()
    return True


def remove(session: Session, category_id: int) -> None:
    """Delete a category; its products and the categories in it go up to the one above."""
    category = _found(session, category_id)
    for model, link in (
        (Product, Product.category_id),
        (ProductCategory, ProductCategory.parent_id),
    ):
        session.execute(
            update(model).where(link == category_id).values({link.key: category.parent_id})
        )
    category.deleted_at = clock.now()
    session.flush()


def put(session: Session, product_ids: Sequence[int], category_id: int | None) -> int:
    """Put products into a category, or into none; returns how many changed."""
    if category_id is not None:
        _found(session, category_id)
    changed = 0
    for start in range(0, len(product_ids), 500):
        some = select(Product).where(Product.id.in_(product_ids[start : start + 500]))
        for product in session.scalars(some):
            changed += product.category_id != category_id
            product.category_id = category_id
    session.flush()
    return changed


def by_path(session: Session, path: str) -> int | None:
    """The id of ``Filters / RO`` (``>`` serves too), made where it is new; ``None`` for nothing.

    A name alone finds the category of that name, at the top or else wherever it stands.
    """
    path = text.clean(path)
    if not path:
        return None
    known = session.scalars(
        select(ProductCategory.id)
        .where(ProductCategory.name == path, ProductCategory.deleted_at.is_(None))
        .order_by(ProductCategory.parent_id.is_not(None), ProductCategory.id)
    ).first()
    if known is not None:
        return known
    here: int | None = None
    for name in filter(None, _STEP.split(path)):
        found = _child(session, here, name)
        here = found if found is not None else add(session, name, here)
    return here


def ids_below(session: Session, category_id: int) -> list[int]:
    """A category and all under it."""
    by_parent = _by_parent(session)
    found, waiting = [], [category_id]
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found.append(here)
        waiting += [one.id for one in by_parent.get(here, ())]
    return found


def _walk(
    here: ProductCategory,
    by_parent: dict[int | None, list[ProductCategory]],
    counts: dict[int, int],
    depth: int,
    above: str,
) -> Iterator[CategoryRow]:
    path = f"{above} / {here.name}" if above else here.name
    below = [
        row
        for child in by_parent.get(here.id, ())
        for row in _walk(child, by_parent, counts, depth + 1, path)
    ]
    inside = sum(row.products for row in below if row.depth == depth + 1)
    own = counts.get(here.id, 0)
    yield CategoryRow(here.id, here.name, here.parent_id, depth, path, own + inside)
    yield from below


def _by_parent(session: Session) -> dict[int | None, list[ProductCategory]]:
    found: dict[int | None, list[ProductCategory]] = {}
    query = select(ProductCategory).where(ProductCategory.deleted_at.is_(None))
    for one in session.scalars(query.order_by(ProductCategory.position, ProductCategory.id)):
        found.setdefault(one.parent_id, []).append(one)
    return found


def _child(session: Session, parent_id: int | None, name: str) -> int | None:
    folded = text.fold(name)
    for one in _by_parent(session).get(parent_id, ()):
        if text.fold(one.name) == folded:
            return one.id
    return None


def _checked(session: Session, name: str, parent_id: int | None, own_id: int) -> str:
    name = text.clean(name)
    if not name:
        raise UserError(_("A category needs a name."), _("Nothing was changed."))
    if _child(session, parent_id, name) not in (None, own_id):
        raise UserError(
            _("There is a category “{name}” there already.").format(name=name),
            _("Nothing was changed."),
        )
    return name


def _found(session: Session, category_id: int) -> ProductCategory:
    category = session.get(ProductCategory, category_id)
    if category is None or category.deleted_at is not None:
        raise NotFound(_("This category does not exist any more."), _("Nothing was changed."))
    return category
