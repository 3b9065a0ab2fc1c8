"""Write resources/templates: the templates of documents that come with the program.

Quote, contract, proposal and letter as .docx, a quote and an expense claim as .xlsx, each in
Chinese and English. ``uv run python tools/make_templates.py`` gives the same bytes every time;
the words stand below, to be changed here and made again.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

OUT = Path(__file__).resolve().parents[1] / "resources" / "templates"
STAMP = (2026, 6, 16, 0, 0, 0)
INK, PALE, LINE = "1F4E46", "E8EEEC", "B9C6C2"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Piece = str
Column = tuple[str, str, int, str]
"""Heading, field, width in twentieths of a point, ``left`` or ``right``."""


# Word


def paragraph(text: str, style: str = "", align: str = "") -> Piece:
    """One paragraph; line breaks stay."""
    shape = f'<w:pStyle w:val="{style}"/>' if style else ""
    shape += f'<w:jc w:val="{align}"/>' if align else ""
    runs = "<w:r><w:br/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in text.split("\n")
    )
    return f"<w:p>{f'<w:pPr>{shape}</w:pPr>' if shape else ''}{runs}</w:p>"


def cell(inside: Piece, width: int, fill: str = "") -> Piece:
    """One cell of a table."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}'
        f'<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'
    )


def table(rows: Iterable[Piece], widths: Sequence[int], *, lines: bool) -> Piece:
    """A table over the width of the page."""
    kind = "single" if lines else "nil"
    borders = "".join(
        f'<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def goods(columns: Sequence[Column]) -> Piece:
    """The table of goods: a heading repeated on each page, and the row that comes once each."""
    widths = [column[2] for column in columns]
    head = "".join(
        cell(paragraph(title, "TableHead", align), width, PALE)
        for title, _field, width, align in columns
    )
    row = "".join(
        cell(paragraph(field, "TableText", align), width) for _title, field, width, align in columns
    )
    return table(
        [
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>",
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>",
        ],
        widths,
        lines=True,
    )


def pairs(rows: Sequence[tuple[str, str]]) -> Piece:
    """Two columns of text without lines."""
    widths = (4_819, 4_819)
    made = [
        "<w:tr>"
        + "".join(cell(paragraph(text), width) for text, width in zip(row, widths, strict=True))
        + "</w:tr>"
        for row in rows
    ]
    return table(made, widths, lines=False)


def style(name: str, shown: str, run: str, shape: str) -> Piece:
    """A style of paragraphs."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{shape}</w:pPr>'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def styles(language: str) -> Piece:
    """The look of every document."""
    spoken = "zh-CN" if language == "zh_CN" else "en-GB"
    bold = f'<w:b/><w:color w:val="{INK}"/>'
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Microsoft YaHei"'
        ' w:cs="Calibri"/>'
        f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{spoken}" w:eastAsia="zh-CN"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="288"'
        ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        + style("Title", "Title", f'{bold}<w:sz w:val="40"/>', '<w:spacing w:after="200"/>')
        + style("Heading1", "heading 1", f'{bold}<w:sz w:val="25"/>',
                '<w:keepNext/><w:spacing w:before="240" w:after="80"/>')
        + style("TableHead", "Table Head", "<w:b/>", '<w:spacing w:before="40" w:after="40"/>')
        + style("TableText", "Table Text", "", '<w:spacing w:before="40" w:after="40"/>')
        + style("Small", "Small", '<w:color w:val="6B7A76"/><w:sz w:val="18"/>',
                '<w:spacing w:after="0"/>')
        + "</w:styles>"
    )  # fmt: skip


def word(language: str, body: Sequence[Piece], footer: str) -> bytes:
    """A document on A4 with a footer."""
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134"'
        ' w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_P}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{part}.xml" ContentType="{_CONTENT}.{kind}+xml"/>'
            for part, kind in (("document", "document.main"), ("styles", "styles"),
                               ("footer1", "footer"))
        )
        + "</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1"'
        f' Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'
        f"{''.join(body)}{page}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_P}/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_R}/footer" Target="footer1.xml"/></Relationships>',
        "word/styles.xml": styles(language),
        "word/footer1.xml": f'{_HEAD}<w:ftr xmlns:w="{_W}">'
        f"{paragraph(footer, 'Small', 'center')}</w:ftr>",
    }  # fmt: skip
    return packed({name: part.encode() for name, part in parts.items()})


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip that does not say when it was made."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


# Excel


class Sheet:
    """A sheet of one printed page, written row by row."""

    def __init__(self, title: str, widths: Sequence[int]) -> None:
        self.book = Workbook()
        sheet = self.book.active
        assert isinstance(sheet, Worksheet)
        self.sheet = sheet
        sheet.title = title
        for place, width in enumerate(widths):
            sheet.column_dimensions["ABCDEFGHIJ"[place]].width = width
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
        sheet.sheet_view.showGridLines = False
        self._row = 0
        self._columns = len(widths)

    def title(self, text: str) -> None:
        """A large line over the whole width."""
        self.line([text])
        self.sheet.cell(self._row, 1).font = Font(bold=True, size=18, color=INK)
        self.sheet.merge_cells(
            start_row=self._row, end_row=self._row, start_column=1, end_column=self._columns
        )
        self.sheet.row_dimensions[self._row].height = 30

    def line(self, values: Sequence[object], *, bold: bool = False) -> None:
        """Plain cells."""
        self._row += 1
        for column, value in enumerate(values, start=1):
            self.sheet.cell(self._row, column, value).font = Font(bold=bold)  # type: ignore[arg-type]

    def grid(self, values: Sequence[object], *, head: bool = False, right: int = 99) -> None:
        """Cells with lines around; those from column ``right`` on are set to the right."""
        self.line(values, bold=head)
        side = Side(style="thin", color=LINE)
        for column in range(1, len(values) + 1):
            one = self.sheet.cell(self._row, column)
            one.border = Border(left=side, right=side, top=side, bottom=side)
            one.alignment = Alignment(
                horizontal="right" if column >= right else None, vertical="center", wrap_text=True
            )
            if head:
                one.fill = PatternFill("solid", fgColor=PALE)
        self.sheet.row_dimensions[self._row].height = 22

    @property
    def row(self) -> int:
        """The row written last."""
        return self._row

    def content(self) -> bytes:
        """The workbook without the time it was saved at."""
        saved = BytesIO()
        self.book.save(saved)
        parts = {}
        with zipfile.ZipFile(saved) as archive:
            for name in sorted(archive.namelist()):
                if name != "docProps/core.xml":
                    parts[name] = archive.read(name)
        for name in ("[Content_Types].xml", "_rels/.rels"):
            parts[name] = without_core(parts[name])
        return packed(parts)


def without_core(data: bytes) -> bytes:
    """A part without its mention of the properties that hold the time."""
    start = data.find(b"docProps/core.xml")
    left, right = data.rfind(b"<", 0, start), data.find(b">", start) + 1
    return data[:left] + data[right:]


# The documents

GOODS: dict[str, list[Column]] = {
    "zh_CN": [
        ("序号", "{{序号}}", 700, "center"), ("品名", "{{品名}}", 3_038, "left"),
        ("规格", "{{规格}}", 1_500, "left"), ("数量", "{{数量}}", 900, "right"),
        ("单位", "{{单位}}", 800, "center"), ("单价", "{{单价}}", 1_300, "right"),
        ("金额", "{{金额}}", 1_400, "right"),
    ],
    "en": [
        ("No.", "{{line.number}}", 700, "center"), ("Goods", "{{line.name}}", 3_038, "left"),
        ("Specification", "{{line.spec}}", 1_500, "left"),
        ("Quantity", "{{line.quantity}}", 1_000, "right"), ("Unit", "{{line.unit}}", 700, "center"),
        ("Price", "{{line.price}}", 1_300, "right"), ("Amount", "{{line.amount}}", 1_400, "right"),
    ],
}  # fmt: skip

FOOTER = {
    "zh_CN": "{{本店名称}}　{{本店地址}}　{{本店电话}}",
    "en": "{{shop.name}} · {{shop.address}} · {{shop.phone}}",
}


def quote(language: str) -> bytes:
    """A quote for a deal or a sale."""
    if language == "zh_CN":
        body = [
            paragraph("报价单", "Title"),
            pairs([
                ("客户：{{客户名称}}", "报价单号：{{单号}}"),
                ("联系人：{{联系人}}　{{联系人电话}}", "日期：{{日期}}"),
                ("地址：{{客户地址}}", "有效期至：{{报价有效期}}"),
            ]),
            paragraph("{{联系人}} 您好：\n感谢您的信任。根据您的需要，报价如下。"),
            goods(GOODS[language]),
            paragraph("优惠：{{优惠金额}}　　合计：{{合计}}", "", "right"),
            paragraph("合计大写：{{合计大写}}", "", "right"),
            paragraph("说明", "Heading1"),
            paragraph("{{报价条款}}"),
            paragraph("{{本店名称}}\n{{经办人}}　{{经办人电话}}", "", "right"),
        ]  # fmt: skip
    else:
        body = [
            paragraph("Quote", "Title"),
            pairs([
                ("To: {{customer.name}}", "Quote number: {{quote.number}}"),
                ("Attn: {{customer.contact}} {{customer.contact_phone}}", "Date: {{today.date}}"),
                ("Address: {{customer.address}}", "Valid until: {{quote.valid_until}}"),
            ]),
            paragraph("Dear {{customer.contact}},\nthank you for your enquiry. We are pleased to"
                      " offer:"),
            goods(GOODS[language]),
            paragraph("Discount: {{quote.discount}}    Total: {{quote.total}}", "", "right"),
            paragraph("Terms", "Heading1"),
            paragraph("{{quote.terms}}"),
            paragraph("{{shop.name}}\n{{staff.name}} {{staff.phone}}", "", "right"),
        ]  # fmt: skip
    return word(language, body, FOOTER[language])


def contract(language: str) -> bytes:
    """A contract of sale between the customer and the shop."""
    if language == "zh_CN":
        clauses = [
            ("一、商品", "甲方向乙方购买下列商品："),
            ("二、价款", "合计人民币 {{合计}}（大写：{{合计大写}}）。已付 {{已付金额}}，"
             "余款 {{未付金额}}，于 {{付款期限}} 前付清。"),
            ("三、交货", "交货日期：{{交货日期}}。交货地点：{{客户地址}}。"),
            ("四、验收与质保", "甲方收货后三日内验收，逾期未提出异议视为合格。"
             "质保期内非人为损坏，乙方免费维修或更换。"),
            ("五、违约责任", "任何一方违约，应赔偿对方由此造成的损失。"),
            ("六、其他", "{{单据备注}}\n未尽事宜由双方协商解决；协商不成的，由乙方所在地人民法院"
             "管辖。本合同一式两份，双方签字盖章后生效。"),
        ]  # fmt: skip
        top = [
            paragraph("购销合同", "Title", "center"),
            pairs([("合同编号：{{单号}}", "签订日期：{{日期}}"),
                   ("甲方（买方）：{{客户名称}}", "乙方（卖方）：{{本店名称}}"),
                   ("税号：{{客户税号}}", "地址：{{本店地址}}"),
                   ("电话：{{客户电话}}", "电话：{{本店电话}}")]),
        ]  # fmt: skip
        end = pairs([
            ("甲方（盖章）：\n代表：{{联系人}}\n开户行：{{客户开户行}}\n账号：{{客户银行账号}}\n日期：",
             "乙方（盖章）：\n代表：{{经办人}}\n\n\n日期："),
        ])  # fmt: skip
    else:
        clauses = [
            ("1. Goods", "The Buyer buys from the Seller:"),
            ("2. Price and payment", "The total price is {{order.total}}. {{order.paid}} has been"
             " paid; {{order.open}} is to be paid by {{order.due}}."),
            ("3. Delivery", "Delivery on {{order.promised}} to {{customer.address}}."),
            ("4. Acceptance and warranty", "The Buyer inspects the goods within three days of"
             " delivery. Defects not caused by misuse are repaired or the goods replaced free of"
             " charge within the warranty period."),
            ("5. Breach", "A party in breach compensates the other for the loss it caused."),
            ("6. Other terms", "{{order.remark}}\nThis contract is made in two copies and takes"
             " effect when both parties have signed it."),
        ]  # fmt: skip
        top = [
            paragraph("Contract of Sale", "Title", "center"),
            pairs([("Contract number: {{order.number}}", "Date: {{today.date}}"),
                   ("Buyer: {{customer.name}}", "Seller: {{shop.name}}"),
                   ("Tax number: {{customer.tax_no}}", "Address: {{shop.address}}"),
                   ("Phone: {{customer.phone}}", "Phone: {{shop.phone}}")]),
        ]  # fmt: skip
        end = pairs([("For the Buyer:\n{{customer.contact}}\n\nDate:",
                      "For the Seller:\n{{staff.name}}\n\nDate:")])  # fmt: skip
    body = list(top)
    for number, (heading, text) in enumerate(clauses):
        body += [paragraph(heading, "Heading1"), paragraph(text)]
        if number == 0:
            body.append(goods(GOODS[language]))
    return word(language, [*body, paragraph(""), end, paragraph("")], FOOTER[language])


def proposal(language: str) -> bytes:
    """A proposal for a deal: what is offered and why."""
    if language == "zh_CN":
        sections = [
            ("您的需要", "{{商机备注}}"),
            ("我们的方案", "（请写明方案的做法、选用的产品和理由。）"),
            ("配置与价格", ""),
            ("时间安排", "预计于 {{预计成交日期}} 前确定，确定后按约定时间交付。"),
            ("服务承诺", "安装调试、使用培训、定期回访，由 {{经办人}} 负责。"),
        ]
        top = [
            paragraph("{{商机名称}}", "Title"),
            paragraph("致：{{客户名称}}　{{联系人}}\n{{本店名称}}　{{日期}}"),
        ]
        price = paragraph("预算合计：{{商机金额}}（大写：{{商机金额大写}}）", "", "right")
        end = paragraph("{{经办人}}　{{经办人职务}}\n{{经办人电话}}　{{经办人邮箱}}", "", "right")
    else:
        sections = [
            ("What you need", "{{deal.note}}"),
            ("What we propose", "(Say here what is to be done, with which products, and why.)"),
            ("Goods and prices", ""),
            ("Timing", "To be decided by {{deal.expected}}; delivery follows as agreed."),
            ("Service", "Installation, training and regular visits are in the hands of"
             " {{staff.name}}."),
        ]  # fmt: skip
        top = [
            paragraph("{{deal.title}}", "Title"),
            paragraph("For {{customer.name}}, {{customer.contact}}\n{{shop.name}}, {{today.date}}"),
        ]
        price = paragraph("Estimated total: {{deal.amount}}", "", "right")
        end = paragraph(
            "{{staff.name}}, {{staff.role}}\n{{staff.phone}} {{staff.email}}", "", "right"
        )
    body = list(top)
    for number, (heading, text) in enumerate(sections):
        body.append(paragraph(heading, "Heading1"))
        body += [goods(GOODS[language]), price] if number == 2 else [paragraph(text)]
    return word(language, [*body, end], FOOTER[language])


def letter(language: str) -> bytes:
    """A letter to a customer."""
    if language == "zh_CN":
        body = [
            paragraph("{{客户名称}}\n{{联系人}}　{{联系人职务}}\n{{客户地址}}"),
            paragraph("{{日期}}", "", "right"),
            paragraph("尊敬的 {{联系人}}："),
            paragraph("您上次惠顾是在 {{上次购买日期}}，距今已有 {{距上次购买天数}} 天。"
                      "感谢您一直以来的支持。"),
            paragraph("（请在此写正文。）"),
            paragraph("如有任何需要，请随时与我联系。"),
            paragraph("此致\n敬礼"),
            paragraph("{{本店名称}}\n{{经办人}}　{{经办人电话}}", "", "right"),
        ]  # fmt: skip
    else:
        body = [
            paragraph("{{customer.name}}\n{{customer.contact}}\n{{customer.address}}"),
            paragraph("{{today.date}}", "", "right"),
            paragraph("Dear {{customer.contact}},"),
            paragraph("your last purchase with us was on {{customer.last_sale}},"
                      " {{customer.days_since_sale}} days ago. Thank you for your custom."),
            paragraph("(Write your letter here.)"),
            paragraph("Please do not hesitate to call me."),
            paragraph("Yours sincerely"),
            paragraph("{{staff.name}}\n{{shop.name}} {{staff.phone}}"),
        ]  # fmt: skip
    return word(language, body, FOOTER[language])


def quote_sheet(language: str) -> bytes:
    """The quote as a workbook, for customers who reckon with it."""
    zh = language == "zh_CN"
    sheet = Sheet("报价" if zh else "Quote", (7, 30, 18, 10, 8, 13, 15))
    sheet.title("{{本店名称}}　报价单" if zh else "{{shop.name}} · Quote")
    if zh:
        sheet.line(["客户", "{{客户名称}}", None, None, None, "单号", "{{单号}}"])
        sheet.line(["联系人", "{{联系人}} {{联系人电话}}", None, None, None, "日期", "{{日期}}"])
        sheet.line([])
    else:
        sheet.line(["To", "{{customer.name}}", None, None, None, "Number", "{{quote.number}}"])
        sheet.line(["Attn", "{{customer.contact}} {{customer.contact_phone}}", None, None, None,
                    "Date", "{{today.date}}"])  # fmt: skip
        sheet.line([])
    sheet.grid([column[0] for column in GOODS[language]], head=True)
    sheet.grid([column[1] for column in GOODS[language]], right=6)
    discount, total = (
        ("{{优惠金额}}", "{{合计}}") if zh else ("{{quote.discount}}", "{{quote.total}}")
    )
    sheet.line([None, None, None, None, None, "优惠" if zh else "Discount", discount])
    sheet.line([None, None, None, None, None, "合计" if zh else "Total", total], bold=True)
    sheet.line([])
    sheet.line(["{{报价条款}}" if zh else "{{quote.terms}}"])
    return sheet.content()


def expense_claim(language: str) -> bytes:
    """What was spent on a customer or deal, to be filled in and handed in."""
    zh = language == "zh_CN"
    sheet = Sheet("报销单" if zh else "Expenses", (14, 20, 34, 10, 14))
    sheet.title("费用报销单" if zh else "Expense claim")
    if zh:
        sheet.line(["报销人", "{{经办人}}", None, "日期", "{{日期}}"])
        sheet.line(["客户", "{{客户名称}}", None, "商机", "{{商机名称}}"])
    else:
        sheet.line(["Claimed by", "{{staff.name}}", None, "Date", "{{today.date}}"])
        sheet.line(["Customer", "{{customer.name}}", None, "Deal", "{{deal.title}}"])
    sheet.line([])
    head = ("日期 类别 用途 票据数 金额" if zh else "Date Kind Purpose Receipts Amount").split()
    sheet.grid(head, head=True)
    kinds = ("交通", "餐饮", "住宿", "礼品", "资料", "其他") if zh else (
        "Travel", "Meals", "Lodging", "Gifts", "Materials", "Other")  # fmt: skip
    first = sheet.row + 1
    for kind in kinds:
        sheet.grid([None, kind, None, None, None], right=4)
        sheet.sheet.cell(sheet.row, 1).number_format = "yyyy-mm-dd"
        sheet.sheet.cell(sheet.row, 5).number_format = "#,##0.00"
    last = sheet.row
    sheet.grid(
        [None, "合计" if zh else "Total", None, f"=SUM(D{first}:D{last})",
         f"=SUM(E{first}:E{last})"],
        right=4,
    )  # fmt: skip
    sheet.sheet.cell(sheet.row, 5).number_format = "#,##0.00"
    sheet.line([])
    if zh:
        sheet.line(["报销人签字", None, "主管审批", None, "财务"])
    else:
        sheet.line(["Signature", None, "Approved by", None, "Accounts"])
    return sheet.content()


TEMPLATES: dict[str, Callable[[str], bytes]] = {
    "quote.docx": quote,
    "quote_sheet.xlsx": quote_sheet,
    "contract.docx": contract,
    "proposal.docx": proposal,
    "letter.docx": letter,
    "expense_claim.xlsx": expense_claim,
}


def main() -> None:
    """Write every template in both languages."""
    for language in ("zh_CN", "en"):
        (OUT / language).mkdir(parents=True, exist_ok=True)
        for name, make in TEMPLATES.items():
            (OUT / language / name).write_bytes(make(language))
            print(f"{language}/{name}: {(OUT / language / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
