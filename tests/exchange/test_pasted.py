"""Pasted blocks, Chinese and English, as rows of customers."""

from __future__ import annotations

import re

import pytest

from crm_desktop.exchange import pasted, pasted_shapes
from crm_desktop.services.fast_entry import FIELDS, EntryRow

Rows = list[dict[str, str]]

LINES: list[tuple[str, Rows]] = [
    (
        "张三 13800138000 上海市徐汇区漕溪北路1200号8楼302室\n"
        "13900139000 李四 北京市 朝阳区 建国路 88号",
        [
            {
                "name": "张三",
                "phone": "13800138000",
                "address": "上海市徐汇区漕溪北路1200号8楼302室",
            },
            {"name": "李四", "phone": "13900139000", "address": "北京市 朝阳区 建国路 88号"},
        ],
    ),
    (
        "王小明，13700137000，微信 wxm_1987，杭州顺达商贸有限公司，浙江省杭州市西湖区文三路1号",
        [
            {
                "name": "王小明",
                "phone": "13700137000",
                "wechat": "wxm_1987",
                "company": "杭州顺达商贸有限公司",
                "address": "浙江省杭州市西湖区文三路1号",
            }
        ],
    ),
    (
        "赵六13612345678广东省深圳市南山区科技园路5号 微信同号",
        [
            {
                "name": "赵六",
                "phone": "13612345678",
                "wechat": "13612345678",
                "address": "广东省深圳市南山区科技园路5号",
            }
        ],
    ),
    (
        "老客户 孙七 138-0013-8001 / 021-54321000转802 周末送货 #VIP",
        [
            {
                "name": "孙七",
                "phone": "138-0013-8001, 021-54321000转802",
                "tags": "VIP",
                "notes": "周末送货; 老客户",
            }
        ],
    ),
    (
        "王芳 老婆13900139000 家里 0571-88886666",
        [{"name": "王芳", "phone": "老婆13900139000, 家里 0571-88886666"}],
    ),
    (
        "１．张 三 先生 １３８００１３８０００\n"
        "2、李娜（老客户）13900001111 vx:lina_88\n王总 13700001111",
        [
            {"name": "张三 先生", "phone": "13800138000"},
            {"name": "李娜（老客户）", "phone": "13900001111", "wechat": "lina_88"},
            {"name": "王总", "phone": "13700001111"},
        ],
    ),
    (
        "姓名：张三\n电话：13800138000\n地址：上海市徐汇区漕溪北路1200号\n备注：爱喝茶\n\n"
        "姓名：李四  电话：13900139000 生日：1990-1-2",
        [
            {
                "name": "张三",
                "phone": "13800138000",
                "address": "上海市徐汇区漕溪北路1200号",
                "notes": "爱喝茶",
            },
            {"name": "李四", "phone": "13900139000", "notes": "生日:1990-1-2"},
        ],
    ),
    (
        "收货人: 周杰\n手机号码: 13800138000\n所在地区: 上海市浦东新区\n详细地址: 世纪大道100号",
        [{"name": "周杰", "phone": "13800138000", "address": "上海市浦东新区世纪大道100号"}],
    ),
    (
        "姓名 电话 地址\n张三 13800138000 上海市徐汇区\n李四 13900139000 北京市朝阳区 建国路",
        [
            {"name": "张三", "phone": "13800138000", "address": "上海市徐汇区"},
            {"name": "李四", "phone": "13900139000", "address": "北京市朝阳区 建国路"},
        ],
    ),
    (
        "张三\n13800138000\n上海市徐汇区漕溪北路1200号\n李四\n13900139000",
        [
            {"name": "张三", "phone": "13800138000", "address": "上海市徐汇区漕溪北路1200号"},
            {"name": "李四", "phone": "13900139000"},
        ],
    ),
    (
        "顺达商贸有限公司 0571-88886666\n微信：13800138000 刘洋 QQ：12345678",
        [
            {"name": "顺达商贸有限公司", "phone": "0571-88886666"},
            {"name": "刘洋", "wechat": "13800138000", "notes": "QQ:12345678"},
        ],
    ),
    (
        "Anna Lee, anna@x.com, 0171 1234567\n"
        "2. Bob Jones 07700 900123 bob@jones.co.uk Acme Ltd drinks tea",
        [
            {"name": "Anna Lee", "phone": "0171 1234567", "email": "anna@x.com"},
            {
                "name": "Bob Jones",
                "phone": "07700 900123",
                "email": "bob@jones.co.uk",
                "company": "Acme Ltd",
                "notes": "drinks tea",
            },
        ],
    ),
    (
        "+44 20 7946 0958, John Smith, 12 High Street, London SW1A 1AA, likes tea",
        [
            {
                "name": "John Smith",
                "phone": "+44 20 7946 0958",
                "address": "12 High Street, London SW1A 1AA",
                "notes": "likes tea",
            }
        ],
    ),
    (
        "Maria García; (212) 555-1234; maria@g.es; Calle Mayor 5, Madrid\nAnna Lee 12 High Street",
        [
            {
                "name": "Maria García",
                "phone": "(212) 555-1234",
                "email": "maria@g.es",
                "address": "Calle Mayor 5, Madrid",
            },
            {"name": "Anna Lee", "address": "12 High Street"},
        ],
    ),
    (
        "Name: Anna Lee; Phone: +49 171 1234567; Company: Müller GmbH; Tags: vip, new; Level: Gold",
        [
            {
                "name": "Anna Lee",
                "phone": "+49 171 1234567",
                "company": "Müller GmbH",
                "tags": "vip, new",
                "notes": "Level: Gold",
            }
        ],
    ),
    (
        "拱墅区凤起路 808 号  东升超市  150 3755 6251",
        [{"name": "东升超市", "phone": "150 3755 6251", "address": "拱墅区凤起路 808 号"}],
    ),
    (
        "收货地址：李雷，13800138000，浙江省 杭州市 余杭区 文一西路969号，310000\n"
        "电话13900139000 姓名张三 地址上海市徐汇区漕溪北路1200号",
        [
            {
                "name": "李雷",
                "phone": "13800138000",
                "address": "浙江省 杭州市 余杭区 文一西路969号 310000",
            },
            {
                "name": "张三",
                "phone": "13900139000",
                "address": "上海市徐汇区漕溪北路1200号",
            },
        ],
    ),
    (
        "王姐13800138000（微信同号）城东花园12-3-501 要两箱橙子\n1 王五 138****8000 备注：晚上送",
        [
            {
                "name": "王姐",
                "phone": "13800138000",
                "wechat": "13800138000",
                "address": "城东花园12-3-501",
                "notes": "要两箱橙子",
            },
            {"name": "王五", "phone": "138****8000", "notes": "晚上送"},
        ],
    ),
    (
        "陳大文 +852 9123 4567 香港九龍旺角彌敦道123號\n"
        "林小姐 0912-345-678 台北市大安區忠孝東路四段100號5樓 LINE: lin88",
        [
            {
                "name": "陳大文",
                "phone": "+852 9123 4567",
                "address": "香港九龍旺角彌敦道123號",
            },
            {
                "name": "林小姐",
                "phone": "0912-345-678",
                "address": "台北市大安區忠孝東路四段100號5樓",
                "notes": "LINE: lin88",
            },
        ],
    ),
    (
        "Jürgen Müller, Hauptstraße 12, 10115 Berlin, 030 1234567\n"
        "Marie Dupont; 06 12 34 56 78; 12 rue de la Paix, 75002 Paris",
        [
            {
                "name": "Jürgen Müller",
                "phone": "030 1234567",
                "address": "Hauptstraße 12, 10115 Berlin",
            },
            {
                "name": "Marie Dupont",
                "phone": "06 12 34 56 78",
                "address": "12 rue de la Paix, 75002 Paris",
            },
        ],
    ),
    (
        "Anna Lee <anna@x.com>, Bob Jones <bob@x.com>",
        [
            {"name": "Anna Lee", "email": "anna@x.com"},
            {"name": "Bob Jones", "email": "bob@x.com"},
        ],
    ),
    ("13800138000\n13900139000", [{"phone": "13800138000"}, {"phone": "13900139000"}]),
]

