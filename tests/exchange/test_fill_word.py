"""Word documents filled in place: fields cut into pieces, rows of goods, Word's merge fields."""

from __future__ import annotations

from crm_desktop.core import i18n
from crm_desktop.exchange import fill_word
from crm_desktop.exchange.office_package import open_package
from crm_desktop.services.care.merge_fields import Merge
from crm_desktop.services.documents.document_fields import FIELDS, plain_name
from crm_desktop.services.documents.document_values import FieldValue
from tests.exchange.office_files import R, W, docx, para, paragraphs, part, row
from tests.exchange.test_office_package import relations


def names() -> dict[str, str]:
    found = {plain_name(field.key): field.key for field in FIELDS}
    with i18n.using("zh_CN"):
        found |= {plain_name(i18n._(field.label)): field.key for field in FIELDS}
    return found


def merge(lines: tuple[dict[str, str], ...] = (), **values: str) -> Merge:
    given = {key.replace("__", "."): FieldValue(value) for key, value in values.items()}
    rows = [{f"line.{key}": FieldValue(text) for key, text in line.items()} for line in lines]
    return Merge(names(), given, rows)


def filled(content: bytes, one: Merge) -> bytes:
    return fill_word.fill(open_package(content, "t.docx"), one)


def test_a_field_in_one_piece_in_every_spelling() -> None:
    body = para(
        "{{customer.name}} {{ Customer Name }} {{客户名称}} «客户名称»"
        " ｛｛客户名称｝｝ {{CUSTOMER_NAME}}"
    )
    made = filled(docx(body), merge(customer__name="云栖"))
    assert paragraphs(made) == ["云栖 云栖 云栖 云栖 云栖 云栖"]


def test_a_field_cut_into_pieces_takes_the_looks_of_the_first() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>To {</w:t></w:r><w:proofErr w:type='spellStart'/>"
        "<w:r><w:t>{cust</w:t></w:r><w:r><w:t>omer.na</w:t></w:r><w:r><w:t>me}</w:t></w:r>"
        "<w:r><w:t>}, hello {{deal.title}}</w:t></w:r></w:p>"
    )
    made = filled(docx(body), merge(customer__name="Anna", deal__title="Filter"))
    assert paragraphs(made) == ["To Anna, hello Filter"]
    assert '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">To Anna</w:t></w:r>' in part(made)


def test_what_is_not_a_field_keeps_its_bytes() -> None:
    body = (
        '<w:p w:rsidR="00A1"><w:r><w:t xml:space="preserve">  a &amp; b  </w:t></w:r></w:p>'
        "<!-- kept --><w:p/><w:customXml w:uri='x'/>"
    )
    content = docx(body + para("{{customer.name}}"))
    assert body in part(filled(content, merge(customer__name="Anna")))


def test_unknown_fields_stay_visible_and_blank_ones_go() -> None:
    one = merge(customer__name="Anna")
    body = para("{{customer.nmae}} {{customer.phone}}|{% for x in y %}|{{customer.name|upper}}")
    made = filled(docx(body), one)
    assert paragraphs(made) == ["{{customer.nmae}} |{% for x in y %}|{{customer.name|upper}}"]
    assert list(one.unknown) == ["{{customer.nmae}}", "{{customer.name|upper}}"]
    assert one.blank == ("customer.phone",)


def test_a_value_is_text_whatever_it_holds() -> None:
    nasty = '</w:t></w:r><w:r><w:t>&amp;"{{deal.title}}«deal.title»\x00\x1b\ud800\ufffe<!--'
    made = filled(docx(para("{{customer.name}}")), merge(customer__name=nasty, deal__title="NO"))
    (text,) = paragraphs(made)
    assert text == '</w:t></w:r><w:r><w:t>&amp;"{{deal.title}}«deal.title»<!--'
    open_package(made, "again.docx")


def test_lines_of_a_value_become_line_breaks() -> None:
    made = filled(docx(para("{{客户地址}}!")), merge(customer__address="a\r\nb\nc"))
    assert paragraphs(made) == ["a\nb\nc!"]


