"""Text in a cell that a spreadsheet would take for a formula: kept from it on the way out, given back on the way in."""

SIGNS = "=+-@＝＋－＠"
"""Also the full-width ones: Excel reads them as the others where the keyboard writes Chinese."""
CONTROL = "\t\r\n"
"""What stands before is left out by some programs, which then see what follows."""


def starts_a_formula(text: str) -> bool:
    first = text[:1]
    return bool(first) and (first in CONTROL or text.lstrip()[:1] in {*SIGNS})


def guarded(text: str) -> str:
    """With an apostrophe in front, where a spreadsheet reading a CSV would take it for a formula."""
    return f"'{text}" if starts_a_formula(text) else text


def unguarded(text: str) -> str:
    """Without the apostrophe of `guarded`, or of somebody who kept a spreadsheet from reading a number."""
    behind = text[1:]
    return behind.strip() if behind[:1].isdecimal() or starts_a_formula(behind) else text