TABLES: list[tuple[str, Rows]] = [
    (
        "张三\t13800138000\t上海市徐汇区漕溪北路1200号\n\n李四\t13900139000\t北京市朝阳区建国路88号\n",
        [
            {"name": "张三", "phone": "13800138000", "address": "上海市徐汇区漕溪北路1200号"},
            {"name": "李四", "phone": "13900139000", "address": "北京市朝阳区建国路88号"},
        ],
    ),
    (
        '姓名\t手机\t单位\t备注\t生日\r\n张三\t13800138000\t顺达\t"一行\n二行 ""引号"""\t1990-1-1',
        [
            {
                "name": "张三",
                "phone": "13800138000",
                "company": "顺达",
                "notes": '一行\n二行 "引号"; 生日: 1990-1-1',
            }
        ],
    ),
    (
        "序号\t客户名称\t联系人\t联系电话\t省份\t城市\t地址\n"
        "1\t顺达商贸\t张三\t13800138000（晚上打）\t浙江省\t杭州市\t西湖区文三路1号\n合计\t1",
        [
            {
                "name": "张三",
                "phone": "13800138000",
                "company": "顺达商贸",
                "address": "浙江省杭州市西湖区文三路1号",
                "notes": "13800138000（晚上打）",
            }
        ],
    ),
    (
        "First name\tLast name\tE-mail\tMobile\tCompany\n"
        "Anna\tLee\ta@x.com\t0171 1234567\tAcme Ltd",
        [
            {
                "name": "Anna Lee",
                "phone": "0171 1234567",
                "email": "a@x.com",
                "company": "Acme Ltd",
            }
        ],
    ),
    (
        "Name,Phone,Address\nAnna Lee,0171 1234567,\"12 High Street, London\"\nBob,,",
        [
            {"name": "Anna Lee", "phone": "0171 1234567", "address": "12 High Street, London"},
            {"name": "Bob"},
        ],
    ),
    (
        "Anna Lee\tanna@x.com\t0171 1234567\nBob\tbob@x.com\t0172 7654321",
        [
            {"name": "Anna Lee", "phone": "0171 1234567", "email": "anna@x.com"},
            {"name": "Bob", "phone": "0172 7654321", "email": "bob@x.com"},
        ],
    ),
    (
        "1\t张三\t13800138000\t老客户\n2\t李四\t13900138000\t新客",
        [
            {"name": "张三", "phone": "13800138000", "notes": "老客户"},
            {"name": "李四", "phone": "13900138000", "notes": "新客"},
        ],
    ),
    (
        "张三\t13800138000\tzs_1987\tzs@x.com\t顺达\t上海\t老客\t送货",
        [
            {
                "name": "张三",
                "phone": "13800138000",
                "wechat": "zs_1987",
                "email": "zs@x.com",
                "company": "顺达",
                "address": "上海",
                "tags": "老客",
                "notes": "送货",
            }
        ],
    ),
    (
        "13800138000 微信同号\t张三\n13900138000\t李四",
        [
            {"name": "张三", "phone": "13800138000", "wechat": "13800138000"},
            {"name": "李四", "phone": "13900138000"},
        ],
    ),
]  # fmt: skip


