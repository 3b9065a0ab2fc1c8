"""Drawing matplotlib figures straight onto a PDF page, as vectors with the page's own fonts.

Text stays selectable and shares the subsets of the page, and matplotlib never has to read the
font files or rasterise anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.path import Path

from crm_desktop.reports import fonts

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from reportlab.pdfgen.canvas import Canvas

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}


def place(canvas: Canvas, figure: Figure, x: float, y: float) -> None:
    """Draw ``figure`` (72 dots per inch) with its lower left corner at ``x``, ``y`` points."""
    canvas.saveState()
    canvas.translate(x, y)
    width, height = figure.get_size_inches() * 72
    figure.draw(_CanvasRenderer(canvas, width, height))
    canvas.restoreState()


class _CanvasRenderer(RendererBase):
    """The few drawing operations our charts use; one unit is one point."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        super().__init__()
        self._canvas = canvas
        self._size = (width, height)

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def flipy(self) -> bool:
        return False

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Any,
        rgbFace: Any = None,  # noqa: N803 - matplotlib's name
    ) -> None:
        canvas = self._canvas
        stroked = gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0
        if not stroked and rgbFace is None:
            return
        canvas.saveState()
        self._clip(gc)
        if stroked:
            canvas.setStrokeColorRGB(*gc.get_rgb()[:3])
            canvas.setLineWidth(gc.get_linewidth())
            canvas.setLineCap(_CAPS[gc.get_capstyle()])
            canvas.setLineJoin(_JOINS[gc.get_joinstyle()])
        if rgbFace is not None:
            canvas.setFillColorRGB(*rgbFace[:3])
        outline = self._outline(path, transform)
        canvas.drawPath(outline, stroke=int(stroked), fill=int(rgbFace is not None))
        canvas.restoreState()

    def _outline(self, path: Path, transform: Any) -> Any:
        outline = self._canvas.beginPath()
        at = (0.0, 0.0)
        for points, code in path.iter_segments(transform, simplify=False):
            if code == Path.MOVETO:
                outline.moveTo(*points)
            elif code == Path.LINETO:
                outline.lineTo(*points)
            elif code == Path.CURVE3:
                outline.curveTo(*_cubic(at, points))
            elif code == Path.CURVE4:
                outline.curveTo(*points)
            elif code == Path.CLOSEPOLY:
                outline.close()
                continue
            at = (points[-2], points[-1])
        return outline

    def _clip(self, gc: GraphicsContextBase) -> None:
        box = gc.get_clip_rectangle()
        if box is not None:
            outline = self._canvas.beginPath()
            outline.rect(*box.bounds)
            self._canvas.clipPath(outline, stroke=0, fill=0)

    def draw_text(  # noqa: PLR0917 - matplotlib's signature
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,  # noqa: ARG002 - our charts write level
        ismath: bool | str = False,  # noqa: ARG002 - nothing is mathematics
        mtext: Any = None,  # noqa: ARG002
    ) -> None:
        canvas = self._canvas
        canvas.setFillColorRGB(*gc.get_rgb()[:3])
        canvas.setFont(fonts.face(_is_strong(prop)), prop.get_size_in_points())
        canvas.drawString(x, y, fonts.printable(s))

    def get_text_width_height_descent(
        self,
        s: str,
        prop: Any,
        ismath: bool | str,  # noqa: ARG002 - nothing is mathematics
    ) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        wide = fonts.width(fonts.printable(s), size, _is_strong(prop))
        return wide, size * fonts.CAP_HEIGHT, 0.0


def _is_strong(prop: Any) -> bool:
    return bool(prop.get_weight() == "semibold")


def _cubic(at: tuple[float, float], points: Any) -> tuple[float, ...]:
    """The cubic Bézier equal to the quadratic one from ``at`` over ``points`` (control, end)."""
    (x0, y0), (cx, cy, x1, y1) = at, points
    return (
        x0 + (cx - x0) * 2 / 3,
        y0 + (cy - y0) * 2 / 3,
        x1 + (cx - x1) * 2 / 3,
        y1 + (cy - y1) * 2 / 3,
        x1,
        y1,
    )
