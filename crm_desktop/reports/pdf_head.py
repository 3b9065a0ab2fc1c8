"""Who a page is from and what it is: its letterhead or running header, and its foot.

Each is as high as its texts need: a long name goes over several lines and is never cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from crm_desktop.reports import fonts, typeset
from crm_desktop.reports.document import Report
from crm_desktop.reports.paper import BODY, PAPER, PERIOD, SHOP, SMALL, TITLE, PageSetup
from crm_desktop.reports.pen import Pen

_LOGO, _MOST_LOGO = 30.0, 90.0  # height of the mark, and the most it may be wide
_HEAD = 41.0  # of a letterhead with one line of each
_RUNNING = 15.0
_APART = 16.0  # between what stands left and right
_FEW_LINES, _MOST_LINES = 3, 8  # of a name before it is set smaller; of a text, however absurd
_PERIOD_LINE, _LINE, _FOOT_LINE = 13.0, 10.6, 9.4
_SHOP_LEADING = 1.16


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on the pages of one report, broken into lines, and the page it stands on.

    ``width`` and ``height`` are those of the page, ``edge`` its margin; all in points.
    """

    report: Report
    width: float
    height: float
    edge: float
    title_size: float
    shop_size: float
    shop: tuple[str, ...]
    address: tuple[str, ...]
    period: tuple[str, ...]
    running_shop: tuple[str, ...]
    running: tuple[str, ...]
    footer: tuple[str, ...]

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.edge

    @property
    def foot(self) -> float:
        """Where the rule above the footer is."""
        return self.height - self.edge - 9 - (len(self.footer) - 1) * _FOOT_LINE

    @property
    def letterhead(self) -> float:
        """Height of the letterhead down to its rule."""
        left = 27.5 + (len(self.shop) - 1) * self._shop_line + (len(self.address) - 1) * _LINE
        return max(_HEAD, left + 12, 29 + (len(self.period) - 1) * _PERIOD_LINE + 12)

    @property
    def _shop_line(self) -> float:
        return self.shop_size * _SHOP_LEADING

    @property
    def running_height(self) -> float:
        """Height of the running header down to its rule."""
        return _RUNNING + (max(len(self.running), len(self.running_shop)) - 1) * _LINE

    def top(self, *, first: bool) -> float:
        """Where blocks begin: below the letterhead, or below the running header."""
        return self.edge + (self.letterhead + 10 if first else self.running_height + 15)

    def room(self, *, first: bool) -> float:
        """Height that is there for blocks."""
        return self.foot - self.top(first=first) - 6

    def draw(self, pen: Pen, pages: str, *, first: bool) -> None:
        """Draw all of it on a page, with ``pages`` in its lower right corner."""
        if first:
            self._letterhead(pen)
        else:
            self._running(pen)
        self._footer(pen, pages)

    def _letterhead(self, pen: Pen) -> None:
        left, right, top = self.edge, self.edge + self.inner, self.edge
        beside = left + _mark(pen, self.report, left, top) + 9
        baseline = top + 12.5
        for line in self.shop:
            pen.text(beside, baseline, line, self.shop_size, strong=True)
            baseline += self._shop_line
        baseline += 14 - self._shop_line
        for number, line in enumerate(self.address):
            pen.text(beside, baseline + number * _LINE, line, BODY, colour=PAPER.text3)
        title = fonts.printable(self.report.title)
        pen.text(right, top + 13.5, title, self.title_size, strong=True, align="right")
        for number, line in enumerate(self.period):
            at = top + 29 + number * _PERIOD_LINE
            pen.text(right, at, line, PERIOD, colour=PAPER.accent_text, strong=True, align="right")
        pen.rule(left, top + self.letterhead, self.inner, 1.5, PAPER.text)

    def _running(self, pen: Pen) -> None:
        left, right, top = self.edge, self.edge + self.inner, self.edge
        for number, line in enumerate(self.running_shop):
            pen.text(left, top + 8 + number * _LINE, line, BODY, strong=True)
        for number, line in enumerate(self.running):
            at = top + 8 + number * _LINE
            pen.text(right, at, line, BODY, colour=PAPER.text2, align="right")
        pen.rule(left, top + self.running_height, self.inner, 0.75, PAPER.text)

    def _footer(self, pen: Pen, pages: str) -> None:
        pen.rule(self.edge, self.foot, self.inner, 0.5, PAPER.rule)
        for number, line in enumerate(self.footer):
            at = self.foot + 10 + number * _FOOT_LINE
            pen.text(self.edge, at, line, SMALL, colour=PAPER.text3)
        right = self.edge + self.inner
        pen.text(right, self.foot + 10, pages, SMALL, colour=PAPER.text3, align="right")


def head(report: Report, setup: PageSetup) -> Head:
    """The texts of ``report``'s pages, set on the paper of ``setup``."""
    width, height = setup.size
    inner = width - 2 * setup.edge
    title, size = fonts.printable(report.title), TITLE
    while size > PERIOD and fonts.width(title, size, strong=True) > inner * 0.55:
        size -= 0.5
    period = _lines(report.period, PERIOD, inner * 0.55, strong=True)
    room = inner - _mark_width(report) - 9 - _APART
    right = _widest(period, PERIOD, strong=True)
    shop, shop_size = _shop(report, room - fonts.width(title, size, strong=True), room - right)
    running = _lines(f"{report.title}·{report.period}", BODY, inner * 0.6)
    beside = inner - _widest(running, BODY) - _APART
    return Head(
        report,
        width,
        height,
        setup.edge,
        title_size=size,
        shop_size=shop_size,
        shop=shop,
        address=_lines(report.shop.line, BODY, room - right),
        period=period,
        running_shop=_lines(report.shop.name, BODY, beside, strong=True),
        running=running,
        footer=_lines(report.footer, SMALL, inner - 50),
    )


def _shop(
    report: Report, beside_title: float, beside_period: float
) -> tuple[tuple[str, ...], float]:
    """The shop's name in lines, and its size: smaller where it would take more than three."""
    name = report.shop.name
    for size in (SHOP, PERIOD, BODY):
        lines = _lines(name, size, beside_title, strong=True)
        if len(lines) > 1:
            lines = _lines(name, size, min(beside_title, beside_period), strong=True)
        if len(lines) <= _FEW_LINES:
            break
    return lines, size


def _lines(text: str, size: float, width: float, *, strong: bool = False) -> tuple[str, ...]:
    return typeset.wrap(text, size, width, strong, _MOST_LINES)


def _widest(lines: tuple[str, ...], size: float, *, strong: bool = False) -> float:
    return max(fonts.width(line, size, strong) for line in lines)


def _mark_width(report: Report) -> float:
    if not report.shop.logo:
        return _LOGO
    from reportlab.lib.utils import ImageReader

    wide, high = ImageReader(BytesIO(report.shop.logo)).getSize()
    return float(min(_MOST_LOGO, _LOGO * wide / max(1, high)))


def _mark(pen: Pen, report: Report, x: float, y: float) -> float:
    """The shop's own logo, or its first character as a mark; returns its width."""
    shop = report.shop
    if shop.logo:
        return pen.logo(shop.logo, x, y, _LOGO, _MOST_LOGO)
    pen.box(x, y, _LOGO, _LOGO, colour=PAPER.accent, radius=7)
    mark = fonts.printable(shop.name.strip()[:1].upper())
    pen.text(x + _LOGO / 2, y + 20.6, mark, 16, colour=PAPER.ground, strong=True, align="center")
    return _LOGO
