"""Names of people and companies: how they sound, their titles apart, and which is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from crm_desktop.core import paths, text

# Surnames read otherwise than the character alone; the first reading is the usual one.
_SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "任": "ren", "华": "hua", "乐": "yue", "车": "che", "覃": "qin", "翟": "zhai",
    "牟": "mu", "员": "yun", "宁": "ning", "燕": "yan", "纪": "ji", "俞": "yu", "洗": "xian",
    "缪": "miao", "黑": "he", "盛": "sheng", "么": "yao", "折": "she", "逄": "pang", "召": "shao",
    "祭": "zhai", "种": "chong", "秘": "bi", "繁": "po", "句": "gou", "撒": "sa", "晁": "chao",
    "沈": "shen", "那": "na", "佴": "nai", "隽": "juan", "宓": "mi", "都": "du", "相": "xiang",
    "应": "ying", "过": "guo", "於": "yu", "葛": "ge", "干": "gan", "谌": "chen", "费": "fei",
    "薄": "bo", "褚": "chu", "柏": "bai", "仉": "zhang", "乜": "nie", "哈": "ha", "冼": "xian",
    "郇": "xun", "贾": "jia", "石": "shi", "重": "chong", "尹": "yin", "卜": "bu", "藏": "zang",
    "占": "zhan", "阚": "kan", "庹": "tuo", "郗": "xi", "危": "wei", "隗": "wei", "眭": "sui",
}  # fmt: skip
_COMPOUND_SURNAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "令狐": "ling hu", "长孙": "zhang sun", "澹台": "tan tai",
    "夏侯": "xia hou", "单于": "chan yu", "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan",
    "诸葛": "zhu ge", "东方": "dong fang", "皇甫": "huang fu", "公孙": "gong sun",
    "慕容": "mu rong", "司徒": "si tu", "司空": "si kong", "端木": "duan mu", "轩辕": "xuan yuan",
    "独孤": "du gu", "南宫": "nan gong", "宇文": "yu wen", "钟离": "zhong li", "闻人": "wen ren",
    "赫连": "he lian", "呼延": "hu yan", "百里": "bai li", "东郭": "dong guo", "西门": "xi men",
    "濮阳": "pu yang", "淳于": "chun yu", "太史": "tai shi", "申屠": "shen tu", "公羊": "gong yang",
    "仲孙": "zhong sun", "宗政": "zong zheng", "鲜于": "xian yu", "闾丘": "lv qiu",
    "拓跋": "tuo ba", "纳兰": "na lan", "第五": "di wu", "段干": "duan gan",
}  # fmt: skip
_WORD = re.compile(r"[a-z]+|[0-9]+|[^\x00-\x7f]")
_NO_SMALL_LETTERS = dict.fromkeys(range(ord("a"), ord("z") + 1))
_ASCII_ALNUM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


class _Readings(dict[int, str]):
    """Code point to reading for ``str.translate``; what has none is dropped."""

    def __missing__(self, code: int) -> str:
        return ""


class _Table(NamedTuple):
    full: _Readings
    marked: _Readings  # the same with the first letter in capitals
    words: dict[str, tuple[str, str]]
    odd: frozenset[str]  # Latin letters, digits, traditional characters of several readings
    special: frozenset[str]  # characters that may sound different in company, and the odd


@cache
def _table() -> _Table:
    content = paths.resource("data", "pinyin.txt").read_text(encoding="utf-8")
    characters, words = content.split("\n\n")
    full = _Readings({10: "\n"})
    for line in characters.splitlines():
        if not line.startswith("#"):
            reading, members = line.split(" ")
            full.update(dict.fromkeys(map(ord, members), reading))
    marked = _Readings({code: reading.capitalize() for code, reading in full.items()})
    pairs: dict[str, tuple[str, str]] = {}
    for line in words.splitlines():
        if not line.startswith("#"):
            word, first, second = line.split(" ")
            pairs[word] = (first, second)
    for surname, spoken in _COMPOUND_SURNAMES.items():
        first, second = spoken.split(" ")
        pairs[surname] = (first, second)
    several = {
        character
        for word, spoken in pairs.items()
        for character, reading in zip(word, spoken, strict=True)
        if full[ord(character)] != reading
    }
    several |= {surname for surname, spoken in _SURNAMES.items() if full[ord(surname)] != spoken}
    special = {chr(code) for code in full if text.simplify(chr(code)) in several}
    odd = (special - several) | _ASCII_ALNUM
    return _Table(full, marked, pairs, frozenset(odd), frozenset(special | odd))


def pinyin_of(name: str) -> tuple[str, str]:
    """Full pinyin and initials of ``name``, lower case, without blanks inside a reading.

    ``张三`` gives ``("zhangsan", "zs")``. Two readings are separated by a blank, the likelier
    first: ``曾磊`` gives ``("zenglei ceng…", "zl cl")``. Latin words count by their first letter.
    """
    return pinyin_batch([name])[0]


def pinyin_batch(names: Sequence[str]) -> list[tuple[str, str]]:
    """``pinyin_of`` of every name, about 1 us each."""
    if not names:
        return []
    table = _table()
    joined = "\n".join(names)
    if joined.count("\n") != len(names) - 1:
        joined = "\n".join(name.replace("\n", " ") for name in names)
    marked = joined.translate(table.marked)
    initials = marked.translate(_NO_SMALL_LETTERS).lower().split("\n")
    full = marked.lower().split("\n")
    plain = table.special.isdisjoint
    return [
        (one, short) if plain(name) or _usual(name, table) else _careful(name, table)
        for name, one, short in zip(names, full, initials, strict=True)
    ]


def _usual(name: str, table: _Table) -> bool:
    """True when no character of ``name``, all of it simplified Chinese, is read specially."""
    if name[:1] in _SURNAMES or not table.odd.isdisjoint(name):
        return False
    words = table.words
    return not any(name[at : at + 2] in words for at in range(len(name) - 1))


def _careful(name: str, table: _Table) -> tuple[str, str]:
    """Readings of a name with Latin words, or characters that sound different in company."""
    simple = text.fold(name)
    as_words = _spoken(simple, table, surname=False)
    as_name = _spoken(simple, table, surname=True)
    full = list(dict.fromkeys("".join(parts) for parts in (as_name, as_words)))
    short = list(
        dict.fromkeys(
            "".join(part if part.isdigit() else part[:1] for part in parts)
            for parts in (as_name, as_words)
        )
    )
    return " ".join(full), " ".join(short)


def _spoken(simple: str, table: _Table, *, surname: bool) -> list[str]:
    """One reading per character or Latin word of a folded name."""
    tokens = _WORD.findall(simple)
    spoken: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        pair = table.words.get(token + tokens[at + 1]) if at + 1 < len(tokens) else None
        if pair:
            spoken.extend(pair)
            at += 2
            continue
        if token.isascii():
            spoken.append(token)
        elif surname and at == 0 and token in _SURNAMES:
            spoken.append(_SURNAMES[token])
        else:
            spoken.append(table.full[ord(token)] if len(token) == 1 else "")
        at += 1
    return spoken


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name as typed, taken apart: ``name`` to show, ``title`` and ``note`` may be empty."""

    name: str
    title: str = ""
    note: str = ""


