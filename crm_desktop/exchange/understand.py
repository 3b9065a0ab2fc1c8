"""How a sheet is laid out: where its header is, and what every row was taken for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.core import text
from crm_desktop.core.i18n import N_
from crm_desktop.exchange import headings
from crm_desktop.exchange.periods import period_of
from crm_desktop.exchange.sheets import Cell, Row, Sheet


class RowKind(StrEnum):
    """What a row is; only ``DATA`` is imported."""

    DATA = "data"
    TITLE = "title"
    HEADER = "header"
    REPEATED_HEADER = "repeated_header"
    BLANK = "blank"
    GROUP = "group"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    CARRIED = "carried_forward"
    FOOTER = "footer"
    EXAMPLE = "example"
    LEFT_OUT = "left_out"
    HIDDEN = "hidden"


WHY: dict[RowKind, str] = {
    RowKind.TITLE: N_("Title above the table"),
    RowKind.HEADER: N_("Column headings"),
    RowKind.REPEATED_HEADER: N_("Column headings again"),
    RowKind.BLANK: N_("Empty row"),
    RowKind.GROUP: N_("Heading of a group"),
    RowKind.SUBTOTAL: N_("Subtotal"),
    RowKind.TOTAL: N_("Total"),
    RowKind.CARRIED: N_("Amount carried forward"),
    RowKind.FOOTER: N_("Note or signature below the table"),
    RowKind.EXAMPLE: N_("Example"),
    RowKind.LEFT_OUT: N_("Left out by you"),
    RowKind.HIDDEN: N_("Hidden in the sheet"),
}
"""Why a row is not imported, in English; pass it through ``_`` when shown."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet understood. Rows and columns are 0-based.

    ``headings[c]`` is the heading of column ``c`` (the lower one of two), ``parents[c]`` the
    heading merged above it. ``year`` and ``month`` are those the title or sheet name states.
    """

    header_rows: tuple[int, ...]
    headings: tuple[str, ...]
    parents: tuple[str, ...]
    kinds: tuple[RowKind, ...]
    year: int = 0
    month: int = 0

    def data_rows(self) -> list[int]:
        """0-based numbers of the rows that hold records."""
        return [number for number, kind in enumerate(self.kinds) if kind is RowKind.DATA]


_HEADER_WITHIN = 60
_MONTHS_ACROSS = 3
_TOTAL = re.compile(
    r"(?:(?:本|当|每|全|上|今)?(?:日|天|周|月|季|年|页|部|期|店|单|年度|季度|月份)?(?:小|合|总|共|累)计"
    r"|(?:小|合|总|共|累)\s*(?:计|计数)|总\s*额|总金额|合计金额|.{1,8}(?:小计|合计|总计)"
    r"|grand\s*totals?|sub-?\s*totals?|totals?|sum)"
    r"(?:[(（].{0,10}[)）])?[:：]?(?:\s*[\d,.￥¥$元人户单笔条共]+)?"
)
_SUBTOTAL = re.compile(r"小\s*计|sub|本日|当日|日计|本页|每[日页]|.{1,8}(?:小计|合计)")
_GRAND = re.compile(r"^(?:合计|总计|共计|累计|本月合计|本年|全年|全部)")
_CARRIED = re.compile(
    r"(?:上[月期年页]|期初|年初|月初|承前|承上)\s*(?:结转|余额|结余|页|转|累计|欠款)?|过次页|转下页|结转下[页月]"
    r"|(?:balance\s*)?(?:brought|carried)\s*forward|opening\s*balance|b/f|c/f",
    re.IGNORECASE,
)
_MAYBE_TOTAL = re.compile(r"[计計额額]|total|sum", re.IGNORECASE)
_CARRIED_STARTS = frozenset("上期年月承过過转轉结結bBoOcC")
_FOOTER = re.compile(
    r"(?:注|备注|附注|说明|附|制表|制单|编制|审核|复核|审批|批准|经手|经办|签字|签名|签收|签章|盖章|填表|填报|打印|导出"
    r"|页码|仓管|出纳|会计|主管|负责人|联系人|以上|仅供|数据来源|温馨提示|第\s*\d+\s*页|共\s*\d+\s*页"
    r"|notes?\b|prepared|approved|checked|signature|signed|printed|exported|page\s*\d|source)"
    r"(?:人|员|时间|日期|签字|签名|章)*\s*(?:[:：].*|\d.*|by\b.*|)$",
    re.IGNORECASE | re.DOTALL,
)
_GROUP = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．:：]|[(（][一二三四五六七八九十\d]+[)）]|【.*】$|[■▲●◆★※]|第[一二三四五六七八九十\d]+[章部组])"
)
_EXAMPLE = re.compile(r"(?:示?例|举例|example)\s*[:：]", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[年./\-_]\s*(1[0-2]|0?[1-9])(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*月")
KEYS = frozenset(
    {"name", "customer", "contact_person", "mobile", "phone", "product", "email", "member_no",
     "order_no", "first_name", "last_name", "wechat"}
)  # fmt: skip


def understand(sheet: Sheet, file_name: str = "") -> Layout:
    """The layout of ``sheet``; one without a header has ``header_rows == ()``."""
    header = _header_rows(sheet)
    width = sheet.width
    lower, parents = _heading_texts(sheet, header, width)
    titles = [cell for row in sheet.rows[: header[0] if header else 0] for cell in row]
    year, month = _year_month([sheet.name, *titles[:40], file_name])
    kinds = _RowKinds(sheet, header, lower, parents).all()
    return Layout(header, lower, parents, kinds, year, month)


def _score(row: Row) -> float:
    """How much a row looks like column headings."""
    words = [cell for cell in row if cell != ""]
    if len(words) < 1:
        return 0.0
    texts = [cell for cell in words if isinstance(cell, str) and len(cell) <= 40]
    sure = [headings.fields_of(cell)[1] for cell in texts]
    months = {cell for cell in texts if _is_month(cell)}
    if len(months) >= _MONTHS_ACROSS:
        sure = [0.9 if cell in months else one for cell, one in zip(texts, sure, strict=True)]
    hits = sum(sure)
    if hits < 0.9 * min(2, len(words)) or hits < 0.4 * len(words):
        return 0.0
    others = len(words) - len(texts)
    twice = len(texts) - len(set(texts))
    return hits + 0.1 * len(set(texts)) - others - 0.5 * twice


def _is_month(cell: str) -> bool:
    found = period_of(cell, year=2000) if len(cell) <= 20 else None
    return found is not None and not found.day


def _header_rows(sheet: Sheet) -> tuple[int, ...]:
    rows = sheet.rows[:_HEADER_WITHIN]
    scores: list[float] = []
    for row in rows:
        scores.append(_score(row))
        # A full row of known headings is the header; what follows cannot be a better one.
        if scores[-1] >= max(4.0, sum(cell != "" for cell in row)):
            break
    highest = max(scores, default=0.0)
    if highest <= 0:
        return _unknown_header(rows)
    # The first good one: a heading row repeated further down may be fuller.
    best = next(number for number, score in enumerate(scores) if score >= 0.6 * highest)
    # A header of two rows: the columns one leaves empty, or heads in common, are in the other.
    for upper, under in ((best - 1, best), (best, best + 1)):
        if upper >= 0 and under < len(rows) and _belong(sheet, upper, under):
            return (upper, under)
    return (best,)


def _belong(sheet: Sheet, upper: int, under: int) -> bool:
    """True when row ``under`` holds the lower headings of row ``upper``."""
    above, below = sheet.rows[upper], sheet.rows[under]
    spans = [span for span in sheet.merged if span[0] == upper]
    flat = [(left, right) for first, left, last, right in spans if last == first]
    across = {column for left, right in flat for column in range(left, right + 1)}
    down = {left for first, left, last, _right in spans if last > first}
    lower = [column for column, cell in enumerate(below) if cell != ""]
    if not lower or any(not isinstance(below[column], str) for column in lower):
        return False
    if any(
        len(str(below[column])) > 20 or re.search(r"\d{3}", str(below[column])) for column in lower
    ):
        return False
    filled = [column for column, cell in enumerate(above) if cell != ""]
    heads = [headings.is_heading(above[one]) or _is_month(str(above[one])) for one in filled]
    if len(filled) < 2 or sum(heads) < 2:
        return False
    known = sum(1 for column in lower if headings.is_heading(below[column]))
    if across or down:
        return known >= 1 and all(column in across or column not in filled for column in lower)
    gaps = [column for column in lower if column >= len(above) or above[column] == ""]
    return len(gaps) >= 1 and known >= 2 and len(lower) - len(gaps) <= len(gaps)


def _unknown_header(rows: Sequence[Row]) -> tuple[int, ...]:
    """A row of distinct texts over a column that holds other things is a header all the same."""
    for number, row in enumerate(rows[:20]):
        words = [cell for cell in row if cell != ""]
        if len(words) < 2 or len(set(map(str, words))) < len(words):
            continue
        if any(not isinstance(cell, str) or _numeric(cell) for cell in words):
            return ()
        below = [other for other in rows[number + 1 : number + 6] if any(c != "" for c in other)]
        if below and any(
            not isinstance(cell, str) or _numeric(cell)
            for other in below
            for cell in other
            if cell != ""
        ):
            return (number,)
    return ()


def _numeric(cell: str) -> bool:
    return re.fullmatch(r"[\d\s.,:/\-￥¥$%]+", text.halfwidth(cell)) is not None


def _heading_texts(
    sheet: Sheet, header: tuple[int, ...], width: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not header:
        return ("",) * width, ("",) * width

    def cell(row: int, column: int) -> str:
        cells = sheet.rows[row]
        return text.clean(str(cells[column])) if column < len(cells) else ""

    upper = [cell(header[0], column) for column in range(width)]
    for first, left, _last, right in sheet.merged:
        if first == header[0] and left < width:
            for column in range(left, min(right + 1, width)):
                upper[column] = upper[column] or upper[left]
    if len(header) == 1:
        return tuple(upper), ("",) * width
    lower = [cell(header[1], column) for column in range(width)]
    if not any(span[0] == header[0] for span in sheet.merged):
        _spread(upper, lower)
    both = [
        (low or up, up if low and low != up else "") for up, low in zip(upper, lower, strict=True)
    ]
    return tuple(low for low, _up in both), tuple(up for _low, up in both)


def _spread(upper: list[str], lower: list[str]) -> None:
    """Without merged cells an upper heading reaches over the lower ones that follow it."""
    for column in range(1, len(upper)):
        if not upper[column] and lower[column] and lower[column - 1]:
            upper[column] = upper[column - 1]


def _year_month(texts: Iterable[object]) -> tuple[int, int]:
    """Year and month stated by sheet name, title rows or file name; 0 where none is."""
    year = month = 0
    for cell in texts:
        words = text.halfwidth(str(cell))
        both = _YEAR_MONTH.search(words)
        if (
            both
            and not month
            and not re.search(r"更新|制表|打印|导出|截止|截至", words[: both.start()])
        ):
            year, month = int(both[1]), int(both[2])
        if not month and (found := _MONTH.search(words)) and not both:
            month = int(found[1])
        if not year and (found := _YEAR.search(words)):
            year = int(found[1])
    return year, month


def is_total(words: str) -> bool:
    """True for 合计：2人, Total and the like."""
    folded = text.fold(words)
    packed = folded if folded.isascii() else folded.replace(" ", "")
    return len(words) <= 40 and _TOTAL.fullmatch(packed) is not None


def is_footer(words: str) -> bool:
    """True for 制表人：… and other notes below a table."""
    return _FOOTER.match(text.simplify(text.clean(words))) is not None


class _RowKinds:
    """Judges every row of one sheet."""

    def __init__(
        self, sheet: Sheet, header: tuple[int, ...], lower: Sequence[str], parents: Sequence[str]
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._titles = [
            {headings.normal(one) for one in pair if one}
            for pair in zip(lower, parents, strict=True)
        ]
        self._starts = {word[0] for words in self._titles for word in words if word}
        found = [set(headings.fields_of(one)[0]) for one in lower]
        self._keys = [bool(fields & KEYS) for fields in found]
        self._ignored = [fields == {"ignore"} for fields in found]
        self._wide = {
            span[0]: span[3] - span[1] + 1 for span in sheet.merged if span[3] - span[1] >= 2
        }

    def all(self) -> tuple[RowKind, ...]:
        """One kind per row."""
        start = self._header[-1] + 1 if self._header else 0
        kinds = []
        for number, row in enumerate(self._sheet.rows[:start]):
            filled = any(cell != "" for cell in row)
            above = RowKind.TITLE if filled else RowKind.BLANK
            kinds.append(RowKind.HEADER if number in self._header else above)
        for number in range(start, len(self._sheet.rows)):
            kinds.append(self._kind(number, self._sheet.rows[number]))
        self._mark_end(kinds)
        return tuple(kinds)

    def _kind(self, number: int, row: Row) -> RowKind:
        filled = [column for column, cell in enumerate(row) if cell != ""]
        if not filled or (str(row[filled[0]]).isspace() and not "".join(map(str, row)).strip()):
            return RowKind.BLANK
        first = row[filled[0]]
        if isinstance(first, str) and _EXAMPLE.match(first):
            return RowKind.EXAMPLE
        texts = 0
        for column in filled:
            cell = row[column]
            if isinstance(cell, str):
                texts += 1
                if len(cell) <= 40:
                    special = self._special(cell, row, filled, column)
                    if special:
                        return special
                if texts == 3:
                    break
        if len(filled) <= 2:
            return self._sparse(number, row, filled)
        return RowKind.DATA

    def _special(self, cell: str, row: Row, filled: Sequence[int], column: int) -> RowKind | None:
        """Totals, carried amounts and repeated headings, told by one of the first texts."""
        if _MAYBE_TOTAL.search(cell):
            words = text.fold(cell)
            packed = words if words.isascii() else words.replace(" ", "")
            if _TOTAL.fullmatch(packed) and self._is_total_place(filled, column):
                small = _SUBTOTAL.match(packed) and not _GRAND.match(packed)
                return RowKind.SUBTOTAL if small else RowKind.TOTAL
        if cell[:1] in _CARRIED_STARTS and _CARRIED.fullmatch(text.fold(cell).rstrip(":：")):
            return RowKind.CARRIED
        start = cell.strip()[:1].casefold()
        if start in self._starts and self._repeats(row, filled, column):
            return RowKind.REPEATED_HEADER
        return None

    def _is_total_place(self, filled: Sequence[int], column: int) -> bool:
        """A total names nothing else: left of it nothing but empty cells or a serial number."""
        before = [one for one in filled if one < column]
        return len(before) <= 2 and not any(
            self._keys[one] for one in before if one < len(self._keys)
        )

    def _repeats(self, row: Row, filled: Sequence[int], column: int) -> bool:
        if column >= len(self._titles):
            return False
        if headings.normal(str(row[column])) not in self._titles[column]:
            return False
        same = sum(
            1
            for one in filled
            if one < len(self._titles) and headings.normal(str(row[one])) in self._titles[one]
        )
        return same >= 2 and same * 10 >= len(filled) * 6

    def _sparse(self, number: int, row: Row, filled: Sequence[int]) -> RowKind:
        """A row with one or two filled cells: a record with only a name, or no record."""
        first = row[filled[0]]
        words = text.clean(str(first))
        if isinstance(first, str) and _FOOTER.match(text.simplify(words)):
            return RowKind.FOOTER
        if number in self._wide or (isinstance(first, str) and _GROUP.match(words)):
            return RowKind.GROUP
        useful = [one for one in filled if one < len(self._ignored) and not self._ignored[one]]
        if not useful:
            return RowKind.BLANK if not isinstance(first, str) or words.isdigit() else RowKind.GROUP
        if len(filled) == 1 and self._header and not self._keys[filled[0]] and any(self._keys):
            return RowKind.GROUP if isinstance(first, str) and filled[0] == 0 else RowKind.DATA
        return RowKind.DATA

    def _mark_end(self, kinds: list[RowKind]) -> None:
        """Below the last record groups are notes; below a grand total nearly empty rows too."""
        last = max((n for n, kind in enumerate(kinds) if kind is RowKind.DATA), default=-1)
        for number in range(last + 1, len(kinds)):
            if kinds[number] is RowKind.GROUP:
                kinds[number] = RowKind.FOOTER


def first_cell(row: Row) -> Cell:
    """The first filled cell of a row, or empty."""
    return next((cell for cell in row if cell != ""), "")
