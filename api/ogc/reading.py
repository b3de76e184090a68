"""From the words of CQL2 text (cql2.lark) to the tree of pygeofilter."""

from typing import Any

from lark import v_args
from pygeofilter import ast, values
from pygeofilter.cql2 import SPATIAL_PREDICATES_MAP, TEMPORAL_PREDICATES_MAP
from pygeofilter.parsers.cql2_text.parser import CQLTransformer

from api.ogc.literals import box_of, day_of


@v_args(inline=True)
class Reading(CQLTransformer):  # type: ignore[misc]  # the library has no types
    def TEXT(self, sign: str) -> str:  # noqa: N802  # named by the grammar
        return sign[1:-1].replace("''", "'")

    def NUMBER(self, sign: str) -> int | float:  # noqa: N802
        return int(sign) if sign.lstrip("+-").isdigit() else float(sign)

    def TRUTH(self, sign: str) -> bool:  # noqa: N802
        return sign.lower() == "true"

    def QUOTED(self, sign: str) -> str:  # noqa: N802
        return sign[1:-1]

    def property(self, name: str) -> Any:
        return ast.Attribute(str(name))

    def instant(self, _word: str, text: str) -> Any:
        return day_of(text)

    def interval(self, _word: str, begin: str, end: str) -> Any:
        return values.Interval(*(None if each == ".." else day_of(each) for each in (begin, end)))

    def casei(self, _word: str, inner: Any) -> Any:
        return ast.Function("lower", [inner])

    def shape(self, geometry: Any) -> Any:
        return values.Geometry(geometry)

    def box(self, _word: str, *sides: float) -> Any:
        return values.Geometry(box_of(*sides))

    def either(self, first: Any, _or: str, second: Any) -> Any:
        return ast.Or(first, second)

    def both(self, first: Any, _and: str, second: Any) -> Any:
        return ast.And(first, second)

    def negated(self, _not: str, inner: Any) -> Any:
        return ast.Not(inner)

    def within(self, value: Any, _between: str, low: Any, _and: str, high: Any) -> Any:
        return ast.Between(value, low, high, not_=False)

    def not_within(self, value: Any, _not: str, _between: str, low: Any, _and: str, high: Any) -> Any:
        return ast.Between(value, low, high, not_=True)

    def alike(self, value: Any, _like: str, pattern: Any) -> Any:
        return _like_of(value, pattern, other=False)

    def not_alike(self, value: Any, _not: str, _like: str, pattern: Any) -> Any:
        return _like_of(value, pattern, other=True)

    def among(self, value: Any, _in: str, *options: Any) -> Any:
        return ast.In(value, list(options), not_=False)

    def not_among(self, value: Any, _not: str, _in: str, *options: Any) -> Any:
        return ast.In(value, list(options), not_=True)

    def nothing(self, value: Any, _is: str, _null: str) -> Any:
        return ast.IsNull(value, not_=False)

    def something(self, value: Any, _is: str, _not: str, _null: str) -> Any:
        return ast.IsNull(value, not_=True)

    def spatial(self, name: str, first: Any, second: Any) -> Any:
        return SPATIAL_PREDICATES_MAP[name.lower()](first, second)

    def temporal(self, name: str, first: Any, second: Any) -> Any:
        return TEMPORAL_PREDICATES_MAP[name.lower()](first, second)


def _like_of(value: Any, pattern: Any, *, other: bool) -> Any:
    return ast.Like(value, pattern, False, "%", "_", "\\", other)
