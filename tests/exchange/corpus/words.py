"""What the shops of the corpus sell and to whom, and how their columns are called."""

from __future__ import annotations

from dataclasses import dataclass

from tests.exchange.corpus.forms import Dice


@dataclass(frozen=True, slots=True)
class Script:
    """Words in one script."""

    surnames: str
    given: str
    places: tuple[str, ...]
    trades: tuple[str, ...]
    products: tuple[tuple[str, str, str], ...]
    """Name, specification and unit."""


HANS = Script(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾欧",
    "伟芳娜敏静丽强磊洋勇艳杰娟涛明超霞平刚桂英华",
    ("杭州", "宁波", "绍兴", "温州"),
    ("电器有限公司", "食品经营部", "五金商行", "水产批发部", "装饰工程有限公司", "便利店"),
    (("酱油", "1.9L", "瓶"), ("五常大米", "10kg", "袋"), ("纯牛奶", "250ml*24", "箱"),
     ("节能灯", "12W", "只"), ("抽纸", "24包/箱", "箱"), ("桶装水", "18.9L", "桶"),
     ("洗洁精", "1.5L", "瓶"), ("龙井茶", "250g/罐", "罐"), ("水泥", "50kg", "包")),
)  # fmt: skip
HANT = Script(
    "王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅",
    "偉芳娜敏靜麗強磊洋勇艷傑娟濤明超霞平剛英華",
    ("台北", "高雄", "台中", "九龍"),
    ("電器有限公司", "食品行", "五金行", "水產批發行", "貿易有限公司"),
    (("醬油", "1.9L", "瓶"), ("白米", "10kg", "袋"), ("鮮奶", "250ml", "箱"), ("燈泡", "12W", "個"),
     ("紙巾", "24包", "箱"), ("礦泉水", "18.9L", "桶")),
)  # fmt: skip

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "客户姓名", "客户名称", "客 户 名 称", "会员姓名", "客户\n名称",
             "*客户名称", "单位名称"),
    "phones": ("手机", "联系电话", "手机号码", "手机\n号码", "电话", "联系方式（必填）",
               "联系方式"),
    "mobile": ("手机", "手机号", "移动电话"),
    "land": ("固定电话", "座机", "电话"),
    "since": ("建档日期", "注册时间", "开卡日期", "建档\n日期", "首次到店"),
    "birthday": ("生日", "出生日期", "会员生日"),
    "debt_minor": ("欠款", "欠款（元）", "欠款金额", "应收余额"),
    "spent_minor": ("累计消费", "累计消费金额", "消费总额"),
    "level": ("等级", "客户级别", "会员等级", "客户等级"),
    "address": ("地址", "联系地址", "详细地址", "地  址", "送货地址"),
    "member_no": ("客户编号", "客户编码", "编号"),
    "card_no": ("会员卡号", "卡号", "会员编号"),
    "emails": ("邮箱", "电子邮箱", "E-mail"),
    "wechat": ("微信", "微信号"),
    "tags": ("标签", "客户标签"),
    "points": ("积分", "剩余积分"),
    "gender": ("性别",),
    "remark": ("备注", "说明", "备  注"),
    "date": ("日期", "销售日期", "下单日期", "开单日期"),
    "order_no": ("单号", "订单号", "单据编号", "销售单号"),
    "buyer": ("客户", "客户名称", "购货单位", "客户姓名"),
    "buyer_phone": ("电话", "联系电话", "客户电话"),
    "product": ("品名", "商品名称", "产品", "货品名称"),
    "spec": ("规格", "规格型号"),
    "unit": ("单位", "计量单位"),
    "quantity": ("数量", "销售数量", "数 量"),
    "price": ("单价", "单价（元）", "销售单价"),
    "discount": ("折扣", "折扣率"),
    "amount": ("金额", "金额（元）", "销售金额", "小计"),
    "pay_method": ("收款方式", "付款方式", "支付方式"),
    "received": ("已收", "已收款", "实收"),
    "owed": ("欠款", "未收", "未收款"),
    "code": ("货号", "商品编码", "产品编号"),
    "barcode": ("条码", "条形码"),
    "stock": ("库存", "库存数量"),
    "cost": ("进价", "成本价"),
    "follow_up_text": ("跟进内容", "沟通记录", "跟进记录"),
    "next_contact": ("下次跟进", "下次联系", "下次跟进时间"),
    "salesperson": ("业务员", "跟进人"),
}  # fmt: skip
HANT_HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "客戶名稱", "客戶姓名"),
    "phones": ("電話", "聯絡電話", "手機", "聯繫電話"),
    "mobile": ("手機", "手機號碼"),
    "land": ("市話", "電話"),
    "since": ("建檔日期", "註冊日期"),
    "debt_minor": ("欠款", "欠款金額"),
    "level": ("等級", "會員等級"),
    "address": ("地址", "聯絡地址"),
    "member_no": ("客戶編號", "編號"),
    "remark": ("備註",),
    "date": ("日期", "銷售日期"),
    "order_no": ("單號", "訂單號"),
    "buyer": ("客戶", "客戶名稱"),
    "product": ("品名", "商品名稱"),
    "spec": ("規格",),
    "quantity": ("數量",),
    "price": ("單價",),
    "amount": ("金額", "小計"),
    "pay_method": ("付款方式",),
}


def heading(field: str, dice: Dice, *, hant: bool = False) -> str:
    """One of the words a column of this field is headed by."""
    return dice.choice((HANT_HEADINGS if hant else HEADINGS)[field])


def people(count: int, dice: Dice, script: Script = HANS) -> list[str]:
    """So many names, of people and of companies, all different."""
    found: dict[str, None] = {}
    while len(found) < count:
        if dice.random() < 0.3:
            brand = dice.choice(script.given) + dice.choice(script.given)
            found[dice.choice(script.places) + brand + dice.choice(script.trades)] = None
        else:
            given = "".join(dice.choice(script.given) for _one in range(dice.choice((1, 2, 2))))
            found[dice.choice(script.surnames) + given] = None
    return list(found)
