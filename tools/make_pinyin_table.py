"""Write resources/data/pinyin.txt from pypinyin: readings without tones, and words that differ.

The program then needs neither the 0.2 s that importing pypinyin takes nor its 17 us a name.
Run it again when pypinyin learns better readings: ``uv run python tools/make_pinyin_table.py``.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

OUT = Path(__file__).resolve().parents[1] / "resources" / "data" / "pinyin.txt"
_TONES = dict.fromkeys([0x300, 0x301, 0x304, 0x30C])


def plain(reading: str) -> str:
    """``lǜ`` as ``lv``."""
    return unicodedata.normalize("NFD", reading).translate(_TONES).replace("u\u0308", "v")


def main() -> None:
    """Write the table."""
    default = {chr(code): plain(readings.split(",")[0]) for code, readings in PINYIN_DICT.items()}
    by_reading: dict[str, list[str]] = defaultdict(list)
    for code in range(0x4E00, 0xA000):
        if chr(code) in default:
            by_reading[default[chr(code)]].append(chr(code))
    words = []
    for word, readings in PHRASES_DICT.items():
        spoken = [plain(reading[0]) for reading in readings]
        if len(word) == 2 and any(
            default.get(char) != one for char, one in zip(word, spoken, strict=True)
        ):
            words.append(f"{word} {' '.join(spoken)}")
    lines = ["# Readings without tones (u with dots as v), most usual first; made from pypinyin."]
    lines += [f"{reading} {''.join(chars)}" for reading, chars in sorted(by_reading.items())]
    lines += ["", "# Words whose characters are read otherwise than alone.", *sorted(words)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {sum(map(len, by_reading.values()))} characters, {len(words)} words")


if __name__ == "__main__":
    main()