def test_rows_of_goods_come_once_each_in_order() -> None:
    rows = row("No", "Goods") + row("{{序号}}", "{{品名}} {{客户名称}}") + row("end", "")
    table = f"<w:tbl>{rows}</w:tbl>"
    goods = tuple({"number": str(i), "name": f"G{i}"} for i in range(1, 4))
    made = filled(docx(table + para("{{customer.name}}")), merge(goods, customer__name="Anna"))
    assert paragraphs(made) == [
        "No", "Goods", "1", "G1 Anna", "2", "G2 Anna", "3", "G3 Anna", "end", "", "Anna",
    ]  # fmt: skip
    assert part(made).count("<w:tr>") == 5


def test_goods_outside_a_table_repeat_their_paragraph_and_no_goods_leave_one_blank() -> None:
    body = para("- {{line.name}}") + para("{{customer.name}}")
    goods = ({"name": "A"}, {"name": "B"})
    assert paragraphs(filled(docx(body), merge(goods, customer__name="x"))) == ["- A", "- B", "x"]
    assert paragraphs(filled(docx(body), merge(customer__name="x"))) == ["- ", "x"]


def test_a_table_inside_a_repeated_row_repeats_with_it() -> None:
    inner = f"<w:tbl>{row('{{line.name}}')}</w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{para('{{line.number}}')}{inner}</w:tc></w:tr></w:tbl>"
    goods = ({"number": "1", "name": "A"}, {"number": "2", "name": "B"})
    assert paragraphs(filled(docx(outer), merge(goods))) == ["1", "A", "2", "B"]


def field(code: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f"<w:p>{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}"
        f"<w:r><w:t>{shown}</w:t></w:r>{mark('end')}</w:p>"
    )


def test_merge_fields_of_word_become_plain_text() -> None:
    body = field(" MERGEFIELD 客户名称 ", "«客户名称»") + (
        '<w:p><w:fldSimple w:instr=" MERGEFIELD customer.name "><w:r><w:t>«customer.name»</w:t>'
        "</w:r></w:fldSimple></w:p>"
    )
    made = filled(docx(body), merge(customer__name="Anna"))
    assert paragraphs(made) == ["Anna", "Anna"]
    assert not any(word in part(made) for word in ("MERGEFIELD", "fldChar", "fldSimple"))


def test_other_fields_of_word_stay_and_stale_merge_fields_are_told() -> None:
    one = merge(customer__name="Anna")
    made = filled(docx(field("PAGE", "3") + field("MERGEFIELD Name", "Old John")), one)
    assert paragraphs(made) == ["3", "Old John"] and part(made).count("fldChar ") == 6
    assert list(one.unknown) == ["«Name»"]


def test_headers_text_boxes_and_other_prefixes_are_filled() -> None:
    header = f'<x:hdr xmlns:x="{W}"><x:p><x:r><x:t>{{{{customer.name}}}}</x:t></x:r></x:p></x:hdr>'
    box = (
        "<w:p><w:r><w:t>{{deal</w:t></w:r><w:r><w:pict><w:txbxContent>"
        f"{para('{{customer.name}}')}</w:txbxContent></w:pict></w:r><w:r><w:t>.title}}}}</w:t></w:r></w:p>"
    ).replace("}}}}", "}}")
    made = filled(docx(box, {"word/header1.xml": header}), merge(customer__name="a\nb"))
    assert '<x:t xml:space="preserve">a</x:t><x:br/><x:t' in part(made, "word/header1.xml")
    # A field parted by a picture is none.
    assert "{{deal" in part(made) and ">a</w:t><w:br/>" in part(made)


def test_the_template_behind_the_document_and_its_data_source_are_dropped() -> None:
    settings = (
        f'<w:settings xmlns:w="{W}" xmlns:r="{R}"><w:zoom w:percent="100"/>'
        '<w:attachedTemplate r:id="rId9"/><w:mailMerge><w:dataSource r:id="rId8"/></w:mailMerge>'
        "</w:settings>"
    )
    more = {
        "word/settings.xml": settings,
        "word/_rels/settings.xml.rels": relations("attachedTemplate", "http://evil.example/a.dotm"),
    }
    made = filled(docx(para("x"), more), merge())
    assert "evil" not in part(made, "word/_rels/settings.xml.rels")
    kept = part(made, "word/settings.xml")
    assert "rId" not in kept and "zoom" in kept


def test_a_document_of_entities_and_cdata_reads_as_text() -> None:
    body = "<w:p><w:r><w:t>&#123;&#123;customer<![CDATA[.name}}]]></w:t></w:r></w:p>"
    assert paragraphs(filled(docx(body), merge(customer__name="Anna"))) == ["Anna"]
