"""Charts hold the data they are given, and draw it as vectors."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
from pathlib import Path

import pytest

from crm_desktop.core import i18n
from crm_desktop.reports import charts
from crm_desktop.reports.document import AgeBar, Chart, RankedBars, StackedMonths
from crm_desktop.reports.monthly import _months
from tests.reports import samples


def months() -> StackedMonths:
    with i18n.using("en"):
        return _months(samples.month())


def ranked(*labels: str) -> RankedBars:
    amounts = tuple(range(len(labels) * 1_000_00, 0, -1_000_00))
    return RankedBars(labels, amounts, "Type", "Sales", "Types")


AGES = AgeBar(("a", "b", "c", "d", "e"), (5_00, 3_00, 2_00, 0, 1_00), "Age", "Owed", "Ages")


@pytest.mark.parametrize(
    ("largest", "steps"),
    [
        (118_64, (40_00, 80_00, 120_00)),
        (120_00, (40_00, 80_00, 120_00)),
        (95, (40, 80)),
        (100, (40, 80)),
        (1, (1,)),
        (0, ()),
        (7, (2, 4, 6)),
        (299_999, (100_000, 200_000, 300_000)),
    ],
)
def test_the_scale_has_at_most_three_round_steps(largest: int, steps: tuple[int, ...]) -> None:
    found = charts.scale_steps(largest)
    assert len(found) <= 3
    assert all(step <= largest * 1.08 for step in found)
    assert found == steps


def test_bars_are_as_high_as_the_amounts() -> None:
    chart = months()
    axes = charts.figure(chart, 300, 120, "CNY").axes[0]
    returning, new = axes.containers[:2]
    assert [bar.get_height() for bar in returning] == list(chart.lower)
    assert [bar.get_height() for bar in new] == list(chart.upper)
    assert [bar.get_y() for bar in new] == list(chart.lower)


@pytest.mark.parametrize(
    "chart", [months(), ranked("A", "B"), AGES], ids=["months", "types", "ages"]
)
def test_charts_are_drawn_as_paths_and_text(chart: Chart) -> None:
    data = samples.as_pdf(samples.report(chart))
    assert b"/Subtype /Image" not in data
    with samples.opened(data) as document:
        kinds = {thing.type for thing in document[0].get_objects()}
    path_objects = 2
    assert path_objects in kinds


def test_labels_are_text_in_the_pdf_and_never_mathematics() -> None:
    (text,) = samples.page_texts(samples.as_pdf(samples.report(ranked("$x^2$", "a_b", "餐饮 👍"))))
    for label in ("$x^2$", "a_b", "餐饮 □"):
        assert label in text


def test_month_names_follow_the_language() -> None:
    (english,) = samples.page_texts(samples.as_pdf(samples.report(months())))
    assert "Jun" in english
    assert "May" in english
    (chinese,) = samples.page_texts(samples.as_pdf(samples.report(months(), language="zh_CN")))
    assert "Jun" not in chinese


def test_months_without_any_sale_and_months_of_returns_draw() -> None:
    chart = months()
    nothing = (0,) * 12
    for lower, upper in ((nothing, nothing), ((-5_00,) * 12, nothing)):
        empty = StackedMonths(
            chart.months, lower, upper, (None,) * 12, "Returning", "New", "Last year", "S"
        )
        assert samples.as_pdf(samples.report(empty)).startswith(b"%PDF")


def test_the_same_figure_renders_on_screen() -> None:
    """Agg uses the shipped fonts too, so that screen and paper cannot differ."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = charts.figure(ranked("餐饮", "家庭"), 200, 60, "CNY")
    file = io.BytesIO()
    FigureCanvasAgg(figure).print_png(file)
    assert file.getvalue().startswith(b"\x89PNG")


def test_importing_the_reports_imports_nothing_heavy() -> None:
    code = (
        "import sys;"
        "from crm_desktop.reports import catalogue, charts, csv, document, excel, job, pdf;"
        "heavy = {'matplotlib', 'reportlab', 'openpyxl', 'numpy', 'sqlalchemy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pyplot_is_never_imported() -> None:
    """pyplot keeps every figure in a global list and picks a window system."""
    folder = Path(charts.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            assert not [name for name in names if name.startswith("matplotlib.pyplot")], path.name
