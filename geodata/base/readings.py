"""How Chinese signs are read, without tones: one table for those who look for a name and for the database that compares names."""

import json
from collections.abc import Iterator
from functools import cache

SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai", "令狐": "ling hu", "单于": "chan yu",
    "宿": "su", "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "查": "zha", "朴": "piao", "盖": "ge", "区": "ou",
    "任": "ren", "乐": "yue", "种": "chong", "翟": "zhai", "繁": "po", "覃": "qin", "缪": "miao", "洗": "xian", "折": "she",
    "员": "yun", "秘": "bi", "牟": "mu", "隗": "wei", "郗": "chi", "重": "chong", "纪": "ji", "车": "che", "句": "gou",
    "祭": "zhai", "逄": "pang", "谌": "chen", "晟": "cheng", "幺": "yao", "冼": "xian", "那": "na", "适": "kuo", "哈": "ha",
    "宁": "ning", "尹": "yin", "葛": "ge", "燕": "yan", "盛": "sheng", "应": "ying", "石": "shi", "沈": "shen", "贾": "jia",
}  # fmt: skip
"""Surnames that are read otherwise than the sign alone; the longest that fits."""
TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêếềḿńňǹ", "aaaaeeeeiiiioooouuuuvvvvveeemnnn")
USUAL = range(0x4E00, 0xA000)
"""The signs that names are made of; what is written with a rarer one is spelled the same only by that sign."""


@cache
def _table() -> dict[int, str]:
    # Loaded with the first that asks: commands that read no name do without it.
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


def signs() -> Iterator[str]:
    """All that have a reading."""
    return map(chr, _table())


def readings(sign: str) -> list[str]:
    """How a sign is read, without tones, the usual way first."""
    found = _table().get(ord(sign), "").translate(TONES).split(",")
    return [one for one in dict.fromkeys(found) if one.isascii() and one.isalpha()]


def as_json() -> dict[str, str]:
    """For `pinyin_of` of the database: the usual reading of each sign, and how surnames are read otherwise."""
    usual = {chr(code): found[0] for code in USUAL if (found := readings(chr(code)))}
    surnames = {name: read.replace(" ", "") for name, read in SURNAMES.items()}
    return {"readings": _quoted(usual), "surnames": _quoted(surnames)}


def _quoted(value: dict[str, str]) -> str:
    """A literal of SQL: nothing in it is a quotation mark."""
    return f"'{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}'::jsonb"
