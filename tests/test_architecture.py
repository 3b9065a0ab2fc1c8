"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Container, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "crm_desktop"
FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(parsed(path)))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_layers_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", ["crm_desktop.cli", "crm_desktop.__main__"])
def test_the_command_line_starts_without_qt_and_without_heavy_libraries(module: str) -> None:
    code = (
        f"import {module}, sys;"
        "heavy = {'PySide6', 'sqlalchemy', 'matplotlib', 'reportlab', 'openpyxl', 'numpy',"
        " 'pypinyin', 'phonenumbers', 'python_calamine'};"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_files_stay_small() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def definitions(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, int]]:
    for path in FILES:
        for node in nodes(path):
            if isinstance(node, kind):
                lines = (node.end_lineno or 0) - node.lineno + 1  # type: ignore[attr-defined]
                yield f"{name(path)}:{node.name}", lines  # type: ignore[attr-defined]


def test_functions_stay_small() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert {where: lines for where, lines in definitions(functions) if lines > 45} == {}


def test_classes_stay_small() -> None:
    assert {where: lines for where, lines in definitions(ast.ClassDef) if lines > 300} == {}


@pytest.mark.parametrize("layer", ["services"])
def test_every_module_has_its_test(layer: str) -> None:
    modules = {path.stem for path in (PACKAGE / layer).rglob("*.py") if path.stem != "__init__"}
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    # The parts of the sample shop are tested by the shop they make.
    untested = {
        module for module in modules if module not in tests and not module.startswith("demo_")
    }
    assert untested == set()


def test_no_file_is_named_for_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
    assert [name(path) for path in FILES if path.stem in vague] == []


def test_nothing_is_swallowed() -> None:
    swallowed = []
    for path in FILES:
        for node in nodes(path):
            if (
                isinstance(node, ast.ExceptHandler)
                and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
                and all(isinstance(line, ast.Pass) for line in node.body)
            ):
                swallowed.append(f"{name(path)}:{node.lineno}")
    assert swallowed == []


def test_no_circle_of_imports() -> None:
    """A circle holds only until somebody begins at its other end."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in FILES
    }
    needs = {
        name: set(_imported(parsed(path).body, modules)) - {name} for name, path in modules.items()
    }
    assert len(list(TopologicalSorter(needs).static_order())) == len(modules)


def _imported(nodes: list[ast.stmt], modules: Container[str]) -> Iterator[str]:
    """The modules named by imports that run when the file is imported."""
    for node in nodes:
        if isinstance(node, ast.If):
            checking = "TYPE_CHECKING" in ast.unparse(node.test)
            yield from _imported(node.orelse if checking else node.body + node.orelse, modules)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                found = inside if inside in modules else node.module or ""
                if found in modules:
                    yield found