def said(row: EntryRow) -> dict[str, str]:
    return {field: getattr(row, field) for field in FIELDS if getattr(row, field)}


@pytest.mark.parametrize(("block", "rows"), [*LINES, *TABLES])
def test_a_block_becomes_rows(block: str, rows: Rows) -> None:
    assert [said(row) for row in pasted.read(block)] == rows


@pytest.mark.parametrize("block", [block for block, _rows in LINES])
def test_nothing_is_lost(block: str) -> None:
    """Whatever order the words end up in, those of a line are in its row, but for labels."""
    wide = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
    for line in block.translate(wide).split("\n"):
        kept = "".join(words for row in pasted.lines([[line]]) for words in said(row).values())
        for word in re.findall(r"\w+", line):
            bare = re.sub(r"^(?:姓名|电话|地址|微信(?:同号)?|vx)|^[12](?!\d)", "", word)
            parts = re.findall(r"\d+|[A-Za-z]+|[\u4e00-\u9fff]", bare)
            known = pasted_shapes.label_of(word)
            assert known or all(part in kept for part in parts), (word, kept)


@pytest.mark.parametrize("block", ["", "  \n\t\n", "姓名\t电话", "姓名 电话 地址"])
def test_nothing_makes_no_row(block: str) -> None:
    assert pasted.read(block) == []


def test_a_lone_quotation_mark_does_not_swallow_the_rows_below() -> None:
    rows = pasted.read('27" screens\t13800138000\nAnna\t13900139000')
    assert [row.phone for row in rows] == ["13800138000", "13900139000"]


def test_quoted_line_breaks_of_one_column_stay_together() -> None:
    rows = pasted.read('"张三 13800138000\n上海市徐汇区漕溪北路1200号"\n李四 13900139000')
    assert [row.name for row in rows] == ["张三", "李四"]
    assert rows[0].address == "上海市徐汇区漕溪北路1200号"


@pytest.mark.parametrize(
    "line",
    [
        "ID 330106199001011234",
        "2024-05-06",
        "漕溪北路1200号",
        "200030",
        "1.5",
        "12345",
        "QQ 12345678",
    ],
)
def test_what_only_has_digits_is_no_phone(line: str) -> None:
    assert all(not row.phone for row in pasted.read("张三 " + line))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("a +86 138 0013 8000 b", "+86 138 0013 8000"),
        ("tel:021-54321000-802", "021-54321000-802"),
        ("400-100-2000", "400-100-2000"),
        ("138****8000", "138****8000"),
        ("call 88886666 now", "88886666"),
        ("+49 171 1234567 12 High Street", "+49 171 1234567"),
        ("01 23 45 67 89", "01 23 45 67 89"),
    ],
)
def test_numbers_are_found_among_words(words: str, number: str) -> None:
    span = pasted_shapes.phone_at(words)
    assert span is not None and words[slice(*span)] == number


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a", "张", "路1", "+1-", "a:", '"', "0 1", "Anna ", "#a"]
)
def test_a_text_that_is_no_line_about_a_customer_is_kept_whole(piece: str) -> None:
    text = (piece * 20_000).strip()
    (row,) = pasted.read(text)
    assert row.notes == text


def test_a_large_block_is_read_in_one_pass() -> None:
    rows = pasted.read(
        "\n".join(f"王小明 138{n:08} 上海市徐汇区漕溪北路{n}号" for n in range(1000))
    )
    assert len(rows) == 1000 and rows[-1].address == "上海市徐汇区漕溪北路999号"
