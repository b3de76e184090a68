"""The service has one clock for the day, which tests may set; and no test reads it when its file is loaded.

A run that passes midnight would compare two days.
"""

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from geodata.base import periods

HERE = Path(__file__).parent
CLOCKS = {"today", "now", "localdate", "localtime", "utcnow"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def at_loading(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that are made when the file is loaded: in bodies of functions only what stands in their heads."""
    if isinstance(node, ast.Lambda):
        parts: list[ast.AST] = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        parts = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    else:
        parts = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Call):
        yield node
    for part in parts:
        yield from at_loading(part)


def days_at_loading(text: str) -> list[int]:
    """The lines on which a clock is read."""
    return [call.lineno for call in at_loading(ast.parse(text)) if called(call) in CLOCKS]


def test_no_test_reads_the_clock_when_it_is_loaded():
    found = {
        f"{path.relative_to(HERE)}:{line}"
        for path in HERE.rglob("*.py")
        for line in days_at_loading(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_such_a_reading_is_found():
    for text in (
        "DAY = today()",
        "AT = {'x': [timezone.now()]}",
        "def f(day=today()): pass",
        "class A:\n    day = dt.date.today()",
        "@pytest.mark.parametrize('day', [today()])\ndef test_x(day): pass",
    ):
        assert days_at_loading(text), text


def test_what_is_read_in_a_test_is_not():
    assert days_at_loading("def test_x():\n    assert today()\nf = lambda: today()") == []


OTHER_WAYS = re.compile(r"\blocaldate\(\)|\bdate\.today\(|from geodata\.base\.periods import [^\n]*\btoday\b")


def test_the_service_asks_one_place_for_the_day():
    """By its name in its module: whoever took it along under a name of his own would not hear of another day."""
    root = HERE.parent
    found = {
        str(path.relative_to(root))
        for package in ("geodata", "api", "gridmap")
        for path in (root / package).rglob("*.py")
        if OTHER_WAYS.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"geodata/base/periods.py"}


def test_a_day_that_is_set_is_everybodys(it_is):
    day = dt.date(2031, 1, 1)
    it_is(day)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gridmap_today()")
        assert (cursor.fetchone()[0], periods.today()) == (day, day)
