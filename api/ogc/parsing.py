"""A filter in CQL2, as text or as JSON, made into the tree of pygeofilter. Both stay within bounds before and after.

The library's own grammar of the text reads `a OR b AND c` from left to right and knows no '' within a text, and its JSON
takes `between` in the form of a draft (docs/decisions/0066): what is read here is the standard's.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _

from api.ogc.literals import DAY, MOMENT, box_of, day_of
from geodata.base.errors import BadInput
from geodata.base.wording import figure

TEXT, JSON = "cql2-text", "cql2-json"
LANGUAGES = (TEXT, JSON, "cql-text")
"""The last is what the text was called in a draft: by this name GDAL and QGIS ask for it."""
LONGEST = 8_000
"""Characters of a filter."""
DEEPEST, MOST_LEAVES, MOST_OPTIONS = 16, 50, 100
BRACKETS = 64
"""How deep brackets may lie in each other before anything reads them: a geometry has five by itself."""


def refused(message: str, *, value: object = None, remedy: str = "", field: str = "filter") -> BadInput:
    return BadInput(message, field=field, value=value, remedy=remedy)


def parse(text: str, language: str) -> Any:
    """The tree of a filter: raises BadInput where it cannot be read or is more than can be asked at once."""
    if len(text) > LONGEST or _brackets(text) > BRACKETS:
        raise too_much()
    if "\x00" in text:
        raise _unread(text)
    try:
        tree = _from_json(text) if language == JSON else _from_text(text)
    except BadInput:
        raise
    except (
        Exception
    ) as error:  # The library raises what it comes to: errors of its grammar, KeyError, TypeError.
        raise _unread(text) from error
    _check_size(tree)
    return tree


def too_much() -> BadInput:
    return refused(
        _("The filter is too large."),
        remedy=_("Up to %(leaves)s conditions, nested up to %(deep)s deep.")
        % {"leaves": figure(MOST_LEAVES), "deep": figure(DEEPEST)},
    )


def _unread(text: str) -> BadInput:
    return refused(
        _("The filter cannot be read."),
        value=text,
        remedy=_("Write CQL2, such as: households > 10 AND name LIKE '例%'."),
    )


def _brackets(text: str) -> int:
    """How deep they lie in each other, texts included."""
    deep = deepest = 0
    for sign in text:
        deep += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, deep)
    return deepest


def _from_text(text: str) -> Any:
    return _parser().parse(text)


@cache
def _parser() -> Any:
    # Loaded by the first filter: the library brings its readers of dates along.
    from lark import Lark
    from pygeofilter import parsers

    from api.ogc.reading import Reading

    return Lark(
        Path(__file__).with_name("cql2.lark").read_text(),
        parser="lalr",
        maybe_placeholders=False,
        transformer=Reading(),
        import_paths=[str(Path(next(iter(parsers.__path__))))],
    )


def _from_json(text: str) -> Any:
    from pygeofilter.parsers.cql2_json import parse as read

    tree = read(_in_its_form(orjson.loads(text)))
    if isinstance(tree, str | int | float | list):
        raise ValueError("This is a value and no condition.")
    return tree


def _in_its_form(node: Any) -> Any:
    """JSON of the standard as the library reads it: a flat `between`, a box as a polygon, days that are days."""
    if isinstance(node, list):
        return [_in_its_form(each) for each in node]
    if not isinstance(node, dict):
        return node
    for name, change in _CHANGES.items():
        if name in node:
            return change(node)
    return node


def _operation(node: dict[str, Any]) -> dict[str, Any]:
    arguments = node["args"]
    if not isinstance(arguments, list) or not arguments:
        raise ValueError("An operation has a list of arguments.")
    operation, told = str(node["op"]), [_in_its_form(each) for each in arguments]
    if operation == "between" and len(told) == 3:
        told = [told[0], told[1:]]
    if operation in ("and", "or") and len(told) < 2:
        raise ValueError("Of what?")
    return {"op": operation, "args": told}


def _box(node: dict[str, Any]) -> dict[str, Any]:
    return box_of(*node["bbox"])


def _dated(name: str, form: "re.Pattern[str]") -> Callable[[dict[str, Any]], dict[str, Any]]:
    def checked(node: dict[str, Any]) -> dict[str, Any]:
        if not form.fullmatch(node[name]):
            raise ValueError(node[name])
        return {"date": node[name][:10]} if name == "timestamp" else node

    return checked


def _interval(node: dict[str, Any]) -> dict[str, Any]:
    begin, end = node["interval"]
    return {"interval": [each if each == ".." else day_of(each).isoformat() for each in (begin, end)]}


_CHANGES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "op": _operation,
    "bbox": _box,
    "date": _dated("date", DAY),
    "timestamp": _dated("timestamp", MOMENT),
    "interval": _interval,
}


def _check_size(tree: Any) -> None:
    """A row of the same AND or OR is one step deep, however long; walked without recursion."""
    leaves, waiting = 0, [(tree, 1, "")]
    while waiting:
        node, deep, above = waiting.pop()
        kind = type(node).__name__
        inner = list(_conditions(node))
        leaves += not inner
        step = deep + (bool(inner) and kind != above)
        if leaves > MOST_LEAVES or step > DEEPEST + 1 or len(getattr(node, "sub_nodes", ())) > MOST_OPTIONS:
            raise too_much()
        waiting += [(each, step, kind if kind in ("And", "Or") else "") for each in inner]


def _conditions(node: Any) -> Iterator[Any]:
    """What is joined by AND, OR or NOT."""
    match type(node).__name__:
        case "And" | "Or":
            yield from (node.lhs, node.rhs)
        case "Not":
            yield node.sub_node
