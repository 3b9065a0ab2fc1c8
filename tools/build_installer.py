"""Build the program as one folder and try what was built.

    uv run python tools/build_installer.py [--out DIR] [--skip-build]

Runs PyInstaller on build_installer.spec, then lets the built program do its main job in an empty
environment: make a sample file, import a workbook, print a report, export, check, and open its
window offscreen. Prints the size, and exits 1 when anything fails.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "crm-desktop.exe" if sys.platform == "win32" else "crm-desktop"
SAMPLES = ROOT / "resources" / "samples"


def build(out: Path) -> None:
    """Run PyInstaller; the result is ``out/crm-desktop``."""
    work = out.parent / "build" / "installer"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(out), "--workpath", str(work), str(ROOT / "build_installer.spec")]
    subprocess.run(command, cwd=ROOT, check=True)


def size_of(folder: Path) -> tuple[int, Counter[str]]:
    """Bytes of all files, in all and by what stands below the folder's ``_internal``."""
    parts: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            below = path.relative_to(folder).parts
            inside = below[1:] if below[0] == "_internal" else below
            parts[inside[0]] += path.stat().st_size
    return parts.total(), parts


def environment(home: Path) -> dict[str, str]:
    """Next to nothing, so that the program cannot borrow from this computer."""
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP") if key in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "CRM_DESKTOP_CONFIG": str(home / "config"),
    }


def try_out(program: Path, home: Path) -> None:
    """The main job, step by step; raises for the first step that fails."""
    shop, sheet = home / "shop.crm", home / "customers.xlsx"
    report = home / "report.pdf"
    workbooks = sorted(SAMPLES.glob("*.xlsx"))
    steps: list[list[object]] = [
        ["--version"],
        ["demo", shop, "--customers", 200, "--today", "2026-06-18"],
        *(["import", shop, workbook] for workbook in workbooks[:1]),
        ["report", shop, "monthly", "--month", "2026-05", "-o", report, "--lang", "zh_CN"],
        ["report", shop, "monthly", "--month", "2026-05", "-o", home / "report.xlsx"],
        ["export", shop, "all", "-o", sheet],
        ["export", shop, "customers", "-o", home / "customers.vcf"],
        ["export", shop, "followups", "-o", home / "followups.ics"],
        ["search", shop, "wang"],
        ["check", shop],
        ["open", shop, "--self-test"],
    ]
    for step in steps:
        words = [str(word) for word in step]
        started = time.perf_counter()
        done = run(program, words, home)
        print(f"  {time.perf_counter() - started:5.1f} s  {words[0]}")
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stdout} {done.stderr}")
    if not report.read_bytes().startswith(b"%PDF-"):
        raise RuntimeError("the report is no PDF")


def run(program: Path, words: list[str], home: Path) -> subprocess.CompletedProcess[str]:
    """One command of the built program."""
    return subprocess.run(
        [str(program), *words],
        env=environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def main() -> int:
    """Build, measure, try out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--skip-build", action="store_true", help="only try what is there")
    asked = parser.parse_args()
    if not asked.skip_build:
        build(asked.out)
    folder = asked.out / "crm-desktop"
    total, parts = size_of(folder)
    print(f"{folder}: {total / 1e6:.0f} MB")
    for name, size in parts.most_common(12):
        print(f"  {size / 1e6:6.1f} MB  {name}")
    with tempfile.TemporaryDirectory() as home:
        try_out(folder / NAME, Path(home))
    print("The built program works.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
