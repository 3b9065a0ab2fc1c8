"""The words the sample shop is filled with, per language: names, products, sentences."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from typing import Any

from crm_desktop.core import paths

LANGUAGES = ("zh_CN", "en")


@dataclass(frozen=True, slots=True)
class Content:
    """One language's words; ``tables`` holds the sections of ``resources/demo/LANGUAGE.toml``."""

    language: str
    tables: dict[str, Any]

    def __getitem__(self, section: str) -> Any:
        return self.tables[section]

    def words(self, key: str) -> Any:
        """A word of the ``[words]`` section, or a list or table of them."""
        return self.tables["words"][key]

    def person(self, rng: random.Random) -> str:
        """Somebody's name."""
        names = self.tables["names"]
        given, surname = rng.choice(names["given"]), rng.choice(names["surnames"])
        return str(names["full_name"].format(surname=surname, given=given))

    def company(self, rng: random.Random, type_key: str) -> str:
        """A company name that tells its trade."""
        names = self.tables["names"]
        trade = rng.choice(names.get(f"{type_key}_names", names["other_names"]))
        return str(names["company_name"].format(brand=rng.choice(names["brands"]), trade=trade))

    def address(self, rng: random.Random) -> tuple[str, str]:
        """An address line and its district."""
        names = self.tables["names"]
        district = rng.choice(names["districts"])
        line = names["street_number"].format(
            district=district, street=rng.choice(names["streets"]), number=rng.randint(1, 899)
        )
        return str(line), str(district)


def load(language: str) -> Content:
    """The words of ``language``; English for any that has none of its own."""
    known = language if language in LANGUAGES else "en"
    text = paths.resource("demo", f"{known}.toml").read_text(encoding="utf-8")
    return Content(known, tomllib.loads(text))
