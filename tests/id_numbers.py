"""An invented ID number (of nobody: its county has no such code), and the ways in which people and programs write one."""

from geodata.base.id_numbers import check_digit

FIRST = "43039919900101001"
NUMBER = FIRST + check_digit(FIRST)
WITH_X = next(
    one + "X" for one in (f"430399199001{day:02d}001" for day in range(1, 29)) if check_digit(one) == "X"
)
OLD = "430399900101001"
WRONG = FIRST + ("1" if NUMBER[-1] != "1" else "2")
PARTS = (NUMBER[:6], NUMBER[6:14], NUMBER[14:])


def _in(digits: str) -> str:
    return "".join(digits[int(digit)] for digit in FIRST + "1")


WAYS = {
    "plain": NUMBER,
    "with an X": WITH_X,
    "with a small x": WITH_X.lower(),
    "full width": (FIRST + "1").translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"}),
    "full width with an X": WITH_X.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789X"}),
    "spaced": " ".join(PARTS),
    "each digit spaced": " ".join(NUMBER),
    "spaced by fours": " ".join(NUMBER[start : start + 4] for start in range(0, 18, 4)),
    "wide blanks": "\u3000".join(PARTS),
    "blanks that do not break": "\xa0".join(PARTS),
    "over two lines": "\n".join((NUMBER[:6], NUMBER[6:])),
    "dashed": "-".join(PARTS),
    "long dashes": " — ".join(PARTS),
    "dotted": ".".join(PARTS),
    "underscores": "_".join(PARTS),
    "commas by thousands": ",".join(NUMBER[start : start + 3] for start in range(0, 18, 3)),
    "brackets": f"{PARTS[0]}({PARTS[1]}){PARTS[2]}",
    "15 digits": OLD,
    "15 digits dashed": f"{OLD[:6]}-{OLD[6:12]}-{OLD[12:]}",
    "wrong check digit": WRONG,
    "without the check digit": FIRST,
    "a star for the X": WITH_X[:17] + "*",
    "a times sign for the X": WITH_X[:17] + "×",
    "a Cyrillic X": WITH_X[:17] + "Х",
    "glued to letters": f"ID{NUMBER}abc",
    "glued to Han signs": f"身份证{NUMBER}号",
    "glued to a phone": f"13800138000{NUMBER}",
    "two glued": NUMBER + NUMBER,
    "behind a phone": f"13800138000 {NUMBER}",
    "zero width between": "\u200b".join(NUMBER),
    "one zero width": f"{NUMBER[:6]}\u200b{NUMBER[6:]}",
    "joiners and marks": f"\ufeff{NUMBER[:9]}\u2060{NUMBER[9:]}",
    "a soft hyphen": f"{NUMBER[:6]}\xad{NUMBER[6:]}",
    "direction marks": f"\u202d{NUMBER}\u202c",
    "key caps": "\ufe0f\u20e3".join(NUMBER) + "\ufe0f\u20e3",
    "apostrophe": f"'{NUMBER}",
    "circled": _in("⓪①②③④⑤⑥⑦⑧⑨"),
    "Chinese": _in("〇一二三四五六七八九"),
    "of cheques": _in("零壹贰叁肆伍陆柒捌玖"),
    "mathematical": _in("".join(chr(0x1D7CE + digit) for digit in range(10))),
    "Arabic": _in("".join(chr(0x660 + digit) for digit in range(10))),
    "letters for digits": NUMBER.replace("0", "O").replace("1", "l"),
    "as a spreadsheet shows it": "4.30399199001010E+17",
    "a foreigner's": "911156199001010015",
}
OTHERS = (
    "13800138000",
    "138 0013 8000",
    "13800138000 13900139000",
    "13800138000/13900139000",
    "+86 138 0013 8000",
    "008613800138000",
    "0731-12345678 13800138000",
    "13812355011 2024",
    "430382100001001",
    "430382200201001",
    "430382200201",
    "113.456789012345",
    "27.1234567890123456",
    "34.9911019900101",
    "430382.199001010012",
    "34.567890123456, 104.195501011234",
    "6222021234567890123",
    "20241129123045123",
    "2026-11-29T16:00:00+08:00",
    "430399-20260105-0012",
    "1990年1月1日 430382",
    "550e8400-e29b-41d4-a716-446655440000",
    "120×80×30",
)
