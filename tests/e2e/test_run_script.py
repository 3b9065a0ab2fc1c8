"""./run and ./test: set up once, then start at once; arguments are passed on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for Unix")

UV = """#!/bin/sh
[ "$1" = --version ] && exit 0
echo "$@" >> uv-calls
mkdir -p .venv/bin
printf '#!/bin/sh\\necho "python: $*"\\n' > .venv/bin/python
chmod +x .venv/bin/python
"""

OLD_UV = '#!/bin/sh\n[ "$1" = --version ]\n'
PYTHON_WITH_UV = """#!/bin/sh
[ "$1 $2" = "-m venv" ] || exit 1
mkdir -p "$3/bin"
printf '#!/bin/sh\\nexit 0\\n' > "$3/bin/python"
cp "$(dirname "$0")/new-uv" "$3/bin/uv"
chmod +x "$3/bin/python"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts in a folder of their own, with a uv that only notes what it was asked."""
    copy = tmp_path / "check out"
    (copy / "tools").mkdir(parents=True)
    for name in ("run", "test", "tools/setup.sh", "uv.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, copy / name)
    (tmp_path / "bin").mkdir()
    program(copy, "uv", UV)
    # Nothing is installed by a test.
    program(copy, "apt-get", "#!/bin/sh\nexit 1\n")
    program(copy, "python3", "#!/bin/sh\nexit 1\n")
    return copy


def program(checkout: Path, name: str, text: str) -> None:
    """Put a program first on the PATH."""
    file = checkout.parent / "bin" / name
    file.write_text(text)
    file.chmod(0o755)


def call(
    checkout: Path, script: str, *words: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    path = f"{checkout.parent / 'bin'}:/usr/local/bin:/usr/bin:/bin"
    return subprocess.run(
        [str(checkout / script), *words],
        env={"PATH": path, "HOME": str(checkout.parent), **variables},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def calls(checkout: Path) -> list[str]:
    noted = checkout / "uv-calls"
    return noted.read_text().splitlines() if noted.exists() else []


def test_the_first_time_sets_up_the_second_starts_at_once(checkout: Path) -> None:
    first = call(checkout, "run", "import", "a b.crm", "--json")
    assert first.returncode == 0, first.stderr
    assert first.stdout.endswith("python: -P -m crm_desktop import a b.crm --json\n")
    assert len(calls(checkout)) == 1
    assert calls(checkout)[0].startswith("sync --frozen")
    assert "--no-dev" in calls(checkout)[0]
    started = time.perf_counter()
    second = call(checkout, "run", "demo")
    assert time.perf_counter() - started < 2
    assert second.stdout == "python: -P -m crm_desktop demo\n"
    assert second.stderr == ""
    assert len(calls(checkout)) == 1


def test_another_lock_file_or_place_sets_up_again(checkout: Path) -> None:
    call(checkout, "run", "demo")
    with (checkout / "uv.lock").open("a") as lock:
        lock.write("\n# changed\n")
    call(checkout, "run", "demo")
    assert len(calls(checkout)) == 2
    moved = checkout.rename(checkout.with_name("moved"))
    call(moved, "run", "demo")
    assert len(calls(moved)) == 3


def test_what_tests_need_also_serves_to_run_but_not_the_other_way(checkout: Path) -> None:
    call(checkout, "run", "demo")
    call(checkout, "test", "tests/core")
    assert len(calls(checkout)) == 2
    assert "--no-dev" not in calls(checkout)[1]
    done = call(checkout, "test", "tests/core")
    assert done.stdout == "python: -m pytest tests/core\n"
    call(checkout, "run", "demo")
    assert len(calls(checkout)) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_arguments_the_display_decides(checkout: Path) -> None:
    shown = call(checkout, "run", DISPLAY=":0")
    assert shown.stdout.splitlines()[-1] == "python: -P -m crm_desktop"
    hidden = call(checkout, "run")
    words = hidden.stdout.splitlines()[-1]
    assert words.startswith(f"python: -P -m crm_desktop look {checkout}/build/look/20")


def test_a_set_up_that_fails_is_said_and_not_remembered(checkout: Path) -> None:
    program(checkout, "uv", OLD_UV)
    failed = call(checkout, "run", "demo")
    assert failed.returncode == 1
    assert "Install python3-venv" in failed.stderr
    program(checkout, "uv", UV)
    assert call(checkout, "run", "demo").returncode == 0


@pytest.mark.parametrize("on_path", [True, False])
def test_without_a_uv_that_can_read_the_lock_one_is_fetched(checkout: Path, on_path: bool) -> None:
    program(checkout, "new-uv", UV)
    program(checkout, "python3", PYTHON_WITH_UV)
    program(checkout, "uv", OLD_UV if on_path else "#!/bin/sh\nexit 1\n")
    done = call(checkout, "run", "demo")
    assert done.returncode == 0, done.stderr
    assert "Fetching uv" in done.stderr
    assert (checkout / ".venv-tools" / ".gitignore").read_text() == "*\n"
    assert len(calls(checkout)) == 1
    call(checkout, "run", "demo")
    assert len(calls(checkout)) == 1


def test_the_scripts_can_be_executed() -> None:
    for name in ("run", "test", ".ci/run"):
        assert os.access(ROOT / name, os.X_OK), name