_TITLES = (
    "先生|女士|小姐|太太|夫人|老师|老板娘|老板|总经理|副总|经理|董事长|董事|主任|主管|厂长|店长|"
    "校长|院长|科长|处长|局长|书记|会计|医生|大夫|护士|教授|博士|律师|师傅|阿姨|大姐|大哥|大叔|总|"
    "老板儿|老總|工程师|队长|班长|站长|所长|部长|组长|助理|秘书|采购"
)
_SHORT_TITLES = "|哥|姐|叔|姨|嫂|工|董|姑|伯|爷|婶|妹|弟"
_TITLE_END = re.compile(rf"^(?P<name>[\u3400-\u9fff]{{2,4}}?)(?P<title>{_TITLES})$")
_TITLE_APART = re.compile(
    rf"^(?P<name>.*?[\u3400-\u9fff].*?)[ ·.,，]+(?P<title>{_TITLES}{_SHORT_TITLES})$"
)
_TITLE_ONLY = re.compile(rf"^(?:{_TITLES}{_SHORT_TITLES})$")
_ENGLISH_TITLE = re.compile(
    r"^(?P<title>Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam)\b\.?\s+(?P<name>\S.*)$", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*[(（\[【〔]\s*(?P<inside>[^()（）\[\]【】〔〕]*)\s*[)）\]】〕]\s*$")
_NOTE_MARK = re.compile(r"[\s★☆*＊※●▲◆✓√!！?？#]+$")
_NOTE_DASH = re.compile(r"^(?P<name>[\u3400-\u9fff]{2,4})\s*[-—–/、:：]\s*(?P<note>[^-—–/、]+)$")
_NOTE_WORD = re.compile(
    r"搬走|介绍|欠款|欠账|老客|新客|熟客|已|不再|勿|黑名单|VIP|会员|朋友|亲戚|停|旧|转|备注|月结",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(公司|集团|企业|工厂|[^工]厂|商店|[^小]店|商行|超市|商场|市场|经营部|门市部?|批发部?|饭馆|饭店|餐厅"
    r"|餐馆|酒楼|酒店|宾馆|旅馆|食堂|工作室|事务所|中心|学校|小学|中学|大学|学院|幼儿园|医院|诊所|药房"
    r"|药店|银行|支行|分行|办事处|委员会|协会|合作社|農場|农场|茶馆|茶楼|会所|美容院|理发店|车行|俱乐部"
    r"|物业|小区|花园|大厦|广场|有限|股份|行号|实业|工程队|研究[院所]|[管局]理[处局]|政府|派出所|图书馆)"
    r"(?:[(（].*[)）])?[.。]?$"
)
_TRADES = (
    "医药|百货|电器|水产|农资|贸易|食品|餐饮|建材|五金|服饰|服装|家具|装饰|化工|科技|网络|物流|机械"
    "|电子|电脑|通讯|文具|图书|印刷|广告|汽配|汽修|美容|美发|粮油|果蔬|水果|烟酒|日化|商贸|实业|工贸"
)
_TRADE_WORD = re.compile(_TRADES)
_ENGLISH_COMPANY = re.compile(
    r"\b(inc|ltd|llc|llp|plc|corp|corporation|company|co|gmbh|ag|s\.?a|b\.?v|pty|limited|group|"
    r"shop|store|restaurant|hotel|cafe|café|school|hospital|clinic|university|bank|trading|"
    r"industries|foods?|services|solutions|enterprises?|studio|association)\b\.?(\s*\(.*\))?$",
    re.IGNORECASE,
)


@cache
def surname_length(name: str) -> int:
    """Characters the surname takes at the start of a Chinese name: 1 or 2."""
    return 2 if text.simplify(name[:2]) in _COMPOUND_SURNAMES else 1


def looks_like_company(name: str) -> bool:
    """True for ``杭州顺达商贸有限公司`` and ``Acme Ltd``, false for ``张三`` and ``王总``."""
    simple = text.join_han(text.simplify(text.halfwidth(name))).strip()
    if _COMPANY.search(simple) or _ENGLISH_COMPANY.search(simple):
        return True
    if simple.isascii():
        return False
    return len(simple) >= 4 and _TRADE_WORD.search(simple) is not None


def split_name(typed: str) -> NameParts:
    """Name, title and note of a name cell: ``张三 先生``, ``王强(老板)``, ``李娜★（介绍人王姐）``.

    Alignment blanks inside Chinese go. A surname with a title (``王总``, ``李姐``) stays whole:
    it is all there is to call the person by. A company keeps its brackets.
    """
    name = text.clean(typed).replace("\n", " ")
    if name.isascii():
        match = _ENGLISH_TITLE.match(name)
        return NameParts(match["name"], match["title"]) if match else NameParts(name)
    name = _NOTE_MARK.sub("", text.join_han(name)).rstrip(".。,，、;；:：").strip() or name
    if looks_like_company(name):
        return _company_parts(name)
    notes: list[str] = []
    title = ""
    while match := _BRACKETS.search(name):
        if match.start() == 0:
            break
        inside = match["inside"].strip()
        name = _NOTE_MARK.sub("", name[: match.start()])
        if _TITLE_ONLY.match(inside) and not title:
            title = inside
        elif inside:
            notes.insert(0, inside)
    if match := _NOTE_DASH.match(name):
        name, note = match["name"], match["note"].strip()
        notes.insert(0, note)
    if not title:
        name, title = _split_title(name)
    return NameParts(name, title, "；".join(notes))


def _company_parts(name: str) -> NameParts:
    """A company keeps brackets that belong to its name; remarks in them come off."""
    match = _BRACKETS.search(name)
    if match and match.start() and _NOTE_WORD.search(match["inside"]):
        return NameParts(name[: match.start()].strip(), note=match["inside"].strip())
    return NameParts(name)


def _split_title(name: str) -> tuple[str, str]:
    match = _TITLE_APART.match(name) or _TITLE_END.match(text.join_han(name.replace(" ", "")))
    if not match:
        return name, ""
    rest = match["name"].strip()
    if len(rest) <= surname_length(rest):
        return text.join_han(name).replace(" ", ""), ""
    return rest, match["title"]
