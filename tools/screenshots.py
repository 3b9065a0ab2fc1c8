"""Pictures of every screen from the sample shop, in both themes and both languages.

    uv run python tools/screenshots.py --out DIR [--only NAME] [--docs]

The clock stands at 09:41 on 18 June 2026, the day of the sample shop, so that two runs differ only
where the program does. ``--docs`` also writes the small set that README shows to docs/pictures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

NOW = dt.datetime(2026, 6, 18, 9, 41, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SIZES = ((1440, 900), (1280, 720))
MODES = ("light", "dark")
LANGUAGES = ("zh_CN", "en")
ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SHOWN_IN_DOCS = ("today", "contacts", "profile", "sale_entry", "import", "reports",
                 "deals", "calendar")  # fmt: skip
DOCS_WIDTH = 1152
UNTIDY = ("duplicates", "recycle_bin")


def prepare_surroundings() -> None:
    """Hangzhou time, no screen, settings nowhere; before anything of Qt is imported."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["TZ"] = "Asia/Shanghai"
    os.environ["CRM_DESKTOP_CONFIG"] = tempfile.mkdtemp(prefix="crm-screenshots-")
    if hasattr(time, "tzset"):
        time.tzset()
    sys.path.insert(0, str(ROOT))
    from crm_desktop.core import clock

    clock.freeze(NOW)


prepare_surroundings()

from PySide6.QtWidgets import QApplication  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from crm_desktop import app, self_test  # noqa: E402
from crm_desktop.core.preferences import Preferences  # noqa: E402
from crm_desktop.db.store import Store  # noqa: E402
from crm_desktop.services import search  # noqa: E402
from crm_desktop.services.contacts import contact_list, contacts  # noqa: E402
from crm_desktop.services.contacts.contact_list import ContactQuery  # noqa: E402
from crm_desktop.services.demo import demo  # noqa: E402
from crm_desktop.ui.main_window import MainWindow  # noqa: E402
from crm_desktop.ui.page import ImportFile, NewRecord, NewRecords, OpenRecord  # noqa: E402

