"""The Chinese catalogue: merge its parts into one .mo, and say what it lacks.

    uv run python tools/translations.py compile    write resources/i18n/zh_CN.mo
    uv run python tools/translations.py check      everything wrong with the translation; exit 1
    uv run python tools/translations.py missing    .po entries to fill in, by area

Texts live in resources/i18n/zh_CN/AREA.po, one file per area of the program, so that two people
seldom edit the same one. English needs no catalogue: the English text is the message id.
"""

from __future__ import annotations

import io
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = "zh_CN"
PARTS = ROOT / "resources" / "i18n" / LOCALE
COMPILED = ROOT / "resources" / "i18n" / f"{LOCALE}.mo"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}

Key = tuple[str | None, str, str]
"""Context, singular and plural (empty for a plain text) of one message."""


class BareCatalog(Catalog):
    """A catalogue whose compiled form has no date and no tool version in it."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """Only what gettext needs to read the file."""
        return [
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]


@dataclass(frozen=True, slots=True)
class Used:
    """A text the program shows, and where first."""

    key: Key
    file: str
    line: int

    @property
    def area(self) -> str:
        """The folder of crm_desktop it comes from, two levels deep inside ui."""
        parts = self.file.split("/")
        return "/".join(parts[: 2 if parts[0] == "ui" and len(parts) > 2 else 1])


def key_of(message: Message) -> Key:
    """The identity of one catalogue entry."""
    if isinstance(message.id, str):
        return message.context, message.id, ""
    return message.context, message.id[0], message.id[1]


def used_texts(package: Path = ROOT / "crm_desktop") -> dict[Key, Used]:
    """Every text marked for translation below ``package``."""
    found: dict[Key, Used] = {}
    for file, line, ids, _comments, context in extract_from_dir(
        package, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        singular, plural = (ids, "") if isinstance(ids, str) else (ids[0], ids[1])
        if singular:
            key = (context, singular, plural)
            found.setdefault(key, Used(key, file, line))
    return found


def read_parts(folder: Path = PARTS) -> Iterator[tuple[str, Message]]:
    """Every entry of every part: (file name, message)."""
    for part in sorted(folder.glob("*.po")):
        with part.open("rb") as file:
            for message in read_po(file, locale=LOCALE, abort_invalid=True):
                if message.id:
                    yield part.name, message


def chinese_of(message: Message) -> str:
    """The translated text; Chinese has one form for every number."""
    text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
    return "" if message.fuzzy else text


def merged(folder: Path = PARTS) -> dict[Key, str]:
    """All finished translations; of two for one text the first file's counts."""
    texts: dict[Key, str] = {}
    for _part, message in read_parts(folder):
        if text := chinese_of(message):
            texts.setdefault(key_of(message), text)
    return texts


def compiled(folder: Path = PARTS) -> bytes:
    """The .mo file as it should be."""
    catalogue = BareCatalog(locale=LOCALE, charset="UTF-8")
    for (context, singular, plural), text in sorted(merged(folder).items(), key=str):
        message_id = (singular, plural) if plural else singular
        catalogue.add(message_id, (text,) if plural else text, context=context)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def placeholders(text: str) -> set[str]:
    """Names in braces; raises ``ValueError`` for braces that do not match."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def disagreements(texts: dict[Key, str]) -> Iterator[str]:
    """Texts whose placeholders differ between the languages."""
    for (_context, singular, plural), chinese in texts.items():
        try:
            expected, given = placeholders(plural or singular), placeholders(chinese)
        except ValueError as error:
            yield f"braces: {singular!r} / {chinese!r}: {error}"
            continue
        if expected != given:
            yield f"placeholders differ: {singular!r} and {chinese!r}"


def conflicts(folder: Path = PARTS) -> Iterator[str]:
    """Texts that two parts translate differently, so that one of them is never shown."""
    first: dict[Key, tuple[str, str]] = {}
    for part, message in read_parts(folder):
        text, key = chinese_of(message), key_of(message)
        other, known = first.setdefault(key, (part, text))
        if known != text:
            yield f"{key[1]!r} is {known!r} in {other} and {text!r} in {part}"


def problems() -> list[str]:
    """Everything that keeps the Chinese from being complete; empty when all is well."""
    used, texts = used_texts(), merged()
    return [
        *(f"missing: {u.file}:{u.line}: {u.key[1]!r}" for k, u in used.items() if k not in texts),
        *(f"no longer used: {key[1]!r}" for key in texts if key not in used),
        *disagreements(texts),
        *conflicts(),
        *([] if is_current() else [f"{COMPILED.name} is out of date: compile it"]),
    ]


def is_current() -> bool:
    """True when the shipped .mo is what the parts compile to."""
    return COMPILED.exists() and COMPILED.read_bytes() == compiled()


def print_missing() -> None:
    """Entries to paste into a .po file, grouped by area."""
    texts = merged()
    missing = [used for key, used in used_texts().items() if key not in texts]
    area = ""
    for used in sorted(missing, key=lambda used: (used.area, used.file, used.line)):
        if used.area != area:
            area = used.area
            print(f"# ---- {area}")
        context, singular, plural = used.key
        print(f"#: {used.file}:{used.line}")
        if context:
            print(f"msgctxt {quoted(context)}")
        print(f"msgid {quoted(singular)}")
        print(f'msgid_plural {quoted(plural)}\nmsgstr[0] ""\n' if plural else 'msgstr ""\n')


def quoted(text: str) -> str:
    """``text`` as a .po string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main(arguments: list[str]) -> int:
    """Run one command; 0 when done and, for ``check``, when nothing is wrong."""
    match arguments:
        case ["compile"]:
            COMPILED.write_bytes(compiled())
            print(f"{COMPILED.relative_to(ROOT)}: {len(merged())} texts")
            return 0
        case ["check"]:
            found = problems()
            print("\n".join(found) or f"Chinese is complete: {len(merged())} texts")
            return 1 if found else 0
        case ["missing"]:
            print_missing()
            return 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
