"""Which encoding a text file is in: BOM, then UTF-8, then the likeliest of the old ones."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
# Words of headings and addresses that a wrong decoding would not produce by accident.
_KNOWN = re.compile(
    "姓名|名称|名稱|电话|電話|手机|手機|日期|地址|客户|客戶|会员|會員|单价|單價|金额|金額|数量|數量|备注"
    "|備註|编号|編號|先生|小姐|公司|合计|合計|商品|品名|产品|產品|联系|聯絡|市|区|區|路|号|號|月"
)


def decode(data: bytes) -> tuple[str, str]:
    """Text of ``data`` and the encoding it was in; never fails, at worst marks lost characters."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace"), name
    sixteen = _without_bom(data)
    if sixteen:
        return data.decode(sixteen, "replace"), sixteen
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # One cut or broken character at the end of a long file is still UTF-8.
        if error.start > len(data) - 4 and error.start > 1000:
            return data.decode("utf-8", "replace"), "utf-8"
    name = _old_encoding(data[:_SAMPLE])
    return data.decode(name, "replace"), name


def _without_bom(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of its tabs, digits and line ends is 0.

    Chinese with little else has few of these, but then all on one side, and reads as Chinese.
    """
    sample = data[: 2000 + len(data) % 2]
    zeros = sample.count(0)
    if not zeros:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    name = "utf-16-be" if even > odd else "utf-16-le"
    if zeros * 20 > len(sample):
        return name
    shown = sample[: len(sample) // 2 * 2].decode(name, "replace")
    han = len(re.findall("[\u3400-\u9fff\uff00-\uffef]", shown))
    return name if not min(even, odd) and han * 2 > len(shown) else ""


def _old_encoding(sample: bytes) -> str:
    if _lone_high_bytes(sample):
        return "cp1252"
    scores = {
        "gb18030": _score(sample, "gb18030", _common_gb),
        "big5hkscs": _score(sample, "big5hkscs", _common_big5),
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else "cp1252"


def _lone_high_bytes(sample: bytes) -> bool:
    """Accented Latin letters stand alone between ASCII ones; Chinese bytes come in pairs."""
    high = len(re.findall(rb"[\x80-\xff]", sample))
    lone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", sample))
    followed = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?=[,;\t\r\n \"a-z]|$)", sample))
    return lone * 2 > high and followed * 4 > lone * 3


def _score(sample: bytes, encoding: str, common: Callable[[bytes], float]) -> float:
    text = sample.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if broken > 3 + len(text) // 200:
        return 0.0
    return common(sample) + len(_KNOWN.findall(text)) / max(1, len(text)) - broken / len(text)


def _common_gb(sample: bytes) -> float:
    """Share of two-byte characters that are of GB 2312's everyday level."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", sample)
    usual = sum(1 for pair in pairs if 0xA1 <= pair[0] <= 0xD7 and pair[1] >= 0xA1)
    return usual / len(pairs) if pairs else 0.0


def _common_big5(sample: bytes) -> float:
    """Share of two-byte characters that are of Big5's everyday level."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", sample)
    usual = sum(1 for pair in pairs if 0xA1 <= pair[0] <= 0xC6)
    low = sum(1 for pair in pairs if pair[1] < 0x7F)
    # Half of Big5's second bytes are ASCII; in GB 2312 text none is.
    return (usual / len(pairs)) * min(1.0, 4 * low / len(pairs)) if pairs else 0.0