Show = Callable[[MainWindow], object]


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is taken."""

    language: str
    mode: str
    size: tuple[int, int]

    def __str__(self) -> str:
        wide, high = self.size
        return f"{self.language}-{self.mode}-{wide}x{high}"


LOOKS = [Look(language, mode, size) for language in LANGUAGES for mode in MODES for size in SIZES]


def screens(record: int, workbook: Path | None) -> dict[str, Show]:
    """Every screen there is and the way to it; ``record`` is the customer of the profile."""
    found: dict[str, Show] = {
        "today": lambda window: window.go("today"),
        "contacts": lambda window: window.go("contacts"),
        "profile": lambda window: window.go("contacts", OpenRecord(record)),
        "many_customers": lambda window: window.go("contacts", NewRecords()),
        "deals": lambda window: window.go("deals"),
        "follow_ups": lambda window: window.go("follow_ups"),
        "calendar": lambda window: window.go("follow_ups", "month"),
        "insight": lambda window: window.go("insight"),
        "products": lambda window: window.go("products"),
        "sales": lambda window: window.go("sales"),
        "sale_entry": lambda window: window.go("sales", NewRecord(record)),
        "reports": lambda window: window.go("reports"),
        "duplicates": lambda window: window.go("care", "duplicates"),
        "recycle_bin": lambda window: window.go("care", "recycle_bin"),
        "import_choose": lambda window: window.go("exchange"),
        "settings": lambda window: window.go("settings"),
        "palette": lambda window: window.open_palette(),
        "shortcuts": lambda window: window.show_shortcuts(),
    }
    if workbook is not None:
        found["import"] = lambda window: window.go("exchange", ImportFile(workbook))
    return found


def make_shop(folder: Path, language: str) -> tuple[Path, int]:
    """The sample shop in ``language``, and the customer the profile shows."""
    path = folder / f"shop-{language}.crm"
    with Store.create(path) as store:
        store.set_up(demo.fill, language=language, today=NOW.date())
        wanted = "悦禾餐饮" if language == "zh_CN" else "Harvest Kitchen"
        with store.read() as session:
            hits = search.contacts_only(search.search(session, wanted, 1))
    return path, (hits[0].contact_id or 1) if hits else 1


def make_untidy(tidy: Path) -> Path:
    """The same shop with customers there twice and some deleted, for the page that cleans up."""
    path = tidy.with_name(f"untidy-{tidy.name}")
    shutil.copyfile(tidy, path)
    with Store.open(path) as store:
        store.set_up(untidy)
    return path


def untidy(session: Session) -> None:
    """A few customers there twice, and some in the recycle bin."""
    rows = contact_list.page(session, ContactQuery(), 0, 40)
    for row in rows[:3]:
        draft = contacts.card(session, row.id).draft
        contacts.create(session, replace(draft, people=(), level="", tags=(), remark="2024"))
    contacts.create(session, contacts.ContactDraft("Anna", phones=(rows[4].phone,)))
    contacts.remove(session, [row.id for row in rows[30:34]])


def shoot(out: Path, only: str) -> int:
    """Take every picture whose name contains ``only``; returns how many."""
    application = app.make_application()
    count = 0
    with tempfile.TemporaryDirectory(prefix="crm-screenshots-") as folder:
        shops = {language: make_shop(Path(folder), language) for language in LANGUAGES}
        untidy_shops = {code: make_untidy(path) for code, (path, _record) in shops.items()}
        samples = sorted((ROOT / "resources" / "samples").glob("*.xlsx"))
        for look in LOOKS:
            file, record = shops[look.language]
            ways = screens(record, samples[0] if samples else None)
            for name, show in {"welcome": None, **ways}.items():
                if only in name:
                    shop = untidy_shops[look.language] if name in UNTIDY else file
                    target = out / f"{name}-{look}.png"
                    take(application, target, look, shop if show else None, show)
                    count += 1
            print(look, count)
    return count


def take(
    application: QApplication, target: Path, look: Look, file: Path | None, show: Show | None
) -> None:
    """One picture of a window of its own, so that none is left in the state of another."""
    window = app.build_window(Preferences(language=look.language, mode=look.mode))
    window.resize(*look.size)
    window.show()
    window.complete()
    window.messages.install()
    window.start(file)
    if file is not None and show is not None:
        self_test.wait(application, lambda: window.workspace.is_open)
        self_test.settle(application, window)
        show(window)
    self_test.settle(application, window)
    window.grab().save(str(target))
    problem = self_test.problem_of(window)
    window.let_go()
    window.jobs.stop()
    window.workspace.close()
    window.hide()
    window.deleteLater()
    self_test.wait(application, lambda: False, 0.02)
    if problem:
        raise RuntimeError(f"{target}: {problem}")


def write_docs(out: Path) -> None:
    """The pictures of README, small and compressed."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in SHOWN_IN_DOCS:
        for language in LANGUAGES:
            source = out / f"{name}-{language}-light-1440x900.png"
            small(source, PICTURES / f"{name}-{language}.png")
    small(out / "today-zh_CN-dark-1440x900.png", PICTURES / "today-dark-zh_CN.png")
    small(out / "today-en-dark-1440x900.png", PICTURES / "today-dark-en.png")


def small(source: Path, target: Path) -> None:
    """A picture scaled down, in 256 colours: a tenth of the bytes; the octree keeps reds red."""
    from PIL import Image

    with Image.open(source) as picture:
        height = picture.height * DOCS_WIDTH // picture.width
        scaled = picture.convert("RGB").resize((DOCS_WIDTH, height), Image.Resampling.LANCZOS)
        few = scaled.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(target, optimize=True)


def main() -> int:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="only screens whose name contains this")
    parser.add_argument("--docs", action="store_true", help="also write docs/pictures")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    print(f"{shoot(asked.out, asked.only)} pictures in {asked.out}")
    if asked.docs:
        write_docs(asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
