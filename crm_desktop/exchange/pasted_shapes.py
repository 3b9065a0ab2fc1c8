"""What the words of a pasted line look like: a number, an account, an address, a name."""

from __future__ import annotations

import re

from crm_desktop.core import names, phones
from crm_desktop.core.phones import PhoneProblem
from crm_desktop.exchange import headings

IN_BRACKETS = re.compile(r"(?<=<)[^@\s<>]+@[^@\s<>]+(?=>)")
EMAIL = re.compile(r"[^@\s,;，；、<>:()（）\u4e00-\u9fff]+@[^@\s,;，；、<>()（）]+\.[A-Za-z]{2,}")
SAME_AS_PHONE = re.compile(
    r"[(（]?(?:(?:微信|wx|vx)\s*(?:号|:)?\s*(?:同号|同手机号?|同电话号?|同上|就是手机号?)|(?:手机|电话)?微信同号)[)）]?",
    re.IGNORECASE,
)
WECHAT = re.compile(
    r"(?:(?<![A-Za-z0-9])(?:微信|wechat|weixin|wx|vx|v信)\s*(?:号码?|id)?\s*[:：]?\s*|(?<![A-Za-z0-9])v\s*:\s*)"
    r"(?P<one>[A-Za-z][-\w]{4,19}|1[3-9]\d{9})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
WECHAT_ID = re.compile(r"(?<!\w)wxid_\w+", re.ASCII)
QQ = re.compile(r"(?<![A-Za-z])QQ\s*号?\s*[:：]?\s*\d{5,11}(?!\d)", re.IGNORECASE)
TAG = re.compile(r"[#＃]([^\W\d][^\s#＃,，;；、]*)[#＃]?")
_WHOSE = (
    r"(?:(?<![\u4e00-\u9fffA-Za-z])(?:老婆|老公|爱人|妻子|丈夫|儿子|女儿|爸爸|妈妈|父亲|母亲|家里|家|办公室|单位"
    r"|公司|店里|助理|秘书|备用|office|home|work|assistant|wife|husband)\s*(?:电话|手机)?\s*:?\s*)?"
)
_PHONE = re.compile(
    rf"{_WHOSE}(?<![\d.*])(?:"
    r"(?:\(?(?:\+|00)?86\)?[\s-]{0,2})?1[3-9](?:\d[\s-]?\d{4}[\s-]?\d{4}|\d{2}[\s-]\d{3}[\s-]\d{4})"
    r"|1[3-9]\d{1,2}\*{2,}\d{2,4}"
    r"|\+(?!86)\d{1,3}(?:[\s\-/.()]{0,2}\d){6,12}"
    r"|[48]00[\s-]?\d{3,4}[\s-]?\d{3,4}"
    r"|\(?0(?:10|2\d|[3-9]\d{2})\)?[\s-]?[2-9]\d{2,3}[\s-]?\d{4}(?:\s*(?:转|分机|ext\.?|-)\s*\d{1,6})?"
    r"|\(?[2-9]\d{2}\)?[\s.-]\s?\d{3}[\s.-]\d{4}"
    r"|0\d{1,5}[\s/-]\d{5,8}|0\d{2,4}[\s-]\d{3,4}[\s-]\d{3,4}|0\d(?:[\s.-]\d{2}){4}|0\d{8,12}"
    r"|(?<![\w-])[2-9]\d{6,7}(?![\w-])"
    r")(?!\d)(?!\.\d)(?!\s*[号室弄栋幢])",
    re.IGNORECASE,
)


def phone_at(line: str, start: int = 0) -> tuple[int, int] | None:
    """Where the next telephone number of a line stands, with the word for whose it is."""
    for match in _PHONE.finditer(line, start):
        first, last = match.span()
        while _runs_on(line, first, last):
            cut = max(line.rfind(" ", first, last), line.rfind("-", first, last))
            if cut <= first:
                break
            last = cut
        if phones.parse_phones(line[first:last]):
            return first, last
    return None


def _runs_on(line: str, first: int, last: int) -> bool:
    """True for a number with more digits than it can have, as with a house number behind it."""
    found = line[first:last]
    parsed = phones.parse_phones(found)
    if not parsed or not found.startswith("+"):
        return not parsed
    house = re.search(r"\s\d{1,3}$", found) and re.match(r"\s+[^\W\d_]", line[last:])
    return parsed[0].problem is PhoneProblem.UNKNOWN or house is not None


_PROVINCES = (
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_REGION_END = re.compile(
    r"[\u4e00-\u9fff]{1,}(?:省|自治区|(?<![超夜集门])市|区|县|旗|镇|乡|村|街道|路|街|大道|巷|弄|胡同|小区|花园|公寓|大厦|广场|家园"
    r"|新村|苑|工业园|园区)(?:[东西南北]门)?$"
)
_REGIONS = re.compile(
    r"^(?:中国)?(?:(?:" + _PROVINCES + r")(?:省|市|自治区)?|[\u4e00-\u9fff]{2,7}?(?:省|自治区|市))"
    r"[\u4e00-\u9fff]{1,8}?(?:市|区|县|旗|镇|乡|街道|州|盟|路|街)"
)
_NUMBERED = re.compile(
    r"(?:路|街|道|巷|弄|胡同|村|镇|小区|花园|苑|里)\s*[\dA-Za-z一二三四五六七八九十]+"
    r"|[\dA-Za-z一二三四五六七八九十]+\s*(?:号楼?|弄|栋|幢|单元|室|层|楼|座|组)(?![\u4e00-\u9fff]{0,2}(?:店|公司|商|超))"
)
_ENGLISH_PLACE = re.compile(
    r"\d+\w?,?\s+(?:[\w.'’-]+\s+){0,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|boulevard"
    r"|way|square|sq|court|ct|place|pl|terrace|close|crescent|highway|hwy|parkway|pkwy)\b"
    r"|\w+(?:str(?:aße|asse|\.)|weg|platz|allee|gasse)\s*\d+|\bp\.?\s?o\.?\s?box\s*\d"
    r"|^(?:\d+\w?,?\s+)?(?:rue|via|calle|avenida|plaza|chemin|av|bd)\.?\s|\b(?:blk|block)\s*\d|\b(?:apt|suite|unit|flat|room|floor)\b\.?\s*#?\d"
    r"|^\d{4,5}\s+[A-Za-zÀ-ž]{3,}|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}\b",
    re.IGNORECASE,
)
PART_OF_HOUSE = re.compile(r"blk|block|apt|suite|unit|flat|room|floor|no", re.IGNORECASE)
_COMPANY_END = re.compile(
    r"(?:公司|集团|[^工]厂|店|行|超市|商贸|贸易|中心|学校|医院|银行|部|馆|楼|院|社|局|所)$"
)


def is_address(piece: str) -> bool:
    """True for ``上海市徐汇区漕溪北路1200号``, ``阳光花园``, ``12 High Street``."""
    if piece.isascii() or not re.search(r"[\u4e00-\u9fff]", piece):
        return _ENGLISH_PLACE.search(piece) is not None
    if _NUMBERED.search(piece):
        return not re.search(r"(?:公司|商行|超市)$", piece)
    if len(piece) >= 3 and _REGION_END.search(piece):
        return True
    return len(piece) >= 5 and not _COMPANY_END.search(piece) and bool(_REGIONS.search(piece))


def is_company(piece: str) -> bool:
    """True for ``顺达商贸有限公司`` and ``Acme Ltd``."""
    return names.looks_like_company(piece)


# The surnames of nine in ten; a word that begins so is rather a name than another of its length.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤常温康施文牛樊葛邢"
    "安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路"
    "辛管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧"
    "闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_HAN_NAME = re.compile(
    r"[\u3400-\u9fff]{2,4}(?:先生|女士|小姐|老师|经理|老板娘?|总|师傅|阿姨)?"
    r"|[\u3400-\u9fff]{1,10}[·•][\u3400-\u9fff·•]{1,12}"
)
_AFTER_NAME = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
_LATIN_NAME = re.compile(r"[^\W\d_][\w'’.\-]*(?:\s+[^\W\d_][\w'’.\-]*){0,3}")
TITLE = re.compile(
    r"先生|女士|小姐|太太|老师|经理|总经理|老板娘?|主任|医生|师傅|阿姨|店长|采购|会计"
)


def name_rank(piece: str) -> int:
    """How much a piece looks like a person's name: 2 much, 1 perhaps, 0 not."""
    bare = _AFTER_NAME.sub("", piece)
    if _HAN_NAME.fullmatch(bare):
        known = bare[0] in _SURNAMES or names.surname_length(bare) > 1 or "·" in bare
        return 2 if known else 1
    if re.search(r"[\u3400-\u9fff]", bare) or not _LATIN_NAME.fullmatch(bare):
        return 0
    return 2 if bare[0].isupper() and len(bare) > 1 else 1


_FIELDS = {
    "name": "name", "customer": "name", "contact_person": "name", "mobile": "phone",
    "phone": "phone", "fax": "phone", "wechat": "wechat", "email": "email", "address": "address",
    "province": "region", "city": "region", "district": "region",
    "tags": "tags", "remark": "notes",
}  # fmt: skip
_COMPANY_LABEL = re.compile(
    r"公司|单位|企业|商户|店名|company|organi[sz]ation|employer|firm", re.IGNORECASE
)


def label_of(word: str) -> str:
    """The cell a heading or label names, ``other`` for another known heading, empty for none."""
    fields, sure = headings.fields_of(word)
    if sure < 0.9 or len(word) > 20:
        return ""
    if _COMPANY_LABEL.search(word) and "customer" in fields:
        return "company"
    return next((_FIELDS[field] for field in fields if field in _FIELDS), "other")
