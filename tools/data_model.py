"""Rewrites the list of tables at the end of docs/data-model.md from the models."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from crm_desktop.db.models import Base

PAGE = Path(__file__).resolve().parents[1] / "docs" / "data-model.md"
MARK = "## Every table\n"
ROOMS = {
    "People and companies": ("contacts", "people", "lifecycle"),
    "What is known about them": ("profile",),
    "What happened and what is to do": ("timeline", "follow_ups"),
    "Deals": ("deals",),
    "Products": ("products",),
    "Sales": ("sales",),
    "Money": ("payments",),
    "After the sale": ("assets", "tickets"),
    "Campaigns and membership": ("campaigns",),
    "Staff results and expenses": ("performance",),
    "Files, imports, views, settings": ("files",),
    "The log and what is derived": ("log", "derived"),
}


def rows(module: str) -> Iterator[str]:
    """One line of the list per table of ``module``."""
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.local_table.name):
        model = mapper.class_
        if model.__module__.rsplit(".", 1)[-1] == module:
            summary = " ".join((inspect.getdoc(model) or "").split("\n\n")[0].split())
            keys = model.__table__.foreign_keys
            targets = ", ".join(sorted({f"`{key.column.table.name}`" for key in keys}))
            yield f"| `{mapper.local_table.name}` | {summary.replace('``', '`')} | {targets} |"


def main() -> None:
    """Keep what is written by hand, write the list anew."""
    lines = [PAGE.read_text(encoding="utf-8").split(MARK)[0] + MARK]
    for title, modules in ROOMS.items():
        lines += [f"\n### {title}\n", "| table | what it holds | refers to |", "|---|---|---|"]
        lines += [row for module in modules for row in rows(module)]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
